"""From what districts answered to the result of one question: shares, sums and medians.

The order of districts and of answers never changes a number; rows keep the order of `responses.units`.
"""

import math
import statistics
from collections.abc import Iterable

from analysis.audience import Audience
from analysis.responses import CHOICE, RATIO, Question, ResponseTable
from analysis.results import Missing, ResultTable, Row, Tally, value_share


def summarise(
    responses: ResponseTable,
    question_code: str,
    *,
    reconstructed: bool = False,
    minimum: int = 5,
    salt: str = "",
) -> ResultTable:
    """The result of one question over all districts asked. KeyError if the question is unknown.

    `minimum` is the smallest number of answering districts of which a total may be told (see `disclosure`).
    `salt`: a fresh random text for each table that is to be published (see `ResultTable`).
    """
    question = responses.question(question_code)
    levels = _levels(responses, question)
    rows = tuple(_row(responses, question, unit, levels) for unit in responses.units)
    groups = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return ResultTable(
        question=question.code,
        kind=question.kind,
        categories=question.categories,
        level=min(levels.values()),
        minimum=minimum,
        counts_persons=question.counts_persons,
        reconstructed=reconstructed,
        gated=bool(question.opened_by),
        rows=rows,
        total=tally_rows(rows, question.kind, question.categories),
        groups={group: tally_rows(own, question.kind, question.categories) for group, own in groups.items()},
        salt=salt,
    )


def tally_rows(rows: Iterable[Row], kind: str, categories: tuple[str, ...]) -> Tally:
    """Count and add up `rows`. A ratio of nothing (denominator 0) is an answer, but has no share."""
    rows = tuple(rows)
    values = [row.value for row in rows if row.answered]
    base = {
        "asked": len(rows),
        "answered": len(values),
        "not_asked": sum(row.value is Missing.NOT_ASKED for row in rows),
    }
    if kind == CHOICE:
        return Tally(**base, counts={category: values.count(category) for category in categories})
    if kind == RATIO:
        shares = [share for share in map(value_share, values) if share is not None]
        return Tally(
            **base,
            numerator=sum(numerator for numerator, _ in values),
            denominator=sum(denominator for _, denominator in values),
            shares=len(shares),
            median=statistics.median(shares) if shares else None,
        )
    return Tally(**base, sum=_sum(values), median=statistics.median(values) if values else None)


def _sum(values):
    # fsum rounds once, at the end: a plain sum of floats would depend on the order of districts.
    return sum(values) if all(type(value) is int for value in values) else math.fsum(values)


def _levels(responses, question) -> dict[str, Audience]:
    """Of the question and of all that opens it, however far back, by code. Who was asked tells the answers that
    opened the question, so it is never wider than any of these."""
    found, waiting = {}, [question.code]
    while waiting:
        code = waiting.pop()
        if code in responses.left_out:
            found[code] = responses.left_out[code]
        elif code not in found:
            opened = responses.question(code)
            found[code] = opened.level
            waiting += opened.opened_by
    return found


def _row(responses, question, unit, levels):
    # What the district chose for this question or for one that opens it, whichever is narrowest.
    chosen = responses.levels.get(unit.code, {})
    own = min(chosen.get(code, level) for code, level in levels.items())
    narrower = own if own < min(levels.values()) else None
    return Row(unit.code, unit.group, _value(responses, question, unit.code), narrower)


def _value(responses, question: Question, unit):
    given = responses.answers.get(unit)
    if given is None:
        return Missing.NO_ANSWER
    # An answer behind a closed door does not count.
    if question.code in responses.not_asked.get(unit, ()):
        return Missing.NOT_ASKED
    answer = given.get(question.code)
    return Missing.NO_ANSWER if answer is None else answer
