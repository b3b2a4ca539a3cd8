"""Places as two numbers, as telephones and maps show them: 9.641185, -13.578401; 9,641185 N."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from .typed_numbers import MINUS, Unreadable, short

# Six decimals are ten centimetres: what a telephone writes behind them says nothing.
DECIMALS = Decimal("0.000001")
DEGREES = re.compile(r"([-+]?\d{1,3}(?:[.,]\d{1,18})?) ?°? ?([NSEWO]?)")
BOTH = re.compile(r"(.+?)(?:[,;] | ?; ?|(?<=\d),(?=-?\d+\.)|(?<=[NS]) )(.+)")
LIMITS = {"latitude": 90, "longitude": 180}
# West is « ouest » in French, where an O stands for it.
SIDES = {"latitude": {"N": 1, "S": -1}, "longitude": {"E": 1, "W": -1, "O": -1}}


def both_of(text: str) -> tuple[str, str] | None:
    """Latitude and longitude where somebody pasted the two into one field."""
    found = BOTH.fullmatch(text.strip()[:80])
    return (found[1].strip(), found[2].strip()) if found else None


def read_degrees(text: str, name: str) -> float:
    """`name` is "latitude" or "longitude". Raises Unreadable."""
    found = DEGREES.fullmatch(" ".join(text.upper().translate(MINUS).split())[:60])
    if not found or (found[2] and found[2] not in SIDES[name]):
        raise Unreadable(
            _("“%(text)s” is not read as degrees. Write them with decimals, for example 9.641 or -13.578.")
            % {"text": short(text)}
        )
    degrees = Decimal(found[1].replace(",", ".")).quantize(DECIMALS)
    if found[2]:
        degrees = abs(degrees) * SIDES[name][found[2]]
    if abs(degrees) > LIMITS[name]:
        raise Unreadable(_("It lies between -%(limit)d and %(limit)d.") % {"limit": LIMITS[name]})
    return float(degrees)
