"""Cells -> the value of an answer, by the very rules of the form (values.py); or why a cell is none."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.spreadsheets import FORMULA as LIKE_A_FORMULA

from ..answering.saving import LONGEST_COMMENT
from ..models import Question
from ..typed_numbers import short
from ..values import PARTS, NotRead, read_value
from .cells import DATE, ERROR, FORMULA, Cell, is_empty, text_of
from .targets import COMMENT, HAS
from .words import BOTH, PLACE, Choices, is_yes, missing_of

Kind = Question.Kind
# Days counted from the end of 1899, as spreadsheets do; these are 1927 to 2173.
SERIALS = range(10_000, 100_000)
DAY_ONE = datetime.date(1899, 12, 30)
STAMP = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:.*")
# Many lines say the same: what was read once is kept.
MOST_KEPT = 20_000


class CellsRefused(ValueError):
    """`messages`: by part, what is wrong; "" stands for the only or first cell."""

    def __init__(self, messages: dict[str, str]):
        super().__init__("; ".join(messages.values()))
        self.messages = messages


@dataclass(frozen=True)
class Read:
    """`value` is None and `comment` empty where nothing stands in the cells."""

    value: dict | None = None
    comment: str = ""


class QuestionReader:
    """For one question, and as many lines as there are."""

    def __init__(self, question: Question):
        self.question = question
        self.language = get_language() or "fr"
        with_choices = question.kind in (*Question.WITH_CHOICES, Kind.YES_NO)
        self.choices = Choices(question) if with_choices else None
        self._kept: dict[tuple, Read | CellsRefused] = {}

    def read(self, cells: Mapping[str, Cell]) -> Read:
        """`cells` by part. Raises CellsRefused."""
        key = tuple((part, *_hashable(cell)) for part, cell in cells.items())
        found = self._kept.get(key)
        if found is None:
            try:
                found = self._read(cells)
            except CellsRefused as refused:
                found = refused
            if len(self._kept) < MOST_KEPT:
                self._kept[key] = found
        if isinstance(found, CellsRefused):
            raise found
        return found

    def _read(self, cells: Mapping[str, Cell]) -> Read:
        there = {part: cell for part, cell in cells.items() if not is_empty(cell)}
        if wrong := {part: message for part, cell in there.items() if (message := _unusable(cell))}:
            raise CellsRefused(wrong)
        comment = text_of(there.pop(COMMENT, None))
        if len(comment) > LONGEST_COMMENT:
            raise CellsRefused({COMMENT: _("This comment is too long: 1,000 characters at most.")})
        return Read(self._value(there) if there else None, comment)

    def _value(self, there: Mapping[str, Cell]) -> dict | None:
        first, cell = next(iter(there.items()))
        if first.startswith(HAS):
            return self._ticked(there)
        text = _plain_text(cell)
        if self.choices is not None and (found := self.choices.find(text)):
            return self._chosen(text, found)
        if len(there) == 1 and (missing := missing_of(text)):
            return {"missing": missing}
        typed = self._typed(there)
        try:
            return read_value(self.question, typed, self.language)
        except NotRead as error:
            raise CellsRefused(dict(error.messages)) from None

    def _chosen(self, text: str, found: list[str]) -> dict:
        if len(found) > 1:
            said = {"text": short(text), "codes": ", ".join(found)}
            raise CellsRefused(
                {"": _("“%(text)s” stands for several choices. Write the code: %(codes)s.") % said}
            )
        return {"choices": found} if self.question.kind == Kind.MULTIPLE else {"choice": found[0]}

    def _ticked(self, there: Mapping[str, Cell]) -> dict | None:
        """Each choice in a column of its own."""
        chosen = set()
        for part, cell in there.items():
            answer = is_yes(_plain_text(cell))
            if answer is None:
                raise CellsRefused({part: _("Write 1 for a choice that was taken, 0 for one that was not.")})
            if answer:
                chosen.add(part.removeprefix(HAS))
        codes = [code for code in self.choices.codes if code in chosen]
        return {"choices": codes} if codes else None

    def _typed(self, there: Mapping[str, Cell]) -> dict[str, list[str]]:
        kind, whole = self.question.kind, there.get("")
        if self.choices is not None:
            return {"": self._codes(_plain_text(whole))}
        if kind == Kind.DATE:
            return {"": [_day(whole)]}
        if kind in PARTS:
            return self._parts(kind, there)
        if kind in Question.NUMERIC:
            return {"": [_number(whole, "")]}
        return {"": [_plain_text(whole)]}

    def _codes(self, text: str) -> list[str]:
        codes, wrong = (
            self.choices.find_several(text) if self.question.kind == Kind.MULTIPLE else ([], [text])
        )
        if wrong:
            said = {"text": short(wrong[0]), "codes": short(", ".join(self.choices.codes))}
            raise CellsRefused({"": _("“%(text)s” is not one of the choices: %(codes)s.") % said})
        return codes

    def _parts(self, kind: str, there: Mapping[str, Cell]) -> dict[str, list[str]]:
        if "" not in there:
            return {part: [_number(cell, part)] for part, cell in there.items()}
        text = _plain_text(there[""])
        if isinstance(there[""], list):
            raise CellsRefused({"": _made_a_date(there[""])})
        found = (BOTH if kind == Kind.RATIO else PLACE).fullmatch(text)
        if found:
            return {part: [each.strip()] for part, each in zip(PARTS[kind], found.groups(), strict=True)}
        return {PARTS[kind][0]: [text]}


def _hashable(cell: Cell) -> tuple:
    """1 and True are equal to Python."""
    return tuple(cell) if isinstance(cell, list) else (type(cell) is bool, cell)


def _unusable(cell: Cell) -> str:
    match cell:
        case [name, text] if name == ERROR:
            return _(
                "The spreadsheet shows an error here (%(error)s). Correct it there, or empty the cell."
            ) % {"error": text}
        case [name] if name == FORMULA:
            return _(
                "A formula that was never worked out. Open the file in your spreadsheet program, save it, and choose "
                "it again."
            )
    return ""


def _plain_text(cell: Cell) -> str:
    """Without the apostrophe that keeps a text from being taken for a formula."""
    text = text_of(cell)
    return text[1:] if text.startswith("'") and text[1:].startswith(LIKE_A_FORMULA) else text


def _number(cell: Cell, part: str) -> str:
    if isinstance(cell, list):
        raise CellsRefused({part: _made_a_date(cell)})
    if isinstance(cell, float):
        # Never with an exponent.
        return f"{cell:.6f}".rstrip("0").rstrip(".")
    return _plain_text(cell)


def _made_a_date(cell: list) -> str:
    return _("The spreadsheet has made a date of this (%(day)s). Write it there as a text.") % {
        "day": cell[1]
    }


def _day(cell: Cell) -> str:
    if isinstance(cell, list) and cell[0] == DATE:
        return cell[1][:10]
    text = text_of(cell)
    if text.isascii() and text.split(".")[0].isdigit() and int(text.split(".")[0][:9]) in SERIALS:
        return (DAY_ONE + datetime.timedelta(days=int(text.split(".")[0]))).isoformat()
    return STAMP.sub(r"\1", text)
