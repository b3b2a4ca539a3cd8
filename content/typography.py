"""French typography: a narrow no-break space before ; : ! ? % and inside « », a no-break one before the
units that belong to a number, and « 1er » for the first of a month."""

import re

NARROW = "\u202f"
# Not inside addresses (http://…), times of the clock in code or entities: the sign must follow a word.
# "%(name)s" and "%s" are places for a value, not per cent signs.
BEFORE = re.compile(r"(?<=[\w)»”’%\].?!…>]) +(?=[;:!?»]|%(?![(sd]))")
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
FIRST = re.compile(rf"(?<!\d)1(?= (?:{MONTHS})\b)")
AFTER_OPENING = re.compile(r"(?<=«) +")
THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
APOSTROPHE = re.compile(r"(?<=[A-Za-zÀ-ÿ])'(?=[A-Za-zÀ-ÿ])")


def french(text: str) -> str:
    """Idempotent; plain text or HTML (attribute values are left as they are: they hold no « : »)."""
    for pattern in (BEFORE, AFTER_OPENING, THOUSANDS):
        text = pattern.sub(NARROW, text)
    text = FIRST.sub("1er", text)
    return APOSTROPHE.sub("’", text)
