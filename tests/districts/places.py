"""Places and people for tests: as many districts as asked for, and posts that began in the past."""

import datetime
import itertools

from django.utils import timezone

from districts.models import Membership, OrgUnit, Role, User

counter = itertools.count(1)


def today() -> datetime.date:
    return timezone.localdate()


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def country(code: str, districts: int = 2, regions: int = 1, time_zone: str = "") -> OrgUnit:
    """A country whose districts are spread evenly over its regions; names are `<code> D1`, `<code> D2` ..."""
    top = OrgUnit.objects.create(code=code, level=1, name_fr=code.title(), time_zone=time_zone)
    places = [
        OrgUnit.objects.create(code=f"{code}-r{n}", level=2, name_fr=f"{code} R{n}", parent=top)
        for n in range(1, regions + 1)
    ]
    OrgUnit.objects.bulk_create(
        OrgUnit(
            code=f"{code}-d{n}",
            level=3,
            name_fr=f"{code} D{n}",
            parent=places[n % regions],
            polygon=f"{code}{n}",
        )
        for n in range(1, districts + 1)
    )
    return top


def districts_of(top: OrgUnit) -> list[OrgUnit]:
    """With their region and country loaded, as a cycle hands them out."""
    found = OrgUnit.objects.filter(parent__parent=top).select_related("parent__parent")
    return list(found.order_by("pk"))


def person(*posts: tuple[Role, OrgUnit | None], begun: int = -30, ended: int | None = None, **fields) -> User:
    """Someone with these posts; `begun` and `ended` are days from today."""
    number = next(counter)
    names = {"first_name": "Person", "last_name": str(number)}
    user = User.objects.create(email=f"person{number}@example.org", **(names | fields))
    for role, unit in posts:
        Membership.objects.create(
            user=user, role=role, unit=unit, starts_on=today() + days(begun),
            ends_on=None if ended is None else today() + days(ended),
        )  # fmt: skip
    return user
