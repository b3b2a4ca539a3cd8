"""Dates that move: a plan before the step opens, a promise with a reason afterwards."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from content.editing import ChangedMeanwhile
from cycles.actions import complete_step
from cycles.cycle_actions import follow_cycle
from cycles.models import CycleStep, DateChange, LearningCycle, Step
from cycles.permissions import cycle_state, is_open
from cycles.step_actions import BackwardDates, NotDone, ReasonMissing, reopen_step, save_steps
from notifications.models import Outbox
from tests.districts.places import country, days, districts_of, person, today

from .cycles import cycle_of, published_pages
from .running import facilitator, steps_of

WHY = {"because_fr": "Les routes sont coupées."}


def step_of(cycle: LearningCycle, number: int) -> CycleStep:
    return LearningCycle.objects.get(pk=cycle.pk).steps.get(number=number)


def screen(client, cycle, **typed):
    return client.post(f"/admin/cycles/{cycle.pk}/steps/", steps_of(cycle, **typed))


def test_a_step_under_way_is_extended_with_a_reason_only(client, cycle, guinea):
    client.force_login(facilitator(guinea))
    later = (today() + days(15)).isoformat()
    refused = screen(client, cycle, closes_on_3=later)
    assert refused.status_code == 422 and later in refused.content.decode()
    assert step_of(cycle, 3).closes_on == today() + days(9) and not DateChange.objects.exists()
    assert screen(client, cycle, closes_on_3=later, **WHY).status_code == 302
    change = DateChange.objects.get()
    assert (change.closed_on, change.closes_on) == (today() + days(9), today() + days(15))
    assert change.because == WHY["because_fr"] and not change.reopened


def test_a_draft_s_dates_are_a_plan(client, guinea):
    made = cycle_of(guinea, steps={Step.COMPLETION: {"opens_on": today() - days(3), "closes_on": today()}})
    client.force_login(facilitator(guinea))
    assert screen(client, made, closes_on_3=(today() + days(5)).isoformat()).status_code == 302
    assert not DateChange.objects.exists()


def test_a_step_to_come_is_moved_without_a_reason_and_followers_are_told(cycle):
    follower = person()
    follow_cycle(cycle=cycle, user=follower)
    save_steps(cycle=cycle, changes={4: {"opens_on": today() + days(12)}}, by=None)
    assert [row.recipient for row in Outbox.objects.all()] == [follower]
    assert DateChange.objects.get().opened_on == today() + days(10)


def test_a_first_date_is_no_move(cycle):
    follow_cycle(cycle=cycle, user=person())
    save_steps(cycle=cycle, changes={5: {"opens_on": today() + days(30)}}, by=None)
    assert not DateChange.objects.exists() and not Outbox.objects.exists()


def test_several_steps_moved_at_once_are_one_mail_and_none_to_who_moved_them(cycle):
    follower, mover = person(), person()
    for user in (follower, mover):
        follow_cycle(cycle=cycle, user=user)
    later = {3: {"closes_on": today() + days(12)}, 4: {"opens_on": today() + days(13)}}
    save_steps(cycle=cycle, changes=later, by=mover, **WHY)
    assert DateChange.objects.count() == 2
    assert [row.recipient for row in Outbox.objects.all()] == [follower]


def test_a_step_cannot_be_left_out_silently_once_it_has_opened(cycle):
    with pytest.raises(ReasonMissing):
        save_steps(cycle=cycle, changes={3: {"left_out": True}}, by=None)
    cycle.refresh_from_db()
    save_steps(cycle=cycle, changes={3: {"left_out": True}}, by=None, **WHY)
    assert not is_open(step_of(cycle, 3), None)


def test_two_facilitators_at_once_lose_nothing(client, cycle, guinea):
    client.force_login(facilitator(guinea))
    mine = steps_of(cycle, note_fr_1="Choisi en réunion.", note_fr_3="À moi.")
    save_steps(cycle=cycle, changes={3: {"note_fr": "À l’autre."}, 4: {"note_en": "Theirs."}}, by=None)
    clash = client.post(f"/admin/cycles/{cycle.pk}/steps/", mine)
    html = clash.content.decode()
    assert clash.status_code == 409 and "À moi." in html and "À l’autre." in html and "Theirs." in html
    assert step_of(cycle, 1).note_fr == ""
    assert client.post(
        f"/admin/cycles/{cycle.pk}/steps/", steps_of(cycle, note_fr_3="À nous.", note_fr_1="Choisi.")
    ).status_code == 302  # fmt: skip
    assert (step_of(cycle, 3).note_fr, step_of(cycle, 4).note_en) == ("À nous.", "Theirs.")


def test_an_action_with_an_old_revision_writes_nothing(cycle):
    save_steps(cycle=LearningCycle.objects.get(), changes={4: {"note_fr": "Un"}}, by=None)
    with pytest.raises(ChangedMeanwhile):
        save_steps(cycle=cycle, changes={4: {"note_fr": "Deux"}}, by=None)
    assert step_of(cycle, 4).note_fr == "Un"


def test_backward_dates_are_said_beside_the_field(client, cycle, guinea):
    client.force_login(facilitator(guinea))
    answer = screen(client, cycle, opens_on_4="2027-03-02", closes_on_4="2027-03-01")
    assert answer.status_code == 422 and "2027-03-01" in answer.content.decode()


@pytest.mark.parametrize("typed", ["0000-00-00", "9999-12-31", "hier", "\x00", "9" * 500])
def test_a_date_that_is_none_is_refused_kindly(client, cycle, guinea, typed):
    client.force_login(facilitator(guinea))
    assert screen(client, cycle, closes_on_3=typed).status_code == 422


def test_a_step_that_is_over_is_opened_again_with_a_reason_and_a_day_to_come(cycle):
    follower, by = person(), person()
    follow_cycle(cycle=cycle, user=follower)
    step = step_of(cycle, 1)
    with pytest.raises(ReasonMissing):
        reopen_step(step=step, closes_on=today() + days(3), by=by)
    with pytest.raises(BackwardDates):
        reopen_step(step=step_of(cycle, 1), closes_on=today() - days(1), by=by, **WHY)
    reopen_step(step=step_of(cycle, 1), closes_on=today() + days(3), by=by, **WHY)
    assert is_open(step_of(cycle, 1), None)
    assert DateChange.objects.get().reopened and Outbox.objects.get().recipient == follower
    assert ModelLogEntry.objects.filter(action="cycles.step_reopened", user=by).exists()


def test_a_step_declared_done_is_opened_again_too(cycle):
    complete_step(step=step_of(cycle, 3), by=None)
    assert not is_open(step_of(cycle, 3), None)
    reopen_step(step=step_of(cycle, 3), closes_on=today() + days(30), by=None, **WHY)
    assert is_open(step_of(cycle, 3), None)


def test_what_is_not_over_is_not_opened_again(cycle):
    with pytest.raises(NotDone):
        reopen_step(step=step_of(cycle, 4), closes_on=today() + days(30), by=None, **WHY)


def test_the_screens_open_again_and_declare_done(client, cycle, guinea):
    client.force_login(facilitator(guinea))
    base = f"/admin/cycles/{cycle.pk}/steps"
    assert client.post(f"{base}/3/complete/", {"because": "Toutes ont répondu."}).status_code == 302
    assert not is_open(step_of(cycle, 3), None)
    day = (today() + days(4)).isoformat()
    assert client.post(f"{base}/3/reopen/", {"closes_on": day}).status_code == 422
    assert client.post(f"{base}/3/reopen/", {"closes_on": day, **WHY}).status_code == 302
    assert is_open(step_of(cycle, 3), None)
    assert client.get(f"{base}/9/reopen/").status_code == 404


def test_the_last_day_ends_in_the_district_s_own_country(pages_ready, monkeypatch, guinea):
    benin = country("ben", time_zone="Africa/Porto-Novo")
    steps = {3: {"opens_on": datetime.date(2026, 3, 1), "closes_on": datetime.date(2026, 3, 31)}}
    made = cycle_of(guinea, benin, code="deux", steps=steps)
    published_pages(made)
    conakry, cotonou = districts_of(guinea)[0], districts_of(benin)[0]
    step = step_of(made, 3)
    for moment, expected in {
        "2026-02-28T22:59+00:00": (False, False),
        "2026-02-28T23:30+00:00": (False, True),
        "2026-03-31T22:59+00:00": (True, True),
        "2026-03-31T23:30+00:00": (True, False),
        "2026-04-01T00:00+00:00": (False, False),
    }.items():
        now = datetime.datetime.fromisoformat(moment)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert (is_open(step, conakry), is_open(step, cotonou)) == expected, moment


def test_a_cycle_stands_where_its_dates_say(guinea):
    steps = {1: {"opens_on": today(), "closes_on": today()}, 2: {"opens_on": today() + days(5)}}
    made = cycle_of(guinea, steps=steps)
    assert cycle_state(made, today()) == "draft"
    published_pages(made)
    made = LearningCycle.objects.get(pk=made.pk)
    assert [cycle_state(made, today() + days(n)) for n in (-1, 0, 1, 5)] == [
        "planned", "running", "running", "running",
    ]  # fmt: skip
    for step in made.steps.all():
        complete_step(step=step, by=None)
    assert cycle_state(LearningCycle.objects.get(pk=made.pk), today()) == "over"


def test_nothing_is_open_in_a_draft(guinea):
    made = cycle_of(guinea, steps={3: {"opens_on": today(), "closes_on": today()}})
    assert not is_open(step_of(made, 3), districts_of(guinea)[0])
