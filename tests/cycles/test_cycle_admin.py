"""A facilitator makes, words, checks, launches and copies a cycle, from the admin alone."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cycles.actions import record_participation
from cycles.cycle_actions import DisclosureFixed, NotReady, launch_cycle, save_cycle
from cycles.models import LearningCycle, Participation, Step
from cycles.permissions import is_published
from cycles.proposed_dates import proposed_dates
from districts.models import Role
from questionnaires.actions import create_questionnaire, open_questionnaire
from tests.districts.places import country, days, districts_of, person, today

from .cycles import cycle_of
from .running import PURPOSE, facilitator, texts_of, with_post


def address(name: str, *args) -> str:
    return reverse(f"cycles_admin:{name}", args=args)


def make(client, guinea, **typed):
    sent = {"title_fr": "Césariennes", "start": "2027-01-04", "countries": [guinea.pk]} | typed
    return client.post(address("add"), sent)


def test_a_new_cycle_has_a_code_from_its_title_and_dates_from_its_first_day(client, guinea):
    client.force_login(facilitator(guinea))
    assert make(client, guinea).status_code == 302
    assert make(client, guinea).status_code == 302
    assert [made.code for made in LearningCycle.objects.order_by("pk")] == ["cesariennes", "cesariennes-2"]
    steps = list(LearningCycle.objects.first().steps.all())
    assert str(min(step.opens_on for step in steps)) == "2027-01-04"
    for before, after in zip(steps, steps[1:], strict=False):
        assert after.opens_on == before.closes_on + days(1)


def test_a_flash_cycle_takes_days():
    steps = proposed_dates(today(), flash=True)
    assert (steps[Step.TRANSLATION]["closes_on"] - today()).days < 21


@pytest.mark.parametrize("typed", [
    {"title_fr": ""}, {"title_fr": "a\x00b"}, {"title_fr": "x" * 5000}, {"code": "é !"}, {"start": "31/02/2027"},
    {"start": ""}, {"countries": ["999999999999999999999"]}, {"countries": []},
])  # fmt: skip
def test_bad_input_is_told_and_nothing_typed_is_lost(client, guinea, typed):
    client.force_login(facilitator(guinea))
    answer = make(client, guinea, **({"title_en": "Kept"} | typed))
    assert answer.status_code == 422 and "Kept" in answer.content.decode()
    assert not LearningCycle.objects.exists()


def test_a_code_that_is_taken_is_told_beside_the_field(client, guinea):
    client.force_login(facilitator(guinea))
    make(client, guinea, code="un")
    assert "Another cycle has this code." in make(client, guinea, code="un").content.decode()


def test_texts_are_saved_and_again_shown(client, cycle, guinea):
    client.force_login(facilitator(guinea))
    url = address("edit", cycle.pk)
    sent = texts_of(cycle, minutes_asked=45, issue_title_fr="Le sujet", flash="on")
    assert client.post(url, sent).status_code == 302
    cycle.refresh_from_db()
    assert (cycle.minutes_asked, cycle.issue_title_fr, cycle.flash) == (45, "Le sujet", True)
    assert "Le sujet" in client.get(url).content.decode()


@pytest.mark.parametrize("typed", [
    {"minutes_asked": "9" * 40}, {"number": "-1"}, {"purpose_fr": "a\x00"}, {"purpose_en": "x" * 6000},
    {"discussion_audience": "77"}, {"begun": "forged", "title_fr": "Autre"},
])  # fmt: skip
def test_bad_texts_are_told_and_kept(client, cycle, guinea, typed):
    client.force_login(facilitator(guinea))
    answer = client.post(address("edit", cycle.pk), texts_of(cycle, title_en="Typed", **{}) | typed)
    assert answer.status_code in (409, 422) and "Typed" in answer.content.decode()


def test_two_at_once_keep_both_and_are_told_where_they_differ(client, cycle, guinea):
    client.force_login(facilitator(guinea))
    url, mine = address("edit", cycle.pk), texts_of(cycle, minutes_asked=45)
    same = texts_of(cycle, title_en="Mine")
    save_cycle(cycle=LearningCycle.objects.get(), changes={"title_en": "Theirs"}, by=None)
    assert client.post(url, mine).status_code == 302
    cycle.refresh_from_db()
    assert (cycle.title_en, cycle.minutes_asked) == ("Theirs", 45)
    clash = client.post(url, same)
    html = clash.content.decode()
    assert clash.status_code == 409 and "Mine" in html and "Theirs" in html
    assert client.post(url, texts_of(cycle, title_en="Mine")).status_code == 302


def test_who_reads_is_logged_and_not_widened_once_a_district_has_taken_part(cycle, guinea):
    by, unit = person(), districts_of(guinea)[0]
    save_cycle(cycle=cycle, changes={"discussion_audience": 5}, by=by)
    noted = ModelLogEntry.objects.get(action="cycles.disclosure_changed")
    assert (noted.data, noted.user) == ({"before": 4, "after": 5}, by)
    save_cycle(cycle=cycle, changes={"discussion_audience": 6}, by=by)
    record_participation(cycle=cycle, unit=unit, kind=Participation.Kind.PROPOSED, by=None)
    save_cycle(cycle=cycle, changes={"discussion_audience": 2}, by=by)
    with pytest.raises(DisclosureFixed):
        save_cycle(cycle=cycle, changes={"discussion_audience": 3}, by=by)


def test_widening_too_late_is_said_beside_the_field(client, cycle, guinea):
    record_participation(cycle=cycle, unit=districts_of(guinea)[0], kind="answered", by=None)
    client.force_login(facilitator(guinea))
    answer = client.post(address("edit", cycle.pk), texts_of(cycle, discussion_audience=6, title_en="Typed"))
    assert answer.status_code == 422
    assert "can only be narrowed" in answer.content.decode() and "Typed" in answer.content.decode()


def test_a_facilitator_does_not_take_another_country_out_or_in(client, cycle, guinea):
    benin, togo = country("ben"), country("tog")
    cycle.countries.add(benin)
    client.force_login(facilitator(guinea))
    sent = texts_of(cycle, countries=[guinea.pk, togo.pk])
    assert client.post(address("edit", cycle.pk), sent).status_code == 422
    assert client.post(address("edit", cycle.pk), texts_of(cycle, countries=[guinea.pk])).status_code == 302
    assert set(cycle.countries.all()) == {guinea, benin}


def test_a_country_that_has_taken_part_stays(client, cycle, guinea):
    benin = country("ben")
    record_participation(cycle=cycle, unit=districts_of(guinea)[0], kind="answered", by=None)
    client.force_login(facilitator(None))
    answer = client.post(address("edit", cycle.pk), texts_of(cycle, countries=[benin.pk]))
    assert answer.status_code == 422 and list(cycle.countries.all()) == [guinea]


def test_a_cycle_is_launched_once_nothing_indispensable_is_missing(client, guinea):
    made = cycle_of(guinea)
    client.force_login(facilitator(guinea))
    html = client.get(address("overview", made.pk)).content.decode()
    assert "Purpose and consent: what the answers are for" in html and "Launch the cycle" not in html
    with pytest.raises(NotReady) as met:
        launch_cycle(cycle=made, by=None)
    assert {item.code for item in met.value.items} == {"purpose", "owner_invited"}
    owner = with_post(Role.OFFICIAL, guinea)
    assert client.post(address("edit", made.pk), texts_of(made, **PURPOSE)).status_code == 302
    client.post(address("owner", made.pk), {"person": owner.pk, "invite": "1"})
    assert "Launch the cycle" in client.get(address("overview", made.pk)).content.decode()
    assert client.post(address("launch", made.pk)).status_code == 302
    made = LearningCycle.objects.get()
    assert is_published(made) and {page.live for page in made.pages.all()} == {True}
    assert client.get(f"/en/cycle/{made.code}/follow/").status_code == 405


def test_the_overview_says_what_the_questionnaire_lacks(client, cycle, guinea):
    client.force_login(facilitator(guinea))
    assert "Questionnaire begun" in client.get(address("overview", cycle.pk)).content.decode()
    made = create_questionnaire(cycle=cycle, sections=[], by=None, title_fr="Questions")
    html = client.get(address("overview", cycle.pk)).content.decode()
    missing, there = html.split("What is there")
    assert "Questionnaire begun" in there
    for said, rest in (("Questionnaire tried out", "pilot"), ("Questionnaire opened", "open")):
        assert f'href="{reverse(f"builder:{rest}", args=[made.pk])}">{said}' in missing
    open_questionnaire(questionnaire=made, by=None)
    html = client.get(address("overview", cycle.pk)).content.decode()
    assert "Questionnaire opened" in html.split("What is there")[1]


def test_a_copy_has_the_texts_and_questions_and_nothing_of_what_happened(client, cycle, guinea):
    sections = [{"title_fr": "Un", "questions": [{"code": "q1", "kind": "text", "text_fr": "Quoi ?"}]}]
    asked = create_questionnaire(cycle=cycle, sections=sections, by=None, title_fr="Questions")
    record_participation(cycle=cycle, unit=districts_of(guinea)[0], kind="answered", by=None)
    client.force_login(facilitator(guinea))
    url = reverse("builder:clone_cycle", args=[cycle.pk])
    assert "Trial cycle" in client.get(url).content.decode()
    sent = {"title_fr": "Encore", "start": "2027-06-07", "countries": [guinea.pk], "questions": "on"}
    assert client.post(url, sent).status_code == 302
    made = LearningCycle.objects.get(code="encore")
    assert (made.cloned_from, made.purpose_fr) == (cycle, PURPOSE["purpose_fr"])
    first = made.steps.get(number=1)
    assert (str(first.opens_on), (first.closes_on - first.opens_on).days) == ("2027-06-07", 10)
    assert not made.participations.exists() and not is_published(made)
    assert made.questionnaire.questions.get().series == asked.questions.get().series
    assert made.questionnaire.opened_at is None
