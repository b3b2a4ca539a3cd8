"""The way from a cycle to its questionnaire: to the one that is there, or to a first one."""

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from content.access import may
from cycles.models import LearningCycle
from cycles.permissions import may_run_cycle

from .actions import create_questionnaire
from .models import Questionnaire
from .reuse_actions import clone_questionnaire


class StartForm(forms.Form):
    """An empty one has titles; one that begins as an earlier one keeps that one's."""

    title_fr = forms.CharField(label=gettext_lazy("Title in French"), max_length=200, required=False)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    of = forms.ModelChoiceField(
        Questionnaire.objects.filter(opened_at__isnull=False).order_by("-opened_at"),
        label=gettext_lazy("Begin with the questions of an earlier one"),
        required=False,
        empty_label=gettext_lazy("begin empty"),
        help_text=gettext_lazy("They keep their series, so that answers can be compared with those of then."),
    )

    def clean(self) -> dict:
        found = super().clean()
        if not (found.get("of") or found.get("title_fr") or found.get("title_en") or self.errors):
            self.add_error("title_fr", _("Write a title in French or in English."))
        return found


def _cycle(cycle: int) -> LearningCycle:
    return get_object_or_404(LearningCycle, pk=cycle)


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_run_cycle, _cycle)
def start(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    if there := Questionnaire.objects.filter(cycle=target).first():
        return redirect("builder:overview", there.pk)
    titles = {"title_fr": target.title_fr, "title_en": target.title_en}
    form = StartForm(request.POST if request.method == "POST" else None, initial=titles)
    if form.is_valid():
        try:
            made = _make(target, form.cleaned_data, request.user)
        except IntegrityError:
            # Somebody else was faster.
            return redirect("builder:start", target.pk)
        messages.success(
            request, _("This is the questionnaire of the cycle. Nobody sees it before it opens.")
        )
        return redirect("builder:overview", made.pk)
    title = _("A questionnaire for %(cycle)s") % {"cycle": target.title}
    context = {"page_title": title, "header_title": title, "header_icon": "form", "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "questionnaires/admin/start.html", context, status=status)


@transaction.atomic
def _make(cycle: LearningCycle, wanted: dict, by) -> Questionnaire:
    if wanted["of"]:
        return clone_questionnaire(cycle=cycle, of=wanted["of"], by=by)
    titles = {name: wanted[name] for name in ("title_fr", "title_en")}
    return create_questionnaire(cycle=cycle, sections=[], by=by, **titles)
