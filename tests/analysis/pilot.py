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
ASKED_IF = {
    "guidelines_applied": ("guidelines_updated", "yes"),
    "recommendations": ("review_committee", "yes"),
}


def pilot_responses(level=Audience.PEERS_NAMED, counts_persons=True):
    questions = [
        Question(code, CHOICE, YES_NO, level=level, asked_if=ASKED_IF.get(code)) for code in CHOICES
    ] + [
        Question(
            code,
            RATIO,
            counts_persons=counts_persons and code == "deaths_reviewed",
            level=level,
            asked_if=ASKED_IF.get(code),
        )
        for code in RATIOS
    ]
    with (GEO / "guinea_health_districts.csv").open(encoding="utf-8") as file:
        units = tuple(Unit(line["district"], line["region"]) for line in csv.DictReader(file))
    return ResponseTable(units, tuple(questions), pilot_answers())


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
