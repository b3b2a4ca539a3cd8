"""Who opens the hand-over page of a district, also of one that was replaced, and until when."""

import pytest

from discussions.targets import thread_address
from districts.actions import end_membership
from districts.handover_actions import write_note
from districts.models import HandoverNote, OrgUnit, Role, User
from districts.unit_actions import replace_units
from tests.discussions.threads import published
from tests.districts.accounts import text_of
from tests.districts.places import country, days, person, today
from tests.written_once import written_once

from .handing_over import browser_of, make_cycle, make_world, page_of, read, replace


@pytest.fixture
def world(pages_ready):
    return written_once(make_world, pages_ready.fr)


@pytest.fixture
def cycle(world):
    return make_cycle(world)


@pytest.fixture
def replaced(world):
    return replace(world)


# Whoever is not in it gets 403, anonymous readers the sign-in page.
OPENED_BY = {
    "member": [(Role.MEMBER, "here")],
    "lead": [(Role.LEAD, "here")],
    "member of two teams": [(Role.MEMBER, "there"), (Role.MEMBER, "here")],
    "facilitator of the country": [(Role.FACILITATOR, "country")],
    "facilitator of the region": [(Role.FACILITATOR, "region")],
    "facilitator of all countries": [(Role.FACILITATOR, None)],
    "administrator of the country": [(Role.ADMINISTRATOR, "country")],
    "administrator": [(Role.ADMINISTRATOR, None)],
}
SHUT_TO = {
    "member of another district": [(Role.MEMBER, "there")],
    "lead of another district": [(Role.LEAD, "there")],
    "official of the region": [(Role.OFFICIAL, "region")],
    "official of the centre": [(Role.OFFICIAL, "country")],
    "moderator": [(Role.MODERATOR, "country")],
    "moderator of all countries": [(Role.MODERATOR, None)],
    "policymaker": [(Role.POLICYMAKER, "country")],
    "researcher": [(Role.RESEARCHER, None)],
    "facilitator of another country": [(Role.FACILITATOR, "abroad")],
    "facilitator of another region": [(Role.FACILITATOR, "other region")],
    "administrator of another country": [(Role.ADMINISTRATOR, "abroad")],
    "without a post": [],
}


def somebody(world, posts, **when) -> User:
    places = {
        None: lambda: None,
        "here": lambda: world.here,
        "there": lambda: world.there,
        "region": lambda: world.here.parent,
        "other region": lambda: world.there.parent,
        "country": lambda: world.top,
        "abroad": lambda: country("ben"),
    }
    return person(*((role, places[where]()) for role, where in posts), **when)


@pytest.mark.parametrize("who", [*OPENED_BY, *SHUT_TO])
def test_who_opens_the_page(world, who):
    reader = browser_of(somebody(world, OPENED_BY.get(who, SHUT_TO.get(who))))
    expected = 200 if who in OPENED_BY else 403
    assert reader.get(page_of(world.here)).status_code == expected
    writes = who in ("member", "lead", "member of two teams")
    address = f"{page_of(world.here)}notes/add/"
    assert reader.get(address).status_code == (200 if writes else 403)
    assert reader.post(address, {"text": "Mine", "language": "fr"}).status_code == (302 if writes else 403)
    assert HandoverNote.objects.exists() is writes


@pytest.mark.parametrize("who", OPENED_BY)
@pytest.mark.parametrize("when", [{"ended": -1}, {"begun": 1}])
def test_before_the_first_and_after_the_last_day_it_is_shut(world, who, when):
    assert browser_of(somebody(world, OPENED_BY[who], **when)).get(page_of(world.here)).status_code == 403


def test_superusers_open_it_and_others_sign_in_first(world):
    assert browser_of(person(is_superuser=True)).get(page_of(world.here)).status_code == 200
    response = browser_of(None).get(page_of(world.here))
    assert response.status_code == 302 and response.url.startswith("/accounts/login/")
    assert browser_of(person(is_superuser=True, is_active=False)).get(page_of(world.here)).status_code == 302


def test_it_is_kept_by_no_cache(world):
    assert "no-store" in browser_of(world.lead).get(page_of(world.here))["Cache-Control"]


def test_only_districts_have_one(world):
    administrator = browser_of(person((Role.ADMINISTRATOR, None)))
    for pk in (world.top.pk, world.here.parent_id, 0, 2**31, 10**30):
        assert administrator.get(f"/en/handover/{pk}/").status_code == 404


@pytest.mark.parametrize("odd", ["0", "-1", "x", "٣", "9" * 40, "\x00"])
def test_odd_addresses_show_a_page(world, cycle, odd):
    assert browser_of(world.lead).get(page_of(world.here), {"before": odd, "cycle": odd}).status_code == 200


# A district that was replaced


@pytest.mark.parametrize("team", ["merged", "again", "sibling"])
def test_the_team_that_took_its_place_reads_on(world, replaced, team):
    write_note(unit=world.here, text="Le classeur vert", language="fr", by=person((Role.LEAD, world.here)))
    reader = person((Role.MEMBER, getattr(replaced, team)))
    text = read(reader, world.here)
    assert "Le classeur vert" in text and "merged into Merged" in text
    assert "Write a note" not in text


def test_but_not_the_other_way_round_nor_sideways(world, replaced):
    old, sibling = person((Role.MEMBER, world.here)), person((Role.MEMBER, replaced.sibling))
    for reader, unit in ((old, replaced.merged), (old, world.there), (sibling, replaced.again)):
        assert browser_of(reader).get(page_of(unit)).status_code == 403
    elsewhere = person((Role.MEMBER, world.units[5]))
    assert browser_of(elsewhere).get(page_of(world.here)).status_code == 403


def test_a_former_member_of_the_team_that_took_its_place_does_not(world, replaced):
    gone = person((Role.MEMBER, replaced.merged), ended=-1)
    assert browser_of(gone).get(page_of(world.here)).status_code == 403


def test_nor_does_the_team_to_come_before_its_day(world):
    later = OrgUnit.objects.create(code="later", level=3, name_fr="Later", parent=world.here.parent)
    replace_units(before=[world.here], after=[later], on=today() + days(5), by=None)
    reader = person((Role.MEMBER, later))
    assert browser_of(reader).get(page_of(world.here)).status_code == 403
    assert f"/handover/{world.here.pk}/" not in browser_of(reader).get(page_of(later)).content.decode()


def test_links_lead_only_to_pages_that_open(world, replaced):
    for who, unit in (
        (person((Role.MEMBER, replaced.merged)), replaced.merged),
        (person((Role.MEMBER, replaced.again)), replaced.merged),
        (person((Role.FACILITATOR, world.here.parent)), replaced.merged),
        (person((Role.FACILITATOR, None)), replaced.merged),
    ):
        page = browser_of(who).get(page_of(unit)).content.decode()
        for other in (world.here, world.there, replaced.again, replaced.sibling):
            linked = f'href="/en/handover/{other.pk}/"' in page
            opens = browser_of(who).get(page_of(other)).status_code == 200
            assert linked is opens, (who.memberships.get(), other)


# Open sessions


def test_leaving_cuts_an_open_session_and_nobody_else_s(world, cycle):
    result = cycle.results.get(question_code="meetings")
    leaver = person((Role.MEMBER, world.here))
    published(result, leaver, person((Role.MODERATOR, None)), "Notre expérience")
    going, staying = browser_of(leaver), browser_of(world.lead)
    thread = thread_address(result).replace("/fr/", "/en/")

    def seen(browser) -> tuple[bool, bool, bool]:
        handover = browser.get(page_of(world.here)).status_code == 200
        talk = "Notre expérience" in text_of(browser.get(thread))
        own = "gui D1" in text_of(browser.get(f"/en/results/{result.key}/"))
        return handover, talk, own

    assert seen(going) == seen(staying) == (True, True, True)
    post = leaver.memberships.get()
    going.post(f"/en/account/posts/{post.pk}/leave/", {"when": "now", "text": "", "language": "fr"})
    assert seen(going) == (False, False, False)
    assert seen(staying) == (True, True, True)
    end_membership(membership=world.lead.memberships.get(), by=None)
    assert seen(staying) == (False, False, False)
