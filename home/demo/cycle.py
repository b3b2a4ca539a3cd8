"""The pilot's Guinea cycle on maternal deaths: record, questionnaire, answers, frozen results."""

import datetime
import io

from django.core.management import call_command

from analysis.disclosure import Audience
from cycles.actions import complete_step, create_cycle
from cycles.issue_choice import choose_issue
from cycles.models import Issue, LearningCycle, Step
from districts.models import OrgUnit
from questionnaires.actions import create_questionnaire, open_questionnaire
from results.actions import compute_results, publish_results
from results.models import Result

from .texts import DATA, pair, text

CODE = "sdmr-guinee-2017"
# Only the beginning and the end of the cycle are published; the steps between have no dates.
STARTED, ENDED = datetime.date(2017, 4, 1), datetime.date(2017, 9, 30)
CLOSED_AT = datetime.datetime(2017, 9, 30, 12, tzinfo=datetime.UTC)
YES_NO = [
    {"code": "yes", "label_fr": "oui", "label_en": "yes"},
    {"code": "no", "label_fr": "non", "label_en": "no"},
]
# That nobody published a report is in the paper itself, so that this answer is public already.
PUBLIC_QUESTIONS = {"annual_report"}
COUNTS_PERSONS = {"deaths_reviewed"}
TWO_COLUMNS = (
    "deaths_reviewed=maternal_deaths_reviewed,maternal_deaths_reported",
    "recommendations_implemented=recommendations_implemented,recommendations_made",
)
COLUMN_OF = {"annual_report": "annual_report_published"}


def load_cycle(units: dict[str, OrgUnit]) -> LearningCycle:
    """The cycle with its answers and published results; its pages are still drafts."""
    cycle = _create(units["GIN"])
    _ask(cycle)
    call_command(
        "import_answers",
        CODE,
        str(DATA / "mdsr_guinea_2017_answers.csv"),
        ratio=list(TWO_COLUMNS),
        column=[f"{code}={name}" for code, name in COLUMN_OF.items()],
        stdout=io.StringIO(),
    )
    _publish(cycle)
    for step in cycle.steps.exclude(number=Step.TRANSLATION):
        complete_step(step=step, by=None, at=CLOSED_AT)
    return cycle


def _create(country: OrgUnit) -> LearningCycle:
    words = text("cycle-mdsr")
    steps = {
        number: {"note_fr": words["fr"]["steps"][number - 1], "note_en": words["en"]["steps"][number - 1]}
        for number in Step
    }
    steps[Step.ISSUE]["opens_on"], steps[Step.DISCUSSION]["closes_on"] = STARTED, ENDED
    cycle = create_cycle(
        code=CODE,
        countries=[country],
        by=None,
        steps=steps,
        number=5,
        reconstructed=True,
        **pair(words, "title"),
        **pair(words, "purpose"),
    )
    issue = Issue.objects.create(
        cycle=cycle, **pair(words, "issue_title", "title"), **pair(words, "issue_text", "text")
    )
    choose_issue(issue=issue, by=None, on=STARTED, **pair(words, "why_chosen", "because"))
    return cycle


def _ask(cycle: LearningCycle) -> None:
    words = text("questionnaire-mdsr")
    sections = [
        pair(section, "title") | {"questions": [_question(question) for question in section["questions"]]}
        for section in words["sections"]
    ]
    questionnaire = create_questionnaire(
        cycle=cycle, sections=sections, by=None, **pair(words, "title"), **pair(words, "intro")
    )
    open_questionnaire(questionnaire=questionnaire, by=None, at=CLOSED_AT)


def _question(words: dict) -> dict:
    question = {"code": words["code"], "kind": words["kind"], **pair(words, "text"), **pair(words, "hint")}
    if words["kind"] == "ratio":
        question |= pair(words, "numerator") | pair(words, "denominator")
    else:
        question["choices"] = [dict(choice) for choice in YES_NO]
    if condition := words.get("show_if"):
        question["show_if"] = {"question": condition["question"], "op": "is", "value": condition["equals"]}
    level = Audience.PUBLIC if words["code"] in PUBLIC_QUESTIONS else Audience.PEERS_NAMED
    return question | {"level": level, "counts_persons": words["code"] in COUNTS_PERSONS}


def _publish(cycle: LearningCycle) -> list[Result]:
    words = text("results-mdsr")
    titles = {
        code: {"title_fr": figure["heading"], "title_en": words["en"]["figures"][code]["heading"]}
        for code, figure in words["fr"]["figures"].items()
    }
    results = compute_results(cycle=cycle, titles=titles, by=None, at=CLOSED_AT)
    publish_results(results=results, by=None, at=CLOSED_AT)
    return results
