"""The question bank: what was asked before, to be asked again."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from content.access import may
from content.editing import ChangedMeanwhile
from cycles.models import LearningCycle

from .bank import asked_questions, search_bank, times_asked
from .builder_screens import questionnaire_at, screen, while_built
from .models import Question, Questionnaire
from .permissions import may_enter_builder
from .reuse_actions import HereAlready, reuse_question
from .values import clean_text

ON_A_PAGE = 30
KINDS = [(value, label) for value, label in Question.Kind.choices if value not in Question.NOT_ANSWERED]


class SearchForm(forms.Form):
    """Whatever is wrong with it, the bank is shown."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("any kind")), *KINDS]
    )
    cycle = forms.ModelChoiceField(
        LearningCycle.objects.filter(questionnaire__opened_at__isnull=False),
        label=gettext_lazy("Cycle"),
        required=False,
        empty_label=gettext_lazy("any cycle"),
    )

    def clean_q(self) -> str:
        return clean_text(self.cleaned_data["q"])[:200]


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_enter_builder, questionnaire_at)
@while_built
def bank(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    if request.method == "POST" and _reuse(request, target):
        return redirect(request.get_full_path())
    form = SearchForm({name: text.replace("\0", "") for name, text in request.GET.items()})
    form.is_valid()
    wanted = form.cleaned_data
    cycle = wanted.get("cycle")
    found = search_bank(wanted.get("q", ""), wanted.get("kind", ""), cycle.pk if cycle else None)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    address = request.GET.copy()
    address.pop("p", None)
    return screen(
        request,
        "bank",
        target,
        _("Question bank"),
        "bank",
        form=form,
        page=page,
        rows=_rows(page.object_list, target),
        sections=list(target.sections.all()),
        query=address.urlencode(),
        chosen=request.POST.get("section") or request.GET.get("section", ""),
    )


def _rows(keys: list[int], target: Questionnaire) -> list[tuple[Question, list[Question], bool]]:
    """Each with every time it was asked, and whether it is in this questionnaire already."""
    there = {row.pk: row for row in Question.objects.filter(pk__in=keys).prefetch_related("choices")}
    series = {row.series for row in there.values()}
    times = times_asked(series)
    here = set(target.questions.filter(series__in=series).values_list("series", flat=True))
    return [(there[key], times[there[key].series], there[key].series in here) for key in keys]


def _reuse(request: HttpRequest, target: Questionnaire) -> bool:
    """True where something was taken over; otherwise the message says why not."""
    question = _chosen(asked_questions(), request.POST.get("reuse", ""))
    section = _chosen(target.sections.all(), request.POST.get("section", ""))
    if section is None:
        messages.error(request, _("Choose the section that the question is to stand in."))
        return False
    if question is None:
        messages.error(request, _("This question is not in the bank."))
        return False
    section.questionnaire = target
    try:
        made = reuse_question(question=question, section=section, by=request.user)
    except HereAlready:
        messages.error(request, _("This question is in the questionnaire already."))
        return False
    except ChangedMeanwhile:
        messages.error(request, _("This section has been deleted."))
        return False
    messages.success(
        request,
        _("Taken over as %(code)s, at the end of “%(section)s”. A rule is not taken along.")
        % {"code": made.code, "section": section.title},
    )
    return True


def _chosen(rows, given: str):
    known = given.isascii() and given.isdigit() and len(given) < 19
    return rows.filter(pk=int(given)).first() if known else None
