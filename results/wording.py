"""Numbers, reasons and sentences of results in the reader's language.

French « 20 districts sur 23 (87 %) » and « 8,7 % » with narrow no-break spaces, English "20 of 23 districts
(87%)" and "8.7%"; one decimal, a trailing zero dropped.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from types import SimpleNamespace

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from analysis.chart_spec import DENOMINATOR, NUMERATOR, REST, Labels
from analysis.disclosure import DisclosedTable, DisclosedTally
from analysis.results import Missing
from content.texts import in_language
from cycles.models import LearningCycle
from districts.models import OrgUnit
from questionnaires.models import Question
from questionnaires.response_table import PARTICIPATION
from questionnaires.value_words import yes_no_words

NARROW = "\u202f"


def number(value: int | float) -> str:
    """A count or a measure, with the thousands and decimal signs of the language."""
    french = get_language() == "fr"
    text = f"{value:,}" if isinstance(value, int) else f"{_rounded(value):,}"
    return text.replace(",", NARROW).replace(".", ",") if french else text


def percent(share: float) -> str:
    """A share of 0 to 1 as per cent."""
    return _per_cent(_rounded(share * 100))


def part_percent(part: int, base: int) -> str:
    """Exact before rounding: 1 of 16 is 6.25, whatever floats make of it."""
    return _per_cent(_one_decimal(Decimal(100 * part) / Decimal(base)))


def _per_cent(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",") + f"{NARROW}%" if get_language() == "fr" else f"{value:f}%"


def _one_decimal(value: Decimal) -> Decimal:
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded


def _rounded(value: float) -> Decimal:
    return _one_decimal(Decimal(str(value)))


def reason(missing: Missing) -> str:
    return {
        Missing.NO_ANSWER: _("no answer"),
        Missing.NOT_ASKED: _("does not apply"),
        Missing.TOO_FEW: _("too few answers to be shown"),
        Missing.WITHHELD: _("not shown, to protect persons or districts"),
    }[missing]


def part_of(part: int, base: int) -> str:
    """ "20 of 23 (87%)"; without the share where there is nothing to divide by."""
    numbers = {"part": number(part), "base": number(base)}
    if not base:
        return _("%(part)s of %(base)s") % numbers
    return _("%(part)s of %(base)s (%(percent)s)") % (numbers | {"percent": part_percent(part, base)})


def districts_of(part: int, base: int) -> str:
    """ "20 of 23 districts (87%)": in English the noun goes with the base, in French with the part."""
    if not base:
        return _("%(part)s of %(base)s") % {"part": number(part), "base": number(base)}
    return ngettext(
        "%(part)s of %(base)s district (%(percent)s)",
        "%(part)s of %(base)s districts (%(percent)s)",
        part if get_language() == "fr" else base,
    ) % {"part": number(part), "base": number(base), "percent": part_percent(part, base)}


def base_sentence(table: DisclosedTable) -> str:
    """What the numbers are counted on: always said, also where they are not shown."""
    total = table.total
    answered = _("%(districts)s answered.") % {"districts": districts_of(total.accounted, total.asked)}
    if isinstance(total.not_asked, int) and total.not_asked:
        answered += " " + ngettext(
            "The question did not apply to %(count)s of them.",
            "The question did not apply to %(count)s of them.",
            total.not_asked,
        ) % {"count": number(total.not_asked)}
    return answered


def summary_sentence(table: DisclosedTable, categories: dict[str, str]) -> str:
    """The figure in one sentence: also its alternative text."""
    total = table.total
    if table.question == PARTICIPATION:
        return base_sentence(table)
    if total.values is None:
        return _("Total: %(reason)s.") % {"reason": reason(total.reason)}
    if table.kind == "choice":
        return _choices(total, categories)
    if table.kind == "ratio":
        return _ratio(total)
    return _("%(sum)s in all; median %(median)s.") % {
        "sum": number(total.values.sum),
        "median": number(total.values.median),
    }


def _choices(total: DisclosedTally, categories: dict[str, str]) -> str:
    base = total.values.answered
    parts = [
        _("%(answer)s: %(count)s")
        % {"answer": categories.get(code, code), "count": districts_of(count, base)}
        for code, count in total.values.counts.items()
    ]
    return ("; " if get_language() != "fr" else f"{NARROW}; ").join(parts) + "."


def _ratio(total: DisclosedTally) -> str:
    values = total.values
    sentence = _("%(part)s in all") % {"part": part_of(values.numerator, values.denominator)}
    if values.median is not None:
        sentence += ". " + _("Median of the districts: %(median)s") % {"median": percent(values.median)}
    return sentence + "."


def labels_of(cycle: LearningCycle, districts: list[OrgUnit]) -> Labels:
    """Every word and format that figures and tables of this cycle need, in the reader's language."""
    questions = {PARTICIPATION: _("Districts that answered")}
    categories = {(PARTICIPATION, "answered"): _("answered")}
    for row in _questions_with_choices(cycle):
        text = partial(in_language, SimpleNamespace(**row), language=get_language() or "fr")
        code = row["code"]
        questions[code] = text("text")
        categories[code, row["choices__code"]] = text("choices__label")
        categories[code, NUMERATOR], categories[code, DENOMINATOR] = text("numerator"), text("denominator")
        categories[code, REST] = _("the others")
        if row["kind"] == Question.Kind.YES_NO:
            categories |= {(code, category): word for category, word in yes_no_words().items()}
    return Labels(
        question=questions,
        unit={d.code: d.name for d in districts},
        group={d.parent.code: d.parent.name for d in districts},
        category=lambda question, code: categories.get((question, code), code),
        reason={missing: reason(missing) for missing in Missing},
        word=_words(),
        number=number,
        percent=percent,
        count=lambda part, base: _("%(part)s of %(base)s") % {"part": number(part), "base": number(base)},
        pair=lambda name, value: _("%(name)s: %(value)s") % {"name": name, "value": value},
    )


def _questions_with_choices(cycle: LearningCycle) -> Iterable[dict]:
    """A row for each choice, and one for a question that has none: a single query for every page of figures."""
    names = ("text", "numerator", "denominator", "choices__label")
    columns = [f"{name}_{language}" for name in names for language in ("fr", "en")]
    asked = Question.objects.filter(section__questionnaire__cycle=cycle)
    return asked.order_by().values("code", "kind", "choices__code", *columns)


def _words() -> dict[str, str]:
    return {
        "answer": _("Answer"),
        "answered": _("Answered"),
        "class_1": _("under 25%"),
        "class_2": _("25 to 49%"),
        "class_3": _("50 to 74%"),
        "class_4": _("75% and over"),
        "district": _("District"),
        "masked": _("a district"),
        "median": _("median"),
        "no_share": _("nothing to count"),
        "others": _("the other districts"),
        "own": _("your district"),
        "region": _("Region"),
        "share": _("Share"),
        "total": _("All districts"),
        "value": _("Value"),
    }
