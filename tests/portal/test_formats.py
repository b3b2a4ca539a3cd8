"""Days are written the same way round in both languages."""

import datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.mark.parametrize(
    ("language", "day", "short"),
    [("fr", "5 novembre 2026", "05/11/2026"), ("en", "5 November 2026", "05/11/2026")],
)
def test_the_day_comes_first(language, day, short):
    with override(language):
        assert date_format(datetime.date(2026, 11, 5)) == day
        assert date_format(datetime.date(2026, 11, 5), "SHORT_DATE_FORMAT") == short
