"""The page on which people say which mails they want."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.access import may, signed_in

from .actions import set_preference
from .channels import is_configured
from .forms import PreferencesForm, stoppable_kinds
from .kinds import all_kinds


@require_http_methods(["GET", "HEAD", "POST"])
@may(signed_in)
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        _save(request.user, form.cleaned_data["kinds"])
        messages.success(request, _("Saved. This holds for mails from now on."))
        return redirect("notification_preferences")
    context = {
        "form": form,
        "always": [kind for kind in all_kinds() if not kind.can_be_stopped],
        "address": request.user.email,
        "mail_configured": is_configured(),
    }
    return render(request, "notifications/preferences.html", context)


@transaction.atomic
def _save(person, wanted: list[str]) -> None:
    for kind in stoppable_kinds():
        set_preference(person=person, kind=kind.name, wants_mail=kind.name in wanted, by=person)
