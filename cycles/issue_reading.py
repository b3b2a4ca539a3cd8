"""Proposals as one reader sees them.

Titles and numbers of voices are public. The text is for those who read the cycle's discussions, and for the teams, who
cannot support what they may not read. Which district proposes or supports follows the audience of the discussions too,
by the one rule (districts/audiences.py): nobody above the districts learns more of them here than there.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value
from django.shortcuts import get_object_or_404

from analysis.audience import NAMED, Audience, reads
from districts import audiences
from districts.models import OrgUnit
from districts.units import ABOVE
from districts.who_reads import readers_of_answers, readers_of_thread

from .issue_permissions import own_district_in
from .issues import Issue, IssueQuerySet, Vote
from .permissions import may_run_cycle
from .reading import whole
from .records import LearningCycle

# Districts that are named as supporters; of more their number is told.
MOST_NAMED = 60


def text_level(cycle: LearningCycle) -> Audience:
    return Audience(max(cycle.discussion_audience, Audience.PEERS_MASKED))


@dataclass
class Reader:
    """What `viewer` reads of the proposals of one cycle; `own` is their district in it."""

    viewer: object
    cycle: LearningCycle

    def __post_init__(self):
        self.own = own_district_in(self.viewer, self.cycle)
        self.runs = may_run_cycle(self.viewer, self.cycle)

    @cached_property
    def texts(self) -> bool:
        countries = self.cycle.countries.all()
        return self.runs or audiences.may_read(self.viewer, text_level(self.cycle), countries)

    def names(self, unit: OrgUnit | None) -> bool:
        """Whether that district is named to them."""
        if unit is None:
            return False
        among = [unit, self.own] if self.own else [unit]
        relation = audiences.relation(self.viewer, unit, among=among)
        return self.runs or reads(relation, Audience(self.cycle.discussion_audience)) == NAMED


def who_reads(cycle: LearningCycle) -> list[tuple[str, Audience, str]]:
    """For the form: what, how far up the ladder, the sentence of the rule."""
    level = Audience(cycle.discussion_audience)
    return [
        ("title", Audience.PUBLIC, readers_of_thread(Audience.PUBLIC)),
        ("text", text_level(cycle), readers_of_thread(text_level(cycle))),
        ("district", level, readers_of_answers(level)),
    ]


def with_readers(issues: IssueQuerySet, own: OrgUnit | None) -> IssueQuerySet:
    """With voices, the district and all above it, and `supported`, whether the reader's own district does."""
    ours = Exists(Vote.objects.filter(issue=OuterRef("pk"), unit=own)) if own else None
    found = issues.with_support().select_related(f"proposed_by__{ABOVE}")
    return found.annotate(supported=ours or Value(False, BooleanField()))


def issue_at(key) -> Issue:
    issues = Issue.objects.with_support().select_related(f"proposed_by__{ABOVE}", "merged_into")
    issue = get_object_or_404(issues, key=key, cycle__isnull=False)
    issue.cycle = whole(LearningCycle.objects.all()).get(pk=issue.cycle_id)
    return issue


def cycle_of_code(code: str) -> LearningCycle:
    return get_object_or_404(whole(LearningCycle.objects.all()), code=code)


@dataclass
class Supporters:
    """`named` districts, the reader's own first, and how many `others` there are."""

    named: list[OrgUnit]
    others: int


def supporters_of(issue: Issue, reader: Reader) -> Supporters:
    votes = issue.votes.select_related(f"unit__{ABOVE}").order_by("at", "pk")
    own = reader.own and reader.own.pk
    first = sorted((vote.unit for vote in votes[:MOST_NAMED]), key=lambda unit: unit.pk != own)
    named = [unit for unit in first if reader.names(unit)]
    return Supporters(named, issue.voices - len(named))


def cycles_with_texts_for(viewer) -> QuerySet[LearningCycle]:
    """The rule of `Reader.texts` as a filter."""
    if viewer.is_superuser:
        return LearningCycle.objects.order_by()
    countries = {post.unit.country for post in audiences.memberships_of(viewer) if post.unit}
    # A country that there is not: only posts in all countries belong to it.
    found = _readable(viewer, [OrgUnit(pk=0)])
    for country in countries:
        found |= Q(countries=country.pk) & _readable(viewer, [country])
    return LearningCycle.objects.filter(found).order_by()


def _readable(viewer, countries: list[OrgUnit]) -> Q:
    lowest = audiences.lowest_readable(viewer, countries)
    anyway = lowest <= Audience.PEERS_MASKED
    return Q(pk__isnull=False) if anyway else Q(discussion_audience__gte=lowest)
