"""The choices of a question on its screen: rows to fill in, or, of long lists, one choice a line."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from .choice_merging import ORDER
from .codes import proposed_code
from .models import Choice, Question
from .values import clean_text

# With four fields each, what a screen can hold beside the rest of a question.
MOST_ROWS, EMPTY_ROWS = 50, 5
MOST_LINES = 1000
LONGEST_CODE = Choice._meta.get_field("code").max_length
LONGEST_LABEL = Choice._meta.get_field("label_fr").max_length
NAME = re.compile(r"c-(n?\d{1,18})-(order|code|fr|en)")
CODE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
LINES = "c-lines"


def choices_of(question: Question) -> list[dict[str, Any]]:
    names = ("code", "label_fr", "label_en")
    return [{"id": row.pk, **{name: getattr(row, name) for name in names}} for row in question.choices.all()]


@dataclass
class ChoiceRow:
    """`key` is the number of the row in the database, or n1, n2, … for new ones."""

    key: str
    order: str = ""
    code: str = ""
    fr: str = ""
    en: str = ""
    message: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.code or self.fr or self.en)


class ChoiceRows:
    """`rows` is what stands on the screen, `choices` what it says once it is valid."""

    def __init__(self, there: Sequence[Mapping], data: QueryDict | None = None):
        self.there = there
        self.message = ""
        self.as_lines = len(there) > MOST_ROWS if data is None else LINES in data
        self.lines = clean_text(data.get(LINES, "")) if data is not None else _lines(there)
        self.rows = _rows(there) if data is None else _typed_rows(data)
        self.choices: list[dict[str, Any]] = []
        more = EMPTY_ROWS if data is None or "more-choices" in data else 0
        self._add_empty(max(more, EMPTY_ROWS - len(self.rows)))

    def _add_empty(self, number: int) -> None:
        first = len(self.rows) + 1
        room = max(0, MOST_ROWS + EMPTY_ROWS - len(self.rows))
        taken = {row.key for row in self.rows}
        keys = (f"n{n}" for n in range(first, first + number + len(taken)))
        free = [key for key in keys if key not in taken]
        self.rows += [ChoiceRow(key) for key in free[: min(number, room)]]

    def is_valid(self) -> bool:
        if self.as_lines:
            self.rows = self._rows_of_lines()
        filled = sorted(
            (row for row in self.rows if not row.is_empty),
            key=lambda row: (_order(row), self.rows.index(row)),
        )
        self._propose_codes(filled)
        known = {row["id"]: row["code"] for row in self.there}
        seen: set[str] = set()
        for row in filled:
            row.message = _refusal(row, seen, known.get(_id(row)))
            seen.add(row.code)
        self.choices = [
            {"id": _id(row), "code": row.code, "label_fr": row.fr, "label_en": row.en} for row in filled
        ]
        wrong = next((row for row in filled if row.message), None)
        if self.as_lines and wrong and not self.message:
            self.message = f"{wrong.code}: {wrong.message}"
        return not self.message and wrong is None

    def _propose_codes(self, rows: Iterable[ChoiceRow]) -> None:
        taken = {row.code for row in self.rows if row.code}
        for row in rows:
            if not row.code:
                row.code = proposed_code((row.fr, row.en), taken, "c").removeprefix("q_")
                taken.add(row.code)

    def _rows_of_lines(self) -> list[ChoiceRow]:
        """A line is about the choice that has its code."""
        known = {row["code"]: row["id"] for row in self.there}
        lines = [line for line in self.lines.split("\n") if line.strip()]
        if len(lines) > MOST_LINES:
            self.message = _("A question has at most %(most)d choices.") % {"most": MOST_LINES}
        found = []
        for place, line in enumerate(lines[:MOST_LINES], start=1):
            parts = [part.strip() for part in line.split("|")]
            if len(parts) > 3:
                self.message = _("Line %(line)d has more than three parts.") % {"line": place}
            code, fr, en = (*parts[:3], "", "")[:3]
            key = str(known.pop(code, f"n{place}"))
            found.append(ChoiceRow(key, str(place), code, fr, en))
        return found

    def tell(self, clashes: Mapping[str, Mapping | None]) -> None:
        """Beside the choices that somebody else has changed too; above a list that is written as text."""
        told = []
        if ORDER in clashes:
            codes = ", ".join(row["code"] for row in clashes[ORDER])
            told.append(
                _(
                    "Somebody else put them in this order meanwhile: %(codes)s. Saving replaces it by what stands here."
                )
                % {"codes": codes}
            )
        for row in self.rows:
            if row.code and row.code in clashes:
                row.note = note_of(clashes[row.code])
                told += [f"{row.code}: {row.note}"] if self.as_lines else []
        self.message = " ".join(told)


def note_of(theirs: Mapping | None) -> str:
    if theirs is None:
        return _("Somebody else removed this choice meanwhile.")
    said = " | ".join((theirs["code"], theirs["label_fr"], theirs["label_en"]))
    return _("Somebody else saved meanwhile: %(text)s") % {"text": said}


def _lines(there: Iterable[Mapping]) -> str:
    return "\n".join(" | ".join((row["code"], row["label_fr"], row["label_en"])) for row in there)


def _rows(there: Iterable[Mapping]) -> list[ChoiceRow]:
    """Rows that a screen shows again may be new."""
    return [
        ChoiceRow(str(row["id"] or f"n{place}"), str(place), row["code"], row["label_fr"], row["label_en"])
        for place, row in enumerate(there, start=1)
    ]


def _typed_rows(data: QueryDict) -> list[ChoiceRow]:
    found: dict[str, ChoiceRow] = {}
    for name in data:
        if match := NAME.fullmatch(name):
            row = found.setdefault(match[1], ChoiceRow(match[1]))
            setattr(row, match[2], " ".join(clean_text(data[name]).split()))
    return list(found.values())[: MOST_ROWS + EMPTY_ROWS]


def _id(row: ChoiceRow) -> int | None:
    return int(row.key) if row.key.isdigit() else None


def _order(row: ChoiceRow) -> float:
    """A row without a number stands last; what is no number is told in `_refusal`."""
    return int(row.order) if row.order.isascii() and row.order.isdigit() and len(row.order) < 6 else 1e9


def _refusal(row: ChoiceRow, seen: set[str], before: str | None) -> str:
    if row.order and _order(row) == 1e9:
        return _("The place is a whole number.")
    if row.code in seen:
        return _("Two choices have the code %(code)s.") % {"code": row.code}
    if len(row.code) > LONGEST_CODE or (row.code != before and not CODE.fullmatch(row.code)):
        return _("A code has letters without accents, digits, - and _ only, and no spaces.")
    if max(len(row.fr), len(row.en)) > LONGEST_LABEL:
        return _("A choice has at most %(most)d characters.") % {"most": LONGEST_LABEL}
    return "" if row.fr or row.en else _("Write the choice in French or English.")
