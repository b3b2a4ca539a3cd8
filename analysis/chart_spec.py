"""What a figure consists of, before anybody decides how it is drawn: all texts are ready to be shown.

`drawings.draw` and `plots.plot` take a ChartSpec and nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analysis.results import Missing
from analysis.shapes import Shape

# Names of the parts of a ratio where `Labels.category` is asked for them: reviewed, reported, not reviewed.
NUMERATOR, DENOMINATOR, REST = "numerator", "denominator", "rest"

# How a mark is filled. c1..c6: categories; q1..q4: four classes of a share; the others: not knowing.
CATEGORY_PAINTS = ("c1", "c2", "c3", "c4", "c5", "c6")
CLASS_PAINTS = ("q1", "q2", "q3", "q4")
LAND = "land"
MISSING_PAINTS = {
    Missing.NO_ANSWER: "miss",
    Missing.NOT_ASKED: "na",
    Missing.TOO_FEW: "held",
    Missing.WITHHELD: "held",
}

# The single words that figures and tables ask for; the caller fills them all.
WORDS = (
    "answer",  # column: what a district answered
    "answered",  # column: how many of how many answered
    "class_1",  # legend of shares: under 25 %
    "class_2",  # 25 to 49 %
    "class_3",  # 50 to 74 %
    "class_4",  # 75 % and over
    "district",  # column
    "masked",  # in place of a district's name
    "median",
    "no_share",  # answered, but there is nothing to divide by
    "others",  # legend: the other districts
    "own",  # legend: the reader's own district
    "region",  # column
    "share",  # column
    "total",  # row of all districts together
    "value",  # column of a number
)


@dataclass(frozen=True)
class Labels:
    """The words and number formats of one language, given by the caller.

    `category(question, code)` names a category, or a part of a ratio (NUMERATOR, DENOMINATOR, REST).
    `percent(0.875)` is "87.5%"; `count(20, 23)` is "20 of 23"; `pair("Pita", "yes")` is "Pita: yes".
    `word` has every key of WORDS, `reason` every Missing.
    """

    question: Mapping[str, str]
    unit: Mapping[str, str]
    group: Mapping[str, str]
    category: Callable[[str, str], str]
    reason: Mapping[Missing, str]
    word: Mapping[str, str]
    number: Callable[[int | float], str]
    percent: Callable[[float], str]
    count: Callable[[int, int], str]
    pair: Callable[[str, str], str]


@dataclass(frozen=True)
class Key:
    """One line of a legend. `paint` is a fill, "own" or "dot"."""

    paint: str
    text: str


@dataclass(frozen=True)
class Segment:
    """Part of a bar: `share` (0 to 1) of its length, standing for `number`."""

    paint: str
    share: float
    number: int
    text: str
    name: str


@dataclass(frozen=True)
class Bar:
    """`note` holds the numbers in a few words, `own` what the reader's own district answered ("" if none),
    `spoken` all of the bar as its text alternative."""

    name: str
    note: str
    own: str
    spoken: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Dot:
    """One district at `at` (0 to 1 along the scale), `stack` dots up. `tip` is "Pita: 9 of 20 (45%)",
    or the value alone if the district is masked; `text` is its place on the scale, "45%"."""

    at: float
    stack: int
    text: str
    tip: str
    own: bool = False


@dataclass(frozen=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True)
class Absent:
    """Districts without a mark on the scale, and why."""

    paint: str
    number: int
    text: str


@dataclass(frozen=True)
class Area:
    """What is drawn for one shape; land has no tip. Several paints: stripes of districts that share it."""

    shape: Shape
    paints: tuple[str, ...]
    tip: str
    own: bool = False


@dataclass(frozen=True)
class Listed:
    """A district drawn beside the map, as it shares its polygon or has none."""

    paint: str
    name: str
    text: str
    own: bool = False


@dataclass(frozen=True)
class ChartSpec:
    """`marks` holds Bars, Dots or Areas according to `kind` ("bars", "dots", "map")."""

    kind: str
    title: str
    summary: str
    legend: tuple[Key, ...]
    marks: tuple[Bar, ...] | tuple[Dot, ...] | tuple[Area, ...]
    notes: tuple[str, ...] = ()
    ticks: tuple[Tick, ...] = ()
    median: Tick | None = None
    absent: tuple[Absent, ...] = ()
    listed: tuple[Listed, ...] = ()
    own_name: str = ""
    size: tuple[int, int] = (0, 0)
