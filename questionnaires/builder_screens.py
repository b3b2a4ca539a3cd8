"""The frame of the builder's screens: which questionnaire, where else to go, and what is said once it is open."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from . import rule_words
from .models import Check, Question, Questionnaire, Section
from .naming import InUse, Naming, OutOfOrder
from .permissions import questionnaire_of
from .structure_actions import Frozen

WHILE_BUILT = [
    ("overview", gettext_lazy("Overview")),
    ("settings", gettext_lazy("Titles and introduction")),
    ("checks", gettext_lazy("Checks between answers")),
    ("bank", gettext_lazy("Question bank")),
    ("pilot", gettext_lazy("Trials")),
    ("xlsform", gettext_lazy("Spreadsheet (XLSForm)")),
    ("paper", gettext_lazy("Form on paper (PDF)")),
    ("open", pgettext_lazy("a questionnaire", "Open")),
]
ONCE_OPEN = [
    ("overview", gettext_lazy("Overview")),
    ("correct", gettext_lazy("Correct titles and introduction")),
    ("checks", gettext_lazy("Checks between answers")),
    ("versions", gettext_lazy("Versions")),
    ("pilot", gettext_lazy("Trials")),
    ("xlsform", gettext_lazy("Spreadsheet (XLSForm)")),
    ("paper", gettext_lazy("Form on paper (PDF)")),
]


def questionnaire_at(pk: int) -> Questionnaire:
    return get_object_or_404(Questionnaire.objects.select_related("cycle"), pk=pk)


def _part(model, pk: int, part: int):
    """One that somebody has deleted is an empty one, so that what was typed about it is not lost."""
    questionnaire = questionnaire_at(pk)
    found = model.objects.filter(questionnaire=questionnaire, pk=part).first()
    row = found or model(questionnaire=questionnaire)
    row.questionnaire = questionnaire
    return row


def question_at(pk: int, question: int) -> Question:
    row = _part(Question, pk, question)
    if row.pk:
        row.section.questionnaire = row.questionnaire
    return row


def section_at(pk: int, section: int) -> Section:
    return _part(Section, pk, section)


def check_at(pk: int, check: int) -> Check:
    return _part(Check, pk, check)


def require_there(row) -> None:
    if row.pk is None:
        raise Http404


def screen(
    request: HttpRequest, name: str, target, title: str, here: str = "", status: int = 200, **context
) -> HttpResponse:
    """`name` of the template in questionnaires/admin/, `here` of the place in the menu above it."""
    questionnaire = questionnaire_of(target)
    frame = {
        "page_title": title,
        "shows_title": title != questionnaire.title,
        "header_title": title,
        "header_icon": "form",
        "questionnaire": questionnaire,
        "places": _places(questionnaire, here),
    }
    return render(request, f"questionnaires/admin/{name}.html", frame | context, status=status)


def _places(questionnaire: Questionnaire, here: str) -> list[tuple[str, str, bool]]:
    """Label, address, whether it is this one."""
    return [
        (label, reverse(f"builder:{name}", args=[questionnaire.pk]), name == here)
        for name, label in (ONCE_OPEN if questionnaire.opened_at else WHILE_BUILT)
    ]


def while_built(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Once the questionnaire is open the screen says so, and gives back what was typed."""

    @wraps(view)
    def guarded(request: HttpRequest, target) -> HttpResponse:
        if questionnaire_of(target).opened_at is None:
            try:
                return view(request, target)
            except Frozen:
                pass
        # Opened meanwhile, perhaps.
        questionnaire = questionnaire_at(questionnaire_of(target).pk)
        return screen(
            request,
            "closed",
            questionnaire,
            _("The questionnaire is open"),
            status=409,
            typed=_typed(request),
        )

    return guarded


def once_open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, target) -> HttpResponse:
        if questionnaire_of(target).opened_at:
            return view(request, target)
        return screen(request, "not_open", target, _("The questionnaire is not open yet"), status=409)

    return guarded


def _typed(request: HttpRequest) -> list[str]:
    hidden = ("csrfmiddlewaretoken", "begun", "revision", "shown_kind")
    return [text for name, text in request.POST.items() if text.strip() and name not in hidden]


def name_of(row: Naming) -> str:
    """A section, question or check in a sentence."""
    if isinstance(row, Section):
        return _("the section “%(title)s”") % {"title": row.title}
    if isinstance(row, Check):
        said = row.message or rule_words.name_of(row.question, get_language() or "fr")
        return _("the check “%(message)s”") % {"message": said}
    return _("the question “%(text)s”") % {"text": rule_words.name_of(row, get_language() or "fr")}


def refusal_of(met: ValueError) -> str:
    """Of what the actions raise."""
    if isinstance(met, InUse):
        return _("Not possible: it is used by %(by)s. Change that first.") % {
            "by": ", ".join(map(name_of, met.by))
        }
    if isinstance(met, OutOfOrder):
        looked_at = Question.objects.filter(questionnaire=met.row.questionnaire_id, code=met.code).first()
        return _(
            "Not possible: %(row)s looks at the answer to %(other)s, which would not stand before it."
        ) % {"row": name_of(met.row), "other": name_of(looked_at) if looked_at else met.code}
    raise met


def refuse(request: HttpRequest, met: ValueError) -> None:
    messages.error(request, refusal_of(met))
