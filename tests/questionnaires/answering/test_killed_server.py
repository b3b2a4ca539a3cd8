"""The web server is killed while four teams save: what was confirmed is there, nothing is there by halves, and what is
sent again is there once. Real processes, on both databases."""

import json
import os
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException

import pytest

from tests.portal.scratch import Scratch, scratch_portal
from tests.web_server import WebServer, web_server

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TEAMS, SAVES = 4, 250
PATIENCE = 120
CSRF = "c" * 32
# Prints of each team the address of its section and a signed-in session.
PREPARE = """
import json
from django.test import Client
from districts.models import Role
from home.set_up import set_up
from tests.districts.accounts import account
from tests.districts.places import districts_of
from tests.questionnaires.answering.districts_answering import answering_world, section_url
from tests.questionnaires.trying import q
set_up()
pair = {"title_fr": "Deux", "title_en": "Two", "questions": [q("first", "number"), q("second", "number")]}
world, teams = answering_world([pair], districts=4), []
for unit in world.units:
    client = Client()
    client.force_login(account(Role.MEMBER, unit))
    teams.append([section_url(world, 1, unit=unit), client.cookies["sessionid"].value])
print(json.dumps(teams))
"""
# Prints of each team, by its address, what there is of either question, and how many saves were noted.
LOOK = """
import json
from questionnaires.models import Response
found = {}
for response in Response.objects.all():
    answers = {answer.question.code: answer for answer in response.answers.all()}
    numbers = {code: [row.value["number"] for row in answer.versions.all()] for code, answer in answers.items()}
    standing = {code: answer.value["number"] for code, answer in answers.items()}
    found[response.unit.code] = numbers | {"standing": standing, "savings": response.savings.count()}
print(json.dumps(found))
"""


@dataclass
class Team:
    """A telephone that types 1, 2, 3 … into both questions and sends each until it is confirmed."""

    address: str
    session: str
    confirmed: int = 0
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    numbers: dict[str, int] = field(default_factory=lambda: {"first": 0, "second": 0})

    @property
    def unit(self) -> str:
        return self.address.rstrip("/").split("/")[-2]

    def send_all(self, server: WebServer) -> None:
        """Until the server is gone: it may go before, or in the middle of, its reply."""
        while self.confirmed < SAVES:
            try:
                self._send(server)
            except (OSError, HTTPException):
                return

    def _send(self, server: WebServer) -> None:
        number = self.confirmed + 1
        fields = {"presented": "first second", "key": self.key, "device": f"phone of {self.unit}"}
        for code, seen in self.numbers.items():
            fields |= {f"a:{code}": number, f"b:{code}": seen}
        headers = {
            "Accept": "application/json",
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
        }
        sent = urllib.request.Request(
            server.url(self.address), urllib.parse.urlencode(fields).encode(), headers
        )
        with urllib.request.urlopen(sent, timeout=PATIENCE) as response:
            said = json.load(response)
        assert not said["rivals"], said
        self.numbers, self.confirmed, self.key = said["numbers"], number, str(uuid.uuid4())


def kill(server: WebServer) -> None:
    for pid in (server.process.pid, *server.workers()):
        os.kill(pid, signal.SIGKILL)


def wait_for(teams: list[Team], saves: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while sum(team.confirmed for team in teams) < saves:
        assert time.monotonic() < deadline, "the saves are too slow"
        time.sleep(0.02)


def saved(portal: Scratch) -> dict[str, dict]:
    return json.loads(portal.do(LOOK))


def whole(numbers: int) -> dict:
    """So many saves of one team, each whole and once."""
    each = [*range(1, numbers + 1)]
    return {
        "first": each,
        "second": each,
        "standing": {"first": numbers, "second": numbers},
        "savings": numbers,
    }


def test_what_was_confirmed_stays_and_nothing_is_there_by_halves(tmp_path):
    with scratch_portal(tmp_path / "portal") as portal, ThreadPoolExecutor(TEAMS) as telephones:
        teams = [Team(*each) for each in json.loads(portal.do(PREPARE))]
        with web_server(portal.environment) as server:
            sending = [telephones.submit(team.send_all, server) for team in teams]
            wait_for(teams, TEAMS * SAVES // 3)
            kill(server)
            for each in sending:
                each.result(timeout=PATIENCE)
        assert all(0 < team.confirmed < SAVES for team in teams)
        for unit, found in saved(portal).items():
            confirmed = next(team.confirmed for team in teams if team.unit == unit)
            # One more where the line fell silent between the save and its confirmation.
            assert found in (whole(confirmed), whole(confirmed + 1))
        with web_server(portal.environment) as server:
            for each in [telephones.submit(team.send_all, server) for team in teams]:
                each.result(timeout=PATIENCE)
        assert saved(portal) == {team.unit: whole(SAVES) for team in teams}
