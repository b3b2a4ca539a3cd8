"""A first screen costs the same whatever happened: 20 queries at most for each role, however many rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from districts.models import Invitation, OrgUnit, Role, User
from notifications.models import Outbox
from tests.discussions.threads import fill
from tests.districts.places import days, person

from .first_world import browser_of, holder, make_world, screen, talk

FEW, MANY, POSTS = 10, 2_000, 10_000


@pytest.fixture
def world(pages_ready, settings):
    """As it is served: the menu is remembered (content/remembered.py), which saves a query."""
    settings.PAGE_CACHE = True
    made = make_world(pages_ready.fr)
    talk(made)
    return made


def people(world) -> dict[str, User]:
    """One of each role, and those whose posts ask most at once."""
    district, country = world.units[0], world.guinea
    found = {role.value: holder(world, role) for role in Role}
    return found | {
        "member and facilitator": person((Role.MEMBER, district), (Role.FACILITATOR, country)),
        "lead and administrator": person((Role.LEAD, district), (Role.ADMINISTRATOR, None)),
        "member and official": person((Role.MEMBER, district), (Role.OFFICIAL, country)),
        "official and researcher": person((Role.OFFICIAL, country), (Role.RESEARCHER, None)),
        "nobody": person(),
        "former": person((Role.MEMBER, district), ended=-1),
    }


def costs(browsers: dict) -> dict[str, int]:
    found = {}
    for who, client in browsers.items():
        client.get("/fr/")
        with CaptureQueriesContext(connection) as queries:
            screen(client, "fr")
        found[who] = len(queries)
    return found


def pile_up(world, number: int, start: int = 0) -> None:
    """Districts, people with numbers, invitations and notices."""
    numbers = range(start, start + number)
    region = world.units[0].parent
    OrgUnit.objects.bulk_create(
        OrgUnit(code=f"x{n}", level=3, name_fr=f"X{n}", parent=region) for n in numbers
    )
    User.objects.bulk_create(
        User(email=f"x{n}@example.org", phone=f"+2246221{n:05d}", password="!") for n in numbers
    )
    by = User.objects.order_by("pk").first()
    Invitation.objects.bulk_create(
        Invitation(
            first_name="A", last_name="B", language="fr", role=Role.MEMBER, unit=region, invited_by=by,
            expires_at=timezone.now() + days(1),
        )
        for n in numbers
    )  # fmt: skip
    Outbox.objects.bulk_create(
        Outbox(
            key=f"k{n}", kind="districts.invitation", address="a@example.org", language="fr", by=by,
            due_at=timezone.now(), state=Outbox.State.FAILED,
        )
        for n in numbers
    )  # fmt: skip


def test_queries_are_few_and_the_same_for_ten_rows_and_thousands(world):
    browsers = {who: browser_of(user, was_here_days_ago=2) for who, user in people(world).items()}
    pile_up(world, FEW)
    fill(world.result, world.first.user, FEW)
    few = costs(browsers)
    pile_up(world, MANY, FEW)
    fill(world.result, world.first.user, POSTS)
    many = costs(browsers)
    assert max(many.values()) <= 20, many
    assert few == many
