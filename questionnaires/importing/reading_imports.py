"""A file that waits, read with all that its owner has said of it so far: what every page about it stands on."""

from django.utils.functional import cached_property

from districts.models import OrgUnit, User

from ..frozen import frozen
from ..models import AnswerImport
from .cells import Sheet
from .columns import Chosen, guesses
from .headings import Headings, headings_of
from .lines import Line, LineReader
from .matching import Districts, Open
from .names import ColumnNames
from .planning import Options, Plan, plan_of
from .targets import UNKNOWN, Catalogue


class Reading:
    """`sheets` is its content; `by` is who asks, with the rights of today."""

    def __init__(self, record: AnswerImport, sheets: list[Sheet], by: User | None):
        self.record, self.sheets, self.by = record, sheets, by
        self.questionnaire = record.questionnaire
        self.sheet = sheets[min(record.sheet, len(sheets) - 1)]

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.questionnaire, frozen(self.questionnaire).sections)

    @cached_property
    def names(self) -> ColumnNames:
        return ColumnNames(self.catalogue)

    @cached_property
    def headings(self) -> Headings:
        return headings_of(self.sheet, self.names, self.record.headings or None)

    @cached_property
    def guessed(self) -> Chosen:
        return guesses(self.questionnaire, self.names, self.headings.columns)

    @property
    def chosen(self) -> Chosen:
        """As its owner has said it, else as it is guessed."""
        said = self.record.columns
        if not said:
            return self.guessed
        return {column.place: said[column.place] if column.place < len(said) else UNKNOWN
                for column in self.headings.columns}  # fmt: skip

    @cached_property
    def lines(self) -> list[Line]:
        return LineReader(self.catalogue, self.headings, self.chosen).read(self.sheet)

    @cached_property
    def _matched(self) -> tuple[dict[int, OrgUnit], list[Open], Districts]:
        districts = Districts(self.questionnaire, self.by, self.record.districts)
        return *districts.match(self.lines), districts

    @property
    def units(self) -> dict[int, OrgUnit]:
        return self._matched[0]

    @property
    def unsure(self) -> list[Open]:
        return self._matched[1]

    @property
    def districts(self) -> Districts:
        return self._matched[2]

    def plan(self, options: Options) -> Plan:
        units = self.units
        return plan_of(self.questionnaire, self.catalogue, self.lines, units, options)
