"""The same numbers as the figure, as a table to read and as rows to compute with.

Both come from the DisclosedTable that the figure is drawn from. Text cells of `csv_rows` are names as given;
whoever writes the file guards against cells that a spreadsheet would run as a formula.
"""

from dataclasses import dataclass

from analysis.cell_texts import sum_text, value_text
from analysis.chart_spec import DENOMINATOR, NUMERATOR, Labels
from analysis.disclosure import DisclosedTable, DisclosedTally
from analysis.responses import CHOICE, RATIO
from analysis.results import Missing, value_share


@dataclass(frozen=True)
class DataTable:
    """Ready strings; the first cell of each row names it. `own` is the index of the reader's own row."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    own: int | None = None


def data_table(table: DisclosedTable, labels: Labels, caption: str = "") -> DataTable:
    """By district for those who may list districts, otherwise by region; the total comes last."""
    if table.rows:
        rows = [_district(table, row, labels) for row in table.rows]
        header = (labels.word["district"], labels.word["region"], *_value_header(table, labels))
        total = (labels.word["total"], "", *_total_cells(table, labels))
    else:
        rows = [
            (labels.group[code], *_tally_cells(table, tally, labels)) for code, tally in table.groups.items()
        ]
        header = (labels.word["region"], labels.word["answered"], *_tally_header(table, labels))
        total = (labels.word["total"], *_tally_cells(table, table.total, labels))
    own = next((n for n, row in enumerate(table.rows) if row.own), None)
    return DataTable(caption or labels.question[table.question], header, (*rows, total), own)


def csv_rows(table: DisclosedTable, labels: Labels) -> list[list[str | int | float]]:
    """A row of column names, then one row per district, region and the whole, with raw numbers.

    A cell without a number is "", and the last column has the reason. The columns depend on the kind of
    question and on its categories only.
    """
    rows = [_csv_district(table, row, labels) for row in table.rows]
    rows += [
        _csv_tally(table, "region", code, labels.group[code], tally) for code, tally in table.groups.items()
    ]
    rows.append(_csv_tally(table, "total", "", labels.word["total"], table.total))
    header = _csv_header(table)
    return [header, *([row.get(column, "") for column in header] for row in rows)]


def _csv_header(table):
    if table.kind == CHOICE:
        values = ["value", *(f"n_{category}" for category in table.categories)]
    elif table.kind == RATIO:
        values = ["numerator", "denominator", "share", "median"]
    else:
        values = ["value", "sum", "median"]
    place = ["scope", "code", "name", "region_code", "region", "question"]
    return [*place, "asked", "accounted", "answered", "not_asked", *values, "reason"]


def _district(table, row, labels):
    name = labels.word["masked"] if row.unit is None else labels.unit[row.unit]
    return (name, labels.group.get(row.group, ""), *_value_cells(table, row.value, labels))


def _value_header(table, labels):
    if table.kind == CHOICE:
        return (labels.word["answer"],)
    if table.kind == RATIO:
        parts = (labels.category(table.question, DENOMINATOR), labels.category(table.question, NUMERATOR))
        return (*parts, labels.word["share"])
    return (labels.word["value"],)


def _value_cells(table, value, labels):
    """A reason stands in the first cell; the others are left empty rather than repeat it."""
    if table.kind != RATIO:
        return (value_text(table, value, labels),)
    if isinstance(value, Missing):
        return (labels.reason[value], "", "")
    share = value_share(value)
    return (
        labels.number(value[1]),
        labels.number(value[0]),
        labels.word["no_share"] if share is None else labels.percent(share),
    )


def _total_cells(table, labels):
    total = table.total
    if table.kind == RATIO and total.values is not None:
        return _value_cells(table, (total.values.numerator, total.values.denominator), labels)
    if total.values is None:
        return (labels.reason[total.reason], *[""] * (2 if table.kind == RATIO else 0))
    if table.kind == CHOICE:
        parts = (
            f"{labels.number(number)} {labels.category(table.question, category)}"
            for category, number in total.values.counts.items()
        )
        return (", ".join(parts),)
    return (sum_text(table, total.values, labels),)


def _tally_header(table, labels):
    if table.kind == CHOICE and len(table.categories) == 1:
        return ()  # to answer is the only answer, and the column before counts it
    if table.kind == CHOICE:
        return tuple(labels.category(table.question, category) for category in table.categories)
    return _value_header(table, labels)


def _tally_cells(table, tally: DisclosedTally, labels):
    answered = labels.count(tally.accounted, tally.asked)
    width = len(_tally_header(table, labels))
    if not width:
        return (answered,)
    if tally.values is None:
        return (answered, labels.reason[tally.reason], *[""] * (width - 1))
    if table.kind == CHOICE:
        return (answered, *(labels.number(number) for number in tally.values.counts.values()))
    if table.kind == RATIO:
        return (answered, *_value_cells(table, (tally.values.numerator, tally.values.denominator), labels))
    return (answered, labels.number(tally.values.sum))


def _csv_district(table, row, labels):
    cells = {
        "scope": "district",
        "code": row.unit or "",
        "name": labels.unit[row.unit] if row.unit else "",
        "region_code": row.group or "",
        "region": labels.group[row.group] if row.group else "",
        "question": table.question,
    }
    if isinstance(row.value, Missing):
        return cells | {"reason": row.value.value}
    if table.kind == RATIO:
        return cells | _csv_ratio(*row.value)
    return cells | {"value": row.value}


def _csv_tally(table, scope, code, name, tally):
    cells = {"scope": scope, "code": code, "name": name, "question": table.question}
    cells |= {"asked": tally.asked, "accounted": tally.accounted}
    numbers = {"answered": tally.answered, "not_asked": tally.not_asked}
    cells |= {key: number for key, number in numbers.items() if isinstance(number, int)}
    if tally.values is None:
        return cells | {"reason": tally.reason.value}
    if tally.values.median is not None:
        cells["median"] = tally.values.median
    if table.kind == CHOICE:
        return cells | {f"n_{category}": number for category, number in tally.values.counts.items()}
    if table.kind == RATIO:
        return cells | _csv_ratio(tally.values.numerator, tally.values.denominator)
    return cells | {"sum": tally.values.sum}


def _csv_ratio(numerator, denominator):
    share = numerator / denominator if denominator else ""
    return {"numerator": numerator, "denominator": denominator, "share": share}
