"""Leaving a post oneself: who may, until when, what of it others still see."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone, translation

from districts.handover_actions import NoteRefused
from districts.leaving import CannotLeave, OnlyAdministrator, leave_post
from districts.models import HandoverNote, Membership, Role, User

from .accounts import account, guinea, text_of
from .places import country, days, districts_of, person, today

AT_ONCE = {"when": "now", "last_day": "", "text": "", "language": "fr"}


@pytest.fixture
def places(pages_ready):
    return guinea()


@pytest.fixture
def member(places):
    return account(Role.MEMBER, places[1][0])


@pytest.fixture
def browser(client, member):
    client.force_login(member)
    return client


def post_of(user: User) -> Membership:
    return user.memberships.order_by("pk").first()


def leave(browser, post: Membership, **fields):
    return browser.post(f"/en/account/posts/{post.pk}/leave/", AT_ONCE | fields)


def on(day: datetime.date) -> dict:
    return {"when": "day", "last_day": day.isoformat()}


def test_the_own_posts_are_listed_with_those_of_before(browser, member, places):
    Membership.objects.create(user=member, role=Role.RESEARCHER, starts_on="2020-01-01", ends_on="2020-02-01")
    somebody_else = account(Role.MEMBER, places[1][1])
    page = browser.get("/en/account/posts/")
    text = text_of(page)
    assert "Team member, gui D1" in text and "from 1 January 2020 to 1 February 2020" in text
    links = page.content.decode()
    assert f"/en/account/posts/{post_of(member).pk}/leave/" in links and "/en/handover/" in links
    assert links.count("/leave/") == 1, "a post that is over cannot be left"
    assert f"/posts/{post_of(somebody_else).pk}/" not in links


def test_who_has_no_post_is_told_whom_to_ask(client, places):
    client.force_login(account(None))
    assert "You have no role at present." in text_of(client.get("/en/account/posts/"))


@pytest.mark.parametrize("who", ["facilitator", "lead", "administrator", "superuser", "anonymous"])
def test_nobody_leaves_for_somebody_else(client, places, member, who):
    top, (here, _there) = places
    users = {
        "facilitator": lambda: account(Role.FACILITATOR, top),
        "lead": lambda: account(Role.LEAD, here),
        "administrator": lambda: account(Role.ADMINISTRATOR),
        "superuser": lambda: account(None, is_superuser=True),
    }
    if who != "anonymous":
        client.force_login(users[who]())
    post = post_of(member)
    expected = 302 if who == "anonymous" else 403
    for address in ("leave", "left"):
        assert client.get(f"/en/account/posts/{post.pk}/{address}/").status_code == expected
    assert leave(client, post).status_code == expected
    assert member.memberships.current().exists()


def test_leaving_at_once_ends_access_and_says_what_remains(browser, member):
    done = leave(browser, post_of(member))
    assert done.url == f"/en/account/posts/{post_of(member).pk}/left/"
    text = text_of(browser.get(done.url))
    assert "You have left this role" in text and "Your account still exists" in text
    assert "You have no other role at present." in text and "/en/account/data/" in str(
        browser.get(done.url).content
    )
    assert not member.memberships.current().exists()


def test_the_page_says_before_what_stays_and_what_ends(browser, member):
    text = text_of(browser.get(f"/en/account/posts/{post_of(member).pk}/leave/"))
    assert "stay with the district" in text and "What this role lets you read and do." in text
    assert "Who can read this: the team of gui D1 and whoever joins it" in text


def test_a_button_pressed_twice_leads_to_the_same_page(browser, member):
    first, second = (leave(browser, post_of(member)) for _press in range(2))
    assert first.url == second.url
    assert post_of(member).ends_on == today() - days(1)


@pytest.mark.parametrize("ahead", [0, 1, 365])
def test_until_the_last_day_one_stays_in(browser, member, ahead):
    done = leave(browser, post_of(member), **on(today() + days(ahead)))
    assert "Your last day is noted" in text_of(browser.get(done.url))
    assert member.memberships.current(today() + days(ahead)).exists()
    assert not member.memberships.current(today() + days(ahead + 1)).exists()


@pytest.mark.parametrize("day", ["", "2020-01-01", "9999-12-31", "12345678-01-01", "soon", "\x00"])
def test_a_last_day_that_cannot_be_is_refused_beside_the_field_and_nothing_is_lost(browser, member, day):
    page = leave(browser, post_of(member), when="day", last_day=day, text="Le classeur vert.")
    assert page.status_code == 200 and page.context["form"].errors["last_day"]
    assert "Le classeur vert." in page.content.decode()
    assert post_of(member).ends_on is None and not HandoverNote.objects.exists()


@pytest.mark.parametrize("ahead", [-1, 366])
def test_the_last_day_is_from_today_to_a_year_ahead(browser, member, ahead):
    page = leave(browser, post_of(member), **on(today() + days(ahead)))
    assert "Choose a day from" in text_of(page)


def test_the_field_begins_with_today(browser, member):
    page = browser.get(f"/en/account/posts/{post_of(member).pk}/leave/").content.decode()
    assert f'value="{today().isoformat()}"' in page and f'min="{today().isoformat()}"' in page


def test_nobody_prolongs_their_own_post(browser, member):
    post = post_of(member)
    Membership.objects.filter(pk=post.pk).update(ends_on=today() + days(5))
    assert "Choose a day from" in text_of(leave(browser, post, **on(today() + days(6))))
    assert leave(browser, post, **on(today() + days(2))).status_code == 302
    assert post_of(member).ends_on == today() + days(2)


def test_an_acting_lead_s_post_is_left_alone_and_the_member_stays(browser, member, places):
    acting = Membership.objects.create(
        user=member,
        unit=places[1][0],
        role=Role.LEAD,
        acting=True,
        starts_on=today(),
        ends_on=today() + days(9),
    )
    text = text_of(browser.get(leave(browser, acting).url))
    assert "You still have one other role: team member (gui D1)" in text
    assert [post.role for post in member.memberships.current()] == [Role.MEMBER]


def test_a_post_to_come_does_not_begin_earlier_by_being_left(browser, member, places):
    coming = Membership.objects.create(
        user=member, unit=places[1][1], role=Role.MEMBER, starts_on=today() + days(10)
    )
    assert "Choose a day from" in text_of(leave(browser, coming, **on(today() + days(3))))
    leave(browser, coming)
    for ahead in (0, 10, 20):
        assert coming not in member.memberships.current(today() + days(ahead))


def test_the_note_is_kept_for_the_team_in_its_language(browser, member, places):
    leave(browser, post_of(member), text="  Le classeur vert\r\nest au bureau.  ", language="fr")
    note = HandoverNote.objects.get()
    assert (note.unit, note.author, note.language) == (places[1][0], member, "fr")
    assert note.text == "Le classeur vert\nest au bureau."


def test_a_note_too_long_stays_on_the_screen_and_one_stays_in_the_post(browser, member):
    page = leave(browser, post_of(member), text="é" * 6001)
    assert "Your note has 6001 characters and 6000 fit." in text_of(page)
    assert "é" * 6001 in page.content.decode() and post_of(member).ends_on is None


def test_who_has_no_team_is_asked_for_no_note(client, places):
    facilitator = account(Role.FACILITATOR, places[0])
    client.force_login(facilitator)
    page = client.get(f"/en/account/posts/{post_of(facilitator).pk}/leave/")
    assert "text" not in page.context["form"].fields
    leave(client, post_of(facilitator), text="For nobody")
    assert not HandoverNote.objects.exists() and not facilitator.memberships.current().exists()
    with pytest.raises(NoteRefused):
        other = account(Role.OFFICIAL, places[0])
        leave_post(post=post_of(other), by=other, note="For nobody")


@pytest.mark.parametrize(("where", "others", "may"), [
    (None, [], False),
    (None, [(Role.ADMINISTRATOR, "country")], False),  # of one country only
    (None, [(Role.FACILITATOR, None)], False),
    (None, [(Role.ADMINISTRATOR, None)], True),
    ("country", [], False),
    ("country", [(Role.ADMINISTRATOR, None)], True),
    ("country", [(Role.ADMINISTRATOR, "country")], True),
    ("country", [(Role.ADMINISTRATOR, "abroad")], False),
])  # fmt: skip
def test_the_only_administrator_cannot_leave(client, places, where, others, may):
    units = {None: None, "country": places[0], "abroad": country("ben")}
    administrator = account(Role.ADMINISTRATOR, units[where])
    for role, unit in others:
        account(role, units[unit])
    client.force_login(administrator)
    response = leave(client, post_of(administrator))
    assert response.status_code == (302 if may else 200)
    assert administrator.memberships.current().exists() is not may
    if not may:
        assert "You are the only administrator here" in text_of(response)


@pytest.mark.parametrize("change", ["inactive", "leaving"])
def test_an_administrator_who_is_gone_by_then_does_not_count(places, change):
    administrator, other = account(Role.ADMINISTRATOR), account(Role.ADMINISTRATOR)
    if change == "inactive":
        User.objects.filter(pk=other.pk).update(is_active=False)
    else:
        other.memberships.update(ends_on=today() + days(5))
        leave_post(post=post_of(administrator), by=administrator, last_day=today() + days(4))
        Membership.objects.filter(user=administrator).update(ends_on=None)
    with pytest.raises(OnlyAdministrator):
        leave_post(post=post_of(administrator), by=administrator, last_day=today() + days(5))


def test_a_superuser_counts_as_an_administrator(places):
    administrator = account(Role.ADMINISTRATOR)
    person(is_superuser=True)
    leave_post(post=post_of(administrator), by=administrator)
    assert not administrator.memberships.current().exists()


def test_the_action_refuses_what_the_form_would(member, places):
    other = account(Role.MEMBER, places[1][1])
    with pytest.raises(CannotLeave):
        leave_post(post=post_of(member), by=other)
    with pytest.raises(CannotLeave):
        leave_post(post=post_of(member), by=member, last_day=today() - days(1))
    leave_post(post=post_of(member), by=member)
    with pytest.raises(CannotLeave):
        leave_post(post=post_of(member), by=member)


@pytest.mark.parametrize(("zone", "told"), [
    ("Africa/Porto-Novo", "at 1 a.m. (Ben)"),
    ("Africa/Conakry", "at midnight (Ben)"),
    ("", "at midnight UTC"),
])  # fmt: skip
def test_when_the_last_day_is_over_is_told_by_the_country_s_clock(client, pages_ready, zone, told):
    someone = account(Role.MEMBER, districts_of(country("ben", time_zone=zone))[0])
    client.force_login(someone)
    assert told in text_of(client.get(f"/en/account/posts/{post_of(someone).pk}/leave/"))


def test_access_ends_at_the_hour_that_was_told(monkeypatch, pages_ready):
    someone = account(Role.MEMBER, districts_of(country("ben", time_zone="Africa/Porto-Novo"))[0])
    leave_post(post=post_of(someone), by=someone, last_day=today())
    for hour, there in ((datetime.timedelta(hours=-1), True), (datetime.timedelta(), False)):
        midnight = datetime.datetime.combine(today() + days(1), datetime.time(), datetime.UTC)
        monkeypatch.setattr(timezone, "now", lambda moment=midnight + hour: moment)
        assert someone.memberships.current().exists() is there
        monkeypatch.undo()


@pytest.mark.parametrize("pk", [0, 2**31, 10**30])
def test_numbers_that_no_post_has_are_not_found(browser, pk):
    assert browser.get(f"/en/account/posts/{pk}/leave/").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_speak_both_languages(member, language):
    browser = Client()
    browser.force_login(member)
    with translation.override(language):
        for address in ("", f"{post_of(member).pk}/leave/"):
            page = browser.get(f"/{language}/account/posts/{address}")
            assert f'<html lang="{language}"' in page.content.decode()


def test_ten_posts_and_three_hundred_cost_the_same(browser, member, django_assert_max_num_queries):
    def more(number):
        Membership.objects.bulk_create(
            Membership(user=member, unit=unit, role=Role.MEMBER, starts_on="2020-01-01", ends_on="2020-01-02")
            for unit in districts_of(country(f"c{number}", districts=number))
        )

    browser.get("/en/account/posts/")
    more(9)
    with django_assert_max_num_queries(20) as few:
        browser.get("/en/account/posts/")
    more(290)
    with django_assert_max_num_queries(20) as many:
        browser.get("/en/account/posts/")
    assert len(few) == len(many)
