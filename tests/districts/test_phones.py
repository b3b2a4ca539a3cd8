"""One number, however it is written."""

import pytest

from districts.phones import NoSuchNumber, as_kept, as_shown

BENIN, GUINEA = "+2290197123456", "+224622123456"


@pytest.mark.parametrize("written", [
    "+229 01 97 12 34 56", "0022901 97 12 34 56", "01 97 12 34 56", "01.97.12.34.56", "0197123456",
    # The forms of before 30 November 2024.
    "97 12 34 56", "97123456", "+229 97 12 34 56", "00229 97-12-34-56", "(+229) 97123456",
])  # fmt: skip
def test_benin_s_eight_and_ten_digits_are_one_number(written):
    assert as_kept(written) == BENIN


@pytest.mark.parametrize("written", ["622 12 34 56", "622-12-34-56", "+224 622123456", "00224622123456"])
def test_guinea_s_nine_digits(written):
    assert as_kept(written) == GUINEA


def test_other_countries_need_their_code():
    assert as_kept("+32 470 12 34 56") == "+32470123456"
    with pytest.raises(NoSuchNumber):
        as_kept("0470 12 34 56")


def test_where_only_one_country_is_served_the_other_s_national_form_is_no_number():
    assert as_kept("622123456", regions=["GN"]) == GUINEA
    with pytest.raises(NoSuchNumber):
        as_kept("97123456", regions=["GN"])


@pytest.mark.parametrize("written", [
    "", "12", "+", "00", "abc", "+229", "123456789", "999 99 99 99", "+999123456789", "0" * 300, "97 12 34",
])  # fmt: skip
def test_what_is_no_number_is_said_to_be_none(written):
    with pytest.raises(NoSuchNumber):
        as_kept(written)


def test_numbers_are_shown_in_the_groups_of_their_country():
    assert as_shown(BENIN) == "+229 01 97 12 34 56"
    assert as_shown(GUINEA) == "+224 622 12 34 56"
    assert as_shown("") == as_shown(None) == "" and as_shown("x") == "x"
