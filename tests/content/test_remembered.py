from itertools import count

import pytest
from django.test import RequestFactory

from content import remembered as module
from content.page_cache import bump
from content.remembered import remembered


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.PAGE_CACHE = True
    module._parts.clear()


PARTS = count()


def _asked(key="menu", request=None) -> int:
    return remembered(request or RequestFactory().get("/"), key, lambda: next(PARTS))


def test_a_part_is_made_once_for_all_requests():
    assert _asked() == _asked()
    assert _asked("menu") != _asked("figure")


def test_a_change_ends_it():
    before = _asked()
    bump()
    assert _asked() != before


def test_what_a_change_overtook_while_it_was_made_is_not_used_again():
    request = RequestFactory().get("/")
    overtaken = remembered(request, "menu", lambda: bump() or "overtaken")
    assert overtaken == "overtaken"
    assert _asked() != "overtaken"


def test_it_ends_with_the_time_of_kept_pages(monkeypatch):
    before = _asked()
    monkeypatch.setattr(module, "SECONDS", -1)
    assert _asked() != before


def test_nothing_is_remembered_in_previews_or_where_pages_are_not_kept(settings):
    preview = RequestFactory().get("/")
    preview.is_dummy = True
    assert _asked(request=preview) != _asked(request=preview)
    settings.PAGE_CACHE = False
    assert _asked() != _asked()


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "MOST", 3)
    for number in range(10):
        _asked(str(number))
    assert len(module._parts) <= 3
