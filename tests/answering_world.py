"""An open questionnaire for the tables of who may do what: the first district's answers were signed for its team and
wait for it, changed since; one of them holds a file."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from cycles.models import CyclePage, CyclesIndexPage
from questionnaires.answering.entering import note_how_it_came
from questionnaires.answering.file_actions import keep_file
from questionnaires.answering.filling import Filling
from questionnaires.answering.saving import Given, save_answers
from questionnaires.answering.signing import sign_response
from questionnaires.models import Question
from tests.pages import page_below
from tests.questionnaires.asking import QUESTIONS
from tests.questionnaires.times import OPEN, questionnaire_that_is

FILE = {"code": "plan", "kind": "file", "text_fr": "Un plan ?", "text_en": "A plan?"}
PDF = b"%PDF-1.4\n%test\n"


def add_answering(world) -> None:
    """`world.answering`, `world.answering_unit` and the key of its file."""
    world.answering = questionnaire_that_is(
        OPEN, world.guinea, code="answering", questions=[*QUESTIONS, FILE]
    )
    publish(world.answering.cycle, world.home)
    filling = Filling(world.answering, world.unit)
    member = world.people["member"]
    upload = SimpleUploadedFile("Plan d’action.pdf", PDF)
    plan = Question.objects.get(questionnaire=world.answering, code="plan")
    value = keep_file(filling=filling, question=plan, upload=upload, by=member)
    world.answer_file = value["file"]
    give(filling, member, committee={"choice": "no"}, meetings={"number": 3}, plan=value)
    sign_for_team(filling, world.people["facilitator"])
    give(filling, member, meetings={"number": 4})


def publish(cycle, home) -> None:
    """Nothing is asked in a cycle that readers do not see."""
    index = CyclesIndexPage.objects.first() or page_below(home, "Cycles", CyclesIndexPage)
    page_below(index, f"Cycle {cycle.code}", CyclePage, cycle=cycle)


def give(filling: Filling, by, because: str = "", **values) -> None:
    rows = filling.answers
    given = [
        Given(code, value, base=rows[code].number if code in rows else 0) for code, value in values.items()
    ]
    save_answers(filling=filling, given=given, by=by, key=uuid.uuid4(), language="fr", because=because)


def sign_for_team(filling: Filling, by) -> None:
    note_how_it_came(filling=filling, came_by="telephone", by=by)
    sign_response(filling=filling, revision=filling.response.revision, by=by, on_behalf=True)
