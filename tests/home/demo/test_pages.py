"""Every page of the demonstration, in both languages: it answers, it is whole, and it leads to its twin."""

import html
import re

import pytest
from wagtail.models import Page

from content.pages import BasePage

from .reading import Words, words_of

LANGUAGES = ("fr", "en")
# Words so common that a sentence has one of them, and that the other language has not.
FRENCH = {
    "le",
    "la",
    "les",
    "des",
    "une",
    "est",
    "sont",
    "dans",
    "pour",
    "qui",
    "que",
    "avec",
    "sur",
    "leur",
    "aux",
}
ENGLISH = {
    "the",
    "of",
    "and",
    "is",
    "are",
    "with",
    "which",
    "from",
    "that",
    "this",
    "by",
    "their",
    "was",
    "were",
}
# Titles of papers, names of bodies and examples stand as they are.
QUOTES = re.compile(r"“[^”]*”|«[^»]*»")


def pages_of(language: str) -> list[BasePage]:
    pages = Page.objects.live().filter(depth__gt=1, locale__language_code=language).order_by("path")
    return list(pages.specific())


def test_both_languages_have_the_same_pages(demo):
    french, english = ({page.translation_key for page in pages_of(language)} for language in LANGUAGES)
    assert french == english
    assert len(french) >= 25


def test_the_content_that_was_promised_is_there(demo):
    kinds = [type(page).__name__ for page in pages_of("en")]
    wanted = {"HomePage": 1, "CyclePage": 3, "ResultsPage": 1, "LearningSitePage": 3, "CaseStoryPage": 6}
    assert {kind: kinds.count(kind) for kind in wanted} == wanted
    assert kinds.count("LessonPage") >= 4
    assert kinds.count("KnowledgeBriefPage") >= 1
    titles = " ".join(page.title for page in pages_of("en"))
    for word in ("About", "How a cycle", "Glossary", "rivacy", "articipation", "ccessib"):
        assert word in titles


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_and_is_whole(demo, reader, language):
    browser = reader(None)
    for page in pages_of(language):
        response = browser.get(page.url)
        assert response.status_code == 200, page.url
        text = response.content.decode()
        assert f'<html lang="{language}"' in text
        headings = re.findall(r"<h1[^>]*>(.*?)</h1>", text, re.S)
        assert len(headings) == 1 and len(headings[0].strip()) > 3, page.url
        title = re.search(r"<title>(.*?)</title>", text, re.S)[1]
        assert len(title.replace("– District.Team", "").strip()) > 3, page.url
        description = re.search(r'<meta name="description" content="(.*?)">', text, re.S)[1]
        assert len(description) > 20, page.url
        assert page.summary.strip(), page.url
        assert page.untranslated == 0, page.url
        # What a template could not find, or what was left to be written.
        assert not re.search(r"TODO|lorem ipsum|\{\{|\{%|%\(", words_of(text), re.I), page.url
        assert not re.search(r">\s*None\s*<", text), page.url


@pytest.mark.parametrize(("language", "strangers", "own"), [("en", FRENCH, ENGLISH), ("fr", ENGLISH, FRENCH)])
def test_no_sentence_is_in_the_other_language(demo, reader, language, strangers, own):
    browser = reader(None)
    mixed = []
    for page in pages_of(language):
        text = Words(browser.get(page.url).content.decode()).text
        for sentence in re.split(r"(?<=[.!?])\s", QUOTES.sub("", "\n".join(text))):
            words = re.findall(r"[a-zà-ÿœ]+", sentence.lower())
            # A source names papers in their own language; a sentence of ours has more of our words.
            if sum(word in strangers for word in words) > 1 + sum(word in own for word in words):
                mixed.append((page.url, sentence.strip()))
    assert not mixed


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_leads_to_its_twin(demo, reader, language):
    other = {"fr": "en", "en": "fr"}[language]
    twins = {page.translation_key: page for page in pages_of(other)}
    browser = reader(None)
    for page in pages_of(language):
        text = browser.get(page.url).content.decode()
        twin = twins[page.translation_key]
        assert f'<a href="{twin.url}" lang="{other}"' in text, page.url
        for code, each in ((language, page), (other, twin)):
            assert re.search(rf'hreflang="{code}" href="http[^"]*{re.escape(each.url)}"', text), page.url
        french = page if language == "fr" else twin
        assert re.search(rf'hreflang="x-default" href="http[^"]*{re.escape(french.url)}"', text), page.url
        assert re.search(rf'rel="canonical" href="http[^"]*{re.escape(page.url)}"', text), page.url


@pytest.mark.parametrize("name", [None, "member", "facilitator"])
def test_every_page_costs_few_queries(demo, reader, name, django_assert_max_num_queries):
    browser = reader(name)
    for page in pages_of("fr"):
        browser.get(page.url)
        with django_assert_max_num_queries(20, info=page.url):
            browser.get(page.url)


def test_every_link_within_the_portal_leads_somewhere(demo, reader):
    browser, seen = reader(None), {}
    for language in LANGUAGES:
        for page in pages_of(language):
            text = browser.get(page.url).content.decode()
            for link in re.findall(r'(?:href|src)="(/[^"#]*)', text):
                seen.setdefault(html.unescape(link), page.url)
    dead = {}
    for link, origin in seen.items():
        if link.startswith(("/static/", "/admin/")) or link.endswith("/explore/"):
            continue
        response = browser.get(link)
        if response.status_code != 200:
            dead[link] = (response.status_code, origin)
    assert not dead


def test_stories_are_long_enough_and_say_their_sources(demo, reader):
    from learning_sites.models import CaseStoryPage

    stories = list(CaseStoryPage.objects.live())
    assert len(stories) == 12
    for story in stories:
        words = re.sub(r"<[^>]+>", " ", " ".join(story.body.raw_data[n]["value"] for n in _prose(story)))
        assert len(words.split()) >= 250, story.url
        assert story.sources, story.url
        shown = words_of(reader(None).get(story.url).content.decode())
        for source in story.sources:
            assert (
                source.value["text"][:40] in shown.replace("\u202f", " ")
                or source.value["text"][:40] in shown
            )


def _prose(page) -> list[int]:
    return [n for n, block in enumerate(page.body.raw_data) if block["type"] == "paragraph"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_claims_lead_to_figures_and_lessons_in_the_readers_language(demo, reader, language):
    brief = next(page for page in pages_of(language) if type(page).__name__ == "KnowledgeBriefPage")
    text = reader(None).get(brief.url).content.decode()
    part = re.search(r'<section class="sec sources".*?</section>', text, re.S)[0]
    links = re.findall(r'<a href="([^"]+)"', part)
    lessons = {page.url for page in pages_of(language) if type(page).__name__ == "LessonPage"}
    results = {f"/{language}/results/{result.key}/" for result in demo.results.values()}
    assert set(links) <= lessons | results
    assert set(links) & lessons and set(links) & results
    assert part.count("<tr>") == len(brief.claims) + 1


def test_the_participation_page_leaves_unpublished_numbers_out(demo, reader):
    page = next(p for p in pages_of("en") if "articipation" in p.title)
    blocks = [block for block in page.body if block.block_type == "participation"]
    rows = [row for block in blocks for row in block.value["rows"]]
    assert any(row["lowest"] is None or row["highest"] is None for row in rows)
    text = words_of(reader(None).get(page.url).content.decode())
    assert "not published" in text
    assert not re.search(r"\b0%", text)
