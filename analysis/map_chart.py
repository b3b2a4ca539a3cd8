"""What a reader may see -> a map. Unknown is drawn as unknown, and no border is invented."""

from analysis.cell_texts import value_text
from analysis.chart_spec import (
    CATEGORY_PAINTS,
    CLASS_PAINTS,
    LAND,
    MISSING_PAINTS,
    Area,
    ChartSpec,
    Key,
    Labels,
    Listed,
)
from analysis.disclosure import DisclosedTable
from analysis.responses import CHOICE, NUMBER
from analysis.results import Missing, value_share
from analysis.shapes import Shapes

BY_GROUP, BY_UNIT = "group", "unit"


def map_spec(
    table: DisclosedTable,
    shapes: Shapes,
    labels: Labels,
    own: str | None = None,
    *,
    by: str = BY_GROUP,
    title: str = "",
    summary: str = "",
    notes: tuple[str, ...] = (),
) -> ChartSpec | None:
    """by="group": how many districts answered of those asked, region by region, which everyone may see.

    by="unit": each district's answer; None for readers who may read no district but their own, and for
    questions that are a mere number. `own` is the code of the reader's own group or district accordingly.
    """
    marks = _by_group(table, labels) if by == BY_GROUP else _by_unit(table, shapes, labels)
    if not marks:
        return None
    areas = tuple(_area(shape, shapes, marks, labels, own) for shape in shapes.shapes)
    return ChartSpec(
        "map",
        title,
        summary,
        _legend(table, marks, labels, by),
        areas,
        notes,
        listed=_listed(shapes, marks, own),
        own_name=marks[own][1] if own in marks else "",
        size=(shapes.width, shapes.height),
    )


def _by_group(table, labels):
    """By code: (paint, name, text)."""
    return {
        code: (
            _class_paint(tally.accounted / tally.asked),
            labels.group[code],
            labels.count(tally.accounted, tally.asked),
        )
        for code, tally in table.groups.items()
        if tally.asked
    }


def _by_unit(table, shapes, labels):
    rows = {row.unit: row for row in table.rows if row.unit is not None}
    told = [row for row in rows.values() if not row.own and not isinstance(row.value, Missing)]
    if table.kind == NUMBER or not told:
        return {}
    # A district that this reader may not list is still on the map: what it answered is withheld.
    unlisted = {code for codes in shapes.members.values() for code in codes} if table.unlisted else set()
    marks = {}
    for code, name in labels.unit.items():
        if code in rows or code in unlisted:
            value = rows[code].value if code in rows else Missing.WITHHELD
            marks[code] = (_paint(table, value), name, value_text(table, value, labels))
    return marks


def _paint(table, value):
    if isinstance(value, Missing):
        return MISSING_PAINTS[value]
    if table.kind == CHOICE:
        return CATEGORY_PAINTS[table.categories.index(value) % len(CATEGORY_PAINTS)]
    share = value_share(value)
    return "na" if share is None else _class_paint(share)


def _class_paint(share):
    return CLASS_PAINTS[min(3, int(share * 4))]


def _area(shape, shapes, marks, labels, own):
    members = [code for code in shapes.members.get(shape.id, ()) if code in marks]
    if not members:
        return Area(shape, (LAND,), "")
    paints = tuple(marks[code][0] for code in members)
    tip = ", ".join(labels.pair(*marks[code][1:]) for code in members)
    return Area(shape, paints, tip, own in members)


def _listed(shapes, marks, own):
    """Districts that share a polygon, then those that have none."""
    drawn = {shape.id for shape in shapes.shapes}
    members = {shape: codes for shape, codes in shapes.members.items() if shape in drawn}
    shared = [code for codes in members.values() if len(codes) > 1 for code in codes if code in marks]
    placed = {code for codes in members.values() for code in codes}
    return tuple(
        Listed(*marks[code], code == own)
        for code in [*shared, *(code for code in marks if code not in placed)]
    )


def _legend(table, marks, labels, by):
    numbers = {}
    for paint, _, _ in marks.values():
        numbers[paint] = numbers.get(paint, 0) + 1
    if by == BY_UNIT and table.kind == CHOICE:
        names = [
            (CATEGORY_PAINTS[n % len(CATEGORY_PAINTS)], labels.category(table.question, category))
            for n, category in enumerate(table.categories)
        ]
    else:
        names = [(paint, labels.word[f"class_{n}"]) for n, paint in enumerate(CLASS_PAINTS, start=1)]
    known = [Key(paint, f"{name} ({labels.number(numbers.get(paint, 0))})") for paint, name in names]
    missing = {
        MISSING_PAINTS[reason]: labels.reason[reason]
        for reason in (Missing.NOT_ASKED, Missing.WITHHELD, Missing.NO_ANSWER)
    }
    return (
        *known,
        *(Key(p, f"{name} ({labels.number(numbers[p])})") for p, name in missing.items() if p in numbers),
    )
