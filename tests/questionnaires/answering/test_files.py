"""Files given as answers: what is taken, what becomes of it, who gets it."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from questionnaires.answering import file_actions
from questionnaires.answering.file_types import NotTaken, clean_name, kind_of
from questionnaires.models import AnswerFile, AnswerVersion

from .districts_answering import close, filling, post_section, section_url, url, words

PDF = b"%PDF-1.7\n..."
PRESENTED = "rate done last who town why place picture"


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(made, kind)
    return made.getvalue()


def archive(*names: str, **contents: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for name in names:
            opened.writestr(name, contents.get(name, "x"))
    return made.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
ODS = archive("mimetype", mimetype="application/vnd.oasis.opendocument.spreadsheet")
TAKEN = [
    (PDF, "a.pdf", "pdf"),
    (picture("JPEG"), "photo.png", "jpg"),
    (picture("PNG"), "a.png", "png"),
    (picture("WEBP"), "a", "webp"),
    (DOCX, "a.docx", "docx"),
    (archive("[Content_Types].xml", "xl/workbook.xml"), "a.zip", "xlsx"),
    (ODS, "a.ods", "ods"),
    ("centre;stock\nTimbi;3\n".encode("cp1252"), "suivi.csv", "csv"),
    ("Déjà vu".encode(), "note.md", "txt"),
]
NOT_TAKEN = [
    (b"", "empty.pdf"),
    (b"MZ\x90\x00\x03", "photo.jpg"),
    (b"<html><script>alert(1)</script></html>", "note.txt"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.png"),
    (b"\xff\xd8\xff not a picture at all", "photo.jpg"),
    (b"#!/bin/sh\nrm -rf /", "note.txt"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "old.xls"),
    (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros.docx"),
    (archive("a.txt"), "a.zip"),
    (picture("GIF"), "a.gif"),
]


@pytest.mark.parametrize(("data", "name", "extension"), TAKEN, ids=lambda value: str(value)[-12:])
def test_the_content_says_what_it_is(data, name, extension):
    assert kind_of(data, name).extension == extension


@pytest.mark.parametrize(("data", "name"), NOT_TAKEN, ids=lambda value: str(value)[-12:])
def test_what_is_not_taken_says_what_to_do(data, name):
    with pytest.raises(NotTaken) as refused:
        kind_of(data, name)
    assert len(str(refused.value)) > 20


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Plan d’action.pdf", "Plan d’action.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\plan.PDF", "plan.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe.pdf"),
        ("\x00\n", "file.pdf"),
        ("", "file.pdf"),
        ("x" * 300, "x" * 96 + ".pdf"),
        ("...", "file.pdf"),
    ],
)
def test_names_are_cleaned_and_end_as_the_content_is(name, cleaned):
    assert clean_name(name, "pdf") == cleaned


def sent(world, client, by=None, file=None, **fields):
    files = {"a__picture": file} if file else {}
    return post_section(client, world, by or world.member, 3, PRESENTED, go="here", **fields, **files)


def upload(data: bytes = PDF, name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")


@pytest.fixture(autouse=True)
def _private(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        }
    }


def test_a_file_is_an_answer_and_opens_for_the_team_and_its_helpers(world, client):
    assert sent(world, client, file=upload()).status_code == 302
    value = filling(world).values["picture"]
    assert (value["name"], value["size"]) == ("plan.pdf", len(PDF))
    for reader in (world.lead, world.facilitator):
        client.force_login(reader)
        response = client.get(url(world, "answer_file", value["file"]))
        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
        assert (
            response["Content-Type"] == "application/pdf" and response["X-Content-Type-Options"] == "nosniff"
        )
        assert response["Cache-Control"] == "private, no-store"
    client.force_login(world.other)
    assert client.get(url(world, "answer_file", value["file"])).status_code == 403
    assert client.get(url(world, "answer_file", value["file"], unit=world.units[1])).status_code == 404


def test_a_page_sent_again_without_the_file_keeps_it(world, client):
    sent(world, client, file=upload())
    sent(world, client, a__town="Pita", b__picture="1")
    found = filling(world).values
    assert found["picture"]["name"] == "plan.pdf" and found["town"] == {"text": "Pita"}
    assert AnswerVersion.objects.filter(answer__question__code="picture").count() == 1


def test_the_same_file_twice_is_kept_once(world, client):
    for _click in range(2):
        sent(world, client, file=upload(), key="6a0e4d52-9d33-4a4c-8f0e-111111111111")
    assert AnswerFile.objects.count() == 1 and AnswerVersion.objects.count() == 1


def test_another_takes_its_place_and_the_first_can_still_be_opened(world, client):
    sent(world, client, file=upload())
    first = filling(world).values["picture"]["file"]
    sent(world, client, file=upload(picture("PNG"), "tableau.png"), b__picture="1")
    assert filling(world).values["picture"]["name"] == "tableau.png"
    client.force_login(world.member)
    assert client.get(url(world, "answer_file", first)).status_code == 200
    assert "plan.pdf" in words(client.get(url(world, "answer_versions", "picture")))


def test_it_is_taken_away_with_a_tick(world, client):
    sent(world, client, file=upload())
    sent(world, client, remove__picture="1", b__picture="1")
    assert "picture" not in filling(world).values and AnswerFile.objects.count() == 1


def test_there_may_be_no_file_to_give(world, client):
    sent(world, client, a__picture__missing="not_applicable")
    assert filling(world).values["picture"] == {"missing": "not_applicable"}


def test_a_file_and_none_at_once_keeps_the_file_and_asks(world, client):
    sent(world, client, file=upload())
    response = sent(world, client, a__picture__missing="dont_know", b__picture="1")
    assert response.status_code == 200 and "There is an answer above" in words(response)
    assert filling(world).values["picture"]["name"] == "plan.pdf"


def test_what_is_not_taken_is_said_beside_the_field_and_the_rest_is_saved(world, client):
    response = sent(world, client, file=upload(b"MZ\x90\x00", "photo.jpg"), a__town="Pita")
    assert response.status_code == 200 and "A file of this sort is not taken" in words(response)
    assert filling(world).values == {"town": {"text": "Pita"}} and not AnswerFile.objects.exists()


def test_one_that_is_too_large(world, client, monkeypatch):
    monkeypatch.setattr(file_actions, "LARGEST", 10)
    response = sent(world, client, file=upload())
    assert "there is room for" in words(response) and not AnswerFile.objects.exists()


def test_after_closing_no_file_is_kept(world, client):
    close(world)
    assert sent(world, client, file=upload()).status_code == 409
    assert not AnswerFile.objects.exists()


def test_a_file_that_is_gone_is_not_found(world, client, tmp_path):
    sent(world, client, file=upload())
    for path in tmp_path.rglob("*.pdf"):
        path.unlink()
    client.force_login(world.member)
    assert client.get(url(world, "answer_file", filling(world).values["picture"]["file"])).status_code == 404
    assert client.get(section_url(world, 3)).status_code == 200
