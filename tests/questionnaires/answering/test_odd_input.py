"""Whatever is sent, nobody sees an error of the server, and nothing that was right is lost with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from questionnaires.answering.saving import Given
from questionnaires.models import Response

from .districts_answering import answer_all, filling, give, section_url, url

HOSTILE = {
    "NUL": "\x00",
    "a megabyte": "x" * 1_000_000,
    "half a character": "\ud800",
    "a script": "<script>alert(1)</script>",
    "turned around": "\u202e{{ 7|add:7 }}",
    "many digits": "9" * 5000,
    "figures of another script": "٣٤",
    "no number": "-1e309",
    "a rule": '{"number": 3}',
    "a name that is none": ":dont_know",
}
NAMES = (
    "a:committee", "a:members", "a:meetings", "a:meetings:missing", "c:meetings", "b:meetings", "b:committee",
    "count:meetings", "reason:1", "was:1", "reason:" + "9" * 30, "remove:picture", "key", "device", "because", "go",
    "presented", "gone:x", "a:", ":",
)  # fmt: skip


def send(world, client, place: int = 1, **data):
    client.force_login(world.member)
    return client.post(section_url(world, place), data)


def presented(text: str = "") -> str:
    return f"hello committee members meetings {text}"


@pytest.mark.parametrize("what", HOSTILE)
def test_odd_texts_in_every_field(world, client, what):
    text = HOSTILE[what].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    for go in ("next", "here"):
        # More than two such fields are refused before any is read.
        names = NAMES if len(text) < 100_000 else ("a:meetings", "c:meetings")
        data = dict.fromkeys(names, text) | {"presented": presented(text[:100]), "go": go}
        assert send(world, client, **data).status_code in (200, 302)
    for screen in ("answer", "answer_review", "answer_history"):
        assert client.get(url(world, screen)).status_code == 200
    assert client.get(url(world, "answer_versions", "meetings")).status_code == 200
    answers = client.get(section_url(world, 1)).content.decode()
    assert "<script>alert" not in answers and "{{ 7|add:7 }}" in answers or what != "turned around"


@pytest.mark.parametrize("what", HOSTILE)
def test_a_number_can_be_put_right_afterwards(world, client, what):
    send(
        world,
        client,
        **{"presented": presented(), "a:meetings": HOSTILE[what].encode(errors="replace").decode()},
    )
    found = filling(world).answers.get("meetings")
    send(
        world,
        client,
        **{"presented": presented(), "a:meetings": "4", "b:meetings": found.number if found else 0},
    )
    assert filling(world).values["meetings"] == {"number": 4}


def test_parameters_that_come_twice(world, client):
    answer_all(world, world.member)
    client.force_login(world.member)
    data = {
        "presented": [presented(), "meetings"], "a:meetings": ["4", "5"], "b:meetings": ["1", "7"],
        "a:committee": ["yes", "no"], "key": ["x", "y"], "count:meetings": ["1", "2"],
    }  # fmt: skip
    assert client.post(section_url(world, 1), data).status_code in (200, 302)
    assert filling(world).values["meetings"]["number"] in (3, 4, 5)


def test_codes_of_other_sections_and_of_none(world, client):
    data = {
        "presented": "meetings reported gone sum",
        "a:reported": "3",
        "a:gone": "3",
        "a:sum": "3",
        "a:meetings": "3",
    }
    assert send(world, client, **data).status_code in (200, 302)
    assert filling(world).values == {"meetings": {"number": 3}}


def test_nothing_at_all(world, client):
    assert send(world, client).status_code in (200, 302)
    give(world, world.member, Given("meetings", {"number": 3}))
    send(world, client)
    assert filling(world).values == {"meetings": {"number": 3}}, "what was not on the page was not emptied"


@pytest.mark.parametrize("place", [0, 4, 99, 10**20])
def test_sections_that_are_not_there(world, client, place):
    client.force_login(world.member)
    assert client.get(url(world, "answer") + f"{place}/").status_code == 404
    assert client.post(url(world, "answer") + f"{place}/", {"presented": "meetings"}).status_code == 404


@pytest.mark.parametrize("code", ["gone", "gui", "%00", "%F0%9F%98%80", "..", "' OR 1=1"])
def test_districts_that_are_not_there(world, client, code):
    client.force_login(world.facilitator)
    address = url(world, "answer").replace(world.unit.code, code)
    assert client.get(address).status_code == 404


def test_texts_where_files_belong_and_files_where_texts_belong(world, client):
    client.force_login(world.member)
    file = SimpleUploadedFile("a\x00b\u202e.pdf", b"%PDF-1.4")
    names = "rate done last who town why place picture"
    sent = {"presented": names, "a:picture": "a text", "a:town": file, "remove:picture": ["1", "2"]}
    assert client.post(section_url(world, 3), sent).status_code in (200, 302)
    assert "picture" not in filling(world).values


@pytest.mark.parametrize("screen", ["answer_sign", "answer_confirm", "answer_tell"])
def test_buttons_with_odd_fields(world, client, screen):
    answer_all(world, world.member)
    for person in (world.lead, world.member):
        client.force_login(person)
        for value in ("\x00", "9" * 400, "x"):
            response = client.post(url(world, screen), {"revision": value, "number": value})
            assert response.status_code in (302, 403, 409)
    assert Response.objects.get().signed_at is None


def test_an_answer_of_a_choice_that_is_gone_can_still_be_read(world, client):
    give(world, world.member, Given("who", {"choice": "left"}), Given("members", {"choices": ["gone"]}))
    client.force_login(world.member)
    for screen in (("answer_section", 3), ("answer_review",), ("answer_versions", "who")):
        assert client.get(url(world, *screen)).status_code == 200
