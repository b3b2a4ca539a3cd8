"""Questionnaires that are open today, and two people who answer them for many districts, made in the running portal's
own data."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from .conftest import Portal

MEMBER, LEAD = "awa.camara@example.org", "sekou.camara@example.org"
PEOPLE = ((MEMBER, "Awa", "member"), (LEAD, "Sékou", "lead"))
PLACES = 20
MAKE = "from tests.browser.open_questionnaire import make; print(make({password!r}))"


@dataclass(frozen=True)
class Place:
    """Where a district answers. What became of it is read from the portal's database, as a process of its own."""

    portal: Portal
    key: str
    cycle: int
    unit: str

    def section(self, place: int, language: str = "fr") -> str:
        return f"{self.overview(language)}{place}/"

    def overview(self, language: str = "fr") -> str:
        return f"/{language}/questionnaires/{self.key}/{self.unit}/"

    def answers(self) -> dict[str, list[dict | None]]:
        """By code, the value of every version, those that wait for a choice too."""
        rows = self._rows(
            "SELECT q.code, v.value FROM questionnaires_answerversion v"
            " JOIN questionnaires_answer a ON a.id = v.answer_id"
            " JOIN questionnaires_question q ON q.id = a.question_id"
            " JOIN questionnaires_response r ON r.id = a.response_id"
            " JOIN questionnaires_questionnaire o ON o.id = r.questionnaire_id"
            " JOIN districts_orgunit u ON u.id = r.unit_id"
            " WHERE o.cycle_id = ? AND u.code = ? ORDER BY v.id",
            self.cycle,
            self.unit,
        )
        found: dict[str, list] = {}
        for code, value in rows:
            found.setdefault(code, []).append(json.loads(value) if value else None)
        return found

    def writers(self) -> set[str]:
        rows = self._rows(
            "SELECT w.email FROM questionnaires_answerversion v"
            " JOIN questionnaires_answer a ON a.id = v.answer_id"
            " JOIN questionnaires_response r ON r.id = a.response_id"
            " JOIN questionnaires_questionnaire o ON o.id = r.questionnaire_id"
            " JOIN districts_orgunit u ON u.id = r.unit_id JOIN districts_user w ON w.id = v.by_id"
            " WHERE o.cycle_id = ? AND u.code = ?",
            self.cycle,
            self.unit,
        )
        return {email for (email,) in rows}

    def close(self) -> None:
        self._rows(
            "UPDATE cycles_cyclestep SET closes_on = date('now', '-1 day') WHERE cycle_id = ? AND number = 3",
            self.cycle,
        )

    def put_away(self) -> None:
        """Cycle and people: the journeys of other files find the demonstration as it is."""
        self._rows(
            "UPDATE wagtailcore_page SET live = 0 WHERE id IN"
            " (SELECT page_ptr_id FROM cycles_cyclepage WHERE cycle_id = ?)",
            self.cycle,
        )
        for email, _name, _role in PEOPLE:
            self._rows(
                "DELETE FROM districts_membership WHERE user_id = (SELECT id FROM districts_user WHERE email = ?)",
                email,
            )
            self._rows("UPDATE districts_user SET is_active = 0 WHERE email = ?", email)

    def end_session(self, key: str) -> None:
        self._rows("DELETE FROM django_session WHERE session_key = ?", key)

    def _rows(self, sql: str, *values) -> list[tuple]:
        with self._database() as database:
            return database.execute(sql, values).fetchall()

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.portal.data / "portal.sqlite3", timeout=20)) as database, database:
            yield database


def places_in(portal: Portal) -> tuple[list[Place], Place]:
    """Each of another district, so that tests do not meet each other's answers; and one of a cycle of its own, which
    may be closed."""
    made = json.loads(
        portal.manage("shell", "-c", MAKE.format(password=portal.password)).strip().splitlines()[-1]
    )
    places = [Place(portal, **each) for each in made]
    return places[:-1], places[-1]


def make(password: str) -> str:
    """In the portal's process: that is where Django is set up for its database."""
    from django.db import transaction

    from districts.actions import start_membership
    from districts.models import OrgUnit, User

    country = OrgUnit.objects.get(code="GIN")
    with transaction.atomic():
        several, one = _open(country, "hors-ligne"), _open(country, "hors-ligne-clos")
        units = list(several.cycle.districts())[:PLACES]
        for email, name, role in PEOPLE:
            person = User.objects.create_user(
                email, password, first_name=name, last_name="Camara", language="fr"
            )
            for unit in units:
                start_membership(user=person, role=role, unit=unit, by=None)
    found = [_told(several, unit) for unit in units] + [_told(one, units[0])]
    return json.dumps(found)


def _told(questionnaire, unit) -> dict:
    return {"key": str(questionnaire.key), "cycle": questionnaire.cycle_id, "unit": unit.code}


def _open(country, code: str):
    from cycles.actions import create_cycle
    from cycles.models import Step
    from questionnaires.actions import open_questionnaire
    from tests.districts.places import days, today
    from tests.questionnaires.trying import tried_questionnaire

    titles = {"title_fr": "Cycle d’essai", "title_en": "Trial cycle", "purpose_fr": "Apprendre."}
    cycle = create_cycle(code=code, countries=[country], by=None, **titles)
    for page in cycle.pages.all():
        page.save_revision().publish()
    cycle.steps.filter(number=Step.COMPLETION).update(opens_on=today() - days(5), closes_on=today() + days(5))
    questionnaire = tried_questionnaire(cycle)
    open_questionnaire(questionnaire=questionnaire, by=None)
    return questionnaire
