"""A value or a reason as the reader sees it, the same in figures and tables."""

from analysis.chart_spec import Labels
from analysis.disclosure import DisclosedTable, DisclosedTally
from analysis.responses import CHOICE, RATIO, Answer
from analysis.results import Missing, Tally


def value_text(table: DisclosedTable, value: Answer | Missing, labels: Labels) -> str:
    """What one district answered, e.g. "yes", "9 of 20 (45%)", or why there is nothing to show."""
    if isinstance(value, Missing):
        return labels.reason[value]
    if table.kind == CHOICE:
        return labels.category(table.question, value)
    if table.kind == RATIO:
        return ratio_text(value[0], value[1], labels)
    return labels.number(value)


def ratio_text(numerator: int, denominator: int, labels: Labels) -> str:
    """A share never without its base; of nothing there is no share."""
    text = labels.count(numerator, denominator)
    return f"{text} ({labels.percent(numerator / denominator)})" if denominator else text


def tally_note(table: DisclosedTable, tally: DisclosedTally, labels: Labels) -> str:
    """The numbers of a total in a few words: "20 yes, 3 no, 3 not asked", or the reason for none."""
    if tally.values is None:
        return labels.reason[tally.reason]
    if table.kind == CHOICE:
        parts = [
            f"{labels.number(number)} {labels.category(table.question, category)}"
            for category, number in tally.values.counts.items()
        ]
        if isinstance(tally.not_asked, int) and tally.not_asked:
            parts.append(f"{labels.number(tally.not_asked)} {labels.reason[Missing.NOT_ASKED]}")
        return ", ".join(parts)
    return sum_text(table, tally.values, labels)


def sum_text(table: DisclosedTable, values: Tally, labels: Labels) -> str:
    """The sum of a ratio or a number."""
    if table.kind == RATIO:
        return ratio_text(values.numerator, values.denominator, labels)
    return labels.number(values.sum)
