"""The result of one question: rows and tallies as they are frozen at publication.

Everything is keyed by codes. `ResultTable.to_json` is what is stored, and it comes back exactly.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from analysis.audience import Audience
from analysis.responses import Answer

SCHEMA = 1


class Missing(Enum):
    """Why a cell has no number. A cell is never blank and never zero for want of an answer."""

    NO_ANSWER = "no_answer"
    NOT_ASKED = "not_asked"
    TOO_FEW = "too_few"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Row:
    """One district. `level` is set only where the district lowered the question's level for itself."""

    unit: str
    group: str
    value: Answer | Missing
    level: Audience | None = None

    @property
    def answered(self) -> bool:
        return not isinstance(self.value, Missing)

    @property
    def accounted(self) -> bool:
        """It answered, or the question did not concern it: either way we know."""
        return self.answered or self.value is Missing.NOT_ASKED


@dataclass(frozen=True)
class Tally:
    """How many, and how much, over a set of districts. Fields that a kind does not have are None.

    `asked` counts districts to which the questionnaire went; `not_asked` those of them that returned it but
    whom this question did not concern. choice: `counts` by category. ratio: `numerator` and `denominator`
    sums, `shares` (districts that have a share, i.e. no zero denominator) and `median` of these shares.
    number: `sum` and `median`.
    """

    asked: int
    answered: int
    not_asked: int = 0
    counts: Mapping[str, int] | None = None
    numerator: int | None = None
    denominator: int | None = None
    shares: int | None = None
    sum: int | float | None = None
    median: int | float | None = None

    @property
    def accounted(self) -> int:
        return self.answered + self.not_asked

    @property
    def no_answer(self) -> int:
        return self.asked - self.accounted

    def share(self, category: str | None = None) -> float | None:
        """Share (0 to 1) of a category among answers, or of the sums of a ratio; None if the base is 0."""
        if self.counts is None:
            part, base = self.numerator, self.denominator
        else:
            part, base = self.counts[category], self.answered
        return part / base if base else None


@dataclass(frozen=True)
class ResultTable:
    """All that is known about one question, before anyone's right to read it is asked (see `disclosure`).

    `gated`: the question was asked only of districts that gave a certain earlier answer, so that who was
    asked tells that answer; `level` is then never above the level of the earlier question.
    `salt` is a random text known to nobody who reads: without it, whoever sees the digest of a table could
    try out which hidden answers lead to it. It also hides the order in which rows are chosen to be withheld.
    """

    question: str
    kind: str
    categories: tuple[str, ...]
    level: Audience
    minimum: int
    counts_persons: bool
    reconstructed: bool
    gated: bool
    rows: tuple[Row, ...]
    total: Tally
    groups: Mapping[str, Tally]
    salt: str = ""

    def to_json(self) -> dict:
        """Plain dicts, lists, strings and numbers; `from_json` gives back an equal table."""
        return {
            "schema": SCHEMA,
            "question": self.question,
            "kind": self.kind,
            "categories": list(self.categories),
            "level": self.level.name,
            "minimum": self.minimum,
            "counts_persons": self.counts_persons,
            "reconstructed": self.reconstructed,
            "gated": self.gated,
            "rows": [_row_to_json(row) for row in self.rows],
            "total": _tally_to_json(self.total),
            "groups": {group: _tally_to_json(tally) for group, tally in self.groups.items()},
            "salt": self.salt,
        }

    @classmethod
    def from_json(cls, data: Mapping) -> "ResultTable":
        """Raises ValueError for a table written by another version of this schema."""
        if data.get("schema") != SCHEMA:
            raise ValueError(f"result table of schema {data.get('schema')!r}, expected {SCHEMA}")
        return cls(
            question=data["question"],
            kind=data["kind"],
            categories=tuple(data["categories"]),
            level=Audience[data["level"]],
            minimum=data["minimum"],
            counts_persons=data["counts_persons"],
            reconstructed=data["reconstructed"],
            gated=data["gated"],
            rows=tuple(_row_from_json(row) for row in data["rows"]),
            total=Tally(**data["total"]),
            groups={group: Tally(**tally) for group, tally in data["groups"].items()},
            salt=data.get("salt", ""),
        )


def digest(data: Mapping) -> str:
    """SHA-256 (hex) of the canonical JSON, so that key order and spacing do not matter."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _row_to_json(row):
    data = {"unit": row.unit, "group": row.group}
    if isinstance(row.value, Missing):
        data["missing"] = row.value.name
    else:
        data["value"] = list(row.value) if isinstance(row.value, tuple) else row.value
    if row.level is not None:
        data["level"] = row.level.name
    return data


def _row_from_json(data):
    if "missing" in data:
        value = Missing[data["missing"]]
    else:
        value = tuple(data["value"]) if isinstance(data["value"], list | tuple) else data["value"]
    level = Audience[data["level"]] if "level" in data else None
    return Row(data["unit"], data["group"], value, level)


def _tally_to_json(tally):
    fields = {name: getattr(tally, name) for name in Tally.__dataclass_fields__}
    if tally.counts is not None:
        fields["counts"] = dict(tally.counts)
    return {name: value for name, value in fields.items() if value is not None}


def value_share(value: Answer | Missing) -> float | None:
    """The share (0 to 1) of one district's ratio; None if it gave none, or there is nothing to divide by."""
    if isinstance(value, tuple) and value[1]:
        return value[0] / value[1]
    return None
