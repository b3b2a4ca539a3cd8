"""Writes to a cycle as a whole: its texts, its countries, its launch, a copy of it, who follows it."""

import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from content.editing import save_if_unchanged
from content.page_cache import bump
from districts.models import OrgUnit, User

from .actions import create_cycle, set_countries
from .checklist import Item, blocking, launch_items
from .proposed_dates import moved_to
from .records import Follower, LearningCycle

COPIED = ("purpose_fr", "purpose_en", "discussion_audience", "minutes_asked", "flash")


class DisclosureFixed(ValueError):
    """Districts have proposed, answered or written under the present level: it is not raised any more."""


class CountryTakesPart(ValueError):
    """Districts of that country have taken part already."""


class NotReady(ValueError):
    """`items` of the checklist are missing."""

    def __init__(self, items: list[Item]):
        super().__init__(", ".join(item.code for item in items))
        self.items = items


@transaction.atomic
def save_cycle(
    *, cycle: LearningCycle, changes: dict[str, Any], by: User | None, countries: list[OrgUnit] | None = None
) -> None:
    """`changes` of its fields by name; `countries` if they change. Who may read discussions is logged with before and
    after, and is not widened once a district has proposed, supported, answered or written: it was told who would learn.

    Raises ChangedMeanwhile, DisclosureFixed, CountryTakesPart.
    """
    before = cycle.discussion_audience
    after = changes.get("discussion_audience", before)
    if after > before and cycle.participations.exists():
        raise DisclosureFixed
    save_if_unchanged(cycle, changes)
    log(cycle, "wagtail.edit", user=by, data={"fields": sorted(changes)})
    if after != before:
        log(cycle, "cycles.disclosure_changed", user=by, data={"before": int(before), "after": int(after)})
    if countries is not None:
        _require_free(cycle, countries)
        set_countries(cycle=cycle, countries=countries, by=by)
    transaction.on_commit(bump)


def _require_free(cycle: LearningCycle, countries: list[OrgUnit]) -> None:
    for left in set(cycle.countries.all()) - set(countries):
        units = OrgUnit.objects.in_countries([left.pk])
        if cycle.participations.filter(unit__in=units).exists():
            raise CountryTakesPart(left.name)


@transaction.atomic
def launch_cycle(*, cycle: LearningCycle, by: User | None) -> None:
    """Both pages become public as they are; again is no error. Raises NotReady while something indispensable is
    missing."""
    if missing := blocking(launch_items(cycle)):
        raise NotReady(missing)
    for page in cycle.pages.filter(live=False).order_by("pk"):
        (page.get_latest_revision() or page.save_revision(user=by)).publish(user=by)
    log(cycle, "cycles.launched", user=by)
    transaction.on_commit(bump)


@transaction.atomic
def clone_cycle(
    *,
    of: LearningCycle,
    code: str,
    countries: list[OrgUnit],
    start: datetime.date,
    by: User | None,
    **titles: str,
) -> LearningCycle:
    """A draft with the texts of `of`, its steps as long as then, and nothing of what happened in it: no notes, issue,
    decision owner, answers. Raises what create_cycle raises."""
    copied = {name: getattr(of, name) for name in COPIED}
    steps = moved_to(start, list(of.steps.all()))
    cycle = create_cycle(
        code=code, countries=countries, by=by, steps=steps, cloned_from=of, **copied, **titles
    )
    log(cycle, "cycles.cloned", user=by, data={"of": of.code})
    return cycle


def follow_cycle(*, cycle: LearningCycle, user: User) -> None:
    """Their own wish, and about nobody else: not logged. Again is no error."""
    Follower.objects.get_or_create(cycle=cycle, user=user)


def unfollow_cycle(*, cycle: LearningCycle, user: User) -> None:
    Follower.objects.filter(cycle=cycle, user=user).delete()
