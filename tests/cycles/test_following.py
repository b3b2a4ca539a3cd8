"""What readers and followers see of dates: the page, the mail, the calendar, the archive."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from cycles.cycle_actions import follow_cycle, unfollow_cycle
from cycles.models import CyclePage, Follower, LearningCycle, Step
from cycles.notices import DateMoved
from cycles.step_actions import save_steps
from districts.models import Role, User
from notifications.kinds import kind_of
from notifications.models import Outbox
from notifications.rendering import write_mail
from tests.districts.places import country, days, districts_of, person, today

from .cycles import cycle_of, published_pages
from .running import facilitator, with_post

WHY = {"because_fr": "Les routes sont coupées.", "because_en": "The roads are cut."}


def extend(cycle, number: int = 12) -> None:
    found = LearningCycle.objects.get(pk=cycle.pk)
    save_steps(cycle=found, changes={3: {"closes_on": today() + days(number)}}, by=None, **WHY)


def page(cycle, language: str = "en") -> str:
    return cycle.pages.get(locale__language_code=language).url


def test_the_mail_says_from_when_to_when_and_why_in_the_follower_s_language(cycle):
    follow_cycle(cycle=cycle, user=person(language="en"))
    extend(cycle)
    row = Outbox.objects.get()
    with override("en"):
        mail = write_mail(row, kind_of(row.kind), row.target())
    assert "The closing date moved from" in mail.text and "The roads are cut." in mail.text
    assert "/en/" in mail.text


def test_a_date_that_has_moved_again_and_a_cycle_no_longer_followed_are_not_told(cycle):
    user = person()
    follow_cycle(cycle=cycle, user=user)
    extend(cycle, 12)
    extend(cycle, 14)
    first, second = Outbox.objects.order_by("pk")
    assert not DateMoved().still_wanted(user, cycle, first.context)
    assert DateMoved().still_wanted(user, cycle, second.context)
    unfollow_cycle(cycle=cycle, user=user)
    assert not DateMoved().still_wanted(user, cycle, second.context)


def test_thousands_of_followers_are_told_within_one_request(cycle, django_assert_max_num_queries):
    mover = person()
    people = User.objects.bulk_create(User(email=f"f{n}@example.org", language="fr") for n in range(3000))
    Follower.objects.bulk_create(Follower(cycle=cycle, user=user) for user in (*people, mover))
    found = LearningCycle.objects.get(pk=cycle.pk)
    # SQLite takes some fifty rows in one insert.
    with django_assert_max_num_queries(100):
        save_steps(cycle=found, changes={3: {"closes_on": today() + days(12)}}, by=mover, **WHY)
    assert Outbox.objects.count() == 3000 and not Outbox.objects.filter(recipient=mover).exists()


def test_the_page_says_what_moved_and_why(client, cycle):
    assert "Dates that have moved" not in client.get(page(cycle)).content.decode()
    extend(cycle)
    html = client.get(page(cycle)).content.decode()
    assert "The closing date moved from" in html and "The roads are cut." in html
    assert "Les routes sont coupées." in client.get(page(cycle, "fr")).content.decode()


def test_a_reason_given_in_the_other_language_only_is_marked_as_such(client, cycle):
    save_steps(cycle=cycle, changes={3: {"closes_on": today() + days(12)}}, by=None, because_fr="Les routes.")
    assert '<span lang="fr">Les routes.</span>' in client.get(page(cycle)).content.decode()
    assert 'lang="fr">Les routes.' not in client.get(page(cycle, "fr")).content.decode()


def test_the_page_says_what_is_asked_the_reader_s_own_first(client, cycle, guinea):
    LearningCycle.objects.update(minutes_asked=45, flash=True)
    html = client.get(page(cycle)).content.decode()
    assert "Answer together, as one team." in html and "about 45 minutes" in html and "Flash cycle" in html
    client.force_login(facilitator(guinea))
    html = client.get(page(cycle)).content.decode()
    assert html.index("Help teams that are stuck.") < html.index("Answer together, as one team.")
    client.force_login(with_post(Role.MEMBER, districts_of(guinea)[0]))
    assert "You: District teams" in client.get(page(cycle)).content.decode()
    benin = country("ben")
    for abroad in (with_post(Role.MEMBER, districts_of(benin)[0]), facilitator(benin)):
        client.force_login(abroad)
        assert "You: " not in client.get(page(cycle)).content.decode(), "nothing is asked of another country"


def test_following_is_a_button_for_whoever_is_signed_in(client, cycle):
    url = f"/en/cycle/{cycle.code}/follow/"
    assert "Follow this cycle" not in client.get(page(cycle)).content.decode()
    user = person()
    client.force_login(user)
    assert "Follow this cycle" in client.get(page(cycle)).content.decode()
    for _twice in range(2):
        assert client.post(url, {"follow": "yes"}, follow=True).status_code == 200
    assert cycle.followers.get().user == user
    assert "Follow no longer" in client.get(page(cycle)).content.decode()
    client.post(url, {"follow": "no"})
    assert not cycle.followers.exists()
    assert client.get(url).status_code == 405


def calendar(client, cycle, language: str = "en"):
    answer = client.get(f"/{language}/cycles/{cycle.code}/calendar.ics")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return answer, {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def event(events: dict, end: str):
    return next(found for uid, found in events.items() if f"-{end}@" in uid)


def test_the_calendar_has_both_ends_of_each_step_in_the_reader_s_language(client, cycle):
    answer, events = calendar(client, cycle)
    assert len(events) == 6 and not answer.cookies
    closing = event(events, "3-closes")
    assert closing["dtstart"].dt == today() + days(9)
    assert closing["dtend"].dt == today() + days(10), "a whole day, the end not counted"
    assert "last day" in closing["summary"] and "Trial cycle" in closing["summary"]
    assert "Cycle d’essai" in event(calendar(client, cycle, "fr")[1], "3-closes")["summary"]
    assert answer.content == calendar(client, cycle)[0].content


def test_a_moved_date_is_the_same_event_with_a_higher_sequence(client, cycle):
    CyclePage.objects.update(first_published_at=timezone.now() - days(1))
    before = event(calendar(client, cycle)[1], "3-closes")
    extend(cycle)
    after = event(calendar(client, cycle)[1], "3-closes")
    assert before["uid"] == after["uid"] and (before["sequence"], after["sequence"]) == (0, 1)
    assert after["dtstart"].dt == today() + days(12)
    assert after["last-modified"].dt > before["last-modified"].dt
    assert "The roads are cut." in after["description"]


def test_what_is_left_out_or_taken_away_is_cancelled_in_people_s_calendars(client, cycle):
    save_steps(cycle=LearningCycle.objects.get(), changes={4: {"left_out": True}}, by=None, **WHY)
    save_steps(cycle=LearningCycle.objects.get(), changes={3: {"closes_on": None}}, by=None, **WHY)
    events = calendar(client, cycle)[1]
    stati = {
        name: str(event(events, name)["status"]) for name in ("4-opens", "4-closes", "3-closes", "3-opens")
    }
    assert stati == {
        "4-opens": "CANCELLED", "4-closes": "CANCELLED", "3-closes": "CANCELLED", "3-opens": "CONFIRMED",
    }  # fmt: skip
    assert event(events, "3-closes")["dtstart"].dt == today() + days(9)


def test_a_draft_has_no_calendar(client, guinea):
    made = cycle_of(guinea)
    assert client.get(f"/en/cycles/{made.code}/calendar.ics").status_code == 404
    assert client.get("/en/cycles/nowhere/calendar.ics").status_code == 404


def test_a_step_that_is_left_out_says_so(client, cycle):
    save_steps(cycle=LearningCycle.objects.get(), changes={4: {"left_out": True}}, by=None)
    assert "Left out" in client.get(page(cycle)).content.decode()


@pytest.fixture
def past(guinea):
    """Two that are over, of two years."""
    for year in (2017, 2021):
        steps = {Step.ISSUE: {"opens_on": datetime.date(year, 1, 1), "closes_on": datetime.date(year, 9, 30)}}
        published_pages(cycle_of(guinea, code=f"c{year}", title_en=f"About {year}", steps=steps))


def test_running_cycles_come_first_and_past_ones_stand_by_year(client, past, cycle):
    index = cycle.pages.get(locale__language_code="en").get_parent().url
    html = client.get(index).content.decode()
    places = [
        html.index(text) for text in ("Trial cycle", "Past cycles", "<h3>2021", "About 2021", "<h3>2017")
    ]
    assert places == sorted(places)
    assert "Step 3 of 6: Completion" in html


def test_the_archive_is_paged_and_costs_the_same(client, past, cycle, django_assert_max_num_queries):
    index = cycle.pages.get(locale__language_code="en").get_parent().url
    client.get(index)
    with django_assert_max_num_queries(20) as few:
        client.get(index)
    place = cycle.countries.get()
    steps = {Step.ISSUE: {"opens_on": datetime.date(2019, 1, 1), "closes_on": datetime.date(2019, 9, 30)}}
    for number in range(20):
        published_pages(cycle_of(place, code=f"p{number}", title_en=f"Past {number}", steps=steps))
    with django_assert_max_num_queries(20) as many:
        html = client.get(index).content.decode()
    assert len(few) == len(many) and "About 2017" not in html
    assert "About 2017" in client.get(f"{index}?page=2").content.decode()


def test_the_page_costs_the_same_for_many_districts_moves_and_followers(
    client,
    cycle,
    guinea,
    django_assert_max_num_queries,
):
    client.force_login(with_post(Role.MEMBER, districts_of(guinea)[0]))
    extend(cycle, 10)
    url = page(cycle)
    client.get(url)
    with django_assert_max_num_queries(20) as few:
        client.get(url)
    for number in range(11, 20):
        extend(cycle, number)
    cycle.countries.add(country("more", districts=3000))
    for _n in range(20):
        follow_cycle(cycle=cycle, user=person())
    with django_assert_max_num_queries(20) as many:
        client.get(url)
    assert len(few) == len(many)
