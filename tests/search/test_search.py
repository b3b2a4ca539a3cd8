"""The library page: what is in it, its filters, and that no address breaks it."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from learning_sites.models import CaseStoryPage, LearningSitePage
from lessons.models import LessonPage
from search.views import PER_PAGE
from tests.pages import page_below, paragraph, translated
from tests.search.test_probes import slugs


def _choices(response, name: str) -> dict[str, int]:
    links = BeautifulSoup(response.content, "html.parser").select(f"nav[aria-label='{name}'] a")
    return {a.text.rsplit(" ", 1)[0]: int(a.text.rsplit(" ", 1)[1]) for a in links}


def test_without_a_question_it_lists_the_newest_first(client, library):
    newest = page_below(library["water"].get_parent(), "Newest", slug="newest")
    page = client.get("/en/search/").content.decode()
    assert re.findall(r'<h3><a href="/en/([\w-]+)/"', page)[0] == newest.slug
    assert slugs(client.get("/en/search/")) == {"newest", "review", "water", "data"}


def test_drafts_unpublished_private_and_untranslated_pages_are_never_found(client, library, pages_ready):
    body = paragraph("<p>Zanzibar</p>")
    page_below(pages_ready.fr, "Draft", live=False, slug="draft", body=body)
    page_below(pages_ready.fr, "Unpublished", slug="unpublished", body=body).unpublish()
    closed = page_below(pages_ready.fr, "Closed", slug="closed", body=body)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    page_below(closed, "Below", slug="below", body=body)
    seen = page_below(pages_ready.fr, "Seen", slug="seen", body=body)
    assert translated(seen, {"seen": "seen-in-english"}).untranslated
    edited = page_below(pages_ready.fr, "Edited", slug="edited")
    edited.body = body
    edited.save_revision()
    for address in ("/fr/search/", "/en/search/"):
        assert slugs(client.get(address, {"q": "Zanzibar", "language": "both"})) == {"seen"}
    assert not {"draft", "unpublished", "closed", "below"} & slugs(client.get("/fr/search/"))
    assert slugs(client.get("/en/search/")) == {"review", "water", "data"}


def test_a_changed_text_is_found_by_its_new_words_only(client, library):
    page = StandardPage.objects.get(pk=library["eau"].pk)
    page.title, page.body = "Le lait", paragraph("<p>Du fromage</p>")
    page.save_revision().publish()
    assert slugs(client.get("/fr/search/", {"q": "fromages"})) == {"eau"}
    assert slugs(client.get("/fr/search/", {"q": "forages"})) == set()


def test_what_a_kind_of_page_shows_beside_its_text_is_found_too(client, library, pages_ready):
    page_below(
        pages_ready.fr,
        "Site",
        model=LearningSitePage,
        slug="site",
        place="Malindi",
        country="Kenya",
        partners="Chercheurs du comté",
    )
    page_below(
        pages_ready.fr, "Leçon", model=LessonPage, slug="lecon", loop_reason="On change la règle du comité"
    )
    assert slugs(client.get("/fr/search/", {"q": "malindi chercheur"})) == {"site"}
    assert slugs(client.get("/fr/search/", {"q": "regles du comite"})) == {"lecon"}


def test_languages_are_searched_one_by_one_or_together(client, library):
    def found(address, **query):
        return slugs(client.get(address, query))

    assert found("/fr/search/", q="data") == set()
    assert found("/fr/search/", q="data", language="en") == {"data"}
    assert found("/en/search/", q="hopital") == set()
    assert found("/en/search/", q="hospital hôpital", language="fr") == set()
    both = client.get("/en/search/", {"q": "district", "language": "both"})
    assert slugs(both) == {"data", "donnees"}
    assert re.findall(r'<h3><a href="/(\w\w)/', both.content.decode()) == ["en", "fr"], "one's own first"
    assert _choices(both, "Languages") == {"In English": 1, "In French": 1, "Both languages": 2}


def test_kinds_have_counts_and_narrow_what_is_shown(client, library, pages_ready):
    page_below(pages_ready.en, "A lesson on water", LessonPage, slug="lesson")
    page_below(pages_ready.en, "A story of water", CaseStoryPage, slug="story")
    page_below(pages_ready.fr, "Une leçon sur l’eau", LessonPage, slug="lecon")
    everything = client.get("/en/search/", {"q": "water"})
    assert _choices(everything, "Kinds") == {"Everything": 3, "Lessons": 1, "Stories": 1, "Pages": 1}
    assert slugs(client.get("/en/search/", {"q": "water", "kind": "lesson"})) == {"lesson"}
    assert slugs(client.get("/en/search/", {"kind": "lesson", "language": "both"})) == {"lesson", "lecon"}


def test_filters_are_not_for_search_engines(client, library):
    plain = BeautifulSoup(client.get("/en/search/").content, "html.parser")
    assert not plain.select("meta[name=robots]")
    assert all("nofollow" in a["rel"] for a in plain.select("ul.pick a"))
    for query in ({"q": "water"}, {"kind": "lesson"}, {"language": "fr"}):
        page = BeautifulSoup(client.get("/en/search/", query).content, "html.parser")
        assert page.select_one("meta[name=robots]")["content"] == "noindex"


def test_nothing_found_says_so_and_offers_the_same_without_filters(client, library):
    page = client.get("/en/search/", {"q": "hopital", "kind": "lesson"})
    assert "1 page without these filters" in page.content.decode()
    assert "Nothing here speaks of that yet" in client.get("/en/search/", {"q": "zzz"}).content.decode()


def test_a_question_without_words_finds_nothing(client, library):
    for typed in ("?!", "’", "a", "…", "ー"):
        assert slugs(client.get("/en/search/", {"q": typed})) == set()


def test_pages_of_results(client, library, pages_ready):
    for number in range(PER_PAGE + 2):
        page_below(pages_ready.en, f"Goat {number}", slug=f"goat-{number}")
    first, second = (slugs(client.get("/en/search/", {"q": "goats", "page": n})) for n in (1, 2))
    assert (len(first), len(second), len(first | second)) == (PER_PAGE, 2, PER_PAGE + 2)
    assert slugs(client.get("/en/search/", {"q": "goats", "page": 99})) == second
    link = BeautifulSoup(client.get("/en/search/", {"q": "goats & <b>"}).content, "html.parser")
    assert link.select_one("#q")["value"] == "goats & <b>"


def test_both_languages_share_one_run_of_pages(client, library, pages_ready):
    for number in range(PER_PAGE - 3):
        page_below(pages_ready.en, f"Goat {number}", slug=f"goat-{number}")
        page_below(pages_ready.fr, f"Goat {number}", slug=f"chevre-{number}")
    pages = [slugs(client.get("/en/search/", {"q": "goat", "language": "both", "page": n})) for n in (1, 2)]
    assert [len(page) for page in pages] == [PER_PAGE, PER_PAGE - 6]
    assert len(pages[0] | pages[1]) == 2 * (PER_PAGE - 3)


JUNK = [
    {"page": "abc"},
    {"page": "-1"},
    {"page": "1e9"},
    {"page": "9" * 5000},
    {"page": "\0"},
    {"page": ""},
    {"kind": "x"},
    {"kind": ["lesson", "brief"]},
    {"language": "de"},
    {"language": "\0"},
    {"q": "\0"},
    {"q": "a\0b"},
    {"q": "x" * 100_000},
    {"q": "eau " * 5000},
    {"q": '"'},
    {"q": "' OR 1=1 --"},
    {"q": "NEAR(a b)"},
    {"q": "AND OR NOT"},
    {"q": "title:eau*"},
    {"q": "^eau"},
    {"q": "(((("},
    {"q": "\u202e\u200b\ufeff"},
    {"q": "𝕨𝕒𝕥𝕖𝕣"},
    {"q": "水 ماء вода"},
    {"q": "e\u0301" * 100},
    {"q": "🙂"},
    {"q": ["a", "b"]},
    {"q[]": "x"},
]


RAW = ["q=%ff%fe", "q=%00", "q=%ED%A0%80", "q=%", "&&&=", "q=a;b", "page=%C2%B2"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_address_breaks_it(client, library, language):
    address = f"/{language}/search/"
    answers = {str(query)[:80]: client.get(address, query).status_code for query in JUNK}
    answers |= {raw: client.get(f"{address}?{raw}").status_code for raw in RAW}
    assert set(answers.values()) == {200}, answers


@given(typed=st.text(max_size=80))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_can_be_typed_breaks_it(client, library, typed):
    assert client.get("/fr/search/", {"q": typed, "language": "both"}).status_code == 200


def test_it_only_reads(client, library):
    assert client.post("/fr/search/").status_code == 405


def test_no_more_queries_for_many_pages(client, library, pages_ready):
    def queries(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def fill(numbers):
        for number in numbers:
            for home in vars(pages_ready).values():
                model = (StandardPage, LessonPage, CaseStoryPage)[number % 3]
                home.add_child(
                    instance=model(title=f"Goat {number}", slug=f"goat-{number}", locale=home.locale)
                )

    addresses = ["/en/search/", "/en/search/?q=goat", "/en/search/?q=goat&language=both&page=2"]
    fill(range(30))
    few = [queries(address) for address in addresses]
    fill(range(30, 120))
    many = [queries(address) for address in addresses]
    assert many == few
    assert max(many) <= 20
