"""Plain words for the tests of figures and tables."""

from analysis.chart_spec import WORDS, Labels
from analysis.results import Missing


def labels_for(*tables, units=None):
    """Labels in which every word says what it stands for; units and groups are called by their codes."""
    codes = units or [row.unit for table in tables for row in table.rows if row.unit]
    groups = {group for table in tables for group in table.groups}
    return Labels(
        question={table.question: f"question {table.question}" for table in tables},
        unit={code: f"<{code}>" for code in codes},
        group={group: f"<{group}>" for group in groups},
        category=lambda question, code: code,
        reason={reason: reason.value for reason in Missing},
        word={word: word for word in WORDS},
        number=lambda number: f"{number:g}",
        percent=lambda share: f"{round(100 * share, 1):g}%",
        count=lambda part, whole: f"{part} of {whole}",
        pair=lambda name, text: f"{name}: {text}",
    )
