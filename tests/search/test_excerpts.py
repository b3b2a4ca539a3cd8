"""Excerpts: the right place, the right words marked, nothing of the text taken for HTML."""

import pytest

from content.search_text import normalise
from search.excerpts import excerpt, highlighted
from tests.pages import page_below, paragraph


def _marked(text: str, typed: str, language: str = "fr") -> str:
    return highlighted(text, frozenset(normalise(typed, language).split()), language)


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Les comités examinent.", "comite", 'Les <mark class="hit">comités</mark> examinent.'),
        ("L’hôpital d'Or", "hopital", 'L’<mark class="hit">hôpital</mark> d&#x27;Or'),
        ("Une œuvre", "oeuvres", 'Une <mark class="hit">œuvre</mark>'),
        ("<script>eau</script>", "eau", '&lt;script&gt;<mark class="hit">eau</mark>&lt;/script&gt;'),
        ("<b>eau</b> & x", "script", "&lt;b&gt;eau&lt;/b&gt; &amp; x"),
        ("mark class hit", "mark", '<mark class="hit">mark</mark> class hit'),
        ("", "eau", ""),
    ],
)
def test_marking(text, typed, expected):
    assert _marked(text, typed) == expected


def test_words_are_marked_by_the_stems_of_the_page_s_own_language():
    assert "<mark" in _marked("reviewing", "reviews", "en")
    assert "<mark" not in _marked("reviewing", "reviews", "fr")


@pytest.fixture
def page(pages_ready):
    def of(*html: str):
        body = [part for text in html for part in paragraph(text)]
        return page_below(pages_ready.fr, "Page", body=body)

    return of


def test_a_long_text_is_cut_at_words_around_the_place(page):
    text = excerpt(
        page("<p>" + "avant " * 100 + "forage " + "après " * 100 + "</p>"), frozenset({"forag"}), "fr"
    )
    assert text.startswith("… avant") and text.endswith("après …")
    assert '<mark class="hit">forage</mark>' in text
    assert len(text) < 300


def test_the_part_that_says_most_is_chosen(page):
    body = page("<p>Un comité.</p>", "<p>Le comité de revue.</p>")
    stems = frozenset({"comit", "revu"})
    assert excerpt(body, stems, "fr").startswith("Le <mark")


def test_a_very_long_word_is_not_cut_away(page):
    assert "<mark" in excerpt(
        page("<p>" + "x" * 500 + " forage" + "y" * 500 + " forage</p>"), frozenset({"forag"}), "fr"
    )


def test_html_in_a_body_is_text_in_an_excerpt(page):
    text = excerpt(page("<p>A &lt;script&gt; <b>&amp; forage</b></p>"), frozenset({"forag"}), "fr")
    assert text == 'A &lt;script&gt; &amp; <mark class="hit">forage</mark>'


def test_no_excerpt_where_the_body_does_not_speak_of_it(page):
    assert excerpt(page("<p>Rien</p>"), frozenset({"forag"}), "fr") is None


def test_a_script_in_a_title_or_summary_stays_text(client, pages_ready):
    page_below(
        pages_ready.fr, "Eau <script>alert(1)</script>", slug="eau", summary="<img src=x onerror=y> eau"
    )
    found = client.get("/fr/search/", {"q": "eau"}).content.decode()
    assert "<script>alert" not in found and "<img src=x" not in found
    again = client.get("/fr/search/", {"q": '"><script>alert(2)</script>'}).content.decode()
    assert "<script>alert" not in again
