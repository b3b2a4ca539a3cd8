"""Numbers, dates and places as people type them, on French and English keyboards, with signs from anywhere."""

import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.typed_dates import read_date
from questionnaires.typed_numbers import (
    MOST_DIGITS,
    Unreadable,
    as_json,
    number_in_words,
    read_number,
    write_number,
)
from questionnaires.typed_places import both_of, read_degrees

LANGUAGES = st.sampled_from(["fr", "en"])


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("12", "fr", "12"), ("12,5", "fr", "12.5"), ("12.5", "fr", "12.5"), ("12,5", "en", "12.5"),
        ("1 234", "fr", "1234"), ("1\u202f234", "fr", "1234"), ("1\u00a0234,5", "fr", "1234.5"),
        ("1 234 567", "en", "1234567"), ("1'234", "fr", "1234"), ("1’234", "fr", "1234"),
        ("1,234", "en", "1234"), ("1,234", "fr", "1.234"), ("0,234", "en", "0.234"),
        ("1,234,567", "fr", "1234567"), ("1.234.567", "en", "1234567"), ("1,234.5", "fr", "1234.5"),
        ("1.234,5", "en", "1234.5"), ("\uff11\uff12\uff0c\uff15", "fr", "12.5"), ("\u0661\u0662", "fr", "12"),
        ("-3", "fr", "-3"), ("\u22123", "fr", "-3"), ("- 3", "fr", "-3"), ("+3", "fr", "3"), (",5", "fr", "0.5"),
        ("007", "fr", "7"), (" 12 ", "fr", "12"), ("0,0000001", "fr", None), ("5,0000000", "fr", "5"),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(text, language, number):
    if number is None:
        with pytest.raises(Unreadable):
            read_number(text, language)
    else:
        assert read_number(text, language) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "", "douze", "12 5", "1 23", "1,2,3", "12-5", "1e5", "NaN", "Infinity", "0x10", "5²", "½", "12 %", "1_000",
        "--3", "1,23.4", "9" * 400, "1" + "," * 70, "\u3007", "12\x00", "1\u202e2", "😀",
    ],
)  # fmt: skip
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_no_number_is_said_to_be_none(text, whole):
    for language in ("fr", "en"):
        with pytest.raises(Unreadable):
            read_number(text, language, whole)


@pytest.mark.parametrize(
    ("text", "language"), [("1.234", "fr"), ("1,234", "fr"), ("1.234", "en"), ("12,5", "fr")]
)
def test_a_whole_number_that_could_be_two_is_asked_about(text, language):
    with pytest.raises(Unreadable):
        read_number(text, language, whole=True)


def test_the_reason_fits_what_was_typed():
    with override("en"):
        with pytest.raises(Unreadable, match="per cent sign"):
            read_number("45 %", "en", whole=True)
        with pytest.raises(Unreadable, match="without decimals"):
            read_number("4.5", "en", whole=True)
        with pytest.raises(Unreadable, match="fifteen digits"):
            read_number("1" * 16, "en")


@given(st.integers(-(10**MOST_DIGITS) + 1, 10**MOST_DIGITS - 1), LANGUAGES)
def test_whole_numbers_come_back_as_they_were(number, language):
    text = write_number(number, language)
    assert as_json(read_number(text, language, whole=True)) == number
    assert (
        read_number(number_in_words(number, language), language, whole=True) == number or abs(number) < 10**6
    )


@given(st.decimals(-(10**8), 10**8, places=6), LANGUAGES)
def test_decimals_come_back_as_they_were_through_json_too(number, language):
    kept = as_json(read_number(write_number(number, language), language))
    assert as_json(read_number(write_number(kept, language), language)) == kept
    assert Decimal(str(kept)) == number


@given(st.text(max_size=80), LANGUAGES, st.booleans())
def test_no_text_is_too_odd_to_be_refused(text, language, whole):
    try:
        assert read_number(text, language, whole).is_finite()
    except Unreadable as refusal:
        assert str(refusal)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-12", "12/03/2026", "12.03.2026", "12-3-2026", "12 03 2026", "12 mars 2026", "12 MARS 2026",
        "12 march 2026", "March 12, 2026", "12th March 2026", "2026/3/12", " 12/03/2026 ", "\uff11\uff12/03/2026",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text):
    assert read_date(text) == datetime.date(2026, 3, 12)


def test_the_first_of_a_month_and_accents():
    assert read_date("1er août 2026") == datetime.date(2026, 8, 1)
    assert read_date("1 décembre 2026") == datetime.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12/03/26", "four digits"), ("03/13/2026", "no month 13"), ("31/02/2026", "no such day"),
        ("0/0/2026", "no such"),
        ("12/03/1026", "between 1900"), ("demain", "not read"), ("2026", "not read"), ("1²/03/2026", "not read"),
        ("12 marz 2026", "not read"), ("", "not read"), ("99/99/2026", "no such day"),
    ],
)  # fmt: skip
def test_a_date_that_is_none_is_explained(text, reason):
    with override("en"), pytest.raises(Unreadable, match=reason):
        read_date(text)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_dates_come_back_as_they_were(date):
    assert read_date(date.isoformat()) == read_date(f"{date:%d/%m/%Y}") == date


@given(st.text(max_size=80))
def test_no_text_is_too_odd_for_a_date_or_a_place(text):
    for read in (read_date, lambda given: read_degrees(given, "latitude")):
        try:
            read(text)
        except Unreadable as refusal:
            assert str(refusal)
    both_of(text)


@pytest.mark.parametrize(
    ("text", "name", "degrees"),
    [
        ("9.641185", "latitude", 9.641185), ("9,641185", "latitude", 9.641185), ("9.6 N", "latitude", 9.6),
        ("9,6° S", "latitude", -9.6), ("13.5 W", "longitude", -13.5), ("13,5 O", "longitude", -13.5),
        ("-13.578401999", "longitude", -13.578402), ("\u221213.5", "longitude", -13.5), ("-9 S", "latitude", -9.0),
    ],
)  # fmt: skip
def test_degrees_are_read_as_telephones_show_them(text, name, degrees):
    assert read_degrees(text, name) == degrees


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("91", "latitude"),
        ("181", "longitude"),
        ("9 E", "latitude"),
        ("ici", "latitude"),
        ("9°38'28\"", "latitude"),
    ],
)
def test_degrees_that_lie_nowhere_are_refused(text, name):
    with pytest.raises(Unreadable):
        read_degrees(text, name)


@pytest.mark.parametrize(
    "text", ["9.641185, -13.578401", "9.641185,-13.578401", "9,641185; -13,578401", "9.6 N 13.5 W"]
)
def test_both_numbers_of_a_place_may_be_pasted_together(text):
    assert len(both_of(text)) == 2


def test_one_number_is_one_number():
    assert both_of("9,641185") is None
    assert both_of("9.641185") is None
