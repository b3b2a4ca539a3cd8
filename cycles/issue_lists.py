"""A cycle's proposals as a list: which are asked for, in what order, and what each line says."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from content.counting import number_of
from content.kept_words import holding_all
from districts.models import OrgUnit

from .issue_forms import Asked
from .issue_reading import Reader, with_readers
from .issues import Issue, IssueQuerySet, Vote
from .records import LearningCycle

OURS, SUPPORTED, NOT_YET = "ours", "supported", "not-yet"


@dataclass(frozen=True)
class Line:
    """`district` is None where the reader is not told it."""

    issue: Issue
    district: OrgUnit | None
    ours: bool


def kinds_for(reader: Reader) -> dict[str, str]:
    """By what may stand in the address; teams alone have proposals of their own."""
    if reader.own is None:
        return {"": pgettext("proposals", "All")}
    return {
        "": pgettext("proposals", "All"),
        OURS: _("Your district's"),
        SUPPORTED: _("Supported by your district"),
        NOT_YET: _("Not supported by it yet"),
    }


def standing(cycle: LearningCycle) -> IssueQuerySet:
    return Issue.objects.filter(cycle=cycle).standing()


def asked_for(reader: Reader, asked: Asked) -> IssueQuerySet:
    """In order, with what a line needs."""
    found = with_readers(standing(reader.cycle), reader.own).filter(speaking_of(asked, reader.texts))
    if asked.kind:
        found = found.filter(_of_kind(reader.own)[asked.kind])
    return found.annotate(brought=number_of(Issue.objects.filter(merged_into=OuterRef("pk")))).in_order()


def speaking_of(asked: Asked, texts: bool) -> Q:
    """All the words, in either language; in texts only where the reader may read them."""
    column, found = "words" if texts else "title_words", Q()
    for stems in asked.stems():
        found |= holding_all(column, stems)
    return found


def _of_kind(own: OrgUnit) -> dict[str, Q]:
    ours = Q(proposed_by=own)
    supported = Exists(Vote.objects.filter(issue=OuterRef("pk"), unit=own))
    return {OURS: ours, SUPPORTED: Q(supported) & ~ours, NOT_YET: ~Q(supported) & ~ours}


def lines_of(issues, reader: Reader) -> list[Line]:
    own = reader.own and reader.own.pk
    return [
        Line(
            issue=issue,
            district=issue.proposed_by if reader.names(issue.proposed_by) else None,
            ours=own is not None and issue.proposed_by_id == own,
        )
        for issue in issues
    ]
