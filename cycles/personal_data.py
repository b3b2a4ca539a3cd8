"""What cycles hold about a person: what was proposed, supported or done in a district's name, what was run or followed,
and whose figures were looked at."""

from django.utils.translation import gettext_lazy as _

from content.personal_data import Section, section
from districts.models import DataView, User

from .models import DateChange, Follower, Issue, LearningCycle, Participation, StepCompletion, Vote

WHEN, DISTRICT, CYCLE, TITLE = _("When"), _("District"), _("Cycle"), _("Title")


def of(person: User) -> list[Section]:
    took_part = Participation.objects.filter(by=person).select_related("cycle", "unit").order_by("at")
    done = StepCompletion.objects.filter(by=person).select_related("step__cycle").order_by("at")
    looks = DataView.objects.filter(viewer=person).select_related("unit")
    titles: dict = {}
    return [
        *_of_issues(person),
        *_of_cycles(person),
        section(
            "participations", _("What your district did first through you"), took_part,
            (WHEN, "at"), (CYCLE, "cycle.title"), (DISTRICT, "unit.name"), (_("What"), "get_kind_display"),
        ),
        section(
            "steps_done", _("Steps of a cycle you declared done"), done,
            (WHEN, "at"), (CYCLE, "step.cycle.title"), (_("Step"), "step"), (_("Text"), "because"),
        ),
        section(
            "looks", _("Districts whose figures you looked at"), looks,
            (WHEN, "day"), (DISTRICT, "unit.name"), (_("What"), "get_what_display"),
            (_("In the role of"), "get_seen_as_display"), (CYCLE, lambda look: _title_of(look, titles)),
        ),
    ]  # fmt: skip


def _of_issues(person: User) -> list[Section]:
    issues = Issue.objects.select_related("cycle", "proposed_by").order_by("pk")
    voices = Vote.objects.filter(by=person).select_related("issue", "unit").order_by("at")
    return [
        section(
            "issues", _("Issues you proposed"), issues.filter(author=person),
            (WHEN, "proposed_at"), (DISTRICT, "proposed_by.name"), (CYCLE, "cycle.title"), (TITLE, "title"),
            (_("Text"), "text"), (_("Written down for the district"), "on_behalf"), (_("Withdrawn"), "withdrawn_at"),
        ),
        section(
            "voices", _("Issues your district supports through you"), voices,
            (WHEN, "at"), (DISTRICT, "unit.name"), (TITLE, "issue.title"),
        ),
        section(
            "issues_chosen", _("Issues you chose for a cycle"), issues.filter(chosen_by=person),
            (WHEN, "chosen_on"), (CYCLE, "cycle.title"), (TITLE, "title"),
        ),
        section(
            "issues_merged", _("Issues you merged into others"), issues.filter(merged_by=person),
            (WHEN, "merged_at"), (CYCLE, "cycle.title"), (TITLE, "title"),
        ),
    ]  # fmt: skip


def _of_cycles(person: User) -> list[Section]:
    followed = Follower.objects.filter(user=person).select_related("cycle").order_by("since")
    owned = LearningCycle.objects.filter(decision_owner=person).order_by("pk")
    moved = DateChange.objects.filter(by=person).select_related("step__cycle").order_by("at")
    return [
        section("cycles_followed", _("Cycles you follow"), followed, (_("Since"), "since"), (CYCLE, "cycle.title")),
        section(
            "cycles_owned", _("Cycles whose decision owner you are"), owned,
            (CYCLE, "title"), (_("Invited"), "owner_invited_at"), (_("Answered"), "owner_answered_at"),
            (_("What you want to know"), "owner_words"),
        ),
        section(
            "dates_moved", _("Dates you moved"), moved,
            (WHEN, "at"), (CYCLE, "step.cycle.title"), (_("Step"), "step"), (_("Text"), "because"),
        ),
    ]  # fmt: skip


def _title_of(look: DataView, titles: dict) -> str:
    """A look knows its cycle by key; all titles in one query, asked for with the first row."""
    if not titles:
        titles.update((cycle.key, cycle.title) for cycle in LearningCycle.objects.all())
    return titles.get(look.about, "")
