"""What would happen, line by line, and then that it happens."""

from dataclasses import asdict, dataclass, replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.access import may

from ..answering.saving import LONGEST_BECAUSE
from ..models import Question
from ..typed_numbers import short
from ..value_words import in_words
from ..values import clean_text
from .import_actions import Faulty, PlanChanged, note, take_over
from .permissions import is_mine
from .planning import Change, Options, Outcome, Plan, What
from .reading_imports import Reading
from .steps import PREVIEW, RESULT, import_at, page, step_of, with_reading

PAGE = 50
# Of one line; the others are counted.
MOST_CHANGES = 6
TONES = {What.FAULTY: "no", What.LEFT_ALONE: "none", What.NEW: "yes", What.CHANGED: "yes"}
WORDS = {
    What.FAULTY: pgettext_lazy("line of a file", "to be put right"),
    What.LEFT_ALONE: pgettext_lazy("line of a file", "left alone"),
    What.NEW: pgettext_lazy("line of a file", "new"),
    What.CHANGED: pgettext_lazy("line of a file", "changed"),
    What.UNCHANGED: pgettext_lazy("line of a file", "as it is already"),
    What.SKIPPED: pgettext_lazy("line of a file", "left out"),
}


@dataclass(frozen=True)
class ChangeWords:
    question: str
    before: str
    after: str
    comment: str


@dataclass(frozen=True)
class PreviewLine:
    outcome: Outcome
    changes: list[ChangeWords]
    more: int

    @property
    def words(self):
        return WORDS[self.outcome.what]

    @property
    def tone(self) -> str:
        return TONES.get(self.outcome.what, "part")


def options_of(said: dict) -> Options:
    return Options(**{name: said[name] for name in asdict(Options()) if name in said})


@require_safe
@never_cache
@may(is_mine, import_at)
@with_reading
def preview(request: HttpRequest, reading: Reading) -> HttpResponse:
    return _preview(request, reading, options_of(reading.record.options))


def _preview(
    request: HttpRequest, reading: Reading, options: Options, problem: str = "", status: int = 200
) -> HttpResponse:
    if (step := step_of(reading)) != PREVIEW:
        return redirect(step, key=reading.record.key)
    plan = reading.plan(options)
    show = request.GET.get("show", "")
    outcomes = in_order(plan, show)
    page_obj = Paginator(outcomes, PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "preview",
        reading.questionnaire,
        status,
        record=reading.record,
        plan=plan,
        counts=counts_of(plan),
        show=show if show in WORDS else "",
        query=f"show={show}&" if show in WORDS else "",
        page_obj=page_obj,
        lines=[_line(plan, outcome) for outcome in page_obj],
        answers=sum(len(outcome.changes) for outcome in plan.written),
        signed=sum(outcome.signed is not None for outcome in plan.written),
        written=len(plan.written),
        options=options,
        problem=problem,
        has_districts=bool(reading.districts.told),
    )


def counts_of(plan: Plan) -> list[tuple[str, str, int]]:
    counts = plan.counts
    return [(what, WORDS[what], counts[what]) for what in What if counts[what]]


def in_order(plan: Plan, show: str) -> list[Outcome]:
    """What has to be put right comes first; lines that bring nothing last."""
    place = {what: number for number, what in enumerate(What)}
    wanted = [outcome for outcome in plan.outcomes if show not in WORDS or outcome.what == show]
    return sorted(wanted, key=lambda outcome: (place[outcome.what], outcome.line.number))


def _line(plan: Plan, outcome: Outcome) -> PreviewLine:
    shown = outcome.changes[:MOST_CHANGES]
    return PreviewLine(outcome, [_words(plan, change) for change in shown], len(outcome.changes) - len(shown))


def _words(plan: Plan, change: Change) -> ChangeWords:
    question = plan.catalogue.targets[change.code].question
    before, after = change.before, change.after
    said = after.value != before.value or bool(before.typed and not after.typed)
    return ChangeWords(
        question=short(question.text or question.code),
        before=_value(question, before) if said and before.pk is not None else "",
        after=_value(question, after) if said else "",
        comment=short(after.comment) if after.comment != before.comment else "",
    )


def _value(question: Question, stands) -> str:
    typed = ", ".join(text for texts in stands.typed.values() for text in texts if text)
    return f"“{short(typed)}”" if stands.value is None and typed else short(in_words(question, stands.value))


@require_POST
@never_cache
@may(is_mine, import_at)
@with_reading
def confirm(request: HttpRequest, reading: Reading) -> HttpResponse:
    """With `look`, what was ticked is only noted and the preview shown anew."""
    options, record = _options(request), reading.record
    note(record=record, options=asdict(options))
    if "look" in request.POST:
        return redirect(PREVIEW, key=record.key)
    try:
        plan = take_over(record=record, seen=request.POST.get("seen", ""), options=options, by=request.user)
    except PlanChanged:
        problem = _(
            "Nothing has been taken over: the lines below are not those that you were shown. Answers were changed "
            "meanwhile, or you ticked something else. Look at them, then confirm again."
        )
        return _preview(request, _anew(reading), options, problem, 409)
    except Faulty as met:
        return _preview(request, _anew(reading), options, _refusal(met), 422)
    messages.success(request, _done(plan))
    return redirect(RESULT, key=record.key)


def _anew(reading: Reading) -> Reading:
    """As things stand now."""
    return Reading(reading.record, reading.sheets, reading.by)


def _refusal(met: Faulty) -> str:
    if met.lines:
        return _(
            "Nothing has been taken over: some lines have to be put right. Correct them in your file and choose it "
            "again; what you said of columns and districts is remembered. Or leave these lines out on purpose."
        )
    return _("Nothing has been taken over: say why answers are corrected after closing. The teams read it.")


def _options(request: HttpRequest) -> Options:
    ticked = {name: bool(request.POST.get(name)) for name in ("replace", "sign", "without")}
    because = " ".join(clean_text(request.POST.get("because", "")).split())
    return replace(Options(), **ticked, because=because[:LONGEST_BECAUSE])


def _done(plan: Plan) -> str:
    if not plan.written:
        return _("Nothing had to be changed.")
    return _("Done: everything that the preview showed has been taken over.")
