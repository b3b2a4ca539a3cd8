"""Smallest and largest number of a question, out of what must hold for its answer."""

from decimal import Decimal

from .structure import Question
from .xlsform_xpath_in import Asked, Understood

# As the columns hold them.
MOST_PLACES, BELOW = 6, Decimal(10) ** 14
NUMERIC = (*Question.NUMERIC, Question.Kind.RATIO)


def limits_from(found: Understood, kind: str, own: Asked | None) -> tuple[dict[str, str], Understood]:
    """(limits as snapshots.py writes them, what must hold beside) of the answer that `own` is."""
    limits: dict[str, str] = {}
    terms = []
    for term in found.terms:
        is_own = own is not None and (term.get("question"), term.get("part", "")) == (own.code, own.part)
        name, number = _limit(term, kind) if is_own else ("", Decimal(0))
        if not name or not set_limit(limits, name, number):
            terms.append(term)
    return limits, Understood(terms, found.rest, found.reasons)


def _limit(term: dict, kind: str) -> tuple[str, Decimal]:
    """("", 0) for what is no limit of this very answer. Of whole numbers, more than 3 is at least 4."""
    value, op = term.get("value"), term.get("op")
    if kind not in NUMERIC or not isinstance(value, int | float) or "other" in term or op not in STEPS:
        return "", Decimal(0)
    number = Decimal(str(value))
    name, step = STEPS[op]
    whole = number == number.to_integral_value()
    if step and (kind == Question.Kind.DECIMAL or not whole):
        return "", number
    return name, number + step


STEPS = {"ge": ("minimum", 0), "gt": ("minimum", 1), "le": ("maximum", 0), "lt": ("maximum", -1)}


def set_limit(limits: dict[str, str], name: str, number: Decimal) -> bool:
    """False, and nothing is set, where there is one already, the column cannot hold it or nothing would be left."""
    too_fine = -number.as_tuple().exponent > MOST_PLACES
    if name in limits or too_fine or abs(number) >= BELOW:
        return False
    ends = {end: Decimal(text) for end, text in limits.items()} | {name: number}
    if ends.get("minimum", -BELOW) > ends.get("maximum", BELOW):
        return False
    limits[name] = number_text(number)
    return True


def number_text(number: Decimal) -> str:
    """5, not 5.000000."""
    return f"{number.normalize():f}"
