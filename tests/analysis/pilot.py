"""The Guinea cycle of 2017 as a response table, read from the demonstration file."""

import csv
from pathlib import Path

from analysis.audience import Audience
from analysis.responses import CHOICE, RATIO, Question, ResponseTable, Unit

ROOT = Path(__file__).parents[2]
DATA = ROOT / "home" / "demo_data"
GEO = ROOT / "districts" / "geo"
YES_NO = ("yes", "no")
CHOICES = (
    "guidelines_updated",
    "guidelines_applied",
    "notification_forms_everywhere",
    "review_committee",
    "response_plan",
    "annual_report_published",
)
RATIOS = {
    "deaths_reviewed": ("maternal_deaths_reviewed", "maternal_deaths_reported"),
    "recommendations": ("recommendations_implemented", "recommendations_made"),
}
# Asked where the answer there is "yes".
OPENED_BY = {"guidelines_applied": "guidelines_updated", "recommendations": "review_committee"}


def pilot_responses(level=Audience.PEERS_NAMED, counts_persons=True):
    questions = [
        Question(code, CHOICE, YES_NO, level=level, opened_by=opened_by(code)) for code in CHOICES
    ] + [
        Question(
            code,
            RATIO,
            counts_persons=counts_persons and code == "deaths_reviewed",
            level=level,
            opened_by=opened_by(code),
        )
        for code in RATIOS
    ]
    with (GEO / "guinea_health_districts.csv").open(encoding="utf-8") as file:
        units = tuple(Unit(line["district"], line["region"]) for line in csv.DictReader(file))
    answers = pilot_answers()
    return ResponseTable(units, tuple(questions), answers, not_asked=not_asked_by(answers))


def opened_by(code):
    return (OPENED_BY[code],) if code in OPENED_BY else ()


def not_asked_by(answers):
    return {
        unit: {code for code, gate in OPENED_BY.items() if given[gate] != "yes"}
        for unit, given in answers.items()
    }


def pilot_answers():
    with (DATA / "mdsr_guinea_2017_answers.csv").open(encoding="utf-8") as file:
        return {line["district"]: answers_of(line) for line in csv.DictReader(file)}


def answers_of(line):
    answers = {code: line[code] or None for code in CHOICES}
    for code, (part, whole) in RATIOS.items():
        answers[code] = (int(line[part]), int(line[whole]))
    return answers


def prefecture_members():
    """Map polygon -> the districts in it (Conakry's holds five)."""
    members = {}
    with (GEO / "guinea_health_districts.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            members.setdefault(line["prefecture_code"], []).append(line["district"])
    return members
