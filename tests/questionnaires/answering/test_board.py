"""Who has answered: states, totals, filters, whom to call, and who may read it."""

import pytest
from django.db import transaction

from analysis.audience import Audience
from districts.actions import end_membership, name_acting_lead
from districts.models import Membership, Role, User
from home.set_up import set_up
from questionnaires.answering.board import board_of, totals_of
from questionnaires.answering.board_calls import contacts_of
from tests.districts.accounts import account, text_of
from tests.districts.places import days, today

from .board_worlds import board_url, board_world, browser_of, reachable


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        set_up()
        yield board_world()
        transaction.set_rollback(True)


def page(world, user=None, rest="", language="en"):
    return browser_of(user or world.caller).get(board_url(world, rest, language))


def names_on(response) -> list[str]:
    return [line.unit.name for line in response.context["lines"]]


def test_each_district_has_its_state(world):
    states = {unit.pk: unit.state for unit in board_of(world.questionnaire, [world.big])}
    found = {name: states[unit.pk] for name, unit in world.of.items()}
    assert found == {name: name for name in world.of} | {"extended": "begun"}


def test_completion_and_last_activity_are_those_of_the_response(world):
    found = {unit.pk: unit for unit in board_of(world.questionnaire, [world.big])}
    begun, none = found[world.of["begun"].pk], found[world.of["not_begun"].pk]
    assert (begun.answered, begun.asked) == (1, 10) and begun.last_seen is not None
    assert (none.answered, none.asked, none.last_seen) == (None, None, None)
    assert found[world.of["extended"].pk].extended_until == today() + days(9)


def test_those_without_a_signature_come_first(world):
    response = page(world)
    states = [line.unit.state for line in response.context["lines"]]
    assert sorted(states[:4]) == ["begun", "begun", "not_begun", "ready"]
    assert sorted(states[4:6]) == ["changed", "for_team"] and sorted(states[6:]) == ["corrected", "signed"]


def test_totals_are_sentences(world):
    said = text_of(page(world))
    assert "4 of 8 districts have signed" in said
    total = totals_of(board_of(world.questionnaire, [world.big]))[0]
    assert (total.signed, total.districts) == (4, 8)
    assert sum(region.signed for region in total.regions) == 4
    assert [region.unit.name for region in total.regions] == ["big R1", "big R2"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("state=not_begun", {"not_begun"}),
        ("state=silent", {"not_begun", "begun", "ready", "extended"}),
        ("state=extended", {"extended"}),
        ("state=for_team", {"for_team"}),
        ("region=big-r1", {"begun", "changed", "signed", "extended"}),
        ("q=d3", {"ready"}),
        ("q=BIG+d3", {"ready"}),
        ("q=big+r2&state=ready", {"ready"}),
        ("q=zzzzzz", set()),
    ],
)
def test_a_part_of_it_is_found(world, asked, names):
    """Districts are spread over the regions in turn."""
    found = names_on(page(world, rest=f"?{asked}"))
    region = {"big-r1": 1, "big-r2": 0}
    if asked.startswith("region"):
        number = region[asked.partition("=")[2]]
        names = {name for n, name in enumerate(world.of, start=1) if n % 2 != number}
    assert sorted(found) == sorted(world.of[name].name for name in names)


@pytest.mark.parametrize(
    "asked",
    ["state=x&region=x", "q=%00", "page=x", "page=99999999999999999999", "state=a&state=b", "q=" + "é" * 500],
)
def test_nothing_that_is_typed_into_the_address_is_an_error(world, asked):
    assert page(world, rest=f"?{asked}").status_code == 200


def test_a_facilitator_sees_the_districts_of_their_own_country_only(world):
    mine, theirs, all_of_them = (page(world, user) for user in (world.caller, world.neighbour, world.shared))
    assert len(names_on(mine)) == 8 and len(names_on(theirs)) == 3 and len(names_on(all_of_them)) == 11
    assert world.of["signed"].name not in text_of(theirs)
    assert [total.unit for total in theirs.context["totals"]] == [world.guinea]


def test_who_is_of_another_country_finds_nothing_by_asking_for_it(world):
    assert names_on(page(world, world.neighbour, "?q=big")) == []
    assert len(names_on(page(world, world.neighbour, "?region=big-r1"))) == 3, "no region of theirs"


def test_who_left_does_not_read_it_any_more(world):
    browser = browser_of(world.caller)
    end_membership(membership=Membership.objects.get(user=world.caller), by=None)
    assert browser.get(board_url(world)).status_code == 403


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD, Role.OFFICIAL, Role.MODERATOR, Role.POLICYMAKER])
def test_the_board_is_for_those_who_call(world, role):
    place = world.of["signed"] if role in (Role.MEMBER, Role.LEAD) else world.big
    assert page(world, account(role, place)).status_code == 403


def test_a_questionnaire_that_is_not_open_has_no_board(world):
    type(world.questionnaire).objects.update(opened_at=None)
    assert page(world).status_code == 403


# Whom to call


def called(world, name: str, viewer=None) -> list[tuple[str, list[str]]]:
    unit, viewer = world.of[name], User.objects.get(pk=(viewer or world.caller).pk)
    found = contacts_of(viewer, [unit]).get(unit.pk, [])
    return [(str(contact.person), [channel.value for channel in contact.numbers]) for contact in found]


def test_the_lead_is_called(world):
    reachable(world.big_lead)
    reachable(account(Role.MEMBER, world.of["signed"]), "+224622000002")
    assert called(world, "signed") == [("Mamadou Barry", ["+224622000001"])]
    assert 'href="tel:+224622000001"' in page(world).content.decode()


def test_where_the_lead_has_no_number_a_member_who_has_one_stands_beside(world):
    reachable(
        account(Role.MEMBER, world.of["signed"], first_name="Aminata", last_name="Sow"), "+224622000002"
    )
    assert called(world, "signed") == [("Mamadou Barry", []), ("Aminata Sow", ["+224622000002"])]


def test_whoever_acts_for_the_lead_comes_first_and_once(world):
    deputy = account(Role.MEMBER, world.of["signed"], first_name="Aminata", last_name="Sow")
    name_acting_lead(membership=deputy.memberships.get(), starts_on=today(), ends_on=today(), by=None)
    assert [name for name, _numbers in called(world, "signed")] == ["Aminata Sow"]


def test_a_number_is_shown_as_far_as_its_owner_lets_it(world):
    """Facilitators read even what is kept to the team; the first account, which has no post, does not."""
    reachable(world.big_lead, audience=Audience.TEAM)
    first = User.objects.create_superuser("first@example.org")
    assert called(world, "signed") == [("Mamadou Barry", ["+224622000001"])]
    assert called(world, "signed", first) == [("Mamadou Barry", [])]


def test_the_number_that_somebody_signs_in_with_is_not_told(world):
    User.objects.filter(pk=world.big_lead.pk).update(phone="+224622999999")
    assert "622 99 99 99" not in text_of(page(world)) and "622999999" not in page(world).content.decode()


def test_nobody_who_left_is_called(world):
    end_membership(membership=world.big_lead.memberships.get(), by=None)
    assert called(world, "signed") == [] and "nobody has a role in this district" in text_of(page(world))


# The list of calls


def test_the_list_of_calls_has_those_who_have_not_signed(world):
    response = page(world, rest="calls/")
    names = {world.of[name].name for name in ("not_begun", "begun", "ready", "extended")}
    assert set(names_on(response)) == names and "4 districts have not signed" in text_of(response)


def test_the_list_of_calls_is_of_one_region_where_that_is_asked(world):
    first = page(world, rest="calls/?region=big-r1&state=signed")
    assert len(names_on(first)) == 2, "only the region counts there"


def test_in_french(world):
    said = text_of(page(world, language="fr"))
    assert "4 districts sur 8 ont signé" in said and "signé pour l’équipe, pas confirmé" in said
    assert "4 districts n’ont pas signé" in text_of(page(world, rest="calls/", language="fr"))
