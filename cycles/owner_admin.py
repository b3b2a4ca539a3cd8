"""The decision owner in the Wagtail admin: chosen, invited, reminded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.access import may
from content.editing import ChangedMeanwhile

from .cycle_admin import READ, cycle_at, frame
from .cycle_forms import OwnerForm
from .owner_actions import NobodyChosen, choose_owner, invite_owner, possible_owners
from .permissions import may_run_cycle
from .records import LearningCycle


@require_http_methods(READ)
@may(may_run_cycle, cycle_at)
def owner(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    """Choosing and inviting are two buttons of one form: who is chosen may be asked by word of mouth first."""
    data = request.POST if request.method == "POST" else None
    people = possible_owners(target)
    form = OwnerForm(data, people=people, initial={"person": target.decision_owner_id})
    if form.is_valid():
        try:
            choose_owner(cycle=target, person=form.cleaned_data["person"], by=request.user)
            if "invite" in request.POST:
                invite_owner(cycle=target, by=request.user)
        except NobodyChosen:
            form.add_error("person", _("Choose whom to invite."))
        except ChangedMeanwhile:
            messages.error(request, _("Somebody else has just changed the cycle. Look again."))
            return redirect("cycles_admin:owner", target.pk)
        else:
            said = _("Saved. The invitation is on its way.") if "invite" in request.POST else _("Saved.")
            messages.success(request, said)
            return redirect("cycles_admin:overview", target.pk)
    status = 422 if request.method == "POST" else 200
    context = frame(_("Decision owner"), target, form=form, nobody=not people.exists())
    return render(request, "cycles/admin/owner.html", context, status=status)
