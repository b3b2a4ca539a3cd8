"""A form that meets a dead session is kept for its writer, and sent when that person says so."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from districts.kept_posts import MOST_PER_PERSON
from districts.models import KeptFile, KeptPost, Role

from .accounts import PASSWORD, account, guinea, is_signed_in, sign_in, text_of

PREFERENCES = "/en/notifications/"
INVITE = "/en/people/invitations/new/"
TABLE = "/en/people/invitations/table/"
WRITTEN = {
    "first_name": "Moussa",
    "last_name": "Camara",
    "language": "fr",
    "role": "member",
    "unit": "gui D1",
}


@pytest.fixture
def facilitator(pages_ready):
    return account(Role.FACILITATOR, guinea()[0])


@pytest.fixture
def browser():
    """One that checks form tokens, as real ones are checked."""
    return Client(enforce_csrf_checks=True)


def token_in(response) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode())[1]


def enter(browser, user):
    page = browser.get("/accounts/login/")
    values = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token_in(page)}
    return browser.post("/accounts/login/?lang=en", values)


def form_open_in(browser, user, address=INVITE) -> str:
    """Signed in, with a form open on the screen: its token."""
    enter(browser, user)
    return token_in(browser.get(address))


def lose_session(browser) -> None:
    del browser.cookies["sessionid"]


def late(browser, token: str, address=INVITE, **fields):
    return browser.post(address, {**WRITTEN, **fields, "csrfmiddlewaretoken": token})


def decide(browser, kept: KeptPost, what: str):
    token = token_in(browser.get("/accounts/kept/"))
    return browser.post(f"/accounts/kept/{kept.key}/", {what: "1", "csrfmiddlewaretoken": token})


def test_what_was_written_waits_and_is_sent_only_when_the_writer_says_so(browser, facilitator):
    from districts.models import Invitation

    token = form_open_in(browser, facilitator)
    lose_session(browser)
    response = late(browser, token)
    assert response.url == "/accounts/login/?next=/accounts/kept/"
    assert "What you wrote is kept for 24 hours" in text_of(browser.get(response.url))
    enter(browser, facilitator)
    page = text_of(browser.get("/accounts/kept/"))
    assert "Moussa" in page and "gui D1" in page
    assert not Invitation.objects.exists(), "nothing is sent by itself"
    done = decide(browser, KeptPost.objects.get(), "send")
    assert "shown again" in text_of(done)
    assert Invitation.objects.get().invited_by == facilitator
    assert not KeptPost.objects.exists(), "it is not sent twice"


def test_another_person_never_sees_it(browser, facilitator):
    token = form_open_in(browser, facilitator)
    lose_session(browser)
    late(browser, token)
    kept = KeptPost.objects.get()
    other = account(Role.FACILITATOR, facilitator.memberships.get().unit)
    enter(browser, other)
    assert "Moussa" not in text_of(browser.get("/accounts/kept/"))
    token = token_in(browser.get("/accounts/security/"))
    for what in ("send", "drop"):
        answer = browser.post(f"/accounts/kept/{kept.key}/", {what: "1", "csrfmiddlewaretoken": token})
        assert answer.status_code == 404
    assert KeptPost.objects.get().owner == facilitator


def test_written_by_one_and_sent_from_another_s_session_it_is_the_writer_s(browser, facilitator):
    """A tab left open on a shared computer: somebody else has signed in since, and presses the button."""
    from districts.models import Invitation

    token = form_open_in(browser, facilitator)
    other = account(Role.FACILITATOR, facilitator.memberships.get().unit)
    browser.cookies.pop("sessionid")
    enter(browser, other)
    late(browser, token)
    assert not Invitation.objects.exists()
    assert KeptPost.objects.get().owner == facilitator
    assert "Moussa" not in text_of(browser.get("/accounts/kept/"))


def test_signed_in_again_in_another_tab_the_old_form_is_offered_at_once(browser, facilitator):
    token = form_open_in(browser, facilitator)
    browser.cookies.pop("sessionid")
    enter(browser, facilitator)
    response = late(browser, token)
    assert response.url == "/accounts/kept/" and is_signed_in(browser)
    assert "Moussa" in text_of(browser.get(response.url))


def test_signing_out_elsewhere_loses_nothing(browser, facilitator):
    token = form_open_in(browser, facilitator)
    browser.post("/accounts/logout/", {"csrfmiddlewaretoken": token})
    assert late(browser, token).url.startswith("/accounts/login/")
    assert KeptPost.objects.get().owner == facilitator


def test_a_shared_computer_s_idle_end_loses_nothing(browser, facilitator):
    token = form_open_in(browser, facilitator)
    session = browser.session
    session["shared_computer"], session["seen_at"] = True, 1
    session.save()
    assert late(browser, token).url.startswith("/accounts/login/")
    assert KeptPost.objects.get().owner == facilitator


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_from_another_site_nothing_is_kept(browser, facilitator, headers):
    token = form_open_in(browser, facilitator)
    lose_session(browser)
    browser.post(INVITE, {**WRITTEN, "csrfmiddlewaretoken": token}, headers=headers)
    assert not KeptPost.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "A" * 64, "é" * 64])
def test_without_a_token_of_ours_nothing_is_kept(browser, facilitator, token):
    form_open_in(browser, facilitator)
    lose_session(browser)
    response = late(browser, token)
    assert response.status_code in (302, 403) and not KeptPost.objects.exists()
    assert "Invitation" not in response.headers.get("Location", "")


@pytest.mark.parametrize(
    "address", ["/accounts/password/change/", "/accounts/login/", "/admin/pages/1/edit/", "/nowhere/"]
)
def test_only_our_own_forms_are_kept_and_no_passwords(browser, facilitator, address):
    token = form_open_in(browser, facilitator)
    lose_session(browser)
    late(browser, token, address)
    late(browser, token, password="secret", new_password2="secret")
    assert not KeptPost.objects.exclude(path=INVITE).exists()
    assert "secret" not in str(list(KeptPost.objects.values_list("fields", flat=True)))


def test_files_wait_too_and_go_with_it(browser, facilitator):
    token = form_open_in(browser, facilitator, TABLE)
    lose_session(browser)
    content = b"first name;last name;role;district\nAwa;Barry;member;gui D1\n"
    browser.post(TABLE, {"file": SimpleUploadedFile("people.csv", content), "csrfmiddlewaretoken": token})
    enter(browser, facilitator)
    assert "people.csv" in text_of(browser.get("/accounts/kept/"))
    kept, stored = KeptPost.objects.get(), KeptFile.objects.get().content.name
    look = decide(browser, kept, "send")
    assert "1 line is good." in text_of(look) and "Awa Barry" in text_of(look)
    assert default_storage.exists(stored)


def test_dropping_it_takes_the_files_away(browser, facilitator, django_capture_on_commit_callbacks):
    token = form_open_in(browser, facilitator, TABLE)
    lose_session(browser)
    browser.post(TABLE, {"file": SimpleUploadedFile("p.csv", b"x"), "csrfmiddlewaretoken": token})
    stored = KeptFile.objects.get().content.name
    enter(browser, facilitator)
    with django_capture_on_commit_callbacks(execute=True):
        decide(browser, KeptPost.objects.get(), "drop")
    assert not KeptPost.objects.exists() and not default_storage.exists(stored)


def test_too_much_is_not_kept(browser, facilitator, monkeypatch):
    monkeypatch.setattr("districts.keeping_posts.MOST_BYTES", 100)
    token = form_open_in(browser, facilitator)
    lose_session(browser)
    assert late(browser, token, first_name="x" * 200).status_code == 302
    assert not KeptPost.objects.exists()


def test_a_person_s_last_ones_are_kept_and_no_more(browser, facilitator):
    token = form_open_in(browser, facilitator)
    lose_session(browser)
    for number in range(MOST_PER_PERSON + 2):
        late(browser, token, first_name=f"Number {number}")
    kept = [dict(post.fields)["first_name"] for post in facilitator.kept_posts.all()]
    assert kept == [f"Number {number}" for number in range(MOST_PER_PERSON + 1, 1, -1)]


def test_after_a_day_it_is_gone(browser, facilitator):
    token = form_open_in(browser, facilitator)
    lose_session(browser)
    late(browser, token)
    KeptPost.objects.update(kept_at=timezone.now() - timedelta(hours=25))
    enter(browser, facilitator)
    assert "Nothing is kept for you." in text_of(browser.get("/accounts/kept/"))
    old = KeptPost.objects.get()
    token = token_in(browser.get("/accounts/security/"))
    assert (
        browser.post(f"/accounts/kept/{old.key}/", {"send": "1", "csrfmiddlewaretoken": token}).status_code
        == 404
    )
    lose_session(browser)
    late(browser, token)
    assert not KeptPost.objects.filter(pk=old.pk).exists(), "the next one takes the old ones away"


def test_what_one_may_no_longer_do_is_not_done(browser, facilitator):
    from districts.actions import end_membership
    from districts.models import Invitation

    token = form_open_in(browser, facilitator)
    lose_session(browser)
    late(browser, token)
    end_membership(membership=facilitator.memberships.get(), by=None)
    enter(browser, facilitator)
    assert decide(browser, KeptPost.objects.get(), "send").status_code == 403
    assert not Invitation.objects.exists()


def test_what_was_wrong_in_it_is_put_right_at_the_same_place(browser, facilitator):
    from districts.models import Invitation

    token = form_open_in(browser, facilitator)
    lose_session(browser)
    late(browser, token, unit="nowhere at all", email="moussa@example.org")
    enter(browser, facilitator)
    kept = KeptPost.objects.get()
    again = decide(browser, kept, "send")
    assert "There is no such place in your area." in text_of(again) and "Moussa" in again.content.decode()
    values = {**WRITTEN, "email": "moussa@example.org", "csrfmiddlewaretoken": token_in(again)}
    assert browser.post(f"/accounts/kept/{kept.key}/", values).status_code == 302
    assert Invitation.objects.get().unit.code == "gui-d1" and not KeptPost.objects.exists()


def test_anonymous_pages_ask_no_question_about_people(client, facilitator, django_assert_num_queries):
    client.get("/robots.txt")
    with django_assert_num_queries(0):
        assert client.get("/robots.txt").status_code == 200
    assert "Vary" not in client.get("/robots.txt") or "Cookie" not in client.get("/robots.txt")["Vary"]


def test_who_signs_in_with_a_second_factor_comes_to_what_was_kept(client, facilitator):
    response = client.post(
        "/accounts/login/?next=/accounts/kept/",
        {"login": facilitator.email, "password": PASSWORD, "next": "/accounts/kept/"},
    )
    assert response.url == "/accounts/kept/"
    assert sign_in(client, facilitator.email).status_code == 302


@pytest.mark.parametrize(("written", "read"), [("fr", "en"), ("en", "fr")])
def test_what_was_written_in_one_language_is_sent_from_the_other(browser, facilitator, written, read):
    from districts.models import Invitation

    address = INVITE.replace("/en/", f"/{written}/")
    token = form_open_in(browser, facilitator, address)
    lose_session(browser)
    late(browser, token, address, email="moussa@example.org")
    enter(browser, facilitator)
    browser.get(f"/accounts/kept/?lang={read}")
    assert decide(browser, KeptPost.objects.get(), "send").url == f"/{written}/people/invitations/"
    assert Invitation.objects.get().email == "moussa@example.org"
