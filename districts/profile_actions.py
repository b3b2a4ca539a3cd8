"""Writes about what people say of themselves."""

import datetime
from dataclasses import dataclass, fields

from django.db import transaction
from wagtail.log_actions import log

from content.page_cache import bump

from .models import Channel, Profile, User

MOST_WAYS = 5


@dataclass(frozen=True)
class Way:
    """One way to reach somebody; a number is E.164."""

    kind: str
    value: str
    audience: int


@dataclass(frozen=True)
class Written:
    """All that the page "Your profile" holds, as it is to be from now on."""

    first_name: str
    last_name: str
    language: str
    function: str = ""
    title: str = ""
    in_post_since: datetime.date | None = None
    spoken: tuple[str, ...] = ()
    can_help_with: str = ""
    listed: bool = True
    ways: tuple[Way, ...] = ()


# What stands on the account; the ways are rows of their own, the rest is the profile's.
OF_ACCOUNT = ("first_name", "last_name", "language")
OF_PROFILE = tuple(f.name for f in fields(Written) if f.name not in (*OF_ACCOUNT, "ways"))


@transaction.atomic
def save_profile(*, user: User, written: Written, by: User | None) -> Profile:
    """The profile as written; ways to reach the person that are no longer in it are gone.

    Of two tabs the one saved last counts, whole. Raises ValueError for more ways than MOST_WAYS, or one twice.
    """
    if len(written.ways) > MOST_WAYS or len({(w.kind, w.value) for w in written.ways}) < len(written.ways):
        raise ValueError("too many ways to reach somebody, or one of them twice")
    # Two tabs wait for each other here, rather than both writing the same new rows.
    user = User.objects.select_for_update().get(pk=user.pk)
    changed = [*_set_account(user, written), *_set_ways(user, written.ways)]
    profile, more = _set_profile(user, written)
    if changed or more:
        log(user, "districts.profile_saved", user=by, data={"changed": [*changed, *more]})
    return profile


def _set_account(user: User, written: Written) -> list[str]:
    """The names of what changed."""
    changed = [name for name in OF_ACCOUNT if getattr(user, name) != getattr(written, name)]
    for name in changed:
        setattr(user, name, getattr(written, name))
    user.save(update_fields=changed)
    if {"first_name", "last_name"} & set(changed):
        transaction.on_commit(bump)  # the name stands beside messages that everybody may read
    return changed


def _set_ways(user: User, ways: tuple[Way, ...]) -> list[str]:
    before = {Way(c.kind, c.value, c.audience) for c in user.channels.all()}
    if before == set(ways):
        return []
    user.channels.all().delete()
    Channel.objects.bulk_create(
        Channel(user=user, kind=way.kind, value=way.value, audience=way.audience) for way in ways
    )
    return ["channels"]


def _set_profile(user: User, written: Written) -> tuple[Profile, list[str]]:
    values = {name: getattr(written, name) for name in OF_PROFILE} | {"spoken": list(written.spoken)}
    before = Profile.objects.filter(user=user).first() or Profile()
    changed = [name for name in OF_PROFILE if getattr(before, name) != values[name]]
    profile, _made = Profile.objects.update_or_create(user=user, defaults=values)
    return profile, changed
