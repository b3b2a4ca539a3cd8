"""A cycle whose questionnaire the teams answer at present. Issue, questions, people and answers are invented, and every
page of it says so. Dates are relative to the day on which the demonstration is loaded."""

import datetime

from analysis.disclosure import Audience
from cycles.actions import complete_step, create_cycle
from cycles.issue_choice import choose_issue
from cycles.models import Issue, LearningCycle, Step
from cycles.permissions import today_in
from districts.actions import create_account, start_membership
from districts.models import OrgUnit, Role, User
from questionnaires.actions import create_questionnaire, open_questionnaire

from .open_answers import answer_open_questionnaire
from .pages import fill_page
from .texts import pair, text

CODE = "ruptures-medicaments"
LEVELS = {"facilitators": Audience.FACILITATORS}
# From today, inclusive.
DAYS = {
    Step.ISSUE: (-75, -46),
    Step.QUESTIONNAIRE: (-45, -11),
    Step.COMPLETION: (-10, 14),
    Step.RESULTS: (15, 45),
    Step.DISCUSSION: (46, 90),
    Step.TRANSLATION: (91, 150),
}
# Leads of other districts, who have no password and sign nobody in: e-mail, first name, last name, how the
# district's name begins.
LEADS = [
    ("dalaba@example.org", "Mariama", "Bah", "Dalaba"),
    ("mamou@example.org", "Alpha", "Condé", "Mamou"),
    ("kankan@example.org", "Sékou", "Keïta", "Kankan"),
    ("kindia@example.org", "Aminata", "Sylla", "Kindia"),
    ("djidja@example.org", "Rachidatou", "Adjovi", "Djidja"),
    ("kandi@example.org", "Bio", "Sabi", "Kandi"),
    ("parakou@example.org", "Nafissatou", "Yacoubou", "Parakou"),
]


def load_open_cycle(units: dict[str, OrgUnit], people: dict[str, User]) -> LearningCycle:
    """With its pages published, and answers in every state."""
    facilitator = people["facilitator@example.org"]
    cycle = _create([units["GIN"], units["BEN"]], facilitator)
    questionnaire = create_questionnaire(cycle=cycle, by=facilitator, **_asked())
    open_questionnaire(questionnaire=questionnaire, by=facilitator)
    fill_page(cycle.pages.get(locale__language_code="fr"), text("cycle-stocks"), by=None)
    by_name = {unit.name_fr: unit for unit in units.values() if unit.is_district}
    answer_open_questionnaire(questionnaire, by_name, people | _leads(by_name))
    return cycle


def _create(countries: list[OrgUnit], by: User) -> LearningCycle:
    words, today = text("cycle-stocks"), today_in(None)
    steps = {}
    for number, (first, last) in DAYS.items():
        days = {"opens_on": today + datetime.timedelta(first), "closes_on": today + datetime.timedelta(last)}
        notes = {f"note_{language}": words[language]["steps"][number - 1] for language in ("fr", "en")}
        steps[number] = days | notes
    cycle = create_cycle(
        code=CODE,
        countries=countries,
        by=by,
        steps=steps,
        number=6,
        minutes_asked=90,
        **pair(words, "title"),
        **pair(words, "purpose"),
        **pair(words, "issue_title"),
        **pair(words, "issue_text"),
    )
    issue = Issue.objects.create(
        cycle=cycle, **pair(words, "issue_title", "title"), **pair(words, "issue_text", "text")
    )
    chosen_on = steps[Step.ISSUE]["closes_on"]
    choose_issue(issue=issue, by=by, on=chosen_on, **pair(words, "why_chosen", "because"))
    for step in cycle.steps.filter(number__in=(Step.ISSUE, Step.QUESTIONNAIRE)):
        complete_step(step=step, by=by)
    return cycle


def _asked() -> dict:
    words = text("questionnaire-stocks")
    sections = [
        {name: section[name] for name in section if name != "questions"}
        | {"questions": [_question(question) for question in section["questions"]]}
        for section in words["sections"]
    ]
    checks = [dict(check) for check in words["checks"]]
    return {"sections": sections, "checks": checks, **pair(words, "title"), **pair(words, "intro")}


def _question(words: dict) -> dict:
    question = dict(words)
    if condition := question.get("show_if"):
        question["show_if"] = {"question": condition["question"], "op": "is", "value": condition["equals"]}
    return question | {"level": LEVELS.get(words.get("level", ""), Audience.PEERS_NAMED)}


def _leads(by_name: dict[str, OrgUnit]) -> dict[str, User]:
    found = {}
    for email, first, last, place in LEADS:
        found[email] = create_account(
            email=email, password=None, first_name=first, last_name=last, language="fr", by=None
        )
        unit = next(unit for name, unit in by_name.items() if name.startswith(place))
        start_membership(user=found[email], role=Role.LEAD, unit=unit, by=None)
    return found
