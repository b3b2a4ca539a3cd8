"""The demonstration's page tree, in both languages."""

import json

from django.core.cache import cache
from wagtail.models import Locale, Page, Site

from cycles.models import CyclePage, CyclesIndexPage, LearningCycle
from home.models import HomePage, StandardPage
from learning_sites.models import CaseStoryPage, LearningSitePage, LearningSitesIndexPage
from lessons.models import KnowledgeBriefPage, LessonPage
from results.models import Result, ResultsPage

from .pages import block_id, fill_page, listed, make_page, stream
from .texts import DATA, names, text

MENU = {"show_in_menus": True}
# How each figure of the results page is drawn.
FORMS = {
    "participation": "map",
    "deaths_reviewed": "dots",
    "recommendations_implemented": "map",
    "annual_report": "none",
}


def load_home() -> HomePage:
    root = Page.get_first_root_node()
    _remove_wagtails_welcome(root)
    home = make_page(root, HomePage, text("home"), by=None)
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="District.Team")
    cache.delete("wagtail_site_root_paths")
    make_page(home, CyclesIndexPage, text("cycles-index"), by=None, extra=lambda language: MENU)
    make_page(
        home, LearningSitesIndexPage, text("learning-sites-index"), by=None, extra=lambda language: MENU
    )
    return home


def _remove_wagtails_welcome(root: Page) -> None:
    """The page that Wagtail's own migrations put there."""
    for page in root.get_children().filter(content_type__model="page"):
        page.delete()


def load_plain_pages(home: HomePage) -> None:
    about = make_page(home, StandardPage, text("about"), by=None)
    make_page(home, StandardPage, text("how-a-cycle-works"), by=None)
    make_page(about, StandardPage, text("pilot-participation"), by=None, extra=_participation)
    for name in ("glossary", "privacy-and-community-rules", "accessibility"):
        make_page(home, StandardPage, text(name), by=None)


def _participation(language: str) -> dict:
    """The page's own text, then the published figures as they stand in the file; null stays empty."""
    words, seed = text("pilot-participation"), text("pilot-participation")["fr"]["slug"]
    published = json.loads((DATA / "participation.json").read_text(encoding="utf-8"))
    rows = {
        "ranges": _ranges(published["range_over_cycles"]),
        "cycle_2017": _one_cycle(published["mdsr_cycle"]),
    }
    figures = [
        {
            "type": "participation",
            "value": words[language]["figures"][name] | {"rows": listed(rows[name], seed, name)},
            "id": block_id(seed, name),
        }
        for name in rows
    ]
    return {"body": [*stream(words[language]["body"], seed), *figures]}


def _ranges(entries: list[dict]) -> list[dict]:
    """Lowest and highest of the pilot's cycles, by country and step."""
    ranges: dict[tuple[str, str], dict] = {}
    for entry in entries:
        row = ranges.setdefault(
            (entry["country"], entry["step"]),
            {"country": entry["country"].lower(), "step": entry["step"], "districts": entry["N"]},
        )
        row["lowest" if entry["end"] == "min" else "highest"] = entry["pct"]
    return list(ranges.values())


def _one_cycle(published: dict) -> list[dict]:
    districts = published["questionnaire"]["N"]
    return [
        {
            "country": published["country"].lower(),
            "step": step,
            "districts": districts,
            "lowest": published[step]["pct"],
            "highest": published[step]["pct"],
        }
        for step in ("questionnaire", "commentary_on_results", "discussion_forum")
    ]


def load_cycle_pages(cycle: LearningCycle) -> CyclePage:
    french = Locale.objects.get(language_code="fr")
    page = fill_page(cycle.pages.get(locale=french), text("cycle-mdsr"), by=None)
    make_page(
        page, ResultsPage, text("results-mdsr"), by=None, extra=lambda lang: {"body": _results(cycle, lang)}
    )
    lessons = {
        name: make_page(page, LessonPage, text(name), by=None, extra=_lesson(name))
        for name in names("lesson-")
    }
    make_page(page, KnowledgeBriefPage, text("brief-mdsr"), by=None, extra=_brief(cycle, lessons))
    return page


def _results(cycle: LearningCycle, language: str) -> list[dict]:
    words, seed = text("results-mdsr"), text("results-mdsr")["fr"]["slug"]
    results = {r.question_code: r for r in Result.objects.filter(cycle=cycle)}
    intro = f"<p>{words[language]['intro']}</p>"
    blocks = [("paragraph", intro), ("notice", {"text": f"<p>{words[language]['notice']}</p>"})]
    for code, figure in words[language]["figures"].items():
        value = {
            "heading": figure["heading"],
            "results": listed([results[code].pk], seed, code),
            "form": FORMS.get(code, "bars"),
            "comment": f"<p>{figure['comment']}</p>" if figure.get("comment") else "",
        }
        blocks.append(("figure", value))
    blocks += [(b["type"], b["value"]) for b in words[language].get("body", [])]
    return [
        {"type": kind, "value": value, "id": block_id(seed, str(place))}
        for place, (kind, value) in enumerate(blocks)
    ]


def _lesson(name: str):
    words = text(name)
    shared = {key: words.get(key) for key in ("loop", "levels", "means", "domains")}
    return lambda language: shared | {"loop_reason": words[language].get("loop_reason", "")}


def _brief(cycle: LearningCycle, lessons: dict[str, Page]):
    words = text("brief-mdsr")
    results = dict(Result.objects.filter(cycle=cycle).values_list("question_code", "pk"))

    def fields(language: str) -> dict:
        claims = [
            {
                "text": claim[f"text_{language}"],
                "results": listed([results[code] for code in claim["results"]], "claim", str(n), "results"),
                "lessons": listed(
                    [lessons[name].pk for name in claim["lessons"]], "claim", str(n), "lessons"
                ),
            }
            for n, claim in enumerate(words["claims"])
        ]
        return {
            "for_whom": words[language]["audience"],
            "claims": [
                {"type": "claim", "value": claim, "id": block_id("claim", str(n))}
                for n, claim in enumerate(claims)
            ],
        }

    return fields


def load_sites(home: HomePage) -> None:
    index = LearningSitesIndexPage.objects.child_of(home).get()
    for name in names("site-"):
        site = make_page(index, LearningSitePage, text(name), by=None, extra=_site(name))
        for story in names("story-"):
            if text(story)["site"] == name:
                make_page(site, CaseStoryPage, text(story), by=None, extra=_sources(story))


def _site(name: str):
    words = text(name)

    def fields(language: str) -> dict:
        return _sources(name)(language) | {
            "place": words["place"],
            "country": words[f"country_{language}"],
            "partners": "\n".join(words[f"partners_{language}"]),
            "since": words[f"since_{language}"],
            "latitude": words["lat"],
            "longitude": words["lon"],
        }

    return fields


def _sources(name: str):
    def fields(language: str) -> dict:
        return {
            "sources": [
                {
                    "type": "source",
                    "value": {"text": source[f"text_{language}"], "url": source.get("url", "")},
                    "id": block_id(name, "source", str(n)),
                }
                for n, source in enumerate(text(name)["sources"])
            ]
        }

    return fields
