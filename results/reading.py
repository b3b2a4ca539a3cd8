"""What one reader may see of a cycle's results: the only way from a frozen table to a page, a file or a plot."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Max
from django.http import HttpRequest

from analysis.chart_spec import ChartSpec, Labels
from analysis.charts import bars_spec, dots_spec, map_spec
from analysis.disclosure import DisclosedTable, disclose
from analysis.shapes import Shapes
from cycles.models import LearningCycle
from districts.audiences import own_district, relations
from districts.boundaries import outlines_of, shapes_of
from districts.data_view_actions import Look
from districts.models import OrgUnit
from questionnaires.response_table import PARTICIPATION

from .models import Result
from .wording import labels_of, summary_sentence

FORMS = ("bars", "dots", "map")


@dataclass
class Reading:
    """A cycle's results for one reader; what several figures of a page share is looked up once."""

    cycle: LearningCycle
    viewer: object
    # What the reader was shown of other districts by name; looks.py fills and notes it.
    seen: set[Look] = field(default_factory=set)

    @cached_property
    def districts(self) -> list[OrgUnit]:
        return list(self.cycle.districts())

    @cached_property
    def ids(self) -> dict[str, int]:
        return {unit.code: unit.pk for unit in self.districts}

    @cached_property
    def _outlines(self) -> dict:
        return outlines_of(self.districts[0].country)

    @cached_property
    def relations(self) -> dict:
        return relations(self.viewer, self.districts) if self.viewer.is_authenticated else {}

    @cached_property
    def labels(self) -> Labels:
        return labels_of(self.cycle, self.districts)

    @cached_property
    def latest_versions(self) -> dict:
        """The newest published version of each of the cycle's results, by key."""
        found = Result.objects.published().filter(cycle=self.cycle).order_by()
        return dict(found.values_list("key").annotate(Max("version")))

    @cached_property
    def own(self) -> OrgUnit | None:
        return own_district(self.viewer, among=self.districts)

    def disclosed(self, result: Result) -> DisclosedTable:
        return disclose(result.frozen, self.relations)

    def summary(self, table: DisclosedTable) -> str:
        codes = {code: self.labels.category(table.question, code) for code in table.categories}
        return summary_sentence(table, codes)

    def spec(self, tables: list[DisclosedTable], form: str) -> ChartSpec | None:
        """The figure in this form, or None where nothing may be drawn."""
        first = tables[0]
        texts = {
            "title": self.labels.question.get(first.question, first.question),
            "summary": " ".join(self.summary(table) for table in tables),
        }
        own = self.own.code if self.own else None
        if form == "bars":
            return bars_spec(tables, self.labels, own, **texts)
        if form == "dots":
            return dots_spec(first, self.labels, own, **texts) or bars_spec(tables, self.labels, own, **texts)
        if form == "map":
            return self._map(first, texts) or bars_spec(tables, self.labels, own, **texts)
        return None

    def _map(self, table: DisclosedTable, texts: dict) -> ChartSpec | None:
        """By district for those who may read districts. To others a map tells only how many answered in each
        region, which belongs to the figure of participation and would mislead below any other heading."""
        own, level = self.own, self.districts[0].level
        by_unit = self._shapes(level, [(d.polygon, d.code) for d in self.districts])
        if by_unit and len(table.rows) > 1:
            spec = map_spec(table, by_unit, self.labels, own and own.code, by="unit", **texts)
            if spec:
                return spec
        if table.question != PARTICIPATION:
            return None
        above = {d.parent.code: d.parent.polygon for d in self.districts}
        by_group = self._shapes(level - 1, [(polygon, code) for code, polygon in above.items()])
        return by_group and map_spec(
            table, by_group, self.labels, own and own.parent.code, by="group", **texts
        )

    def _shapes(self, level: int, members: list[tuple[str, str]]) -> Shapes | None:
        """Outlines of that level with the units that each stands for."""
        if level not in self._outlines:
            return None
        together: dict[str, list[str]] = {}
        for polygon, code in members:
            together.setdefault(polygon, []).append(code)
        return shapes_of(self._outlines[level]).with_members(together)


def reading_for(request: HttpRequest, result: Result) -> Reading:
    """One Reading a request and cycle, however many figures the page has; the result gets its cycle from it."""
    readings = request.__dict__.setdefault("_readings", {})
    if result.cycle_id not in readings:
        readings[result.cycle_id] = Reading(cycle=result.cycle, viewer=request.user)
    reading = readings[result.cycle_id]
    result.cycle = reading.cycle
    return reading
