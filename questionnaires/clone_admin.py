"""Another cycle begun as a copy of one: its texts and steps, and the questions of its questionnaire."""

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from content.access import may
from cycles.cycle_actions import clone_cycle
from cycles.cycle_forms import CloneForm
from cycles.models import LearningCycle
from cycles.permissions import may_run_cycle

from .models import Questionnaire
from .reuse_actions import clone_questionnaire


class CloneWithQuestionsForm(CloneForm):
    questions = forms.BooleanField(
        label=gettext_lazy("Take its questions along"),
        required=False,
        initial=True,
        help_text=gettext_lazy("They keep their series, so that answers can be compared with those of then."),
    )


def _cycle(pk: int) -> LearningCycle:
    return get_object_or_404(LearningCycle, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_run_cycle, _cycle)
def clone(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    asked = Questionnaire.objects.filter(cycle=target).first()
    titles = {"title_fr": target.title_fr, "title_en": target.title_en}
    initial = titles | {"countries": target.countries.all()}
    form = CloneWithQuestionsForm(
        request.POST if request.method == "POST" else None, user=request.user, initial=initial
    )
    if asked is None:
        del form.fields["questions"]
    if form.is_valid():
        try:
            made = _clone(target, asked, dict(form.cleaned_data), request.user)
        except IntegrityError:
            form.add_error("code", _("Another cycle has this code."))
        else:
            messages.success(
                request, _("The cycle is there, as a draft. The list below says what is missing.")
            )
            return redirect("cycles_admin:overview", made.pk)
    title = _("A copy of %(cycle)s") % {"cycle": target.title}
    context = {"page_title": title, "header_title": title, "header_icon": "copy", "cycle": target}
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "cycles/admin/form.html",
        context | {"form": form, "action": _("Make the copy")},
        status=status,
    )


@transaction.atomic
def _clone(of: LearningCycle, asked: Questionnaire | None, found: dict, by) -> LearningCycle:
    questions = found.pop("questions", False)
    made = clone_cycle(of=of, by=by, countries=list(found.pop("countries")), **found)
    if asked and questions:
        clone_questionnaire(cycle=made, of=asked, by=by)
    return made
