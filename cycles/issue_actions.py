"""Writes about proposals and voices: proposed, changed, withdrawn, supported. issue_choice.py merges and
chooses.

Rights and dates are asked before (issue_permissions.py); here is what must hold whoever does it. Each action locks the
proposal first, so that a voice and a merge at the same moment do not miss each other.
"""

import uuid

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from content.page_cache import bump
from districts.models import OrgUnit, User

from .actions import record_participation
from .issue_telling import tell_withdrawn, tell_written_down
from .issues import Issue, Vote
from .records import LearningCycle, Participation

# Standing proposals of one district in one cycle: enough to say what matters, too few to bury the others'.
MOST_OF_A_DISTRICT = 10


class NotStanding(ValueError):
    """Withdrawn or merged meanwhile."""


class Shared(ValueError):
    """Other districts support it, or others' proposals were merged into it: no longer one team's to change."""


class AlreadyChosen(ValueError):
    """The cycle is about it."""


class TooMany(ValueError):
    """The district has MOST_OF_A_DISTRICT proposals standing."""


@transaction.atomic
def propose_issue(
    *,
    cycle: LearningCycle,
    unit: OrgUnit,
    language: str,
    title: str,
    text: str,
    by: User | None,
    key: uuid.UUID | None = None,
    on_behalf: bool = False,
) -> Issue:
    """In the team's own language; its district's voice goes with it. `key` comes with the form, so that a second click
    is the same proposal. `on_behalf`: a facilitator writes down what the district said. Raises TooMany."""
    cycle_issues = Issue.objects.filter(cycle=cycle, proposed_by=unit)
    if key and (found := cycle_issues.filter(key=key).first()):
        return found
    # One district proposes one after the other, so that two clicks at once do not count past the limit.
    OrgUnit.objects.select_for_update().get(pk=unit.pk)
    if cycle_issues.standing().count() >= MOST_OF_A_DISTRICT:
        raise TooMany
    issue = Issue(cycle=cycle, proposed_by=unit, author=by, on_behalf=on_behalf)
    _write(issue, language, title, text)
    if key and not Issue.objects.filter(key=key).exists():
        issue.key = key
    issue.save()
    Vote.objects.create(issue=issue, unit=unit, by=by)
    record_participation(cycle=cycle, unit=unit, kind=Participation.Kind.PROPOSED, by=by)
    log(issue, "cycles.issue_proposed", user=by, data={"on_behalf": on_behalf})
    if on_behalf:
        tell_written_down(issue, by)
    transaction.on_commit(bump)
    return issue


def _write(issue: Issue, language: str, title: str, text: str) -> None:
    """The columns of the other language stay empty."""
    other = "en" if language == "fr" else "fr"
    issue.language = language
    setattr(issue, f"title_{language}", title)
    setattr(issue, f"text_{language}", text)
    setattr(issue, f"title_{other}", "")
    setattr(issue, f"text_{other}", "")
    issue.keep_words()


@transaction.atomic
def change_issue(*, issue: Issue, language: str, title: str, text: str, by: User | None) -> Issue:
    """As long as nobody else stands behind the words. Raises NotStanding, AlreadyChosen, Shared."""
    issue = locked(issue)
    _require_own(issue)
    _write(issue, language, title, text)
    issue.changed_at = timezone.now()
    issue.save()
    log(issue, "cycles.issue_changed", user=by)
    transaction.on_commit(bump)
    return issue


@transaction.atomic
def withdraw_issue(*, issue: Issue, by: User | None, because: str = "", for_all: bool = False) -> Issue:
    """The team takes back what is still its own; that it took part stays recorded. `for_all`: a facilitator takes it
    away whoever supports it (it names a patient, say), and `because` is told. Again is no error.

    Raises NotStanding if it was merged, AlreadyChosen, Shared; and Shared for all if others were merged into it: they
    are taken apart first.
    """
    issue = Issue.objects.select_for_update().get(pk=issue.pk)
    if issue.withdrawn_at:
        return issue
    issue = locked(issue)
    if issue.chosen_on:
        raise AlreadyChosen
    if issue.merged.exists() if for_all else issue.is_shared():
        raise Shared
    issue.withdrawn_at = timezone.now()
    issue.save()
    log(issue, "cycles.issue_withdrawn", user=by, data={"because": because})
    if for_all:
        tell_withdrawn(issue, because, by)
    transaction.on_commit(bump)
    return issue


@transaction.atomic
def support_issue(*, issue: Issue, unit: OrgUnit, by: User | None) -> bool:
    """The district's one voice for it, whoever of the team gives it; a district may support several proposals. True
    the first time. Raises NotStanding."""
    issue = locked(issue)
    _vote, made = Vote.objects.get_or_create(issue=issue, unit=unit, defaults={"by": by})
    if made:
        if unit.pk != issue.proposed_by_id:
            record_participation(cycle=issue.cycle, unit=unit, kind=Participation.Kind.SUPPORTED, by=by)
        log(issue, "cycles.issue_supported", user=by, data={"unit": unit.code})
        transaction.on_commit(bump)
    return made


@transaction.atomic
def take_voice_back(*, issue: Issue, unit: OrgUnit, by: User | None) -> bool:
    """Also from what was merged into it, so that the voice does not come back when the two are taken apart. False if
    there was none. Raises NotStanding."""
    issue = locked(issue)
    behind = [issue.pk, *issue.merged.values_list("pk", flat=True)]
    gone, _by_model = Vote.objects.filter(issue__in=behind, unit=unit).delete()
    if gone:
        log(issue, "cycles.voice_taken_back", user=by, data={"unit": unit.code})
        transaction.on_commit(bump)
    return bool(gone)


def locked(issue: Issue) -> Issue:
    """As it is now, and so until the transaction is over. Raises NotStanding."""
    found = Issue.objects.select_for_update().get(pk=issue.pk)
    if found.withdrawn_at or found.merged_into_id:
        raise NotStanding(found.pk)
    return found


def _require_own(issue: Issue) -> None:
    if issue.chosen_on:
        raise AlreadyChosen
    if issue.is_shared():
        raise Shared
