"""The rows of one district in the tables of a file of answers."""

from collections.abc import Iterator

from django.utils.translation import pgettext

from districts.models import OrgUnit

from ..models import Signature
from .export_columns import Columns
from .export_reading import Corrected, Taken
from .export_tables import Cell, district_cells, moment, name_of

CODES, WORDS, COMMENTS = "codes", "words", "comments"
SIGNATURES, REASONS, CORRECTIONS = "signatures", "reasons", "corrections"
# What a line of answers is.
SIGNED, DRAFT, NOTHING = "signed", "draft", "none"

Row = tuple[str, list[Cell]]


def line_words(line: str) -> str:
    words = {
        SIGNED: pgettext("answers", "signed"),
        DRAFT: pgettext("answers", "DRAFT, not signed"),
        NOTHING: pgettext("answers", "none signed"),
    }
    return words[line]


class _District:
    """A line for what is signed, one for what is not where that is asked for, and one for a district without either."""

    def __init__(self, columns: Columns, unit: OrgUnit, taken: Taken | None):
        self.columns, self.taken = columns, taken
        self.who = district_cells(unit)
        self.signature: Signature | None = taken.signature if taken else None

    def _lines(self) -> Iterator[tuple[str, list[Cell], dict, dict]]:
        """What each is, the cells that say so, its answers and its comments."""
        draft = self.taken.draft if self.taken else None
        if self.signature:
            yield SIGNED, self._signed_cells(), self.signature.values, self.signature.comments
        if draft:
            cells = [None, None, None, None, moment(draft.changed_at), self._typed_for_team()]
            yield DRAFT, cells, draft.values, draft.comments
        if not (self.signature or draft):
            yield NOTHING, [None] * 6, {}, {}

    def _signed_cells(self) -> list[Cell]:
        signature = self.signature
        return [
            moment(signature.at),
            name_of(signature.by),
            signature.on_behalf,
            moment(signature.confirmed_at),
            moment(self.taken.response.changed_at),
            self._typed_for_team(),
        ]

    def _typed_for_team(self) -> str | None:
        return ", ".join(self.taken.typed_for_team) or None

    def _reasons(self) -> list[dict]:
        """Of the signature that counts."""
        reasons = self.signature.reasons if self.signature else []
        return [reason for reason in reasons if reason["question"] not in self.columns.silenced]

    def _before_and_after(self, corrected: Corrected) -> list[str | None]:
        question = self.columns.by_code[corrected.code]
        return [self.columns.in_words(question, value) for value in (corrected.before, corrected.after)]


class DistrictInTables(_District):
    """For a workbook."""

    def rows(self) -> Iterator[Row]:
        for line, cells, values, comments in self._lines():
            words = line_words(line)
            yield CODES, [*self.who, line, *cells, *self.columns.code_cells(values)]
            yield WORDS, [*self.who, words, *cells, *self.columns.word_cells(values)]
            for question in self.columns.questions:
                if comments.get(question.code):
                    said = [words, *self._question(question.code), comments[question.code]]
                    yield COMMENTS, [*self.who, *said]
        if self.taken:
            yield from self._rows_beside()

    def _rows_beside(self) -> Iterator[Row]:
        for each in self.taken.signatures:
            yield SIGNATURES, [*self.who, *self._signature_cells(each)]
        for reason in self._reasons():
            said = [*self._question(reason["question"]), self._message(reason), reason["because"]]
            yield REASONS, [*self.who, *said]
        for each in self.taken.corrections:
            said = [*self._before_and_after(each), each.because, name_of(each.by), moment(each.at)]
            yield CORRECTIONS, [*self.who, *self._question(each.code), *said]

    def _question(self, code: str) -> list[Cell]:
        """One that is not there any more has its code only."""
        question = self.columns.by_code.get(code)
        return [code, self.columns.words_of(question) if question else None]

    def _signature_cells(self, each: Signature) -> list[Cell]:
        confirmed = [moment(each.confirmed_at), name_of(each.confirmed_by)]
        return [each.number, moment(each.at), name_of(each.by), each.version, each.on_behalf, *confirmed]

    def _message(self, reason: dict) -> str | None:
        languages = sorted(("fr", "en"), key=lambda code: code != self.columns.language)
        return next(filter(None, (reason.get(f"message_{code}") for code in languages)), None)


class DistrictInOneLine(_District):
    """For a table of its own: what a workbook has on further sheets stands in further columns."""

    def rows(self) -> Iterator[Row]:
        for line, cells, values, comments in self._lines():
            beside = self._beside() if line == SIGNED else [None, None]
            said = [comments.get(question.code) for question in self.columns.questions]
            yield CODES, [*self.who, line, *cells, *self.columns.code_cells(values), *said, *beside]

    def _beside(self) -> list[Cell]:
        reasons = [f"{reason['question']}: {reason['because']}" for reason in self._reasons()]
        corrections = [self._corrected(each) for each in self.taken.corrections]
        return ["\n".join(reasons) or None, "\n".join(corrections) or None]

    def _corrected(self, each: Corrected) -> str:
        before, after = (words or "–" for words in self._before_and_after(each))
        return f"{each.code}: {before} → {after} ({each.because})"
