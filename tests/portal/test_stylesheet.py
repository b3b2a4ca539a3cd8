"""The one stylesheet: light enough for slow lines, and readable by the browsers that the portal promises."""

import gzip
import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "portal/static/css/portal.css").read_text(encoding="utf-8")
RULES = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)

# What Chrome 80 or Firefox 78 drop together with the whole rule, by the version that first knew it.
TOO_NEW = {
    "cascade layers (99)": r"@layer",
    ":is() and :where() (88)": r":(is|where)\(",
    ":has() (105)": r":has\(",
    "selector list in :not() (88)": r":not\([^)]*,",
    "two-sided logical shorthands (87)": r"(margin|padding)-(inline|block)\s*:|border-(inline|block)\s*:",
    "inset (87)": r"[{;\s]inset(-inline|-block)?(-start|-end)?\s*:",
    "color-mix() (111)": r"color-mix\(",
    "nesting (112)": r"[{;]\s*&",
    "aspect-ratio (88)": r"aspect-ratio\s*:",
}


@pytest.mark.parametrize("name", TOO_NEW)
def test_nothing_that_old_browsers_drop(name):
    assert re.findall(TOO_NEW[name], RULES) == []


def test_weight():
    assert len(gzip.compress(CSS.encode(), 9)) <= 12 * 1024


def test_flex_rows_do_not_lean_on_gap():
    """Chrome learnt gaps of flex boxes in 84; a column gap on one would run words together before that."""
    flex = [
        rule for rule in re.findall(r"\{([^{}]*)\}", RULES) if re.search(r"display:\s*(inline-)?flex", rule)
    ]
    assert flex
    assert [rule for rule in flex if re.search(r"(?<!row-)gap\s*:", rule)] == []


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(c * 2 for c in digits)
    parts = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _tokens(scheme: str) -> dict[str, str]:
    """The colour tokens of a scheme; dark ones stand on top of the light ones."""
    light, dark = re.findall(r":root \{([^}]*--paper[^}]*)\}", RULES)
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", light))
    return found | (dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", dark)) if scheme == "dark" else {})


# What is written on what, and what is drawn on what.
TEXT = "ink/paper ink/wash soft/paper soft/wash accent/paper accent/wash accent/accent-wash soft/accent-wash "
TEXT += "accent-strong/accent-wash on-accent/accent on-accent/accent-strong on-band/band mine-ink/mine-wash "
TEXT += "ink/mine-wash bad/bad-wash ink/bad-wash soft/bad-wash wait/wait-wash ink/wait-wash good/good-wash "
TEXT += "on-cat-1/cat-1 on-cat-2/cat-2"
SHAPES = "edge/paper edge/wash mine-edge/mine-wash hatch/paper cat-1/paper"
TEXT_PAIRS, SHAPE_PAIRS = ([tuple(pair.split("/")) for pair in pairs.split()] for pairs in (TEXT, SHAPES))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(scheme):
    tokens = _tokens(scheme)
    needed = dict.fromkeys(SHAPE_PAIRS, 3.0) | dict.fromkeys(TEXT_PAIRS, 4.5)
    measured = {pair: _contrast(tokens[pair[0]], tokens[pair[1]]) for pair in needed}
    assert {pair: round(value, 2) for pair, value in measured.items() if value < needed[pair]} == {}
