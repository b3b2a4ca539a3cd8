"""Numbers as people type them, in French and in English, and back.

"12,5" and "12.5" are the same everywhere; "1 234" may have any kind of space between its thousands. A single comma
before three digits is a decimal sign to French readers and parts thousands for English ones: it is read in the
language of the form. Where a sign could mean both and the question wants a whole number, the person is asked.
"""

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

MOST_DIGITS = 15  # a float holds that many exactly
MOST_DECIMALS = 6
LONGEST = 60
MINUS = str.maketrans("\u2212\u2013\ufe63\uff0d", "----")
# Full-width signs come from the same keyboards as full-width digits.
SIGNS = str.maketrans("\uff0c\uff0e", ",.")
NARROW = "\u202f"


class Unreadable(ValueError):
    """Says in the reader's language why what was typed is no answer."""


def read_number(text: str, language: str, whole: bool = False) -> Decimal:
    """Raises Unreadable."""
    plain = _plain(text)
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain.removeprefix("+"))
    found = _without_groups(digits, language, whole)
    if found is None:
        raise Unreadable(_not_a_number(text, whole))
    return _within_limits(Decimal(sign + found), whole)


def _plain(text: str) -> str:
    """ASCII digits and signs, without spaces; anything else is left for the pattern to refuse. Only decimal digits
    are taken: of "5²" the small two is none."""
    text = text.strip()[: LONGEST + 1].translate(MINUS).translate(SIGNS)
    digits = "".join(str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in text)
    return _without_spaces(digits)


def _without_spaces(text: str) -> str:
    """Spaces and apostrophes part thousands: "1 234", "1'234". Two numbers side by side ("12 5") stay two."""
    spaced = "".join(" " if unicodedata.category(c) == "Zs" or c in "'’\t" else c for c in text)
    if re.fullmatch(r"[-+]? ?\d{1,3}( \d{3})+([.,]\d+)?", spaced):
        return spaced.replace(" ", "")
    return re.sub(r"^([-+]) ", r"\1", spaced)


def _without_groups(text: str, language: str, whole: bool) -> str | None:
    """Digits with at most one dot; None if it is no number, or could be two."""
    if re.fullmatch(r"\d+", text):
        return text
    for group, point in ((",", "."), (".", ",")):
        grouped = rf"\d{{1,3}}(\{group}\d{{3}})+"
        several = rf"\d{{1,3}}(\{group}\d{{3}}){{2,}}"
        if re.fullmatch(rf"{grouped}\{point}\d+|{several}", text):
            return text.replace(group, "").replace(point, ".")
    if language == "en" and re.fullmatch(r"[1-9]\d{0,2},\d{3}", text):
        return text.replace(",", "")
    # In French "1.234" and "1,234" may be meant as 1234: of a whole number it is better to ask.
    if whole and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text):
        return None
    return text.replace(",", ".") if re.fullmatch(r"\d+[.,]\d+|[.,]\d+", text) else None


def _not_a_number(text: str, whole: bool) -> str:
    if "%" in text:
        return _("Write the number itself, without a per cent sign.")
    if whole:
        return _("“%(text)s” is not read as a whole number. Write it in digits, for example 1234.") % {
            "text": short(text)
        }
    return _("“%(text)s” is not read as a number. Write it in digits, for example 12.5 or 1234.") % {
        "text": short(text)
    }


def _within_limits(number: Decimal, whole: bool) -> Decimal:
    if number != number.to_integral_value():
        if whole:
            raise Unreadable(_("Write a whole number, without decimals."))
        if -number.normalize().as_tuple().exponent > MOST_DECIMALS:
            raise Unreadable(_("Write six decimals at most."))
    if len(f"{number.normalize():f}".replace(".", "").lstrip("-0")) > MOST_DIGITS:
        raise Unreadable(_("This number is too long: fifteen digits at most."))
    return number


def short(text: str) -> str:
    """What was typed, for a message: it may be a page long."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def as_json(number: Decimal) -> int | float:
    """Whole numbers are kept whole, whatever was typed after the point."""
    return int(number) if number == number.to_integral_value() else float(number)


def write_number(number: int | float | Decimal, language: str) -> str:
    """For the field: what read_number gives back, so without signs between thousands."""
    text = f"{Decimal(str(number)).normalize():f}"
    return text.replace(".", ",") if language == "fr" else text


def number_in_words(number: int | float | Decimal, language: str) -> str:
    """For reading: 12 345,6 in French, 12,345.6 in English."""
    text = f"{Decimal(str(number)).normalize():,f}"
    return text.replace(",", NARROW).replace(".", ",") if language == "fr" else text
