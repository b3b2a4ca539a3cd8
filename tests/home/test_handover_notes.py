"""The notes on a hand-over page: written, changed and withdrawn by whom, and nothing typed is lost."""

from types import SimpleNamespace

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from districts.handover_actions import NoteRefused, change_note, withdraw_note, write_note
from districts.models import HandoverNote, KeptPost, Membership, Role, User
from tests.districts.accounts import account, guinea, text_of
from tests.districts.places import country, person, today
from tests.districts.test_kept_posts import decide, enter, form_open_in, lose_session, token_in


@pytest.fixture
def world(pages_ready):
    top, (here, there) = guinea()
    author = account(Role.MEMBER, here)
    note = write_note(unit=here, text="Le classeur vert", language="fr", by=author)
    return SimpleNamespace(top=top, here=here, there=there, author=author, note=note)


def browser_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def add(browser, unit, **fields):
    return browser.post(f"/en/handover/{unit.pk}/notes/add/", {"text": "Mine", "language": "en"} | fields)


def address(note: HandoverNote, what: str) -> str:
    return f"/en/handover/notes/{note.pk}/{what}/"


# Who, whether they change the author's note, whether they put it away.
RIGHTS = {
    "author": (True, True),
    "lead": (False, True),
    "acting lead": (False, True),
    "facilitator": (False, True),
    "administrator": (False, True),
    "superuser": (False, True),
    "colleague": (False, False),
    "author who left": (False, False),
    "lead of another district": (False, False),
    "lead who left": (False, False),
    "facilitator of another country": (False, False),
    "moderator": (False, False),
    "official": (False, False),
    "anonymous": (False, False),
}


def somebody(world, who: str) -> User | None:
    if who == "acting lead":
        acting = person((Role.MEMBER, world.here))
        Membership.objects.create(
            user=acting, unit=world.here, role=Role.LEAD, acting=True, starts_on=today(), ends_on=today()
        )
        return acting
    if who == "author who left":
        world.author.memberships.update(starts_on="2020-01-01", ends_on="2020-02-01")
    made = {
        "author": lambda: world.author,
        "author who left": lambda: world.author,
        "lead": lambda: person((Role.LEAD, world.here)),
        "facilitator": lambda: person((Role.FACILITATOR, world.top)),
        "administrator": lambda: person((Role.ADMINISTRATOR, None)),
        "superuser": lambda: person(is_superuser=True),
        "colleague": lambda: person((Role.MEMBER, world.here)),
        "lead of another district": lambda: person((Role.LEAD, world.there)),
        "lead who left": lambda: person((Role.LEAD, world.here), ended=-1),
        "facilitator of another country": lambda: person((Role.FACILITATOR, country("ben"))),
        "moderator": lambda: person((Role.MODERATOR, world.top)),
        "official": lambda: person((Role.OFFICIAL, world.top)),
        "anonymous": lambda: None,
    }
    return made[who]()


@pytest.mark.parametrize("who", RIGHTS)
def test_who_changes_and_who_puts_away(world, who):
    changes, withdraws = RIGHTS[who]
    user = somebody(world, who)
    browser, refused = browser_of(user), 302 if user is None else 403
    change, withdraw = address(world.note, "change"), address(world.note, "withdraw")
    assert browser.get(change).status_code == (200 if changes else refused)
    assert browser.get(withdraw).status_code == (200 if withdraws else refused)
    assert browser.post(change, {"text": "New", "language": "en"}).status_code == (
        302 if changes else refused
    )
    world.note.refresh_from_db()
    assert world.note.text == ("New" if changes else "Le classeur vert")
    browser.post(withdraw)
    world.note.refresh_from_db()
    assert (world.note.withdrawn_at is not None) is withdraws


@pytest.mark.parametrize("who", [who for who in RIGHTS if who != "anonymous"])
def test_the_page_shows_the_buttons_that_work(world, who):
    user = somebody(world, who)
    page = browser_of(user).get(f"/en/handover/{world.here.pk}/")
    if page.status_code == 403:
        assert RIGHTS[who] == (False, False)
        return
    shown = page.content.decode()
    assert tuple(address(world.note, what) in shown for what in ("change", "withdraw")) == RIGHTS[who]


def test_a_note_is_shown_with_its_author_role_day_and_language(world):
    reader = browser_of(person((Role.LEAD, world.here)))
    text = "Première ligne\n<b>seconde</b>"
    write_note(unit=world.here, text=text, language="fr", by=world.author)
    page = reader.get(f"/en/handover/{world.here.pk}/").content.decode()
    assert '<div class="prose" lang="fr"><p>Première ligne<br>&lt;b&gt;seconde&lt;/b&gt;</p>' in page
    shown = text_of(reader.get(f"/en/handover/{world.here.pk}/"))
    assert f"{world.author} team member {today().day} {today():%B %Y}" in shown


def test_the_role_is_that_of_the_day_also_after_leaving(world):
    world.author.memberships.update(starts_on="2020-01-01", ends_on="2020-02-01")
    HandoverNote.objects.update(written_at="2020-01-15T12:00Z")
    page = browser_of(person((Role.LEAD, world.here))).get(f"/en/handover/{world.here.pk}/")
    assert f"{world.author} team member 15 January 2020" in text_of(page)


def test_a_changed_note_says_so(world):
    browser = browser_of(world.author)
    assert "Le classeur vert" in browser.get(address(world.note, "change")).content.decode()
    response = browser.post(address(world.note, "change"), {"text": "Le bleu", "language": "fr"}, follow=True)
    assert "Le bleu" in text_of(response) and "changed on" in text_of(response)
    change_note(note=world.note, text="Le bleu", language="fr", by=world.author)
    logged = ModelLogEntry.objects.for_instance(world.note).filter(action="districts.note_changed")
    assert logged.count() == 1, "nothing changed the second time"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_language_is_the_reader_s_unless_chosen(world, language):
    page = browser_of(world.author).get(f"/{language}/handover/{world.here.pk}/")
    assert page.context["form"].initial["language"] == language


@pytest.mark.parametrize("text", ["", "   \n ", "\u200b\u200b", "x" * 6001, "a \x00 b", "é\r\n" * 4000])
def test_what_cannot_be_kept_is_refused_beside_the_text_which_is_not_lost(world, text):
    page = add(browser_of(world.author), world.here, text=text)
    assert page.status_code == 200 and page.context["form"].errors["text"]
    assert HandoverNote.objects.count() == 1
    if text.strip("x \n\u200b"):
        assert text.replace("\r\n", "\n").strip()[:100] in page.content.decode().replace("\r\n", "\n")
    again = browser_of(world.author).post(address(world.note, "change"), {"text": text, "language": "fr"})
    assert again.status_code == 200 and again.context["form"].errors["text"]


def test_the_limit_is_told_and_counts_line_breaks_once(world):
    browser = browser_of(world.author)
    page = add(browser, world.here, text="y" * 6001)
    assert (
        "Your note has 6001 characters and 6000 fit." in text_of(page) and "y" * 6001 in page.content.decode()
    )
    assert add(browser, world.here, text="é\r\n" * 2999 + "éé").status_code == 302


def test_an_unknown_language_is_refused_beside_its_field(world):
    page = add(browser_of(world.author), world.here, language="ff")
    assert page.context["form"].errors["language"] and "Mine" in page.content.decode()


def test_a_button_pressed_twice_keeps_one_note(world):
    browser = browser_of(world.author)
    for _press in range(2):
        assert add(browser, world.here).status_code == 302
    assert HandoverNote.objects.filter(text="Mine").count() == 1
    withdraw_note(note=HandoverNote.objects.get(text="Mine"), by=world.author)
    add(browser, world.here)
    assert HandoverNote.objects.filter(text="Mine", withdrawn_at=None).count() == 1, (
        "withdrawn, then written again"
    )


def test_withdrawing_asks_first_and_twice_is_no_error(world):
    lead = browser_of(person((Role.LEAD, world.here)))
    assert "Put this note away?" in text_of(lead.get(address(world.note, "withdraw")))
    assert "Withdraw your note?" in text_of(browser_of(world.author).get(address(world.note, "withdraw")))
    for _press in range(2):
        assert lead.post(address(world.note, "withdraw")).url.endswith("#notes")
    assert ModelLogEntry.objects.filter(action="districts.note_withdrawn").count() == 1
    for what in ("change", "withdraw"):
        assert browser_of(world.author).get(address(world.note, what)).status_code == 302, "shown to nobody"


def test_a_change_to_a_note_that_was_put_away_meanwhile_is_not_lost(world):
    withdraw_note(note=world.note, by=None)
    values = {"text": "Longue nouvelle version", "language": "fr"}
    page = browser_of(world.author).post(address(world.note, "change"), values)
    assert "withdrawn meanwhile" in text_of(page) and "Longue nouvelle version" in page.content.decode()
    with pytest.raises(NoteRefused):
        change_note(note=world.note, text="New", language="fr", by=world.author)


@pytest.mark.parametrize("text", ["", " ", "x" * 6001])
def test_the_actions_refuse_what_the_form_would(world, text):
    with pytest.raises(NoteRefused):
        write_note(unit=world.here, text=text, language="fr", by=world.author)
    with pytest.raises(NoteRefused):
        change_note(note=world.note, text=text, language="fr", by=world.author)


@pytest.mark.parametrize("pk", [0, 2**31, 10**30])
def test_numbers_that_no_note_has_are_not_found(world, pk):
    for what in ("change", "withdraw"):
        assert browser_of(world.author).get(f"/en/handover/notes/{pk}/{what}/").status_code == 404


def test_a_note_sent_after_the_session_ended_waits_for_its_writer(world):
    browser = Client(enforce_csrf_checks=True)
    there = f"/en/handover/{world.here.pk}/notes/add/"
    token = form_open_in(browser, world.author, f"/en/handover/{world.here.pk}/")
    lose_session(browser)
    browser.post(there, {"text": "y" * 6001, "language": "fr", "csrfmiddlewaretoken": token})
    assert HandoverNote.objects.count() == 1
    enter(browser, world.author)
    assert "y" * 6001 in text_of(browser.get("/accounts/kept/"))
    wrong = decide(browser, KeptPost.objects.get(), "send")
    assert "6000 fit" in text_of(wrong) and "y" * 6001 in wrong.content.decode()
    assert 'action="' not in wrong.content.decode().split("<main")[1], "it is sent to where it is kept"
    values = {"text": "Plus court", "language": "fr", "csrfmiddlewaretoken": token_in(wrong)}
    assert browser.post(f"/accounts/kept/{KeptPost.objects.get().key}/", values).status_code == 302
    assert HandoverNote.objects.filter(text="Plus court", author=world.author).exists()
    assert not KeptPost.objects.exists()


def test_who_left_meanwhile_cannot_send_it_any_more(world):
    browser = Client(enforce_csrf_checks=True)
    token = form_open_in(browser, world.author, f"/en/handover/{world.here.pk}/")
    lose_session(browser)
    values = {"text": "Trop tard", "language": "fr", "csrfmiddlewaretoken": token}
    browser.post(f"/en/handover/{world.here.pk}/notes/add/", values)
    world.author.memberships.update(starts_on="2020-01-01", ends_on="2020-02-01")
    enter(browser, world.author)
    assert decide(browser, KeptPost.objects.get(), "send").status_code == 403
    assert not HandoverNote.objects.filter(text="Trop tard").exists() and KeptPost.objects.exists()
