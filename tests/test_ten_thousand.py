"""With 10,000 accounts and 3,000 units no screen asks the database more, nor fills itself with lists to choose from."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from cycles.models import CyclePage, LearningCycle
from discussions.models import Post
from districts.models import Invitation, Membership, OrgUnit, Profile, Role, SignIn, User
from home.set_up import set_up
from lessons.models import LessonPage
from notifications.models import Outbox
from tests.conftest import site_in_two_languages
from tests.cycles.cycles import place_for_cycles
from tests.discussions.threads import fill
from tests.districts.accounts import account
from tests.pages import page_below

MOST_QUERIES, MOST_FIELDS, MOST_OPTIONS = 20, 300, 300
PEOPLE, REGIONS, DISTRICTS = 10_000, 58, 50
AT = timezone.now() - datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), quick, transaction.atomic():
        yield _make()
        transaction.set_rollback(True)


def _make() -> SimpleNamespace:
    translation.activate("fr")
    set_up()
    home = site_in_two_languages()["fr"]
    country, districts = _units()
    viewers = {
        "administrator": account(Role.ADMINISTRATOR, None),
        "local": account(Role.ADMINISTRATOR, country),
        "facilitator": account(Role.FACILITATOR, country),
        "member": account(Role.MEMBER, districts[0]),
    }
    people = _people(districts)
    _what_they_did(people, districts, viewers["facilitator"])
    _messages(home, country, people[0])
    with connection.cursor() as cursor:
        # As the database does by itself within a minute; without, PostgreSQL takes its full tables for empty ones.
        cursor.execute("ANALYZE")
    clients = {name: Client() for name in viewers}
    for name, client in clients.items():
        client.force_login(viewers[name])
    return SimpleNamespace(
        clients=clients,
        country=country,
        district=districts[0],
        person=people[0],
        post=people[1].memberships.get(),
    )


def _units() -> tuple[OrgUnit, list[OrgUnit]]:
    """A country of 58 regions with 50 districts in each, and another of one region."""
    tops = [OrgUnit.objects.create(code=code, level=1, name_fr=code) for code in ("big", "small")]
    regions = OrgUnit.objects.bulk_create(
        OrgUnit(code=f"r{n}", level=2, name_fr=f"Region {n}", parent=tops[n == REGIONS])
        for n in range(REGIONS + 1)
    )
    districts = OrgUnit.objects.bulk_create(
        OrgUnit(code=f"d{n}", level=3, name_fr=f"District {n}", parent=regions[n // DISTRICTS])
        for n in range(DISTRICTS * (REGIONS + 1))
    )
    return tops[0], districts


def _people(districts: list[OrgUnit]) -> list[User]:
    people = User.objects.bulk_create(
        User(email=f"p{n}@example.org", first_name=f"Prénom {n}", last_name=f"Nom {n % 997}")
        for n in range(PEOPLE)
    )
    Membership.objects.bulk_create(
        Membership(
            user=user, unit=districts[n % len(districts)], role=Role.LEAD if n % 5 == 0 else Role.MEMBER,
            starts_on=AT.date(),
        )
        for n, user in enumerate(people)
    )  # fmt: skip
    Profile.objects.bulk_create(
        Profile(user=user, can_help_with=f"Aide {n}", spoken=["fr"]) for n, user in enumerate(people[:5000])
    )
    return people


def _what_they_did(people: list[User], districts: list[OrgUnit], by: User) -> None:
    SignIn.objects.bulk_create(SignIn(user=user, at=AT, form_secret="") for user in people)
    Invitation.objects.bulk_create(
        Invitation(
            first_name="A", last_name=f"B {n}", role=Role.MEMBER, unit=districts[n % 3000 % len(districts)],
            language="fr", email=f"i{n}@example.org", invited_by=by, expires_at=timezone.now(),
        )
        for n in range(5000)
    )  # fmt: skip
    Outbox.objects.bulk_create(
        Outbox(
            key=f"k{n}", kind="notifications.test", recipient=user, language="fr", by=by,
            state=Outbox.State.BY_HAND, due_at=AT,
        )
        for n, user in enumerate(people[:5000])
    )  # fmt: skip
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind, object_id=str(user.pk), label=str(user), action="districts.sign_in",
            timestamp=AT + datetime.timedelta(seconds=n), user=user,
        )
        for n, user in enumerate(people + people[:2000])
    )  # fmt: skip


def _messages(home, country: OrgUnit, by: User) -> None:
    cycle = LearningCycle.objects.create(code="c", title_fr="C", title_en="C")
    cycle.countries.add(country)
    page = page_below(page_below(place_for_cycles(home), "Cycle", CyclePage, cycle=cycle), "L", LessonPage)
    fill(page, by, 2000)
    Post.objects.update(status=Post.Status.HELD, published_at=None)


@pytest.fixture
def world(made, db):
    translation.activate("fr")
    return made


# Address, by whom it is opened; {district}, {country}, {person} and {post} are keys.
SCREENS = [
    *((address, who) for who in ("administrator", "facilitator") for address in (
        "/fr/", "/fr/people/", "/fr/people/?q=Nom+77", "/fr/people/?q=District+7", "/fr/people/?page=300",
        "/fr/people/{person}/", "/fr/people/{person}/roles/add/", "/fr/people/roles/{post}/acting-lead/",
        "/fr/people/invitations/", "/fr/people/invitations/?page=90", "/fr/people/invitations/new/",
        "/fr/people/invitations/table/", "/fr/directory/", "/fr/directory/?q=Nom+77", "/fr/directory/?page=300",
        "/fr/directory/{person}/", "/fr/handover/{district}/", "/fr/team/{district}/looks/",
        "/admin/units/", "/admin/units/{country}/", "/admin/units/{district}/", "/admin/units/?q=District+7",
        "/admin/outbox/", "/admin/outbox/?p=150", "/admin/moderation/", "/admin/moderation/?p=60",
    )),
    *((address, who) for who in ("administrator", "local") for address in (
        "/admin/reports/audit/", "/admin/reports/audit/?p=100", "/admin/reports/audit/?acts=sign_ins",
        "/admin/reports/audit/?by=Nom+77&about=Nom", "/admin/reports/audit/?acts=roles",
        "/admin/reports/audit/results/", "/admin/units/{district}/edit/", "/admin/units/{district}/replace/",
        "/admin/units/{country}/add/",
    )),
    *((address, "member") for address in ("/fr/", "/fr/directory/", "/fr/account/profile/", "/fr/account/data/")),
]  # fmt: skip


def counted(page: str) -> tuple[int, int]:
    """Form fields and choices in them."""
    return len(re.findall(r"<(?:input|select|textarea)\b", page)), len(re.findall(r"<option\b", page))


def keys(world) -> dict[str, int]:
    return {name: getattr(world, name).pk for name in ("district", "country", "person", "post")}


@pytest.mark.parametrize(("address", "who"), SCREENS)
def test_a_screen_stays_within_its_budget(world, address, who):
    client = world.clients[who]
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address.format(**keys(world)))
    assert response.status_code == 200
    fields, choices = counted(response.content.decode())
    queries = [query["sql"][:300] for query in asked.captured_queries]
    assert len(asked) <= MOST_QUERIES, "\n".join(queries)
    assert fields <= MOST_FIELDS and choices <= MOST_OPTIONS


def test_a_wrong_place_in_an_invitation_is_told_within_the_budget(world, django_assert_max_num_queries):
    fields = {"first_name": "A", "last_name": "B", "role": "member", "unit": "Distrct 77", "language": "fr"}
    with django_assert_max_num_queries(MOST_QUERIES):
        page = world.clients["facilitator"].post("/fr/people/invitations/new/", fields).content.decode()
    assert "District 77" in page and counted(page)[0] <= MOST_FIELDS


def test_a_table_of_500_lines_is_looked_at_within_the_budget(world, django_assert_max_num_queries):
    table = "prénom,nom,courriel,rôle,district\n" + "\n".join(
        f"A,B,new{n}@example.org,membre,District {n}" for n in range(500)
    )
    with django_assert_max_num_queries(MOST_QUERIES):
        page = world.clients["facilitator"].post("/fr/people/invitations/table/", {"table": table})
    assert page.status_code == 200 and len(page.context["good"]) == 500
    assert counted(page.content.decode())[0] <= MOST_FIELDS


def test_the_whole_log_comes_as_a_file_in_pieces(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        response = world.clients["administrator"].get(
            "/admin/reports/audit/", {"export": "csv", "acts": "sign_ins"}
        )
        pieces = list(response.streaming_content)
    assert len(pieces) > 12_000


def test_the_log_says_where_its_pages_end(world):
    page = world.clients["administrator"].get("/admin/reports/audit/", {"p": "9999"})
    assert page.context["page_obj"].number == 200
    assert page.context["older_left_out"]


def test_wagtail_s_own_history_does_not_list_everybody(world):
    """Its queries are Wagtail's, more than ours may be, and no more for more people."""
    with CaptureQueriesContext(connection) as asked:
        page = world.clients["administrator"].get("/admin/reports/site-history/").content.decode()
    assert counted(page)[0] <= MOST_FIELDS and len(asked) <= 2 * MOST_QUERIES


def test_a_workbook_too_large_to_be_made_at_once_is_refused_with_what_to_do(world, monkeypatch):
    monkeypatch.setattr("districts.audit_admin.MOST_IN_WORKBOOK", 1000)
    asked = {"export": "xlsx", "acts": "sign_ins"}
    response = world.clients["administrator"].get("/admin/reports/audit/", asked, follow=True)
    assert response.redirect_chain == [("/admin/reports/audit/?acts=sign_ins", 302)]
    assert "1\u202f000" in response.content.decode() or "1000" in response.content.decode()
    asked["by"] = world.person.email
    assert world.clients["administrator"].get("/admin/reports/audit/", asked).status_code == 200
