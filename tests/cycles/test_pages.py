"""What readers see of a cycle."""

import pytest
from django.utils.translation import override

from analysis.audience import Audience
from cycles.models import CyclePage, Step
from districts.models import Role, User
from districts.who_reads import readers_of_thread
from lessons.models import LessonPage
from tests.districts.places import country, days, districts_of, person, today
from tests.pages import page_below

from .cycles import cycle_of, place_for_cycles, published_pages


@pytest.fixture
def index(pages_ready):
    return place_for_cycles(pages_ready.fr)


def running(index, districts=2, **fields):
    """A cycle whose completion is under way, live in both languages."""
    steps = {
        Step.ISSUE: {"opens_on": today() - days(20), "closes_on": today() - days(10)},
        Step.COMPLETION: {"opens_on": today() - days(9), "closes_on": today() + days(9)},
    }
    guinea = country("gui", districts=districts, regions=2, time_zone="Africa/Conakry")
    return guinea, published_pages(cycle_of(guinea, steps=steps, **fields))


def test_the_page_says_where_the_cycle_stands_in_both_languages(client, index):
    _, pages = running(index)
    french, english = (client.get(pages[language].url).content.decode() for language in ("fr", "en"))
    assert "Trial cycle" in english and "Cycle d’essai" in french
    assert "Step 3 of 6: Completion" in english
    assert "Step 3 of 6" not in french


def test_an_unfinished_page_is_shown_to_nobody(client, index):
    guinea = country("gui")
    pages = cycle_of(guinea).pages.all()
    assert {client.get(page.get_url()).status_code for page in pages} == {404}
    assert "Cycle d’essai" not in client.get(index.url).content.decode()


@pytest.mark.parametrize("level", Audience)
def test_who_reads_the_discussions_is_said_from_the_rule(client, index, level):
    _, pages = running(index, discussion_audience=level)
    for language, page in pages.items():
        with override(language):
            assert f"</strong> {readers_of_thread(level)}.</p>" in client.get(page.url).content.decode()


def test_what_was_reconstructed_is_said_so(client, index):
    _, pages = running(index, reconstructed=True)
    assert "Partly reconstructed" in client.get(pages["en"].url).content.decode()


def test_what_was_not_reconstructed_is_not_called_so(client, index):
    _, pages = running(index)
    assert "econstructed" not in client.get(pages["en"].url).content.decode()


def test_only_live_pages_of_the_cycle_are_listed(client, index):
    _, pages = running(index)
    page_below(pages["fr"], "Une leçon publiée", LessonPage)
    page_below(pages["fr"], "Une leçon en brouillon", LessonPage, live=False)
    html = client.get(pages["fr"].url).content.decode()
    assert "Une leçon publiée" in html
    assert "Une leçon en brouillon" not in html


@pytest.mark.parametrize("role", [None, Role.MEMBER])
def test_a_cycle_page_costs_the_same_for_38_and_2000_districts(
    client, index, django_assert_max_num_queries, role
):
    guinea, pages = running(index, districts=38)
    if role:
        client.force_login(person((role, districts_of(guinea)[0])))
    client.get(pages["fr"].url)
    with django_assert_max_num_queries(20) as few:
        client.get(pages["fr"].url)
    pages["fr"].cycle.countries.add(country("more", districts=1962))
    assert pages["fr"].cycle.districts().count() == 2000
    with django_assert_max_num_queries(20) as many:
        assert client.get(pages["fr"].url).status_code == 200
    assert len(few) == len(many)


def test_a_list_of_cycles_costs_the_same_for_one_and_for_ten(client, index, django_assert_max_num_queries):
    _, _ = running(index)
    client.get(index.url)
    with django_assert_max_num_queries(20) as one:
        client.get(index.url)
    for number in range(9):
        published_pages(cycle_of(country(f"c{number}", districts=1), code=f"essai-{number}"))
    with django_assert_max_num_queries(20) as ten:
        assert client.get(index.url).content.decode().count("Cycle d’essai") >= 10
    assert len(one) == len(ten)


def test_editors_do_not_make_a_cycle_page_without_its_cycle(client, index):
    """The page comes with the cycle (create_cycle); a page typed in alone would belong to none."""
    client.force_login(User.objects.create_superuser("editor@example.org"))
    assert client.get(f"/admin/pages/add/cycles/cyclepage/{index.pk}/").status_code in (302, 403)
    text = {"title": "Seule", "slug": "seule", "body-count": "0", "action-publish": "1"}
    assert client.post(f"/admin/pages/add/cycles/cyclepage/{index.pk}/", text).status_code in (302, 403)
    assert not CyclePage.objects.exists()


def test_editors_write_below_a_cycle(client, index):
    _, pages = running(index)
    client.force_login(User.objects.create_superuser("editor@example.org"))
    for kind in ("lessons/lessonpage", "lessons/knowledgebriefpage", "results/resultspage"):
        assert client.get(f"/admin/pages/add/{kind}/{pages['fr'].pk}/").status_code == 200
    assert client.get(f"/admin/pages/{pages['fr'].pk}/edit/").status_code == 200
