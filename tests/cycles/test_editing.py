"""A country's facilitators edit the pages of that country's cycles, and nothing else."""

import pytest
from wagtail.models import Collection, Workflow

from cycles.actions import create_cycle, set_countries
from cycles.models import CyclesIndexPage
from districts.actions import end_membership, start_membership
from districts.models import Role, User
from home.set_up import set_up
from tests.districts.places import country, person
from tests.pages import page_below, translated


@pytest.fixture
def two(pages_ready):
    """Guinea and Benin, a cycle each."""
    index = page_below(pages_ready.fr, "Cycles", CyclesIndexPage)
    translated(index, {})
    places = {"gui": country("gui"), "ben": country("ben")}
    cycles = {
        code: create_cycle(code=code, countries=[place], by=None, title_fr=code, number=number)
        for number, (code, place) in enumerate(places.items(), start=1)
    }
    return places, cycles


def facilitator(unit) -> User:
    user = person()
    start_membership(user=user, role=Role.FACILITATOR, unit=unit, by=None)
    return User.objects.get(pk=user.pk)


def edits(user: User, cycle) -> set[bool]:
    """In French and in English."""
    return {page.permissions_for_user(user).can_edit() for page in cycle.pages.all()}


def test_each_edits_and_publishes_under_the_pages_of_the_own_country_in_both_languages(two):
    places, cycles = two
    user = facilitator(places["gui"])
    assert cycles["gui"].pages.count() == 2
    assert edits(user, cycles["gui"]) == {True} and edits(user, cycles["ben"]) == {False}
    page = cycles["gui"].pages.first()
    assert page.permissions_for_user(user).can_add_subpage()
    assert not page.get_parent().permissions_for_user(user).can_edit()


def test_a_facilitator_of_a_district_s_region_edits_the_pages_of_its_country(two):
    places, cycles = two
    user = facilitator(places["ben"].children.first())
    assert edits(user, cycles["ben"]) == {True} and edits(user, cycles["gui"]) == {False}


def test_who_facilitates_everywhere_edits_everywhere(two):
    _places, cycles = two
    user = facilitator(None)
    assert edits(user, cycles["gui"]) == edits(user, cycles["ben"]) == {True}


def test_the_editor_of_another_country_s_page_is_shut_also_by_address(client, two):
    places, cycles = two
    client.force_login(facilitator(places["gui"]))
    own, other = cycles["gui"].pages.first(), cycles["ben"].pages.first()
    assert client.get(f"/admin/pages/{own.pk}/edit/").status_code == 200
    assert client.get(f"/admin/pages/{other.pk}/edit/").status_code in (302, 403)
    assert client.get(f"/admin/pages/add/lessons/lessonpage/{own.pk}/").status_code == 200
    assert client.get(f"/admin/pages/add/lessons/lessonpage/{other.pk}/").status_code in (302, 403)


def test_in_review_too_a_page_is_closed_to_the_other_country(two):
    """Whoever is among a workflow's reviewers may open its pages in the editor."""
    places, cycles = two
    page = cycles["ben"].pages.first()
    page.save_revision()
    page.get_workflow().start(page, facilitator(places["ben"]))
    page.refresh_from_db()
    assert edits(facilitator(places["gui"]), cycles["ben"]) == {False}
    assert edits(facilitator(places["ben"]), cycles["ben"]) == {True}


def test_a_cycle_of_two_countries_is_edited_by_both_until_one_leaves(two):
    places, cycles = two
    user = facilitator(places["ben"])
    set_countries(cycle=cycles["gui"], countries=list(places.values()), by=None)
    assert edits(User.objects.get(pk=user.pk), cycles["gui"]) == {True}
    set_countries(cycle=cycles["gui"], countries=[places["gui"]], by=None)
    assert edits(User.objects.get(pk=user.pk), cycles["gui"]) == {False}
    assert edits(facilitator(places["gui"]), cycles["gui"]) == {True}


def test_leaving_the_post_ends_it(two):
    places, cycles = two
    user = facilitator(places["gui"])
    end_membership(membership=user.memberships.get(), by=None)
    assert edits(User.objects.get(pk=user.pk), cycles["gui"]) == {False}


def test_files_go_into_the_country_s_own_collection(two):
    places, _cycles = two
    from wagtail.images import get_image_model
    from wagtail.images.permissions import permission_policy

    user = facilitator(places["gui"])
    allowed = permission_policy.collections_user_has_permission_for(user, "add")
    assert [collection.name for collection in allowed] == ["Gui"]
    other = get_image_model()(title="x", collection=Collection.objects.get(name="Ben"))
    assert not permission_policy.user_has_permission_for_instance(user, "change", other)


def test_setting_up_again_changes_nothing(two):
    before = Workflow.objects.count()
    set_up()
    assert Workflow.objects.count() == before
