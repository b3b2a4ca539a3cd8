"""What people say of themselves: read from what they type, kept whole, never half."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from analysis.audience import Audience
from content.page_cache import present_version
from districts.models import Channel, Profile, Role, User
from districts.profile_actions import Way, Written, save_profile
from districts.profile_forms import MonthField

from .accounts import account, guinea, text_of
from .places import country, districts_of

ADDRESS = "/en/account/profile/"
TYPED = {
    "first_name": "Fatoumata", "last_name": "Barry", "language": "en", "function": "midwifery",
    "title": "Point focal", "in_post_since": "2021-03", "spoken": ["fr", "ff"],
    "can_help_with": "Deaths reviews\r\nin Pita", "listed": "on",
    "way0-kind": "phone", "way0-value": "622 12 34 56", "way0-audience": "1",
    "way1-kind": "email", "way1-value": "Fatou@Example.org", "way1-audience": "5",
}  # fmt: skip
EMPTY_WAYS = {f"way{n}-{name}": value for n in range(5) for name, value in
              (("kind", "phone"), ("value", ""), ("audience", "4"))}  # fmt: skip


def typed(**changes) -> dict:
    return EMPTY_WAYS | TYPED | changes


@pytest.fixture
def member(pages_ready):
    return account(Role.MEMBER, guinea()[1][0], language="en")


@pytest.fixture
def browser(client, member):
    client.force_login(member)
    return client


def test_what_is_typed_is_kept_and_shown_again(browser, member):
    assert browser.post(ADDRESS, typed()).headers["Location"] == ADDRESS
    profile, member = Profile.objects.get(user=member), User.objects.get(pk=member.pk)
    assert (member.first_name, member.language) == ("Fatoumata", "en")
    assert profile.in_post_since == datetime.date(2021, 3, 1) and profile.spoken == ["fr", "ff"]
    assert profile.can_help_with == "Deaths reviews\nin Pita" and profile.listed
    kept = set(member.channels.values_list("kind", "value", "audience"))
    assert kept == {("phone", "+224622123456", 1), ("email", "fatou@example.org", 5)}
    page = browser.get(ADDRESS).content.decode()
    assert 'value="2021-03"' in page and 'value="+224 622 12 34 56"' in page and "Point focal" in page


def test_somebody_who_never_saved_it_finds_their_name_and_is_shown_unless_they_say_no(browser, member):
    form = browser.get(ADDRESS).context["form"]
    assert form["last_name"].value() == member.last_name and form["listed"].value()
    assert not Profile.objects.exists()
    browser.post(ADDRESS, {name: value for name, value in typed().items() if name != "listed"})
    assert Profile.objects.get().listed is False


def test_a_way_to_be_reached_goes_when_its_value_is_emptied(browser, member):
    browser.post(ADDRESS, typed())
    browser.post(ADDRESS, typed(**{"way0-value": " "}))
    assert [channel.kind for channel in member.channels.all()] == ["email"]
    browser.post(ADDRESS, typed(**EMPTY_WAYS))
    assert not member.channels.exists()


@pytest.mark.parametrize(("text", "month"), [
    ("2024-03", (2024, 3)), ("03/2024", (2024, 3)), ("3/2024", (2024, 3)), ("12.1999", (1999, 12)),
    ("2024/3", (2024, 3)), (" 03 2024 ", (2024, 3)), ("", None),
])  # fmt: skip
def test_a_month_is_read_as_calendars_and_people_write_it(text, month):
    assert MonthField(required=False).clean(text) == (month and datetime.date(*month, 1))


@pytest.mark.parametrize(
    "text", ["13/2024", "2024", "03/24", "mars 2024", "0000-01", "1890-01", "9999-12", "2024-03-01"]
)
def test_what_is_no_month_is_said_beside_the_field_and_stays_there(browser, text):
    page = browser.post(ADDRESS, typed(in_post_since=text))
    assert page.status_code == 200 and page.context["form"].errors["in_post_since"]
    assert f'value="{text}"' in page.content.decode() and not Profile.objects.exists()


def test_next_month_has_not_come_yet(browser):
    coming = (timezone.localdate().replace(day=1) + datetime.timedelta(days=40)).strftime("%m/%Y")
    assert "not come yet" in text_of(browser.post(ADDRESS, typed(in_post_since=coming)))


@pytest.mark.parametrize(("changes", "field"), [
    ({"way0-value": "12"}, "value"), ({"way0-kind": "whatsapp", "way0-value": "call me"}, "value"),
    ({"way1-value": "no address"}, "value"), ({"way0-kind": "pigeon"}, "kind"), ({"way0-audience": "6"}, "audience"),
    ({"way0-audience": "9" * 400}, "audience"), ({"way0-value": "a\x00b"}, "value"),
    ({"way2-kind": "phone", "way2-value": "+224 622 123 456"}, "value"), ({"way0-value": "7" * 201}, "value"),
])  # fmt: skip
def test_a_way_that_is_none_is_said_beside_it_and_nothing_is_saved(browser, member, changes, field):
    page = browser.post(ADDRESS, typed(**changes))
    assert page.status_code == 200
    assert [name for way in page.context["ways"] for name in way.errors] == [field]
    assert "Nothing is saved yet" in text_of(page) and not Channel.objects.exists()
    assert "Point focal" in page.content.decode()


@pytest.mark.parametrize(("name", "value"), [
    ("first_name", ""), ("last_name", " "), ("first_name", "x" * 151), ("language", "de"), ("function", "king"),
    ("spoken", ["fr", "tlh"]), ("title", "\x00"), ("title", "x" * 121), ("can_help_with", "x" * 601),
    ("can_help_with", "a\x00"), ("first_name", "\x00"),
])  # fmt: skip
def test_what_cannot_be_kept_is_said_beside_its_field(browser, member, name, value):
    page = browser.post(ADDRESS, typed(**{name: value}))
    assert page.status_code == 200 and list(page.context["form"].errors) == [name]
    member.refresh_from_db()
    assert member.first_name == "Person" and not Profile.objects.exists()


def test_the_limit_counts_what_people_see_not_what_browsers_send(browser):
    lines = "\r\n".join(["x" * 99] * 6)
    assert len(lines) > 600
    assert browser.post(ADDRESS, typed(can_help_with=lines + "\r\n")).status_code == 302


def test_another_kind_takes_what_people_write(browser, member):
    browser.post(ADDRESS, typed(**{"way0-kind": "other", "way0-value": "Radio VHF, canal 3 – <b>📻</b>"}))
    assert member.channels.get(kind="other").value == "Radio VHF, canal 3 – <b>📻</b>"
    page = browser.get(f"/en/directory/{member.pk}/").content.decode()
    assert "&lt;b&gt;📻" in page


def test_the_language_chosen_is_the_one_that_is_spoken_next(browser, member):
    browser.cookies["django_language"] = "en"
    answer = browser.post(ADDRESS, typed(language="fr"))
    assert answer.headers["Location"] == "/fr/account/profile/"
    assert browser.get("/").headers["Location"] == "/fr/"


def test_the_form_can_be_sent_without_a_single_field(browser, member):
    page = browser.post(ADDRESS, {})
    assert page.status_code == 200 and page.context["form"].errors["last_name"]


def test_anonymous_people_are_asked_to_sign_in_and_those_without_a_role_have_a_profile(client, pages_ready):
    assert client.get(ADDRESS).headers["Location"].startswith("/accounts/login/")
    client.force_login(account(None))
    page = client.get(ADDRESS)
    assert page.status_code == 200 and "/en/directory/" not in page.content.decode()


def written(**changes) -> Written:
    return Written(**({"first_name": "Awa", "last_name": "Diallo", "language": "fr"} | changes))


def test_who_changed_what_is_logged_without_the_words(member):
    way = Way("phone", "+224622123456", Audience.TEAM)
    save_profile(user=member, written=written(title="Médecin", ways=(way,)), by=member)
    entry = ModelLogEntry.objects.for_instance(member).get(action="districts.profile_saved")
    assert entry.user == member
    assert entry.data == {"changed": ["first_name", "last_name", "language", "channels", "title"]}
    save_profile(user=member, written=written(title="Médecin", ways=(way,)), by=member)
    assert ModelLogEntry.objects.filter(action="districts.profile_saved").count() == 1


def test_of_two_tabs_the_one_saved_last_counts(member):
    first, second = (Way("phone", number, Audience.TEAM) for number in ("+224622123456", "+224622999999"))
    save_profile(user=member, written=written(title="A", ways=(first,)), by=member)
    save_profile(user=member, written=written(title="B", ways=(second,)), by=member)
    assert Profile.objects.get().title == "B"
    assert [channel.value for channel in member.channels.all()] == [second.value]


def test_more_ways_than_there_are_rows_are_refused(member):
    ways = tuple(Way("other", str(n), Audience.TEAM) for n in range(6))
    with pytest.raises(ValueError):
        save_profile(user=member, written=written(ways=ways), by=member)
    with pytest.raises(ValueError):
        save_profile(user=member, written=written(ways=ways[:1] * 2), by=member)
    assert not Channel.objects.exists()


def test_a_new_name_is_seen_by_anonymous_readers_at_once(member, django_capture_on_commit_callbacks):
    before = present_version()
    with django_capture_on_commit_callbacks(execute=True):
        save_profile(user=member, written=written(), by=member)
    after = present_version()
    assert after != before
    with django_capture_on_commit_callbacks(execute=True):
        save_profile(user=member, written=written(title="Médecin"), by=member)
    assert present_version() == after


def test_above_everything_stands_who_reads_it(browser, client, pages_ready):
    page = text_of(browser.get(ADDRESS))
    for who in ("everybody who has a role here", "you alone", "for each way, those whom you choose"):
        assert who in page
    assert "Without a district" not in page
    client.force_login(account(Role.RESEARCHER, None))
    assert "Without a district, your team are those" in text_of(client.get(ADDRESS))


def test_the_page_costs_few_queries(browser, django_assert_max_num_queries):
    browser.post(ADDRESS, typed())
    browser.get(ADDRESS)
    with django_assert_max_num_queries(20):
        browser.get(ADDRESS)


def test_a_profile_from_a_dead_session_is_kept_for_its_writer(client, member):
    """As any form of ours; the page is one of those people fill in slowly."""
    from .accounts import sign_in

    abroad = districts_of(country("ben"))[0]
    assert abroad and sign_in(client, member.email).status_code == 302
    page = client.get(ADDRESS).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    del client.cookies["sessionid"]
    answer = client.post(ADDRESS, typed(csrfmiddlewaretoken=token))
    assert "next=/accounts/kept/" in answer.headers["Location"]
    assert member.kept_posts.count() == 1
