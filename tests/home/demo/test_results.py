"""The pilot's results as the portal prints them, against what was published (home/demo_data/SOURCES.md)."""

import html
import re

import pytest
from wagtail.models import Page

from results.models import Result
from results.views import form_of

from .reading import records_of, table_rows, words_of

N = "\u202f"  # the narrow space of French numbers
FIGURES = {
    "participation": (f"23 districts sur 38 (60,5{N}%)", "23 of 38 districts (60.5%)"),
    "guidelines_updated": (f"20 districts sur 23 (87{N}%)", "20 of 23 districts (87%)"),
    "guidelines_applied": (f"4 districts sur 20 (20{N}%)", "4 of 20 districts (20%)"),
    "notification_forms_everywhere": (f"2 districts sur 23 (8,7{N}%)", "2 of 23 districts (8.7%)"),
    "review_committee": (f"3 districts sur 23 (13{N}%)", "3 of 23 districts (13%)"),
    "deaths_reviewed": (f"247 sur 492 (50,2{N}%)", "247 of 492 (50.2%)"),
    "recommendations_implemented": (f"108 sur 240 (45{N}%)", "108 of 240 (45%)"),
    "response_plan": (f"6 districts sur 23 (26,1{N}%)", "6 of 23 districts (26.1%)"),
    "annual_report": (f"0 district sur 23 (0{N}%)", "0 of 23 districts (0%)"),
}
READERS = [None, "member", "other-member", "facilitator", "central", "policymaker", "researcher", "admin"]


def address(result: Result, language: str, rest: str = "") -> str:
    return f"/{language}/results/{result.key}/{rest}"


def article(page: str, code: str) -> str:
    """The figure of one question on the results page."""
    return re.search(rf'<article class="card" id="{code.replace("_", "-")}".*?</article>', page, re.S)[0]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_nine_published_figures_stand_on_the_results_page(demo, reader, language):
    page = reader(None).get(demo.results_pages[language].url).content.decode()
    for code, wanted in FIGURES.items():
        text = words_of(article(page, code))
        assert wanted[language == "en"] in text, code


def test_the_sentence_counts_what_the_heading_counts(demo, reader):
    """Headings were written by hand, sentences are counted: both must have the figure."""
    page = reader(None).get(demo.results_pages["en"].url).content.decode()
    for code in FIGURES.keys() - {"annual_report"}:
        part = article(page, code)
        heading = re.search(r"<h2[^>]*>(.*?)</h2>", part, re.S)[1]
        wanted = re.search(r"\d+ of \d+", FIGURES[code][1])[0]
        assert wanted in html.unescape(heading)
        assert wanted in words_of(part.replace(heading, "")), code


@pytest.mark.parametrize(("language", "words"), [("fr", "econstitué"), ("en", "econstructed")])
def test_what_is_reconstructed_is_said_wherever_it_is_shown(demo, reader, language, words):
    cycle_page = demo.cycle.pages.get(locale__language_code=language)
    for name in (None, "member"):
        browser = reader(name)
        assert words in words_of(browser.get(demo.results_pages[language].url).content.decode())
        assert words in words_of(browser.get(cycle_page.url).content.decode())
        file = browser.get(address(demo.results["deaths_reviewed"], language, "figure.csv"))
        assert words in file.content.decode()
    peers = reader("other-member").get(demo.results_pages[language].url).content.decode()
    for code in FIGURES.keys() - {"annual_report"}:
        assert words in words_of(article(peers, code)), code


@pytest.mark.parametrize("name", READERS)
def test_table_file_and_frozen_table_agree(demo, reader, name):
    """Whatever a reader is shown as a number is the number that was frozen."""
    browser = reader(name)
    names = {unit.code: unit.name_fr for unit in demo.districts}
    for code, result in demo.results.items():
        frozen = {row["unit"]: row.get("value") for row in result.table["rows"]}
        total = result.table["total"]
        records = records_of(browser.get(address(result, "en", "figure.csv")))
        shown = {tuple(row) for row in table_rows(browser.get(address(result, "en")).content.decode())}
        for record in (r for r in records if r["scope"] == "district" and not r["reason"]):
            assert _value(record, result) == frozen[record["code"]], (code, record)
            assert any(names[record["code"]] == row[0] for row in shown), record
        whole = records[-1]
        assert whole["scope"] == "total"
        assert int(whole["asked"]) == total["asked"] == 38
        for column, number in _totals(result, total).items():
            assert whole[column] in ("", str(number)), (code, column)
        # A region may be called like its main town.
        towns = set(names.values()) - {unit.parent.name_fr for unit in demo.districts}
        in_file = {r["name"] for r in records if r["scope"] == "district"} & towns
        assert in_file == {row[0] for row in shown} & towns, code


def _value(record, result):
    if result.table["kind"] == "choice":
        return record["value"]
    return [int(record["numerator"]), int(record["denominator"])]


def _totals(result, total):
    if result.table["kind"] == "choice":
        return {f"n_{category}": number for category, number in total["counts"].items()}
    return {"numerator": total["numerator"], "denominator": total["denominator"]}


@pytest.mark.parametrize(("code", "columns"), [
    ("guidelines_updated", {"n_yes": "20", "n_no": "3", "answered": "23"}),
    ("guidelines_applied", {"n_yes": "16", "n_no": "4", "answered": "20", "not_asked": "3"}),
    ("deaths_reviewed", {"numerator": "247", "denominator": "492"}),
    ("annual_report", {"n_yes": "0", "n_no": "23"}),
])  # fmt: skip
def test_the_files_have_the_totals_for_everybody(demo, reader, code, columns):
    for name in READERS:
        total = records_of(reader(name).get(address(demo.results[code], "fr", "figure.csv")))[-1]
        assert {column: total[column] for column in columns} == columns


# The one question whose answer was published for every district: whom the ladder lets read, reads.
PUBLISHED_FOR_ALL = "annual_report"


@pytest.mark.parametrize("name", [None, "policymaker", "researcher", "central"])
def test_outsiders_are_told_of_no_district_anywhere(demo, reader, name):
    browser = reader(name)
    regions = {unit.parent.name_fr for unit in demo.districts}
    # A region may be called like its main town; its totals are for everyone.
    names = {unit.name_fr for unit in demo.districts} - regions
    codes = {unit.code for unit in demo.districts}
    assert len(names) >= 30
    for language in ("fr", "en"):
        places = [demo.results_pages[language].url]
        for code, result in demo.results.items():
            if name == "central" and code == PUBLISHED_FOR_ALL:
                continue
            places += [address(result, language), address(result, language, "figure.csv")]
            if language == "fr" and name in (None, "central"):
                places += [address(result, language, f"{form}/explore/") for form in {form_of(result), "map"}]
        for place in places:
            response = browser.get(place)
            if response.status_code == 404 and place.endswith("explore/"):
                continue
            assert response.status_code == 200, place
            text = html.unescape(response.content.decode())
            if name == "central" and place == demo.results_pages[language].url:
                text = text.replace(article(text, PUBLISHED_FOR_ALL), "")
            found = {district for district in names if re.search(rf"\b{re.escape(district)}\b", text)}
            found |= {code for code in codes if re.search(rf"\b{re.escape(code)}\b", text)}
            assert not found, place


def test_peers_read_names_and_that_they_are_reconstructed(demo, reader):
    result = demo.results["review_committee"]
    page = reader("other-member").get(address(result, "en")).content.decode()
    rows = {row[0]: row for row in table_rows(page)}
    assert {"Pita", "Boffa", "Mandiana"} <= set(rows)
    assert "Which district answered what is reconstructed" in words_of(page)


def test_a_team_sees_its_own_answer_first(demo, reader):
    page = reader("member").get(address(demo.results["deaths_reviewed"], "en")).content.decode()
    own = re.search(r'<section class="mine">.*?</section>', page, re.S)[0]
    frozen = {row["unit"]: row.get("value") for row in demo.results["deaths_reviewed"].table["rows"]}
    pita = next(unit for unit in demo.districts if unit.name_fr == "Pita")
    part, whole = frozen[pita.code]
    assert "Pita" in own and f"{part} of {whole}" in own


def test_few_persons_of_one_district_are_not_told_to_other_teams(demo, reader):
    result = demo.results["deaths_reviewed"]
    names = {unit.code: unit.name_fr for unit in demo.districts}
    few = {
        row["unit"] for row in result.table["rows"]
        if "value" in row and (row["value"][0] < 5 or row["value"][1] - row["value"][0] < 5)
    }  # fmt: skip
    few -= {unit.code for unit in demo.districts if unit.name_fr == "Mandiana"}  # their own district
    assert few, "the pilot has such districts"

    def told(name):
        records = records_of(reader(name).get(address(result, "fr", "figure.csv")))
        return {record["code"]: record for record in records if record["scope"] == "district"}

    peers, facilitators = told("other-member"), told("facilitator")
    assert all(peers[code]["numerator"] == "" and peers[code]["reason"] for code in few)
    assert all(facilitators[code]["numerator"] != "" for code in few), "facilitators help them with it"
    page = table_rows(reader("other-member").get(address(result, "fr")).content.decode())
    for code in few:
        row = next(row for row in page if row[0] == names[code])
        assert not any(re.search(r"\d", cell) for cell in row[2:]), row


@pytest.mark.parametrize("name", [None, "member", "facilitator", "researcher"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_results_cost_few_queries(demo, reader, name, language, django_assert_max_num_queries):
    browser = reader(name)
    places = [demo.results_pages[language].url]
    places += [address(result, language) for result in demo.results.values()]
    places += [address(result, language, "figure.csv") for result in demo.results.values()]
    for place in places:
        browser.get(place)
        with django_assert_max_num_queries(20):
            assert browser.get(place).status_code == 200, place


def test_the_plot_is_an_own_page_with_its_own_policy(demo, reader):
    browser = reader(None)
    for code, result in demo.results.items():
        form = form_of(result)
        response = browser.get(address(result, "fr", f"{form}/explore/"))
        if response.status_code == 404:
            assert code == "annual_report", code
            continue
        policy = response["Content-Security-Policy"]
        assert "style-src 'self' 'unsafe-inline'" in policy
        assert "script-src 'self'" in policy.split("; ") and "unsafe-eval" not in policy
        assert "frame-ancestors 'self'" in policy
    page = browser.get(demo.results_pages["fr"].url)
    assert "unsafe-inline" not in page["Content-Security-Policy"]


def test_an_unknown_form_of_drawing_is_not_found(demo, reader):
    result = demo.results["review_committee"]
    for form in ("pie", "bars2", "none", "..%2Fbars"):
        assert reader("admin").get(address(result, "fr", f"{form}/explore/")).status_code == 404


def test_a_result_leads_back_to_its_page_in_the_same_language(demo, reader):
    result = demo.results["review_committee"]
    for language in ("fr", "en"):
        page = reader(None).get(address(result, language)).content.decode()
        assert f'href="{demo.results_pages[language].url}#review-committee"' in page
        other = {"fr": "en", "en": "fr"}[language]
        assert f'hreflang="{other}" href="http' in page
        assert address(result, other) in page


def test_results_are_found_below_their_cycle(demo):
    for language, page in demo.results_pages.items():
        assert page.cycle == demo.cycle
        assert Page.objects.get(pk=page.pk).get_parent().specific.cycle == demo.cycle
        assert page.locale.language_code == language
