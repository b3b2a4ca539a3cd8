"""A receipt says what was signed, in the words of that time, whatever happens afterwards."""

import re

import pytest

from questionnaires.answering import receipt_views
from questionnaires.answering.receipts import code_of, receipt_of
from questionnaires.answering.saving import Given
from questionnaires.models import Signature
from questionnaires.paper_printing import NotPrinted
from questionnaires.version_actions import Rewording, correct_wording

from .districts_answering import answer_all, filling, give, sign, url, words


@pytest.fixture
def signed(world):
    give(world, world.member, Given("town", {"text": "Pita : au bord de l’eau"}, comment="À côté du marché"))
    answer_all(world, world.member)
    return sign(world, world.lead)


def receipt(world, client, number=1, language="en"):
    client.force_login(world.member)
    return client.get(url(world, "answer_receipt", number, language=language))


def test_it_has_all_that_was_signed(world, client, signed):
    said = words(receipt(world, client))
    for part in (
        "Receipt ", str(world.unit), "Gui", f"Signed by {world.lead}", "number 1", "version 1", "3 meetings", "Pita",
        "À côté du marché", "This is what counts for the district.",
    ):  # fmt: skip
        assert part in said, part
    assert "Reviewed" not in said, "what was not asked"
    assert "3 réunions" in words(receipt(world, client, language="fr"))


def test_an_old_one_stays_as_it_was(world, client, signed):
    before = words(receipt(world, client))
    question = world.questionnaire.questions.get(code="meetings")
    correct_wording(
        questionnaire=world.questionnaire, because="Clearer", by=None,
        rewordings=[Rewording(question, "text_en", "Number of meetings?")],
    )  # fmt: skip
    give(world, world.member, Given("meetings", {"number": 4}, base=1))
    sign(world, world.lead)
    said = words(receipt(world, client))
    assert "3 meetings" in said and "How many meetings?" in said and "Number of meetings?" not in said
    assert "A later signature has taken the place of this one." in said and "The signature after" in said
    assert _code(before) == _code(said)
    latest = words(receipt(world, client, 2))
    assert "4 meetings" in latest and "Number of meetings?" in latest and "version 2" in latest
    assert _code(latest) != _code(before)


def _code(said: str) -> str:
    return re.search(r"Receipt ([0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4})", said)[1]


@pytest.mark.parametrize(
    ("name", "value"),
    [("values", {"meetings": {"number": 9}}), ("comments", {}), ("reasons", [{"question": "x"}])],
)
def test_its_number_is_another_one_for_anything_else(world, signed, name, value):
    before = code_of(filling(world), signed)
    Signature.objects.update(**{name: value})
    assert code_of(filling(world), Signature.objects.get()) != before


def test_one_signed_for_the_team_says_by_whom_and_whether_it_was_confirmed(world, client):
    answer_all(world, world.member)
    sign(world, world.facilitator, on_behalf=True)
    said = words(receipt(world, client))
    assert f"{world.facilitator}, for the team" in said and "Confirmed by the team not yet" in said


def test_a_signature_that_was_not_given_has_none(world, client, signed):
    assert receipt(world, client, 2).status_code == 404
    assert receipt(world, client, 10**30).status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pdf_is_tagged_and_says_the_same(world, client, signed, language):
    client.force_login(world.lead)
    response = client.get(url(world, "answer_receipt_pdf", 1, language=language))
    assert response["Content-Type"] == "application/pdf" and response.content.startswith(b"%PDF-")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in response.content
    assert f"-1-{language}.pdf" in response["Content-Disposition"]
    again = client.get(
        url(world, "answer_receipt_pdf", 1, language=language), headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304


def test_where_it_cannot_be_set_that_is_said(world, client, signed, monkeypatch):
    def fail(*_args):
        raise NotPrinted

    monkeypatch.setattr(receipt_views, "printed", fail)
    client.force_login(world.lead)
    assert client.get(url(world, "answer_receipt_pdf", 1)).status_code == 503


def test_odd_texts_are_printed_too(world, client):
    give(
        world,
        world.member,
        Given("why", {"text": "🙂 #[] $x$ \\ \u202e " + "é" * 4000}, comment="\u0e01" * 900),
    )
    answer_all(world, world.member)
    sign(world, world.lead)
    client.force_login(world.lead)
    assert client.get(url(world, "answer_receipt_pdf", 1)).content.startswith(b"%PDF-")


def test_a_response_from_a_file_has_one_without_a_name(world, client, signed):
    Signature.objects.update(by=None)
    assert "taken over from a file" in words(receipt(world, client))
    assert receipt_of(filling(world), 1).counts
