"""All that somebody new in a district's team wants to know: who is there, what was done, what is still open.

One query for each kind of thing, however much there is of it; the page is printed, so each list has an end.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from cycles.models import CyclePage, Issue, LearningCycle, Participation
from cycles.of_district import cycles_of, issues_of
from cycles.permissions import today_in
from discussions.of_district import ThreadOfDistrict, threads_of
from districts.handover_permissions import (
    helps_team,
    in_team,
    may_change_note,
    may_follow_back,
    may_follow_on,
    may_withdraw_note,
)
from districts.models import TEAM_ROLES, HandoverNote, Membership, OrgUnit, Profile, Role, UnitLink, User
from lessons.models import KnowledgeBriefPage, LessonPage
from results.models import Result, ResultsPage
from results.own_answers import OwnAnswer, own_answers

from .pages_of_cycles import pages_of

MOST_CYCLES, MOST_THREADS, MOST_NOTES, MOST_PEOPLE, MOST_ISSUES = 10, 10, 20, 30, 20
KINDS = {"cycle": CyclePage, "results": ResultsPage, "lessons": LessonPage, "briefs": KnowledgeBriefPage}


@dataclass
class Colleague:
    person: User
    role_name: str
    since: datetime.date
    function: str
    # As the person wrote it, in their language.
    title: str


@dataclass
class CycleOfDistrict:
    cycle: LearningCycle
    pages: dict[str, list[Page]]
    # What it did, with the day, and what is not noted of it.
    did: list[Participation]
    did_not: list[str]
    # Of one cycle at a time: each costs queries of its own. None for the others.
    answers: list[OwnAnswer] | None = None

    @property
    def page(self) -> Page | None:
        return next(iter(self.pages["cycle"]), None)


@dataclass
class Note:
    note: HandoverNote
    role_name: str
    may_change: bool
    may_withdraw: bool


@dataclass
class Link:
    """What the district came from or became; `readable`, whether this reader may open that one's page."""

    link: UnitLink
    unit: OrgUnit
    readable: bool


@dataclass
class Handover:
    unit: OrgUnit
    as_of: datetime.date
    team: list[Colleague]
    facilitators: list[Colleague]
    notes: list[Note]
    # The last note shown, where there are earlier ones.
    older_than: int | None
    threads: list[ThreadOfDistrict]
    issues: list[Issue]
    supported: list[Issue]
    cycles: list[CycleOfDistrict]
    more_cycles: bool
    before: list[Link]
    after: list[Link]


def handover_of(
    request: HttpRequest, unit: OrgUnit, older_than: int | None = None, answers_of: int | None = None
) -> Handover:
    """As this request's reader may see it: the district's answers follow the level of each question. They are shown of
    the cycle asked for, else of the latest that has results."""
    posts, user = _posts(unit), request.user
    near = in_team(user, unit) or helps_team(user, unit)
    notes = _notes(user, unit, posts, older_than)
    cycles = _cycles(request, unit, answers_of)
    before, after = _links(user, unit)
    return Handover(
        unit=unit,
        as_of=today_in(unit),
        team=_people([post for post in posts if _is_of_team(post, unit) and (near or _is_listed(post))]),
        facilitators=_people([post for post in posts if post.role == Role.FACILITATOR and _is_listed(post)]),
        notes=notes[:MOST_NOTES],
        older_than=notes[MOST_NOTES - 1].note.pk if len(notes) > MOST_NOTES else None,
        threads=threads_of(unit, MOST_THREADS),
        **_issues(unit),
        cycles=cycles[:MOST_CYCLES],
        more_cycles=len(cycles) > MOST_CYCLES,
        before=before,
        after=after,
    )


def _posts(unit: OrgUnit) -> list[Membership]:
    """In one query: the team of today, the facilitators of the country, and the posts here of those who left notes."""
    wrote = Exists(HandoverNote.objects.filter(unit=unit, author=OuterRef("user"), withdrawn_at=None))
    current = Q(pk__in=Membership.objects.current().values("pk"))
    here = Q(unit=unit, role__in=TEAM_ROLES) & (current | Q(wrote))
    covering = Q(unit__isnull=True) | Q(unit__in=[place.pk for place in unit.lineage()])
    found = Membership.objects.filter(here | (current & covering & Q(role=Role.FACILITATOR)))
    return list(found.select_related("user__profile").order_by("starts_on", "pk"))


def _is_of_team(post: Membership, unit: OrgUnit) -> bool:
    return post.unit_id == unit.pk and post.role in TEAM_ROLES and _held_on(post, timezone.localdate())


def _held_on(post: Membership, day: datetime.date) -> bool:
    return post.starts_on <= day and (post.ends_on is None or post.ends_on >= day)


def _is_listed(post: Membership) -> bool:
    """Who is not shown in the directory is shown here to their own team and those who help it alone."""
    profile = _profile(post)
    return profile is None or profile.listed


def _profile(post: Membership) -> Profile | None:
    return getattr(post.user, "profile", None)


def _people(posts: list[Membership]) -> list[Colleague]:
    """Each person once, by the most telling of their posts; whoever leads before the others."""
    by_person: dict[int, Membership] = {}
    for post in sorted(posts, key=lambda post: (post.role != Role.LEAD, post.acting, post.starts_on)):
        by_person.setdefault(post.user_id, post)
    return [_colleague(post) for post in list(by_person.values())[:MOST_PEOPLE]]


def _colleague(post: Membership) -> Colleague:
    profile = _profile(post)
    return Colleague(
        person=post.user,
        role_name=post.role_name,
        since=(profile and profile.in_post_since) or post.starts_on,
        function=profile.get_function_display() if profile else "",
        title=profile.title if profile else "",
    )


def _notes(user: User, unit: OrgUnit, posts: list[Membership], older_than: int | None) -> list[Note]:
    """The latest first, one more than the page shows."""
    found = unit.handover_notes.filter(withdrawn_at=None).select_related("author").order_by("-pk")
    found = found.filter(pk__lt=older_than) if older_than else found
    shown = []
    for note in found[: MOST_NOTES + 1]:
        note.unit = unit
        rights = may_change_note(user, note), may_withdraw_note(user, note)
        shown.append(Note(note, _role_then(note, posts), *rights))
    return shown


def _role_then(note: HandoverNote, posts: list[Membership]) -> str:
    """What the author was in the team on that day; the higher of two posts, none if they are not known any more."""
    day = note.written_at.date()
    held = [
        post
        for post in posts
        if (post.user_id, post.unit_id) == (note.author_id, note.unit_id) and _held_on(post, day)
    ]
    held.sort(key=lambda post: post.role != Role.LEAD)
    return held[0].role_name if held else ""


def _cycles(request: HttpRequest, unit: OrgUnit, answers_of: int | None) -> list[CycleOfDistrict]:
    """The latest first, one more than the page shows."""
    out = Exists(Result.objects.published().filter(cycle=OuterRef("pk")))
    cycles = list(cycles_of(unit).annotate(has_results=out)[: MOST_CYCLES + 1])
    pages = pages_of(cycles)
    shown = [_cycle(cycle, pages.get(cycle.pk, [])) for cycle in cycles]
    with_results = [item for item in shown[:MOST_CYCLES] if item.cycle.has_results]
    if with_results:
        chosen = next((item for item in with_results if item.cycle.pk == answers_of), with_results[0])
        chosen.answers = own_answers(request, unit, chosen.cycle)
    return shown


def _cycle(cycle: LearningCycle, pages: list[Page]) -> CycleOfDistrict:
    did = {part.kind for part in cycle.parts_of_unit}
    return CycleOfDistrict(
        cycle=cycle,
        pages={name: [page for page in pages if page.specific_class is kind] for name, kind in KINDS.items()},
        did=cycle.parts_of_unit,
        did_not=[kind.label for kind in Participation.HOPED_FOR if kind not in did],
    )


def _issues(unit: OrgUnit) -> dict[str, list[Issue]]:
    """What it proposed and what it supports, in one query."""
    found = list(issues_of(unit)[:MOST_ISSUES])
    return {
        "issues": [issue for issue in found if issue.ours],
        "supported": [issue for issue in found if not issue.ours],
    }


def _links(user: User, unit: OrgUnit) -> tuple[list[Link], list[Link]]:
    """One query for both ways in time. Not all that may lie above both sides is joined to it: PostgreSQL takes minutes
    over thirteen tables it has no statistics of yet. In a deeper tree the rest is asked for link by link."""
    found = UnitLink.objects.filter(Q(before=unit) | Q(after=unit))
    found = found.select_related("before__parent__parent", "after__parent__parent")
    before = [
        Link(link, link.before, may_follow_back(user, link)) for link in found if link.after_id == unit.pk
    ]
    after = [Link(link, link.after, may_follow_on(user, link)) for link in found if link.before_id == unit.pk]
    return before, after
