"""ChartSpec -> the light static drawing: HTML and SVG without script, style attribute or outside file.

Bars and dots have no viewBox: x in per cent, y in pixels. They stretch with the page while the letters keep
their size, down to 320 px. Only maps scale.
"""

from html import escape
from itertools import accumulate

from analysis.chart_spec import Bar, ChartSpec, Dot
from analysis.paints import COLOURS, fill, patterns, stripes, swatch

BAR_HEIGHT = 26
# More dots than this are drawn as columns: thousands of circles would outweigh the page.
MOST_DOTS = 150
# The scale keeps this many per cent free at both ends, for dots at 0 and at 100 %.
EDGE = 2.5


def draw(spec: ChartSpec, prefix: str = "fig") -> str:
    """What goes into a <figure> before its caption: legend, drawing, notes; all text escaped.

    `prefix` must be unique in the page: every id in the drawing starts with it.
    """
    body = {"bars": _draw_bars, "dots": _draw_dots, "map": _draw_map}[spec.kind](spec, prefix)
    return f"{_legend(spec, prefix)}{body}{_notes(spec)}"


def _legend(spec, prefix):
    lines = [f"<li>{swatch(key.paint, prefix)}{escape(key.text)}</li>" for key in spec.legend]
    return f'<ul class="legend">{"".join(lines)}</ul>' if lines else ""


def _notes(spec):
    return f'<p class="small">{" ".join(map(escape, spec.notes))}</p>' if spec.notes else ""


def _image(spec, prefix, attributes, inner):
    """An SVG whose text alternative is the summary sentence."""
    title = f'<title id="{escape(prefix)}-t">{escape(spec.summary or spec.title)}</title>'
    return f'<svg {attributes} role="img" aria-labelledby="{escape(prefix)}-t">{title}{inner}</svg>'


# Bars


def _draw_bars(spec, prefix):
    """Words in HTML, geometry in SVG. The patterns are defined in the first bar for all of them."""
    paints = {segment.paint for bar in spec.marks for segment in bar.segments}
    items = [
        _draw_bar(bar, prefix, patterns(paints, prefix) if n == 0 else "") for n, bar in enumerate(spec.marks)
    ]
    return f'<ul class="bars">{"".join(items)}</ul>'


def _draw_bar(bar: Bar, prefix, definitions):
    own = f" · <mark>{escape(bar.own)}</mark>" if bar.own else ""
    words = f"<p><b>{escape(bar.name)}</b> <span>{escape(bar.note)}{own}</span></p>"
    starts = [100 * start for start in accumulate((segment.share for segment in bar.segments), initial=0)]
    parts = [definitions]
    for segment, start in zip(bar.segments, starts, strict=False):
        place = f'x="{start:.2f}%" width="{100 * segment.share:.2f}%" height="{BAR_HEIGHT}"'
        parts.append(f"<rect {fill(segment.paint, prefix)} {place}/>")
        parts.append(_segment_text(segment, start + 50 * segment.share))
    for cut in starts[1:-1]:
        place = f'x1="{cut:.2f}%" x2="{cut:.2f}%" y2="{BAR_HEIGHT}"'
        parts.append(f'<line class="cut" stroke="#fff" stroke-width="2" {place}/>')
    return (
        f'<li>{words}<svg width="100%" height="{BAR_HEIGHT}" role="img" aria-label="{escape(bar.spoken)}">'
        f"{''.join(parts)}</svg></li>"
    )


def _segment_text(segment, middle):
    if not segment.paint.startswith("c") or segment.share < 0.05:
        return ""
    css, colour = ("on1", "#fff") if segment.paint == "c1" else ("on2", "#06222f")
    place = f'x="{middle:.2f}%" y="18" text-anchor="middle"'
    return f'<text class="{css}" fill="{colour}" font-size="13" {place}>{escape(segment.text)}</text>'


# Dots


def _draw_dots(spec, prefix):
    highest = max(dot.stack for dot in spec.marks) + 1
    columns = len(spec.marks) > MOST_DOTS
    step = 120 / highest if columns else 13.5
    base = round(max(110, 58 + step * highest))
    parts = [patterns({absent.paint for absent in spec.absent}, prefix), _scale(spec, base)]
    if columns:
        parts += _columns(spec.marks, step, base)
    else:
        parts += [_circle(dot, step, base) for dot in spec.marks if not dot.own]
    parts += [_own_dot(dot, spec, step, base) for dot in spec.marks if dot.own]
    chart = _image(spec, prefix, f'width="100%" height="{base + 26}"', "".join(parts))
    return chart + "".join(_absent(absent, prefix) for absent in spec.absent)


def _x(at):
    return f"{EDGE + at * (100 - 2 * EDGE):.1f}%"


def _anchor(at):
    return "start" if at < 0.3 else "end" if at > 0.7 else "middle"


def _scale(spec, base):
    parts = []
    for tick in spec.ticks:
        x = _x(tick.at)
        parts.append(f'<line class="gr" stroke="#dfe6e3" x1="{x}" x2="{x}" y1="24" y2="{base}"/>')
    parts.append(f'<line class="ax" stroke="#6d7b77" x1="{_x(0)}" x2="{_x(1)}" y1="{base}" y2="{base}"/>')
    for tick in spec.ticks[::2]:
        # The outer numbers stand at the very edge, so that they are not cut off on a narrow screen.
        place, anchor = {0: ("0", "start"), 1: ("100%", "end")}.get(tick.at, (_x(tick.at), "middle"))
        parts.append(_text(place, base + 18, tick.text, anchor))
    if spec.median:
        x = _x(spec.median.at)
        place = f'x1="{x}" x2="{x}" y1="24" y2="{base}"'
        parts.append(f'<line class="med" stroke="#15201e" stroke-dasharray="4 3" {place}/>')
        parts.append(_text(x, 16, spec.median.text, _anchor(spec.median.at)))
    return "".join(parts)


def _text(x, y, text, anchor, css=""):
    name = f' class="{css}"' if css else ""
    return f'<text{name} font-size="13" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _circle(dot: Dot, step, base):
    y = base - 8 - dot.stack * step
    return f'<circle class="dot" fill="{COLOURS["dot"]}" cx="{_x(dot.at)}" cy="{y:g}" r="6"/>'


def _columns(dots, step, base):
    heights = {}
    for dot in dots:
        heights[dot.at] = max(heights.get(dot.at, 0), dot.stack + 1)
    for at, number in heights.items():
        height = number * step
        place = f'x="{_x(at - 0.02)}" width="3.6%" y="{base - height:g}" height="{height:g}"'
        yield f'<rect class="dot" fill="{COLOURS["dot"]}" {place}/>'


def _own_dot(dot, spec, step, base):
    """A diamond, and the name above its column: the mark is told by shape, not by colour alone."""
    x, column = _x(dot.at), sum(1 for other in spec.marks if other.at == dot.at)
    diamond = (
        f'<path class="own" fill="{COLOURS["own"]}" stroke="{COLOURS["own-edge"]}" d="M0-8 8 0 0 8-8 0Z"/>'
    )
    top = base - 8 - (column - 1) * step - 9
    line = f'<line class="ax" stroke="#6d7b77" x1="{x}" x2="{x}" y1="49" y2="{max(top, 49):g}"/>'
    side = _anchor(dot.at)
    if spec.median and side == "middle":
        side = "end" if dot.at <= spec.median.at else "start"
    return f'<svg x="{x}" y="{base - 8}" class="pt" overflow="visible">{diamond}</svg>{line}' + _text(
        x, 44, f"{spec.own_name} {dot.text}".strip(), side, "t-mine"
    )


def _absent(absent, prefix):
    """A hatched ring for each district without a mark; where they are too many for a narrow screen, one."""
    rings = absent.number if absent.number <= 15 else 1
    ring = f'<circle class="miss-c" stroke="#76847f" {fill(absent.paint, prefix)} cy="11" r="4.6"'
    marks = [f'{ring} cx="{7 + 11 * n}"/>' for n in range(rings)]
    # The words stand in HTML, so that they wrap on a narrow screen.
    drawn = f'<svg width="{11 * rings + 4}" height="22" aria-hidden="true" focusable="false">{"".join(marks)}</svg>'
    return f'<p class="absent">{drawn}<span>{escape(absent.text)}</span></p>'


# Maps


def _draw_map(spec, prefix):
    by_fill, striped = {}, []
    for area in spec.marks:
        if len(area.paints) == 1:
            by_fill.setdefault(area.paints[0], []).append(area)
        else:
            striped.append((area, *stripes(area.paints, prefix, len(striped))))
    paints = {paint for area in spec.marks for paint in area.paints} | {place.paint for place in spec.listed}
    parts = [patterns(paints, prefix, size=9)]
    if striped:
        parts.append(f"<defs>{''.join(pattern for _, pattern, _ in striped)}</defs>")
    parts += [_areas(paint, areas, prefix) for paint, areas in by_fill.items()]
    parts += [f'<g class="miss-g" {how}>{_path(area.shape)}</g>' for area, _, how in striped]
    parts += [_own_area(area, spec) for area in spec.marks if area.own]
    width, height = spec.size
    box = f'viewBox="-2 -2 {width + 4} {height + 4}" width="100%" class="geo"'
    return f'<div class="fig map">{_image(spec, prefix, box, "".join(parts))}</div>{_listed(spec, prefix)}'


def _path(shape):
    return f'<path d="{shape.path}"/>'


def _areas(paint, areas, prefix):
    edge = 'stroke="#76847f" stroke-width=".7"' if paint in ("miss", "na", "held") else 'stroke="#fff"'
    how = fill(paint, prefix)
    css = ' class="miss-g"' if "class=" not in how else ""
    return f'<g{css} {how} {edge} fill-rule="evenodd">{"".join(_path(area.shape) for area in areas)}</g>'


def _own_area(area, spec):
    shape, (x, y) = area.shape, area.shape.centre
    outline = "".join(
        f'<path class="{css}" fill="none" stroke="{colour}" stroke-width="{width}" d="{shape.path}"/>'
        for css, colour, width in (("own-l", COLOURS["own-edge"], 3), ("own-l2", COLOURS["own"], 1.4))
    )
    place = min(max(x, 40), spec.size[0] - 40)
    return outline + (
        f'<text class="t-own" x="{place}" y="{y + 5}" text-anchor="middle">{escape(spec.own_name)}</text>'
    )


def _listed(spec, prefix):
    lines = []
    for place in spec.listed:
        text = f"{escape(place.name)} · {escape(place.text)}"
        lines.append(f"<li>{swatch(place.paint, prefix)}{f'<mark>{text}</mark>' if place.own else text}</li>")
    return f'<ul class="legend">{"".join(lines)}</ul>' if lines else ""
