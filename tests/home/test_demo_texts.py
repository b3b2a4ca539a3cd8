"""The demo content is written by hand in two languages: these tests hold what a translator's eye may miss.

Translations are matched segment by segment, so French and English must have the same blocks and the same
HTML elements in the same order.
"""

import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest

import home

TEXTS = Path(home.__file__).parent / "demo_texts"
ALLOWED_TAGS = {"p", "ul", "ol", "li", "b", "i", "a"}
PAGE_KINDS = {
    "standard",
    "lesson",
    "brief",
    "site",
    "story",
    "home",
    "cycle",
    "invented cycle",
    "results",
    "index",
    "running",
}
KINDS_THAT_CITE = {"lesson", "brief", "site", "story", "cycle", "results"}
RESULT_KEYS = {
    "participation",
    "guidelines_updated",
    "guidelines_applied",
    "notification_forms_everywhere",
    "review_committee",
    "deaths_reviewed",
    "recommendations_implemented",
    "response_plan",
    "annual_report",
}


def read(name):
    return tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))


NAMES = sorted(path.stem for path in TEXTS.glob("*.toml"))
PAGES = [name for name in NAMES if read(name)["kind"] in PAGE_KINDS]
STORIES = [name for name in NAMES if name.startswith("story-")]
LESSONS = [name for name in NAMES if name.startswith("lesson-")]


class Tags(HTMLParser):
    """The elements of a fragment in order, with what is open at the end, and the words between them."""

    def __init__(self, html):
        super().__init__()
        self.sequence, self.open, self.links, self.text = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.sequence.append(tag)
        self.open.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag):
        self.sequence.append("/" + tag)
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        self.text.append(data)


def shape(value):
    """What must be equal in both languages: keys, lengths, tags, and all that is not prose."""
    if isinstance(value, dict):
        return {key: value[key] if key in ("type", "picture") else shape(value[key]) for key in value}
    if isinstance(value, list):
        return [shape(item) for item in value]
    if isinstance(value, str):
        return Tags(value).sequence
    return value


def strings(value, path=""):
    """Every string under `value`, with the way to it; the language of a record is in its key's ending."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from strings(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from strings(item, path)
    elif isinstance(value, str):
        yield path, value


def french_strings(document):
    for path, text in strings(document):
        if path.startswith(".fr.") or path.endswith(("_fr", ".fr")):
            yield path, text


def body_words(page):
    prose = " ".join(text for path, text in strings(page["body"]) if not path.endswith((".type", ".picture")))
    return len(" ".join(Tags(prose).text).split())


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_blocks_and_elements(name):
    document = read(name)
    assert shape(document["fr"]) == shape(document["en"])
    assert document["fr"]["body"], "a page without a body says nothing"


@pytest.mark.parametrize("name", PAGES)
def test_rich_text_keeps_to_what_the_editor_allows(name):
    document = read(name)
    for _path, text in strings([document["fr"]["body"], document["en"]["body"]]):
        tags = Tags(text)
        assert not tags.open, text
        assert set(tags.sequence) <= ALLOWED_TAGS | {f"/{tag}" for tag in ALLOWED_TAGS}, text
        assert all(link.startswith("https://") for link in tags.links), text


@pytest.mark.parametrize("name", PAGES + ["questionnaire-mdsr"])
def test_titles_slugs_and_summaries_fit_where_they_are_shown(name):
    for page in (read(name)["fr"], read(name)["en"]):
        assert 0 < len(page["title"]) <= 90
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", page["slug"])
        assert 60 <= len(page["summary"]) <= 240
        assert page["summary"].endswith((".", "?", "”.", "»."))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_sibling_pages_have_different_slugs(language):
    by_kind = {}
    for name in PAGES:
        document = read(name)
        by_kind.setdefault(document["kind"], []).append(document[language]["slug"])
    for kind, slugs in by_kind.items():
        assert len(slugs) == len(set(slugs)), kind


@pytest.mark.parametrize("name", NAMES)
def test_french_typography(name):
    for path, text in french_strings(read(name)):
        prose = re.sub(r"https://\S+", "", " ".join(Tags(text).text))
        if path.endswith(".slug"):
            continue
        assert not re.search(r"[^\W\d_]'[^\W\d_]", prose), f"{path}: straight apostrophe in {prose[:80]}"
        assert not re.search(r"\S[;!?»](\W|$)", prose), f"{path}: space missing in {prose[:80]}"
        assert not re.search(r"\S:(\s|$)", prose), f"{path}: space missing before a colon in {prose[:80]}"
        assert not re.search(r"«(?! )", prose), f"{path}: space missing after « in {prose[:80]}"
        assert not re.search(r"\d%", prose), f"{path}: space missing before % in {prose[:80]}"
        assert not re.search("[\u00a0\u202f]", prose), f"{path}: narrow spaces are added when loading"
        assert '"' not in prose and "“" not in prose, f"{path}: quotation marks of another language"


@pytest.mark.parametrize("name", NAMES)
def test_english_typography(name):
    for path, text in strings(read(name)):
        if path.startswith(".en.") or path.endswith(("_en", ".en")):
            prose = " ".join(Tags(text).text)
            assert not re.search(r"\w'\w", prose), f"{path}: straight apostrophe in {prose[:80]}"
            assert not re.search(r"\w [;:!?]", prose), f"{path}: French spacing in {prose[:80]}"
            assert "«" not in prose and not re.search(r"\d %", prose), f"{path}: {prose[:80]}"


@pytest.mark.parametrize("name", STORIES)
def test_stories_are_long_enough_to_learn_from(name):
    document = read(name)
    assert body_words(document["fr"]) >= 250
    assert body_words(document["en"]) >= 250
    assert read(document["site"])["kind"] == "site"


def test_each_learning_site_has_two_stories():
    told = sorted(read(name)["site"] for name in STORIES)
    assert told == sorted(2 * ["site-kilifi", "site-mitchells-plain", "site-sedibeng"])


@pytest.mark.parametrize("name", [name for name in PAGES if read(name)["kind"] in KINDS_THAT_CITE])
def test_what_is_claimed_names_its_sources(name):
    sources = read(name)["sources"]
    assert any(source["url"].startswith("https://") for source in sources)
    assert all(source["text_fr"] and source["text_en"] for source in sources)
    assert all(source["url"] == "" or source["url"].startswith("https://") for source in sources)


@pytest.mark.parametrize("name", LESSONS)
def test_lessons_are_classified_and_cite_results(name):
    lesson = read(name)
    assert lesson["loop"] in {"single", "double", "triple"}
    assert lesson["levels"] and set(lesson["levels"]) <= {"individual", "team", "organisation", "system"}
    assert lesson["means"] and set(lesson["means"]) <= {"information", "deliberation", "action"}
    domains = {"leadership", "culture", "design", "resources", "links", "data", "competencies", "processes"}
    assert lesson["domains"] and set(lesson["domains"]) <= domains
    assert lesson["evidence"] and set(lesson["evidence"]) <= RESULT_KEYS
    headings = [block["value"] for block in lesson["en"]["body"] if block["type"] == "heading"]
    expected = ["What was found", "In which context", "What you can do with it", "What we do not know"]
    assert headings == expected


def test_the_brief_traces_every_claim_to_a_result():
    brief = read("brief-mdsr")
    cited = [key for claim in brief["claims"] for key in claim["results"]]
    assert set(cited) == set(brief["evidence"]) <= RESULT_KEYS
    assert all(read(lesson)["kind"] == "lesson" for claim in brief["claims"] for lesson in claim["lessons"])


# As printed in the source of the pilot's figures; numbers of deaths and recommendations are reconstructed.
PRINTED = {
    "participation": ("23", "38", "60.5%"),
    "guidelines_updated": ("20", "23", "87%"),
    "guidelines_applied": ("4", "20", "20%"),
    "notification_forms_everywhere": ("2", "23", "8.7%"),
    "review_committee": ("3", "23", "13%"),
    "deaths_reviewed": ("247", "492", "50.2%"),
    "recommendations_implemented": ("108", "240", "45%"),
    "response_plan": ("6", "23", "26.1%"),
    "annual_report": ("0", "23", "0%"),
}


@pytest.mark.parametrize(("key", "printed"), PRINTED.items())
def test_figures_are_announced_with_their_base_as_printed(key, printed):
    count, base, percentage = printed
    results = read("results-mdsr")
    english = results["en"]["figures"][key]["heading"]
    french = results["fr"]["figures"][key]["heading"]
    assert re.search(rf"\b{count} of {base}\b.*\({re.escape(percentage)}\)", english)
    french_percentage = percentage.replace(".", ",").replace("%", " %")
    assert re.search(rf"\b{count} (districts )?sur {base}\b.*\({re.escape(french_percentage)}\)", french)


def test_the_questionnaire_asks_for_what_the_results_report():
    sections = read("questionnaire-mdsr")["sections"]
    questions = [question for section in sections for question in section["questions"]]
    codes = [question["code"] for question in questions]
    assert set(codes) == RESULT_KEYS - {"participation"} and len(codes) == len(set(codes))
    assert all(2 <= len(section["questions"]) <= 4 for section in sections)
    for position, question in enumerate(questions):
        assert question["text_fr"].endswith(" ?") and question["text_en"].endswith("?")
        if "show_if" in question:
            assert question["show_if"]["question"] in codes[:position], "a condition looks back, never ahead"
        if question["kind"] == "ratio":
            assert {"numerator_fr", "numerator_en", "denominator_fr", "denominator_en"} <= set(question)


def test_the_glossary_says_the_same_in_both_directions():
    glossary = read("glossary")
    french, english = (
        [term for block in glossary[language]["body"] if block["type"] == "terms" for term in block["terms"]]
        for language in ("fr", "en")
    )
    assert len(french) >= 25
    assert [(term["term"], term["other"]) for term in french] == [
        (term["other"], term["term"]) for term in english
    ]


def test_every_picture_used_is_described():
    described = read("pictures")["pictures"]
    for name in PAGES:
        for language in ("fr", "en"):
            for block in read(name)[language]["body"]:
                if block["type"] == "picture":
                    assert block["alt"] == described[block["picture"]][language], name
