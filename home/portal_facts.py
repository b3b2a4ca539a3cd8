"""How the portal stands, for whoever administers all of it: what is known cheaply."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from content.counting import number_of
from districts.audiences import memberships_of
from districts.desk_lists import without_role
from districts.models import OrgUnit, Role, User
from notifications.models import Outbox


@dataclass(frozen=True)
class PortalFacts:
    accounts: int
    without_post: int
    districts: int
    queued: int
    backup: datetime.datetime | None


def may_see_facts(user) -> bool:
    posts = memberships_of(user)
    return user.is_superuser or any(p.role == Role.ADMINISTRATOR and p.unit_id is None for p in posts)


def portal_facts(user) -> PortalFacts:
    """One query and one look into a folder."""
    accounts = User.objects.filter(is_active=True)
    numbers = User.objects.filter(pk=user.pk).values_list(
        number_of(accounts),
        number_of(without_role(accounts)),
        number_of(OrgUnit.objects.in_use().districts()),
        number_of(Outbox.objects.filter(state__in=(Outbox.State.QUEUED, Outbox.State.SENDING))),
    )
    return PortalFacts(*numbers.get(), backup=_newest_backup())


def _newest_backup() -> datetime.datetime | None:
    """Where `manage.py backup` writes unless told otherwise; None if nothing lies there, or it cannot be read."""
    try:
        files = (settings.DATA_DIR / "backups").glob("district-team-*.tar.gz")
        newest = max((file.stat().st_mtime for file in files), default=None)
    except OSError:
        return None
    return newest and datetime.datetime.fromtimestamp(newest, tz=timezone.get_current_timezone())
