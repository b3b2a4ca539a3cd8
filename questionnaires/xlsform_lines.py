"""What is told about a form's rows before anything is saved."""

from dataclasses import dataclass, field

# How much it matters: cannot be read at all, is not carried, wants a look, is kept for the way back.
WRONG, LOST, LOOK, KEPT = "wrong", "lost", "look", "kept"


@dataclass(frozen=True)
class Line:
    """`row` is 0 where it is about the whole file; `what` is in the form's own words."""

    row: int
    sheet: str
    what: str
    reason: str
    weight: str = KEPT


@dataclass
class Imported:
    """`content` is in the shape of snapshots.content_of; there is none where there are `errors`."""

    content: dict = field(default_factory=dict)
    kept: list[Line] = field(default_factory=list)
    errors: list[Line] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    # The language that texts without one were taken to be in; "" if there are none.
    taken_as: str = ""
