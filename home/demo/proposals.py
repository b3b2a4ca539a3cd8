"""A second cycle, in its first step: what teams propose, who supports it, two that were merged. All of it is invented,
and says so."""

import datetime

from django.utils import timezone
from wagtail.models import Locale

from cycles.actions import create_cycle
from cycles.issue_actions import propose_issue, support_issue
from cycles.issue_choice import merge_issues
from cycles.models import Issue, LearningCycle
from cycles.proposed_dates import proposed_dates
from districts.models import OrgUnit, User

from .pages import fill_page
from .texts import pair, text

CODE = "exemple-propositions"
# A week of the two that the step takes is over on the day of loading.
BEGUN = datetime.timedelta(days=7)
MINUTES = 90


def load_proposals(units: dict[str, OrgUnit], people: dict[str, User]) -> LearningCycle:
    cycle = _cycle(units)
    by_name = {_folded(unit.name_fr): unit for unit in units.values() if unit.is_district}
    made = {
        words["name"]: _propose(cycle, words, by_name, people)
        for words in text("cycle-proposals")["proposals"]
    }
    for words in text("cycle-proposals")["proposals"]:
        if into := words.get("into"):
            by = people["facilitator@example.org"]
            merge_issues(issues=[made[words["name"]]], into=made[into], by=by)
    return cycle


def _cycle(units: dict[str, OrgUnit]) -> LearningCycle:
    words = text("cycle-proposals")
    cycle = create_cycle(
        code=CODE,
        countries=[units["GIN"], units["BEN"]],
        by=None,
        steps=proposed_dates(timezone.localdate() - BEGUN, flash=False),
        minutes_asked=MINUTES,
        **pair(words, "title"),
        **pair(words, "purpose"),
    )
    fill_page(cycle.pages.get(locale=Locale.objects.get(language_code="fr")), words, by=None)
    return LearningCycle.objects.get(pk=cycle.pk)


def _propose(
    cycle: LearningCycle, words: dict, by_name: dict[str, OrgUnit], people: dict[str, User]
) -> Issue:
    """In the one language that it is written in."""
    language = "fr" if "title_fr" in words else "en"
    issue = propose_issue(
        cycle=cycle,
        unit=by_name[_folded(words["district"])],
        language=language,
        title=words[f"title_{language}"],
        text=words[f"text_{language}"],
        by=people.get(words.get("by", "")),
    )
    for name in words["supported_by"]:
        support_issue(issue=issue, unit=by_name[_folded(name)], by=None)
    return issue


def _folded(name: str) -> str:
    """The texts have the printer's apostrophe, some names of districts the typist's."""
    return name.replace("’", "'")
