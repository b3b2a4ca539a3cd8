"""All answers to a questionnaire as tables: one line per district as codes and as words, and beside them comments, who
signed when, reasons, corrections, the questions, and what the file is."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from districts.models import OrgUnit
from districts.who_reads import readers_of_answers

from ..models import Question, Questionnaire
from ..value_words import labels_of
from .board import board_of
from .export_columns import Columns
from .export_district import (
    CODES,
    COMMENTS,
    CORRECTIONS,
    REASONS,
    SIGNATURES,
    WORDS,
    DistrictInOneLine,
    DistrictInTables,
)
from .export_reading import Reading
from .export_tables import Cell, Part, Table, district_headings, in_chunks, moment, table

QUESTIONS, ABOUT = "questions", "about"


class ResponseContents:
    """`in_one`: everything of a district stands in its line, for a format that has one table only."""

    def __init__(
        self, questionnaire: Questionnaire, countries: list[OrgUnit], *, with_drafts: bool, in_one: bool
    ):
        self.questionnaire, self.countries = questionnaire, countries
        self.with_drafts, self.in_one = with_drafts, in_one
        self.columns = Columns(questionnaire)
        board = board_of(questionnaire, countries)
        self.districts = board.order_by("parent__name_fr", "name_fr", "pk")

    @cached_property
    def units(self) -> list[int]:
        return list(self.districts.values_list("pk", flat=True))

    @property
    def total(self) -> int:
        return len(self.units)

    # The tables

    @cached_property
    def tables(self) -> list[Table]:
        codes, columns = _("Answers (codes)"), self.columns
        if self.in_one:
            return [_of_answers(CODES, codes, [*columns.code_headings(), *self._headings_beside()])]
        return [
            _of_answers(CODES, codes, columns.code_headings()),
            _of_answers(WORDS, _("Answers (words)"), columns.word_headings()),
            *_tables_beside(),
        ]

    def _headings_beside(self) -> list[tuple[str, str]]:
        comments = [
            (_("Comment: %(question)s") % {"question": words}, f"{code}_comment")
            for words, code in self.columns.word_headings()
        ]
        return [*comments, (_("Reasons"), "reasons"), (_("Corrections"), "corrections")]

    # Their rows

    def parts(self) -> Iterator[Part]:
        if not self.in_one:
            yield Part(0, [*self._question_rows(), *self._about_rows()])
        columns = self.columns
        reading = Reading(self.questionnaire, columns.every, columns.by_code, self.with_drafts)
        rows_of, done = DistrictInOneLine if self.in_one else DistrictInTables, 0
        for chunk in in_chunks(self.units):
            done += len(chunk)
            taken, part = reading.of(chunk), Part(done)
            for unit in self.districts.filter(pk__in=chunk):
                part.rows += rows_of(columns, unit, taken.get(unit.pk)).rows()
            part.units = [pk for pk, each in taken.items() if each.signatures or each.draft]
            yield part

    def _question_rows(self) -> Iterator[tuple[str, list[Cell]]]:
        for section in self.columns.sections:
            for question in section.asked:
                if question.code in self.columns.numbers:
                    yield QUESTIONS, self._question_row(question, section.title)

    def _question_row(self, question: Question, section: str) -> list[Cell]:
        labels = labels_of(question, self.columns.language).items()
        return [
            question.code,
            self.columns.words_of(question),
            section,
            question.get_kind_display(),
            "\n".join(f"{code} = {words}" for code, words in labels) or None,
            readers_of_answers(question.level),
            question.code in self.columns.by_code,
        ]

    def _about_rows(self) -> list[tuple[str, list[Cell]]]:
        said = {
            _("Questionnaire"): self.questionnaire.title,
            _("Cycle"): self.questionnaire.cycle.title,
            _("Version of the questionnaire"): self.questionnaire.version,
            _("Countries"): ", ".join(country.name for country in self.countries),
            _("Districts"): self.total,
            _("Made (UTC)"): moment(timezone.now()),
            _("What counts"): _("What each district signed last; corrections once they are signed."),
            _("Drafts"): _("in the file, marked") if self.with_drafts else _("not in the file"),
            _("Questions kept to the teams, not in the file"): len(self.columns.kept_back),
        }
        return [(ABOUT, [what, value]) for what, value in said.items()]


def _of_answers(key: str, title: str, of_questions: list[tuple[str, str]]) -> Table:
    return table(
        key,
        title,
        *district_headings(),
        (_("What this line is"), "line"),
        (_("Signed (UTC)"), "signed_at"),
        (_("Signed by"), "signed_by"),
        (_("Signed on the district's behalf"), "on_behalf"),
        (_("Confirmed by the team (UTC)"), "confirmed_at"),
        (_("Last changed (UTC)"), "changed_at"),
        (_("Answers typed on the district's behalf"), "typed_for_team"),
        *of_questions,
    )


def _tables_beside() -> list[Table]:
    question = [(_("Question code"), "question"), (_("Question"), "question_words")]
    who = district_headings()
    return [
        table(
            COMMENTS, _("Comments"),
            *who, (_("What this line is"), "line"), *question, (_("Comment"), "comment"),
        ),
        table(
            SIGNATURES, _("Who signed when"),
            *who, (_("Number"), "number"), (_("Signed (UTC)"), "signed_at"), (_("Signed by"), "signed_by"),
            (_("Version of the questionnaire"), "version"), (_("Signed on the district's behalf"), "on_behalf"),
            (_("Confirmed by the team (UTC)"), "confirmed_at"), (_("Confirmed by"), "confirmed_by"),
        ),
        table(
            REASONS, _("Reasons"),
            *who, *question, (_("Check that does not hold"), "check"), (_("Why the answers stand"), "because"),
        ),
        table(
            CORRECTIONS, _("Corrections"),
            *who, *question, (_("Before"), "before"), (_("After"), "after"), (_("Reason"), "because"), (_("By"), "by"),
            (_("When (UTC)"), "at"),
        ),
        table(
            QUESTIONS, _("Questions"),
            *question, (_("Section"), "section"), (_("Kind"), "kind"), (_("Choices"), "choices"),
            (_("Who can read a district's answer"), "level"), (_("In this file"), "taken_along"),
        ),
        table(ABOUT, _("About this file"), (_("What"), "what"), (_("Value"), "value")),
    ]  # fmt: skip
