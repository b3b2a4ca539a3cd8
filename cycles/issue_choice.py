"""Writes of facilitators about proposals: duplicates merged and taken apart, one chosen."""

import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.log_actions import log

from content.page_cache import bump
from districts.models import User

from .issue_actions import AlreadyChosen, locked
from .issue_telling import tell_apart, tell_choice, tell_merged
from .issues import Issue, Vote
from .records import LearningCycle

WORDS = ("title_fr", "title_en", "text_fr", "text_en")


class NotOneCycle(ValueError):
    """Proposals of two cycles, or a proposal and itself."""


class NotMerged(ValueError):
    """It stands by itself, or is merged into another by now."""


@transaction.atomic
def merge_issues(*, issues: list[Issue], into: Issue, by: User | None) -> Issue:
    """What `issues` say is said by `into`. A district that supported several of them has one voice for it. What was
    merged into one of `issues` before moves on, so that no address leads to another that leads on.

    Raises NotStanding, NotOneCycle, and AlreadyChosen for one of `issues` (the chosen one is merged into, not away).
    """
    by_key = _all_locked([into, *issues])
    into, merged = by_key[into.pk], [by_key[pk] for pk in sorted({issue.pk for issue in issues})]
    if not merged or any(issue.pk == into.pk or issue.cycle_id != into.cycle_id for issue in merged):
        raise NotOneCycle
    if any(issue.chosen_on for issue in merged):
        raise AlreadyChosen
    now = timezone.now()
    for issue in merged:
        Issue.objects.filter(merged_into=issue).update(merged_into=into)
        issue.merged_into, issue.merged_at, issue.merged_by = into, now, by
        issue.save()
        Vote.objects.filter(issue=issue, came_with__isnull=False).delete()
        log(issue, "cycles.issue_merged", user=by, data={"into": into.pk, "title": into.title})
        tell_merged(issue, by)
    _gather_voices(into)
    transaction.on_commit(bump)
    return into


def _all_locked(issues: list[Issue]) -> dict[int, Issue]:
    """By key, and always in its order, so that two merges at once do not wait for each other."""
    return {pk: locked(Issue(pk=pk)) for pk in sorted({issue.pk for issue in issues})}


def _gather_voices(into: Issue) -> None:
    """A district behind any of the merged proposals stands behind the one that is left. Each merged one keeps its own
    voices, uncounted, so that it can be taken out again."""
    has = set(into.votes.values_list("unit", flat=True))
    for vote in Vote.objects.filter(issue__merged_into=into).order_by("at", "pk"):
        if vote.unit_id not in has:
            has.add(vote.unit_id)
            Vote.objects.create(
                issue=into, unit_id=vote.unit_id, by_id=vote.by_id, at=vote.at, came_with_id=vote.issue_id
            )


@transaction.atomic
def unmerge_issue(*, issue: Issue, by: User | None) -> Issue:
    """It stands again, with the voices it had but those taken back since. Raises NotMerged."""
    target = Issue.objects.filter(merged=issue.pk).values("pk")
    both = Issue.objects.select_for_update().filter(Q(pk=issue.pk) | Q(pk__in=target)).order_by("pk")
    found = {each.pk: each for each in both}
    issue = found[issue.pk]
    if issue.merged_into_id not in found:
        raise NotMerged(issue.pk)
    into = found[issue.merged_into_id]
    issue.merged_into = issue.merged_at = issue.merged_by = None
    issue.save()
    Vote.objects.filter(issue=into, came_with=issue).delete()
    _gather_voices(into)
    log(issue, "cycles.issue_unmerged", user=by, data={"from": into.pk, "title": into.title})
    tell_apart(issue, by)
    transaction.on_commit(bump)
    return issue


@transaction.atomic
def choose_issue(
    *,
    issue: Issue,
    by: User | None,
    because_fr: str,
    because_en: str,
    decided_by_fr: str = "",
    decided_by_en: str = "",
    words: dict[str, str] | None = None,
    on: datetime.date | None = None,
) -> Issue:
    """The cycle is about it, for this reason; `decided_by` says who decided, `by` is who wrote it down.

    `words` (title_fr, title_en, text_fr, text_en) become the cycle's own, and those in the language that the team did
    not write in are kept with the proposal; the team's stay as they are. Without, the proposal's words are taken.
    Choosing another replaces the former choice, which the log keeps; the same again corrects its reason.
    Raises NotStanding.
    """
    cycle = LearningCycle.objects.select_for_update().get(pk=issue.cycle_id)
    issue = locked(issue)
    _unchoose_others(cycle, issue, by)
    words, is_new = {name: getattr(issue, name) for name in WORDS} | (words or {}), issue.chosen_on is None
    issue.chosen_on, issue.chosen_by = on or issue.chosen_on or timezone.localdate(), by
    issue.because_fr, issue.because_en = because_fr, because_en
    issue.decided_by_fr, issue.decided_by_en = decided_by_fr, decided_by_en
    for name in _translated(issue):
        setattr(issue, name, words[name])
    issue.keep_words()
    issue.save()
    LearningCycle.objects.filter(pk=cycle.pk).update(
        revision=F("revision") + 1, **{f"issue_{name}": words[name] for name in WORDS}
    )
    log(issue, "cycles.issue_chosen", user=by, data={"because": {"fr": because_fr, "en": because_en}})
    if is_new:
        tell_choice(issue, by)
    transaction.on_commit(bump)
    return issue


def _translated(issue: Issue) -> list[str]:
    """The columns that are not the team's own; none if it was written in both languages from the beginning."""
    return [name for name in WORDS if issue.language and not name.endswith(issue.language)]


def _unchoose_others(cycle: LearningCycle, issue: Issue, by: User | None) -> None:
    """At most one: a constraint says so. What was said of the former choice stays in the log alone."""
    for former in Issue.objects.filter(cycle=cycle, chosen_on__isnull=False).exclude(pk=issue.pk):
        said = {
            name: getattr(former, name)
            for name in ("because_fr", "because_en", "decided_by_fr", "decided_by_en")
        }
        log(
            former,
            "cycles.issue_not_chosen_any_more",
            user=by,
            data=said | {"chosen_on": former.chosen_on.isoformat(), "instead": issue.pk},
        )
        former.chosen_on = former.chosen_by = None
        former.because_fr = former.because_en = former.decided_by_fr = former.decided_by_en = ""
        former.save()
