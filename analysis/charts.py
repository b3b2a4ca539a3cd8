"""What a reader may see -> ChartSpec: proportion bars and the spread of districts. Maps: `map_chart`.

Each function returns None where nothing may be shown. Districts stand in the caller's order or along the
scale; nothing is ranked.
"""

import math
from collections.abc import Sequence

from analysis.cell_texts import tally_note, value_text
from analysis.chart_spec import (
    CATEGORY_PAINTS,
    MISSING_PAINTS,
    NUMERATOR,
    REST,
    Absent,
    Bar,
    ChartSpec,
    Dot,
    Key,
    Labels,
    Segment,
    Tick,
)
from analysis.disclosure import DisclosedTable
from analysis.map_chart import map_spec
from analysis.responses import CHOICE, NUMBER, RATIO
from analysis.results import Missing, value_share

__all__ = ["Labels", "bars_spec", "dots_spec", "map_spec"]

# Dots stack in this many steps along the scale: every 5 points of a percentage.
STEPS = 20


def bars_spec(
    tables: Sequence[DisclosedTable],
    labels: Labels,
    own: str | None = None,
    *,
    title: str = "",
    summary: str = "",
    notes: tuple[str, ...] = (),
) -> ChartSpec | None:
    """One bar for each choice or ratio question. A choice is a share of all districts asked, so that those
    who did not answer show; a ratio is a share of its own denominator. `own` is a district code."""
    tables = [table for table in tables if table.kind != NUMBER]
    if all(table.total.values is None for table in tables):
        return None
    bars = tuple(_bar(table, labels, own) for table in tables)
    keys = {}
    for table, bar in zip(tables, bars, strict=True):
        for segment in bar.segments:
            keys.setdefault((segment.paint, segment.name), Key(segment.paint, segment.name))
        for key in _category_keys(table, labels):
            keys.setdefault((key.paint, key.text), key)
    legend = tuple(sorted(keys.values(), key=_paint_order))
    return ChartSpec("bars", title, summary, legend, bars, notes, own_name=labels.unit.get(own, ""))


def dots_spec(
    table: DisclosedTable,
    labels: Labels,
    own: str | None = None,
    *,
    title: str = "",
    summary: str = "",
    notes: tuple[str, ...] = (),
) -> ChartSpec | None:
    """One dot for each district whose share or number this reader may see, stacked where they coincide."""
    placed = [(row, place) for row in table.rows if (place := _place(table, row.value)) is not None]
    if not placed or table.kind == CHOICE:
        return None
    top = 1 if table.kind == RATIO else _round_up(max(place for _, place in placed))
    marks = _stack(table, placed, top, labels, own)
    legend = [Key("dot", labels.word["masked" if table.masked else "others"])]
    if any(dot.own for dot in marks):
        legend.insert(0, Key("own", labels.word["own"]))
    return ChartSpec(
        "dots",
        title,
        summary,
        tuple(legend),
        marks,
        notes,
        ticks=tuple(Tick(at, _scale_text(table, at * top, labels)) for at in (0, 0.25, 0.5, 0.75, 1)),
        median=_median(table, top, labels),
        absent=_absent(table, len(placed), labels),
        own_name=labels.unit.get(own, ""),
    )


def _bar(table, labels, own):
    row = table.row(own) if own else None
    own_text = labels.pair(labels.unit[own], value_text(table, row.value, labels)) if row else ""
    segments = _ratio_segments(table, labels) if table.kind == RATIO else _choice_segments(table, labels)
    name = labels.question[table.question]
    spoken = labels.pair(name, ", ".join(f"{segment.text} {segment.name}".strip() for segment in segments))
    return Bar(name, tally_note(table, table.total, labels), own_text, spoken, segments)


def _choice_segments(table, labels):
    total = table.total
    if total.values is None:
        parts = [(MISSING_PAINTS[total.reason], total.accounted, labels.reason[total.reason])]
    else:
        keys = _category_keys(table, labels)
        numbers = (total.values.counts[category] for category in table.categories)
        parts = [(key.paint, number, key.text) for key, number in zip(keys, numbers, strict=True)]
        parts.append((MISSING_PAINTS[Missing.NOT_ASKED], total.not_asked, labels.reason[Missing.NOT_ASKED]))
    if total.accounted == 0:
        parts = []
    parts.append((MISSING_PAINTS[Missing.NO_ANSWER], total.no_answer, labels.reason[Missing.NO_ANSWER]))
    return tuple(
        Segment(paint, number / total.asked, number, labels.number(number), name)
        for paint, number, name in parts
        if number
    )


def _ratio_segments(table, labels):
    total = table.total
    if total.values is None or not total.values.denominator:
        reason = total.reason or Missing.NO_ANSWER
        return (Segment(MISSING_PAINTS[reason], 1, total.accounted, "", labels.reason[reason]),)
    share = total.values.share()
    rest = total.values.denominator - total.values.numerator
    names = [key.text for key in _category_keys(table, labels)]
    segments = (
        Segment("c1", share, total.values.numerator, labels.percent(share), names[0]),
        Segment("c2", 1 - share, rest, labels.percent(1 - share), names[1]),
    )
    return tuple(segment for segment in segments if segment.number)


def _category_keys(table, labels):
    categories = (NUMERATOR, REST) if table.kind == RATIO else table.categories
    return [
        Key(CATEGORY_PAINTS[n % len(CATEGORY_PAINTS)], labels.category(table.question, category))
        for n, category in enumerate(categories)
    ]


def _paint_order(key):
    order = (*CATEGORY_PAINTS, *dict.fromkeys(reversed(MISSING_PAINTS.values())))
    return order.index(key.paint)


def _place(table, value):
    if table.kind == RATIO:
        return value_share(value)
    return None if isinstance(value, Missing) else value


def _stack(table, placed, top, labels, own):
    """The own district stands at the foot of its column; the others keep the caller's order."""
    heights, dots = {}, []
    for row, place in sorted(placed, key=lambda pair: pair[0].unit != own or own is None):
        at = round(max(0, place) / top * STEPS) / STEPS if top else 0
        heights[at] = heights.get(at, -1) + 1
        text = value_text(table, row.value, labels)
        tip = text if row.unit is None else labels.pair(labels.unit[row.unit], text)
        short = _scale_text(table, place, labels)
        dots.append(Dot(at, heights[at], short, tip, own is not None and row.unit == own))
    return tuple(sorted(dots, key=lambda dot: (dot.at, dot.stack)))


def _round_up(number):
    """The end of a scale whose quarters are round numbers, too."""
    power = 10 ** math.floor(math.log10(max(number, 4)))
    return next(step * power // 10 for step in (40, 80, 120) if step * power >= 10 * number)


def _scale_text(table, value, labels):
    return labels.percent(value) if table.kind == RATIO else labels.number(value)


def _median(table, top, labels):
    values = table.total.values
    if values is None or values.median is None:
        return None
    text = f"{labels.word['median']} {_scale_text(table, values.median, labels)}"
    return Tick(max(0, values.median) / top, text)


def _absent(table, placed, labels):
    total = table.total
    without_share = sum(1 for row in table.rows if isinstance(row.value, tuple) and not row.value[1])
    answered = total.answered if isinstance(total.answered, int) else placed + without_share
    numbers = {
        Missing.WITHHELD: answered - placed - without_share,
        Missing.NOT_ASKED: total.not_asked if isinstance(total.not_asked, int) else 0,
        Missing.NO_ANSWER: total.no_answer,
    }
    absent = [
        Absent(MISSING_PAINTS[reason], number, f"{labels.number(number)} {labels.reason[reason]}")
        for reason, number in numbers.items()
        if number
    ]
    if without_share:
        absent.insert(
            0, Absent("na", without_share, f"{labels.number(without_share)} {labels.word['no_share']}")
        )
    return tuple(absent)
