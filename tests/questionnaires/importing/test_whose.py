"""A file that waits is its owner's alone, and for some days; and its result as a table."""

import uuid

from districts.actions import end_membership
from districts.models import Role
from questionnaires.importing.import_actions import forget_imports
from questionnaires.imports import KEPT
from questionnaires.models import AnswerImport, Response
from tests.districts.accounts import account
from tests.districts.places import days

from .tables import (
    HEADER,
    ONE,
    begun,
    browser_of,
    file_of,
    send,
    start_url,
    words,
    xlsx_of,
)


def test_another_person_s_file_cannot_be_opened(world):
    way = begun(world, file_of(ONE))
    other = browser_of(account(Role.FACILITATOR, world.guinea))
    for rest in ("", "columns/", "districts/", "result/", "result.csv"):
        assert other.get(way.url(rest)).status_code == 403
    for rest in ("confirm/", "let-go/", "columns/"):
        assert other.post(way.url(rest), {}).status_code == 403
    assert way.browser.get(f"/en/imports/{uuid.uuid4()}/").status_code == 404


def test_a_former_facilitator_brings_nothing_in(world):
    way = begun(world, file_of(ONE))
    way.preview()
    fields = way.fields("")
    end_membership(membership=world.facilitator.memberships.get(), by=None)
    assert way.browser.post(way.url("confirm/"), fields).status_code == 403
    assert way.browser.get(start_url(world)).status_code == 403 and not Response.objects.exists()


def test_a_file_is_forgotten_with_its_content_after_some_days(world, django_capture_on_commit_callbacks):
    way = begun(world, file_of(ONE))
    content = AnswerImport.objects.get().content
    assert content.storage.exists(content.name) and forget_imports() == 0
    AnswerImport.objects.update(touched_at=way.record.touched_at - KEPT - days(1))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_imports() == 1
    assert not content.storage.exists(content.name)
    assert way.get().status_code == 404


def test_a_file_whose_content_is_gone_says_so(world):
    way = begun(world, file_of(ONE))
    content = AnswerImport.objects.get().content
    content.storage.delete(content.name)
    answer = way.browser.get(way.url(), follow=True)
    assert "This file no longer waits here." in words(answer)
    assert way.browser.post(way.url("confirm/"), {"seen": "x"}).status_code == 302


def test_a_file_is_let_go(world):
    way = begun(world, file_of(ONE))
    assert "answers.csv" in words(way.browser.get(start_url(world)))
    answer = way.browser.post(way.url("let-go/"), follow=True)
    assert "Nothing of it has been taken over." in words(answer) and not AnswerImport.objects.exists()


def test_no_more_than_some_files_wait_for_one_person(world):
    for _file in range(8):
        send(world, file_of(ONE))
    assert AnswerImport.objects.count() == 5


def test_no_text_of_the_result_is_a_formula(world):
    way = begun(world, file_of(ONE, ("=HYPERLINK(1)", *ONE[1:]), ("+Total", "", "3", "", "", "")))
    way.say_columns()
    way.say_districts(rest="1")
    way.confirm()
    text = way.get("result.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text and ",=HYPERLINK" not in text and "taken over" in text


def test_a_district_in_signs_of_another_script_and_long_names_are_no_error_of_ours(world):
    rows = [(name, *ONE[1:]) for name in ("区", "🙂", "x" * 5000, "\u202e", "Pita\x00\x07", "’" * 50)]
    way = begun(
        world, xlsx_of(HEADER, *[[c.replace("\x00", "").replace("\x07", "") for c in row] for row in rows])
    )
    way.say_columns()
    assert way.get("districts/").status_code == 200
    way.say_districts(rest="1")
    assert way.get().status_code == 200 and "To be put right" in words(way.get())
