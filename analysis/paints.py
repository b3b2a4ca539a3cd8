"""How fills look: colours, and patterns for not knowing, never colour alone.

Classes are what the stylesheet colours (dark mode, print); the presentation attributes beside them serve
where there is no stylesheet: text-only browsers, PDF, paste.
"""

from html import escape

COLOURS = {
    "c1": "#0072b2",
    "c2": "#56b4e9",
    "c3": "#009e73",
    "c4": "#cc79a7",
    "c5": "#d55e00",
    "c6": "#f0e442",
    "q1": "#d3e7e3",
    "q2": "#8fc5bc",
    "q3": "#3f958a",
    "q4": "#0b5b54",
    "own": "#e69f00",
    "own-edge": "#7a4d00",
    "dot": "#0b5b54",
    "land": "#dfe6e3",
    "hatch": "#76847f",
    "paper": "#fff",
    "ink": "#15201e",
}

_BACK = '<rect class="{0}" fill="{1}" width="{2}" height="{2}"/>'
_LINE = '<path class="miss-l" stroke="#76847f" stroke-width="1.5" d="{0}"/>'


def fill(paint: str, prefix: str) -> str:
    """Attributes that fill a mark; `prefix` keeps the ids of this drawing apart from others on the page."""
    if paint in ("miss", "na", "held"):
        return f'fill="url(#{escape(prefix)}-{paint})"'
    return f'class="{paint}" fill="{COLOURS[paint]}"'


def patterns(paints: set[str], prefix: str, size: int = 6) -> str:
    """Definitions of the patterns among `paints`: hatched, dotted, and lined for what is withheld."""
    found = [_pattern(paint, prefix, size) for paint in ("miss", "na", "held") if paint in paints]
    return f"<defs>{''.join(found)}</defs>" if found else ""


def stripes(paints: tuple[str, ...], prefix: str, number: int) -> tuple[str, str]:
    """A pattern of one stripe for each paint, and the fill that uses it: districts sharing a polygon."""
    name = f"{escape(prefix)}-s{number}"
    parts = []
    for n, paint in enumerate(paints):
        place = f'x="{4 * n}" width="4" height="4"'
        if paint in COLOURS:
            parts.append(f"<rect {fill(paint, prefix)} {place}/>")
        else:
            parts.append(f'<rect class="miss-bg" fill="#fff" {place}/>')
            parts.append(_LINE.format(f"M{4 * n + 2} 0V4"))
    pattern = (
        f'<pattern id="{name}" width="{4 * len(paints)}" height="4" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)">{"".join(parts)}</pattern>'
    )
    return pattern, f'fill="url(#{name})"'


def swatch(paint: str, prefix: str) -> str:
    """The little square, dot or diamond of a legend line."""
    if paint == "own":
        mark = f'<path class="own" fill="{COLOURS["own"]}" d="M0-6 6 0 0 6-6 0Z"/>'
        return f'<svg viewBox="-11 -8 22 16" width="22" height="16" aria-hidden="true">{mark}</svg>'
    if paint == "dot":
        mark = f'<circle class="dot" fill="{COLOURS["dot"]}" r="5.5"/>'
        return f'<svg viewBox="-11 -8 22 16" width="22" height="16" aria-hidden="true">{mark}</svg>'
    mark = f'<rect {fill(paint, prefix)} width="22" height="16"/>'
    return f'<svg width="22" height="16" aria-hidden="true">{mark}</svg>'


def _pattern(paint, prefix, size):
    half = size / 2
    turn = ' patternTransform="rotate(45)"' if paint == "miss" else ""
    if paint == "na":
        inner = _BACK.format("na", COLOURS["land"], size)
        inner += f'<circle class="na-dot" fill="{COLOURS["hatch"]}" cx="{half:g}" cy="{half:g}" r="1"/>'
    else:
        line = f"M0 0V{size}" if paint == "miss" else f"M0 {half:g}H{size}"
        inner = _BACK.format("miss-bg", COLOURS["paper"], size) + _LINE.format(line)
    return (
        f'<pattern id="{escape(prefix)}-{paint}" width="{size}" height="{size}" '
        f'patternUnits="userSpaceOnUse"{turn}>{inner}</pattern>'
    )
