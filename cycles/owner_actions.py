"""Writes about the decision owner: chosen, invited, invited again, answered."""

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from content.editing import save_if_unchanged
from content.page_cache import bump
from districts.models import Membership, User

from .notices import ask_owner
from .permissions import OWNING_ROLES
from .records import LearningCycle


class NobodyChosen(ValueError):
    """There is nobody to invite yet."""


class NotTheOwner(ValueError):
    """Only who was invited, and is still the one, answers."""


def possible_owners(cycle: LearningCycle) -> QuerySet[User]:
    """Officials and policymakers with a post at the top of one of the cycle's countries, or of all, today; with these
    posts as `owning_posts`."""
    countries = cycle.countries.values("pk")
    posts = Membership.objects.current().filter(role__in=OWNING_ROLES)
    posts = posts.filter(Q(unit__in=countries) | Q(unit__isnull=True))
    people = User.objects.filter(is_active=True, pk__in=posts.values("user"))
    shown = Prefetch("memberships", posts.select_related("unit").order_by("pk"), to_attr="owning_posts")
    return people.prefetch_related(shown).order_by("last_name", "first_name")


@transaction.atomic
def choose_owner(*, cycle: LearningCycle, person: User | None, by: User | None) -> None:
    """The same person again changes nothing; another one has neither been invited nor answered.
    Raises ChangedMeanwhile."""
    if cycle.decision_owner_id == (person and person.pk):
        return
    unasked = {"owner_invited_at": None, "owner_answered_at": None, "owner_accepts": None, "owner_words": ""}
    save_if_unchanged(cycle, {"decision_owner": person} | unasked)
    log(cycle, "cycles.owner_chosen", user=by, data={"person": person and person.pk})
    transaction.on_commit(bump)


@transaction.atomic
def invite_owner(*, cycle: LearningCycle, by: User | None) -> None:
    """By mail, in the person's language. Again is a reminder. Raises NobodyChosen, ChangedMeanwhile."""
    if cycle.decision_owner is None:
        raise NobodyChosen
    save_if_unchanged(cycle, {"owner_invited_at": timezone.now()})
    ask_owner(cycle, by)
    log(cycle, "cycles.owner_invited", user=by, data={"person": cycle.decision_owner_id})


@transaction.atomic
def answer_as_owner(*, cycle: LearningCycle, accepts: bool, words: str, by: User) -> None:
    """What they want to know, or why they do not take part; a later answer replaces it. Raises NotTheOwner."""
    found = LearningCycle.objects.filter(
        pk=cycle.pk, decision_owner=by, owner_invited_at__isnull=False
    ).update(owner_accepts=accepts, owner_words=words, owner_answered_at=timezone.now())
    if not found:
        raise NotTheOwner
    cycle.refresh_from_db()
    log(cycle, "cycles.owner_answered", user=by, data={"accepts": accepts})
    transaction.on_commit(bump)
