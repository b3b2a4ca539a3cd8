"""A visitor without an account reads her way from the front page to a story, in each language."""

import csv
import io

from playwright.sync_api import Page, expect

from .conftest import BOTH, same_spaces

WORDS = {
    "fr": {
        "cycle": "Surveillance des décès maternels et riposte",
        "results": "Résultats : surveillance des décès maternels",
        "figure": "Les directives sont à jour dans 20 districts sur 23",
        "table": "Voir en tableau",
        "total": ("Tous les districts", "23 sur 38", "20"),
        "explore": "Explorer",
        "close": "Revenir au dessin",
        "discussion": "Discussion : ",
        "lesson": "Un comité nommé n’est pas encore une revue tenue",
        "brief": "Examiner chaque décès maternel",
        "sites": "Sites d’apprentissage",
        "site": "Kilifi",
        "claims": "Sur quoi s’appuie chaque affirmation",
        "other": "English",
    },
    "en": {
        "cycle": "Maternal deaths surveillance and response",
        "results": "Results: maternal deaths surveillance",
        "figure": "Guidelines are up to date in 20 of 23 districts",
        "table": "Show as a table",
        "total": ("All districts", "23 of 38", "20"),
        "explore": "Explore",
        "close": "Back to the drawing",
        "discussion": "Discussion: ",
        "lesson": "A committee appointed is not yet a review held",
        "brief": "Review every maternal death",
        "sites": "Learning sites",
        "site": "Kilifi",
        "claims": "What each claim rests on",
        "other": "Français",
    },
}
RESULTS = {
    "fr": "/fr/cycles/surveillance-des-deces-maternels-guinee-2017/resultats/",
    "en": "/en/cycles/maternal-deaths-surveillance-guinea-2017/results/",
}
# How many of all canvases in the page, shadow trees included, have something drawn on them.
DRAWN = """canvases => canvases.filter(canvas => canvas.width && canvas.getContext("2d")
    .getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)).length"""


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def open_cycle(page: Page, words: dict) -> None:
    """The front page opens with what is under way; a cycle that is over stands in their list."""
    page.get_by_role("navigation").get_by_role("link", name="Cycles").first.click()
    page.wait_for_load_state()
    follow(page, words["cycle"])


def heading(page: Page) -> str:
    return same_spaces(page.locator("h1").inner_text())


def figure(page: Page, words: dict):
    return page.locator("article.card").filter(has_text=words["figure"])


@BOTH
def test_from_the_front_page_to_the_results(language, viewport, visitor):
    reader, words = visitor(language, viewport), WORDS[language]
    reader.page.goto(f"/{language}/")
    reader.screen_passes()
    open_cycle(reader.page, words)
    assert heading(reader.page) == words["cycle"]
    reader.screen_passes()
    follow(reader.page, words["results"])
    assert heading(reader.page).startswith(words["results"])
    assert reader.page.locator("article.card").count() == 9
    reader.screen_passes()


@BOTH
def test_a_figure_opens_its_table_and_its_file(language, viewport, visitor):
    reader, words = visitor(language, viewport), WORDS[language]
    reader.page.goto(RESULTS[language])
    card = figure(reader.page, words)
    card.get_by_text(words["table"]).click()
    last = card.locator("tbody tr").last
    assert same_spaces(last.inner_text()).startswith(words["total"][0])
    assert set(words["total"]) <= {same_spaces(cell) for cell in last.locator("th, td").all_inner_texts()}
    reader.screen_passes()
    with reader.page.expect_download() as download:
        card.get_by_role("link", name="CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert same_spaces(rows[0][0]).startswith(words["figure"])
    assert len(rows) == card.locator("tr").count() + 2  # the title, and what is reconstructed


@BOTH
def test_exploring_takes_the_place_of_the_drawing_and_gives_it_back(language, viewport, visitor):
    reader, words = visitor(language, viewport), WORDS[language]
    reader.page.goto(RESULTS[language])
    card = figure(reader.page, words)
    card.get_by_role("link", name=words["explore"]).click()
    expect(card.locator("svg").first).to_be_hidden()
    plot = reader.page.frame_locator("article.card iframe")
    plot.locator("canvas").first.wait_for()
    _wait_until_drawn(plot.locator("canvas"))
    reader.screen_passes()
    card.get_by_role("button", name=words["close"]).click()
    expect(card.locator("iframe")).to_have_count(0)
    expect(card.locator("figure")).to_be_visible()
    expect(card.get_by_role("link", name=words["explore"])).to_be_focused()


@BOTH
def test_every_plot_is_drawn_on_a_page_of_its_own(language, viewport, visitor):
    reader = visitor(language, viewport)
    reader.page.goto(RESULTS[language])
    links = reader.page.locator("a[data-explore]").evaluate_all("links => links.map(link => link.href)")
    by_form = {link.split("/")[-3]: link for link in links}
    assert set(by_form) == {"bars", "dots", "map"}
    for address in by_form.values():
        reader.page.goto(address)
        reader.page.locator("canvas").first.wait_for()
        _wait_until_drawn(reader.page.locator("canvas"))
        expect(reader.page.locator("#plot-failed")).to_be_hidden()
        assert heading(reader.page)
        reader.screen_passes()


def _wait_until_drawn(canvases) -> None:
    """Bokeh draws when the browser next paints."""
    for _attempt in range(50):
        if canvases.evaluate_all(DRAWN):
            return
        canvases.page.wait_for_timeout(100)
    raise AssertionError("nothing was drawn")


@BOTH
def test_a_result_has_a_page_of_its_own_in_both_languages(language, viewport, visitor):
    reader, words = visitor(language, viewport), WORDS[language]
    reader.page.goto(RESULTS[language])
    follow(reader.page, words["discussion"])
    assert reader.page.url.endswith("#discussion")
    title, address = heading(reader.page), reader.page.url.partition("#")[0]
    reader.screen_passes()
    reader.page.get_by_role("link", name=words["other"]).click()
    reader.page.wait_for_load_state()
    assert reader.page.url == address.replace(f"/{language}/", f"/{'en' if language == 'fr' else 'fr'}/")
    assert heading(reader.page) != title


@BOTH
def test_lesson_brief_site_and_story(language, viewport, visitor):
    reader, words = visitor(language, viewport), WORDS[language]
    for name in ("lesson", "brief"):
        reader.page.goto(f"/{language}/")
        open_cycle(reader.page, words)
        follow(reader.page, words[name])
        assert words[name] in heading(reader.page)
        reader.screen_passes()
    assert reader.page.get_by_role("heading", name=words["claims"]).is_visible()
    reader.page.get_by_role("navigation").get_by_role("link", name=words["sites"]).click()
    reader.screen_passes()
    follow(reader.page, words["site"])
    reader.screen_passes()
    story = reader.page.locator("main h3 a[href*='/kilifi/']").first
    title = same_spaces(story.inner_text())
    story.click()
    assert heading(reader.page) == title
    reader.screen_passes()
