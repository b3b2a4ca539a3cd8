"""Answers in the database -> ResponseTable: the only step of analysis that reads the database."""

from analysis import responses
from analysis.disclosure import Audience
from analysis.responses import Question as AskedQuestion
from analysis.responses import ResponseTable, Unit

from . import rules
from .asking import rule_of
from .models import Question, Questionnaire, Signature
from .values import YES_NO

# Asked of nobody: that a district answered at all is a result too.
PARTICIPATION = "participation"

Kind = Question.Kind
# As what analysis takes each kind. Several choices at once, dates, texts, places and files have no share, sum or
# median; notes and calculations have no answer. They stay out of the table, but may open what stands in it.
ANALYSED_AS = {
    Kind.CHOICE: responses.CHOICE,
    Kind.YES_NO: responses.CHOICE,
    Kind.NUMBER: responses.NUMBER,
    Kind.DECIMAL: responses.NUMBER,
    Kind.RATIO: responses.RATIO,
}
LEFT_OUT = tuple(kind for kind in Kind if kind not in ANALYSED_AS)


def response_table(questionnaire: Questionnaire) -> ResponseTable:
    """All districts of the cycle, also those that did not answer; only signed responses count.

    Beside the questionnaire's questions stands PARTICIPATION, whose only category is "answered". Who
    answered is told no further than the most private of the answers.
    """
    units = [Unit(code=d.code, group=d.parent.code) for d in questionnaire.cycle.districts()]
    rows = list(
        Question.objects.filter(section__questionnaire=questionnaire)
        .select_related("section")
        .prefetch_related("choices")
    )
    asked = [(row.code, rule_of(row)) for row in rows]
    analysed = {row.code: row.kind for row in rows if _is_analysed(row)}
    openers, values = _openers(asked, analysed), _values(questionnaire)
    questions = [_question(row, openers[row.code]) for row in rows if row.code in analysed]
    answers = {unit: _answers(analysed, given) for unit, given in values.items()}
    return ResponseTable(
        units=units,
        questions=[*questions, _participation(rows)],
        answers={unit: given | {PARTICIPATION: "answered"} for unit, given in answers.items()},
        not_asked={unit: {*analysed} - {*rules.shown(asked, given)} for unit, given in values.items()},
        left_out={row.code: Audience(row.level) for row in rows if row.code not in analysed},
    )


def _is_analysed(row: Question) -> bool:
    """A choice between nothing has no shares."""
    return row.kind in ANALYSED_AS and bool(row.kind != Kind.CHOICE or row.choices.all())


def _participation(rows: list[Question]) -> AskedQuestion:
    answered = [row.level for row in rows if row.kind not in Question.NOT_ANSWERED]
    level = Audience(min(answered, default=Audience.TEAM))
    return AskedQuestion(PARTICIPATION, responses.CHOICE, ("answered",), level=level)


def _openers(asked: list[tuple[str, rules.Rule | None]], analysed: dict) -> dict[str, tuple[str, ...]]:
    """The questions whose answers decide whether each is asked; also those that decide it through a question which
    stays out of the table, since the table knows nothing of that one but its level."""
    openers: dict[str, tuple[str, ...]] = {}
    for code, rule in asked:
        direct = sorted(rules.questions_of(rule) & set(openers))
        through = [further for each in direct if each not in analysed for further in openers[each]]
        openers[code] = tuple(dict.fromkeys([*direct, *through]))
    return openers


def _question(row: Question, opened_by: tuple[str, ...]) -> AskedQuestion:
    categories = {Kind.YES_NO: YES_NO, Kind.CHOICE: tuple(choice.code for choice in row.choices.all())}
    return AskedQuestion(
        code=row.code,
        kind=ANALYSED_AS[row.kind],
        categories=categories.get(row.kind, ()),
        counts_persons=row.counts_persons,
        level=Audience(row.level),
        opened_by=opened_by,
    )


def _values(questionnaire: Questionnaire) -> dict[str, dict[str, dict]]:
    """What each district last signed, by question; not what it has typed since."""
    signed = Signature.objects.filter(response__questionnaire=questionnaire).latest_of_each()
    return dict(signed.values_list("response__unit__code", "values"))


def _answers(analysed: dict[str, str], given: dict[str, dict]) -> dict:
    return {code: _plain(analysed[code], value) for code, value in given.items() if code in analysed}


def _plain(kind: str, value: dict):
    """None for "we do not know" and "does not apply": an answer to the team, and none to count."""
    if "missing" in value:
        return None
    if ANALYSED_AS[kind] == responses.CHOICE:
        return value["choice"]
    if kind == Kind.RATIO:
        return (value["numerator"], value["denominator"])
    return value["number"]
