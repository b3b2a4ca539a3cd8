"""The summaries once more, written to be obvious and slow; compared with `analysis.summaries`."""

from fractions import Fraction


def value_of(responses, question, unit):
    """A value, or the name of the reason why there is none."""
    if unit.code not in responses.answers:
        return "NO_ANSWER"
    given = responses.answers[unit.code]
    if unit.code in responses.not_asked and question.code in responses.not_asked[unit.code]:
        return "NOT_ASKED"
    if given.get(question.code) is None:
        return "NO_ANSWER"
    return given[question.code]


def level_of(responses, question):
    """The narrowest level on any way back through what opens the question."""
    narrowest = question.level
    for code in question.opened_by:
        if code in responses.left_out:
            narrowest = min(narrowest, responses.left_out[code])
        for earlier in responses.questions:
            if earlier.code == code:
                narrowest = min(narrowest, level_of(responses, earlier))
    return narrowest


def tally_of(responses, question, units):
    """A dict with the fields of `Tally` that the kind of question has."""
    values = [value_of(responses, question, unit) for unit in units]
    answers = [value for value in values if value not in ("NO_ANSWER", "NOT_ASKED")]
    tally = {"asked": len(values), "answered": len(answers), "not_asked": values.count("NOT_ASKED")}
    if question.kind == "choice":
        tally["counts"] = {}
        for category in question.categories:
            tally["counts"][category] = len([answer for answer in answers if answer == category])
    elif question.kind == "ratio":
        shares = [Fraction(*answer) for answer in answers if answer[1] > 0]
        tally["numerator"] = sum(answer[0] for answer in answers)
        tally["denominator"] = sum(answer[1] for answer in answers)
        tally["shares"] = len(shares)
        tally["median"] = middle(shares)
    else:
        tally["sum"] = sum(answers)
        tally["median"] = middle(answers)
    return tally


def middle(numbers):
    ordered = sorted(numbers)
    if not ordered:
        return None
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return Fraction(ordered[half - 1] + ordered[half]) / 2
