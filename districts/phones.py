"""Telephone numbers: written in many ways, kept in one (E.164), shown as people of the country read them.

The national forms accepted are those of the countries in PHONE_REGIONS. Benin's numbers grew from eight to ten digits
on 30 November 2024 by 01 in front (Arcep Bénin); both forms are one number.
"""

import re
from collections.abc import Iterable

import phonenumbers
from django.conf import settings
from phonenumbers import NumberParseException, PhoneNumberFormat

BENIN_OF_BEFORE = re.compile(r"\A(?:\+229|00229)(\d{8})\Z")
BENIN_EIGHT_DIGITS = re.compile(r"\A\d{8}\Z")
LONGEST = 40


class NoSuchNumber(ValueError):
    """Not a telephone number, or a national one that could be of several countries."""


def as_kept(text: str, regions: Iterable[str] | None = None) -> str:
    """E.164 of a number as somebody wrote it. Raises NoSuchNumber."""
    regions = settings.PHONE_REGIONS if regions is None else list(regions)
    bare = re.sub(r"[^\d+]", "", text[:LONGEST])
    if old := BENIN_OF_BEFORE.match(bare):
        bare = f"+22901{old[1]}"
    elif "BJ" in regions and BENIN_EIGHT_DIGITS.match(bare):
        bare = f"01{bare}"
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    found = {
        number for region in ([None] if bare.startswith("+") else regions) if (number := _read(bare, region))
    }
    if len(found) != 1:
        raise NoSuchNumber(text)
    return found.pop()


def _read(bare: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(bare, region)
    except NumberParseException:
        return None
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if valid else None


def as_shown(kept: str | None) -> str:
    """+229 01 97 12 34 56. What cannot be read is shown as it is."""
    try:
        return phonenumbers.format_number(
            phonenumbers.parse(kept or "", None), PhoneNumberFormat.INTERNATIONAL
        )
    except NumberParseException:
        return kept or ""
