"""Many invitations from a table: looked at line by line, then sent, all good lines or none."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from districts import invitation_actions
from districts.invitation_files import MOST_LINES, UnreadableFile, invite_lines, read_lines, text_of
from districts.models import Invitation, Role

from .accounts import account, guinea
from .accounts import text_of as words_of
from .places import country

ADDRESS = "/en/people/invitations/table/"
GOOD = """first name;last name;e-mail;telephone;role;district;language
Moussa;Camara;moussa@example.org;622 12 34 56;member;gui D1;fr
Awa;Barry;;;lead;gui-d2;en
"""


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def facilitator(pages_ready):
    return account(Role.FACILITATOR, guinea()[0])


def wrong(text: str, by) -> list[list[str]]:
    return [line.wrong for line in read_lines(text, by)]


def test_a_table_is_read(facilitator):
    first, second = read_lines(GOOD, facilitator)
    assert (first.name, first.email, first.phone) == ("Moussa Camara", "moussa@example.org", "+224622123456")
    assert (first.role, first.unit.code, first.language, first.wrong) == ("member", "gui-d1", "fr", [])
    assert (second.role, second.unit.code, second.language, second.wrong) == ("lead", "gui-d2", "en", [])


def test_french_headings_commas_accents_and_old_spreadsheets(facilitator):
    text = "Prénom,Nom,Courriel,Téléphone,Rôle,Préfecture,Langue\nMaïmouna,Sow,,,Responsable d’équipe,GUI D1,français\n"
    for content in (text.encode(), text.encode("utf-8-sig"), text.replace("’", "'").encode("cp1252")):
        (line,) = read_lines(text_of(content), facilitator)
        assert (line.name, line.role, line.wrong) == ("Maïmouna Sow", "lead", [])


@pytest.mark.parametrize(("row", "words"), [
    (";Camara;;;member;gui D1;fr", "name is missing"),
    ("Moussa;Camara;nonsense;;member;gui D1;fr", "not an e-mail address: nonsense"),
    ("Moussa;Camara;;12;member;gui D1;fr", "not a telephone number: 12"),
    ("Moussa;Camara;;;wizard;gui D1;fr", "role is not known: wizard"),
    ("Moussa;Camara;;;;gui D1;fr", "role is not known"),
    ("Moussa;Camara;;;member;;fr", "needs a district"),
    ("Moussa;Camara;;;member;Atlantis;fr", "No such place: Atlantis"),
    ("Moussa;Camara;;;member;gui R1;fr", "No such place"),
    ("Moussa;Camara;;;member;gui D1;de", "fr or en"),
    ("Moussa;Camara;;;administrator;;fr", "may not give this role"),
    ("Moussa", "name is missing"),
])  # fmt: skip
def test_each_bad_line_says_why_and_the_good_ones_stay(facilitator, row, words):
    lines = read_lines(GOOD + row + "\n", facilitator)
    assert [line.wrong for line in lines[:2]] == [[], []]
    assert words in " ".join(lines[2].wrong) and lines[2].number == 4


def test_places_of_another_country_are_not_one_s_to_give(facilitator):
    country("ben")
    assert wrong(GOOD.replace("gui D1", "ben D1"), facilitator)[0] == ["You may not give this role there."]


def test_who_is_here_invited_or_twice_in_the_table_is_left_out(facilitator):
    account(None, phone="+224622123456")
    assert "account" in wrong(GOOD, facilitator)[0][0]
    text = GOOD.replace("622 12 34 56", "")
    invite_lines(lines=read_lines(text, facilitator)[:1], by=facilitator)
    assert "open invitation" in wrong(text, facilitator)[0][0]
    twice = (
        GOOD.splitlines()[0] + "\nA;B;x@example.org;;member;gui D1;fr\nC;D;X@example.org;;member;gui D1;fr\n"
    )
    assert wrong(twice, facilitator)[0] == [] and "twice" in wrong(twice, facilitator)[1][0]


@pytest.mark.parametrize("content", [
    b"", b"\n\n", b"a;b;c\n1;2;3\n", b"PK\x03\x04\x00\x00", b"x" * 300_000, GOOD.encode("utf-16"),
    (GOOD.splitlines()[0] + "\n" + "A;B;;;member;gui D1;fr\n" * (MOST_LINES + 1)).encode(),
])  # fmt: skip
def test_what_is_no_such_table_is_said_in_words(client, facilitator, content):
    with pytest.raises(UnreadableFile):
        read_lines(text_of(content), facilitator)
    client.force_login(facilitator)
    page = client.post(ADDRESS, {"file": SimpleUploadedFile("people.csv", content)})
    assert page.status_code == 200 and page.context["form"].errors["file"]


def test_nothing_is_sent_before_it_was_looked_at(client, facilitator):
    client.force_login(facilitator)
    bad = GOOD + "X;Y;;;wizard;gui D1;fr\n"
    look = client.post(ADDRESS, {"file": SimpleUploadedFile("people.csv", bad.encode())})
    page = words_of(look)
    assert "2 lines are good." in page and "1 line is left out." in page and "Line 4" in page
    assert not Invitation.objects.exists()
    done = words_of(client.post(ADDRESS, {"table": look.context["table"], "send": "1"}))
    assert Invitation.objects.count() == 2
    assert "moussa@example.org" in done and "Awa Barry" in done and "wizard" in done


def test_if_one_fails_none_is_invited(facilitator, monkeypatch):
    send, calls = invitation_actions._send, []

    def fails_the_second_time(invitation, by):
        calls.append(invitation)
        if len(calls) == 2:
            raise RuntimeError("mail")
        send(invitation, by)

    monkeypatch.setattr("districts.invitation_actions._send", fails_the_second_time)
    lines = read_lines(GOOD.replace("Awa;Barry;;", "Awa;Barry;awa@example.org;"), facilitator)
    with pytest.raises(RuntimeError):
        invite_lines(lines=lines, by=facilitator)
    assert len(calls) == 2 and not Invitation.objects.exists()


def test_reading_costs_the_same_for_two_lines_and_two_hundred(facilitator, django_assert_num_queries):
    many = GOOD + "".join(f"A;B{n};a{n}@example.org;;member;gui D1;fr\n" for n in range(200))
    for text in (GOOD, many):
        by = type(facilitator).objects.get(pk=facilitator.pk)
        with django_assert_num_queries(6):
            read_lines(text, by)
