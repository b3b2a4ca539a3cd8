"""The list of what was not sent: who sees what, printing, sending again."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from districts.actions import start_membership
from districts.models import Role
from notifications import kinds
from notifications.models import Outbox

from .posting import Plain, asked, delivered, somebody

State, Reason = Outbox.State, Outbox.Reason
LINK = "https://portal.example.org/open/abc"


class Opening(Plain):
    """With a one-time link."""

    name = "tests.opening"
    template = "tests/opening"
    can_be_stopped = False

    def one_time_link(self, recipient, target, context):
        return LINK


@pytest.fixture
def people(pages_ready):
    found = {}
    for name, role in (
        ("admin", Role.ADMINISTRATOR),
        ("facilitator", Role.FACILITATOR),
        ("other", Role.FACILITATOR),
    ):
        found[name] = somebody(name, language="en")
        start_membership(user=found[name], role=role, unit=None, by=None)
    found["researcher"] = somebody("researcher")
    return found


@pytest.fixture
def browser(settings):
    settings.MFA_REQUIRED_ROLES = []

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def by_hand(people, awa, john, settings):
    """Caused by the facilitator, for Awa; and one that the administrator caused, for John."""
    settings.MAIL_CONFIGURED = False
    rows = [
        delivered(asked(awa, key="1", by=people["facilitator"])),
        delivered(asked(john, key="2", by=people["admin"])),
    ]
    settings.MAIL_CONFIGURED = True
    return rows


@pytest.fixture
def templates(settings):
    """A mail with a one-time link, without files of its own."""
    body = (
        "{% extends 'notifications/mail/base.txt' %}{% block body %}Open: {{ one_time_link }}{% endblock %}"
    )
    texts = {"tests/opening.txt": body, "tests/opening.subject.txt": "Open it"}
    loaders = [
        ("django.template.loaders.locmem.Loader", texts),
        "django.template.loaders.app_directories.Loader",
    ]
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"APP_DIRS": False, "OPTIONS": engine["OPTIONS"] | {"loaders": loaders}}]
    kinds._kinds[Opening.name] = Opening()


def listed(client, **query) -> str:
    return client.get(reverse("outbox"), query).content.decode()


def test_what_needs_a_hand_is_listed_with_the_reason(by_hand, people, browser):
    page = listed(browser(people["admin"]))
    assert "awa@example.org" in page and "john@example.org" in page and "mail is not configured" in page
    Outbox.objects.update(state=State.SENT)
    assert "awa@example.org" not in listed(browser(people["admin"]))
    assert "awa@example.org" in listed(browser(people["admin"]), state="sent")


def test_filters_narrow_and_nonsense_is_no_filter(by_hand, people, browser):
    client = browser(people["admin"])
    french = listed(client, language="fr", kind="tests.plain", state="by_hand")
    assert "awa@example.org" in french and "john@example.org" not in french
    assert "awa@example.org" not in listed(client, kind="notifications.test")
    for query in ({"state": "x", "kind": "x", "language": "x"}, {"p": "x"}, {"p": "999"}, {"state": "\x00"}):
        assert "awa@example.org" in listed(client, **query)


def test_a_facilitator_sees_what_they_have_caused(by_hand, people, browser):
    own, other = by_hand
    client = browser(people["facilitator"])
    assert "awa@example.org" in listed(client) and "john@example.org" not in listed(client)
    assert "awa@example.org" not in listed(browser(people["other"]))
    assert client.get(reverse("outbox_print", args=[own.pk])).status_code == 200
    for response in (
        client.get(reverse("outbox_print", args=[other.pk])),
        client.post(reverse("outbox_given", args=[other.pk])),
    ):
        assert response["Location"] == "/admin/", "Wagtail leads back, saying that the right is missing"
    client.post(reverse("outbox_resend"), {"notice": [own.pk, other.pk]})
    assert [Outbox.objects.get(pk=row.pk).state for row in by_hand] == [State.QUEUED, State.BY_HAND]


@pytest.mark.parametrize("name", ["outbox", "outbox_print", "outbox_given", "outbox_resend"])
def test_others_see_nothing(by_hand, people, browser, client, name):
    address = reverse(name, args=[by_hand[0].pk] if name in ("outbox_print", "outbox_given") else [])
    for method in ("get", "post"):
        assert getattr(browser(people["researcher"]), method)(address).status_code == 403
        assert getattr(client, method)(address).status_code == 302


def test_the_copy_is_in_the_recipients_language_and_opening_it_is_logged(by_hand, people, browser):
    response = browser(people["admin"]).get(reverse("outbox_print", args=[by_hand[0].pk]))
    page = response.content.decode()
    assert '<article lang="fr"' in page and "Bonjour Awa" in page and '<html lang="en"' in page
    assert "no-store" in response["Cache-Control"]
    assert ModelLogEntry.objects.get(action="notifications.print").user == people["admin"]


def test_the_link_stands_in_the_mail_and_on_the_copy_and_nowhere_else(
    people, awa, browser, settings, templates
):
    settings.MAIL_CONFIGURED = False
    row = delivered(asked(awa, kind="tests.opening", by=people["admin"]))
    client = browser(people["admin"])
    assert LINK in client.get(reverse("outbox_print", args=[row.pk])).content.decode()
    assert LINK not in listed(client)
    settings.MAIL_CONFIGURED = True
    client.post(reverse("outbox_resend"), {"notice": [row.pk]})
    row = delivered(row)
    assert row.state == State.SENT and LINK in mail.outbox[0].body
    assert LINK not in str(list(Outbox.objects.values())) + str(list(ModelLogEntry.objects.values()))
    again = client.get(reverse("outbox_print", args=[row.pk]), follow=True).content.decode()
    assert "no longer waiting" in again and LINK not in again


def test_a_copy_of_what_is_gone_says_so(people, awa, browser, settings):
    settings.MAIL_CONFIGURED = False
    about = somebody("about")
    row = delivered(asked(awa, target=about, context={"first_name": "About"}))
    about.delete()
    page = browser(people["admin"]).get(reverse("outbox_print", args=[row.pk]))
    assert page.status_code == 200 and "nothing to print" in page.content.decode()


def test_giving_by_hand_ends_it(by_hand, people, browser):
    client = browser(people["admin"])
    address = reverse("outbox_given", args=[by_hand[0].pk])
    assert client.get(address).status_code == 405
    client.post(address)
    assert Outbox.objects.get(pk=by_hand[0].pk).state == State.GIVEN
    assert "no longer waiting" in client.post(address, follow=True).content.decode()


def test_sending_again_takes_only_what_was_not_sent(by_hand, people, browser):
    client = browser(people["admin"])
    Outbox.objects.filter(pk=by_hand[1].pk).update(state=State.SENT)
    asked = [row.pk for row in by_hand] + ["x", "9" * 17, "9" * 30, "-1"]
    page = client.post(reverse("outbox_resend"), {"notice": asked}, follow=True).content.decode()
    assert "1 notice will be sent again" in page
    assert [Outbox.objects.get(pk=row.pk).state for row in by_hand] == [State.QUEUED, State.SENT]
    assert client.get(reverse("outbox_resend")).status_code == 405
    assert "tick what" in client.post(reverse("outbox_resend"), follow=True).content.decode()


def test_addresses_that_name_nothing_are_not_found(people, browser):
    for pk in (0, 10**17):
        assert browser(people["admin"]).get(reverse("outbox_print", args=[pk])).status_code == 404
    assert browser(people["admin"]).get(reverse("outbox") + f"{10**30}/print/").status_code == 404


def test_the_list_asks_as_often_for_many_as_for_few(people, awa, browser):
    client = browser(people["admin"])
    counts = []
    for number in (2, 28):
        for index in range(number):
            asked(somebody(f"p{number}-{index}"), key=f"{number}-{index}", by=somebody(f"b{number}-{index}"))
        Outbox.objects.update(state=State.BY_HAND)
        listed(client)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            listed(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
