"""Files that a worker makes: progress, failure, whose they are and how long; what is small comes at once."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from districts.actions import end_membership
from districts.models import DataView, Membership, Role, User
from home.erasing import erase_person
from home.set_up import set_up
from questionnaires.answering import export_running, export_views
from questionnaires.answering.export_actions import ask_for_export, cancel_export
from questionnaires.answering.export_running import ABANDONED_AFTER, FORGOTTEN_AFTER, MOST_ATTEMPTS, run
from questionnaires.answering.export_sweeping import forget_exports, take_up
from questionnaires.exports import KEPT
from questionnaires.models import Export
from tests.districts.accounts import account, text_of

from .board_worlds import board_url, board_world, browser_of, bytes_of, lines_of, sheets_of

State, Fault = Export.State, Export.Fault


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        set_up()
        yield board_world()
        transaction.set_rollback(True)


@pytest.fixture
def large(monkeypatch):
    """Everything is too large to come at once."""
    monkeypatch.setattr(export_views, "MOST_AT_ONCE", 0)


def asked(world, by=None, **differs) -> Export:
    wanted = {"kind": "responses", "form": "csv", "language": "en", "with_drafts": False} | differs
    return ask_for_export(questionnaire=world.questionnaire, by=by or world.caller, **wanted)


def url(export: Export, rest: str = "", language: str = "en") -> str:
    return f"/{language}/exports/{export.key}/{rest}"


def state_of(export: Export) -> str:
    return Export.objects.get(pk=export.pk).state


def logged() -> list[dict]:
    return [entry.data for entry in ModelLogEntry.objects.filter(action="questionnaires.exported")]


# Asked for


def test_a_large_file_is_asked_for_and_waited_for(world, large, django_capture_on_commit_callbacks):
    browser = browser_of(world.caller)
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(board_url(world, "export/answers/"), {"form": "xlsx", "drafts": "on"})
    export = Export.objects.get()
    assert response.url == url(export) and DBTaskResult.objects.count() == 1
    assert (export.by, export.kind, export.form, export.with_drafts, export.language) == (
        world.caller, "responses", "xlsx", True, "en",
    )  # fmt: skip
    assert logged() == [] and not DataView.objects.exists(), "nobody has it yet"
    assert run(export.pk) == State.DONE
    assert "8 districts stand in it" in text_of(browser.get(url(export)))
    response = browser.get(url(export, "file/"))
    assert 'filename="essai-responses-drafts-' in response["Content-Disposition"]
    assert len(sheets_of(bytes_of(response))["Answers (words)"]) == 9
    assert logged() == [{"kind": "responses", "form": "xlsx", "drafts": True, "districts": 8}]
    assert DataView.objects.count() == 7


def test_it_is_what_comes_at_once_if_it_is_small(world):
    export = asked(world)
    assert run(export.pk) == State.DONE
    at_once = browser_of(world.caller).post(board_url(world, "export/answers/"), {"form": "csv"})
    made = bytes_of(browser_of(world.caller).get(url(export, "file/")))
    assert lines_of(bytes_of(at_once)) == lines_of(made) and Export.objects.count() == 1
    assert len(logged()) == 2


def test_asking_twice_gives_the_one_that_is_under_way(world):
    first = asked(world)
    assert asked(world) == first and asked(world, form="xlsx") != first
    assert asked(world, by=world.shared) != first, "everybody has their own"
    run(first.pk)
    assert asked(world) != first, "once it is made, answers may have come"


@pytest.mark.parametrize("fields", [{}, {"form": "exe"}, {"form": "csv\x00"}])
def test_a_format_that_there_is_not(world, fields):
    response = browser_of(world.caller).post(board_url(world, "export/"), fields, follow=True)
    assert response.redirect_chain == [(board_url(world), 302)] and "Choose a format" in text_of(response)


def test_it_is_in_the_language_in_which_it_was_asked_for(world, large):
    browser_of(world.caller).post(board_url(world, "export/", "fr"), {"form": "csv"})
    export = Export.objects.get()
    run(export.pk)
    data = bytes_of(browser_of(world.caller).get(url(export, "file/")))
    assert data.decode("utf-8-sig").startswith("Code du district;") and export.language == "fr"


# Under way


def test_its_page_asks_again_by_itself_until_it_is_ready(world):
    export, browser = asked(world), browser_of(world.caller)
    waiting = browser.get(url(export))
    assert waiting["Refresh"] == "5" and "about to be made" in text_of(waiting)
    assert "Refresh" not in browser.get(url(export, "?refresh=off"))
    Export.objects.update(state=State.RUNNING, done=3, total=8)
    assert "3 of 8 districts are written" in text_of(browser.get(url(export)))
    Export.objects.update(state=State.QUEUED)
    run(export.pk)
    ready = browser.get(url(export))
    assert "Refresh" not in ready and "Your file is ready" in text_of(ready)


def test_it_says_that_it_waits_for_the_worker(world):
    export, browser = asked(world), browser_of(world.caller)
    assert "task worker" not in text_of(browser.get(url(export)))
    Export.objects.update(asked_at=timezone.now() - datetime.timedelta(minutes=1))
    assert "It waits for the task worker" in text_of(browser.get(url(export)))
    assert "exécuteur de tâches" in text_of(browser.get(url(export, language="fr")))


def test_progress_is_told_part_by_part(world, monkeypatch):
    monkeypatch.setattr("questionnaires.answering.export_tables.AT_A_TIME", 3)
    heard = []
    say = export_running._say
    monkeypatch.setattr(
        export_running, "_say", lambda export, **changes: heard.append(changes) or say(export, **changes)
    )
    run(asked(world).pk)
    assert [changes["done"] for changes in heard if "done" in changes] == [3, 6, 8]
    assert Export.objects.get().done == Export.objects.get().total == 8


def test_cancelled_before_a_worker_has_it(world):
    export = asked(world)
    response = browser_of(world.caller).post(url(export, "cancel/"), follow=True)
    assert "not made any more" in text_of(response) and run(export.pk) == ""
    assert state_of(export) == State.CANCELLED and str(export.key) not in response.content.decode()


def test_cancelled_while_it_is_made(world, monkeypatch):
    export = asked(world)
    begin = export_running._make

    def cancelled_meanwhile(row, file):
        cancel_export(export=row, by=world.caller)
        begin(row, file)

    monkeypatch.setattr(export_running, "_make", cancelled_meanwhile)
    assert run(export.pk) == State.CANCELLED and not Export.objects.get().content


def test_what_is_ready_is_not_cancelled(world):
    export = asked(world)
    run(export.pk)
    response = browser_of(world.caller).post(url(export, "cancel/"))
    assert response.url == url(export) and state_of(export) == State.DONE


def test_two_workers_make_it_once(world):
    export = asked(world)
    assert run(export.pk) == State.DONE and run(export.pk) == ""
    assert Export.objects.get().attempt == 1


# What goes wrong


def test_what_cannot_be_made_says_so_and_nothing_is_stuck(world, monkeypatch, caplog):
    export = asked(world)
    monkeypatch.setattr(export_running, "write", lambda *args: 1 / 0)
    assert run(export.pk) == State.FAILED and "cannot be made" in caplog.text
    page = browser_of(world.caller).get(url(export))
    assert "could not be made" in text_of(page) and "Refresh" not in page
    assert asked(world) != export, "it may be asked for again"


def abandoned(export: Export, attempt: int = 1) -> None:
    long_ago = timezone.now() - ABANDONED_AFTER - datetime.timedelta(seconds=1)
    Export.objects.filter(pk=export.pk).update(state=State.RUNNING, touched_at=long_ago, attempt=attempt)


def test_what_a_killed_worker_left_is_taken_up(world):
    export = asked(world)
    abandoned(export)
    before = DBTaskResult.objects.count()
    assert take_up() == 1 and DBTaskResult.objects.count() == before + 1
    assert take_up() == 0, "not again at once"
    assert run(export.pk) == State.DONE and Export.objects.get().attempt == 2


def test_the_worker_that_was_taken_for_dead_changes_nothing_any_more(world, monkeypatch):
    export = asked(world)
    finish = export_running._put_away

    def too_late(row, file):
        abandoned(export)
        take_up()
        monkeypatch.setattr(export_running, "_put_away", finish)
        assert run(export.pk) == State.DONE
        finish(row, file)

    monkeypatch.setattr(export_running, "_put_away", too_late)
    assert run(export.pk) == State.DONE
    row = Export.objects.get()
    assert row.attempt == 2 and row.content.name.startswith(f"exports/{row.key}-2")
    assert row.content.storage.listdir("exports")[1].count(row.content.name.removeprefix("exports/")) == 1


def test_it_is_given_up_after_some_attempts(world):
    export = asked(world)
    abandoned(export, MOST_ATTEMPTS)
    page = browser_of(world.caller).get(url(export))
    assert "stopped several times" in text_of(page), "its own page finds out, too"
    assert Export.objects.get().fault == Fault.DIED


def test_a_row_that_never_reached_the_queue_is_queued(world):
    asked(world)
    Export.objects.update(touched_at=timezone.now() - FORGOTTEN_AFTER)
    assert take_up() == 1 and take_up() == 0


def test_a_database_that_is_away_is_waited_for(world, monkeypatch):
    export = asked(world)

    def away(*args):
        raise DatabaseError

    monkeypatch.setattr(export_running, "write", away)
    with pytest.raises(DatabaseError):
        run(export.pk)
    assert state_of(export) == State.RUNNING, "until it is taken up"


# Whose it is


def test_a_file_is_its_owners_alone(world):
    export = asked(world)
    run(export.pk)
    for user in (
        world.shared,
        world.neighbour,
        world.big_lead,
        User.objects.create_superuser("a@example.org"),
    ):
        browser = browser_of(user)
        assert {browser.get(url(export, rest)).status_code for rest in ("", "file/")} == {403}
        assert browser.post(url(export, "cancel/")).status_code == 403
    assert browser_of(world.caller).get(url(export, "file/")).status_code == 200


def test_who_may_not_read_it_any_more_does_not_get_it_either(world):
    waiting, export = asked(world, form="xlsx"), asked(world)
    run(export.pk)
    browser = browser_of(world.caller)
    end_membership(membership=Membership.objects.get(user=world.caller), by=None)
    assert browser.get(url(export, "file/")).status_code == browser.get(url(export)).status_code == 403
    assert run(waiting.pk) == State.FAILED and Export.objects.get(pk=waiting.pk).fault == Fault.NO_RIGHT


def test_who_kept_one_country_of_two_does_not_get_the_file_of_both(world):
    both = account(Role.FACILITATOR, world.big)
    Membership.objects.create(user=both, role=Role.FACILITATOR, unit=world.abroad, starts_on="2020-01-01")
    export, browser = asked(world, by=User.objects.get(pk=both.pk)), browser_of(both)
    run(export.pk)
    assert browser.get(url(export, "file/")).status_code == 200
    end_membership(membership=Membership.objects.get(user=both, unit=world.abroad), by=None)
    assert browser.get(url(export, "file/")).status_code == 403


def test_the_first_account_without_a_post_takes_the_board_along_and_no_answers(world):
    browser = browser_of(User.objects.create_superuser("first@example.org"))
    assert browser.post(board_url(world, "export/"), {"form": "csv"}).status_code == 200
    assert browser.post(board_url(world, "export/answers/"), {"form": "csv"}).status_code == 403
    assert "All answers" not in text_of(browser.get(board_url(world)))


def test_the_board_lists_ones_own_files(world):
    export = asked(world)
    assert str(export.key) in browser_of(world.caller).get(board_url(world)).content.decode()
    assert str(export.key) not in browser_of(world.shared).get(board_url(world)).content.decode()


# How long it is kept


def test_it_goes_after_some_days_with_its_file(world, django_capture_on_commit_callbacks):
    old, young = asked(world), asked(world, form="xlsx")
    run(old.pk)
    content = Export.objects.get(pk=old.pk).content
    Export.objects.filter(pk=old.pk).update(asked_at=timezone.now() - KEPT - datetime.timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_exports() == 1
    assert list(Export.objects.all()) == [young] and not content.storage.exists(content.name)


def test_a_file_that_is_gone_is_asked_for_again(world):
    export = asked(world)
    run(export.pk)
    row = Export.objects.get()
    row.content.storage.delete(row.content.name)
    response = browser_of(world.caller).get(url(export, "file/"), follow=True)
    assert "not there any more" in text_of(response)


def test_before_it_is_ready_there_is_nothing_to_download(world):
    export = asked(world)
    assert browser_of(world.caller).get(url(export, "file/")).url == url(export)


def test_who_is_erased_leaves_no_files(world, django_capture_on_commit_callbacks):
    export = asked(world)
    run(export.pk)
    content = Export.objects.get().content
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=world.caller, withdraw_messages=False, by=None)
    assert not Export.objects.exists() and not content.storage.exists(content.name)
