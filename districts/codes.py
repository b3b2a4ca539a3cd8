"""Short codes for paper and telephone: made, written, read back, and kept only as digests."""

import secrets
from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

# No two of these are taken for each other in handwriting or on a bad line: no 0 O, 1 I L, 5 S, U V, vowels.
ALPHABET = "2346789CDFGHJKMPQRTVWXY"
# What people write for them all the same.
TAKEN_FOR = str.maketrans({"B": "8", "Z": "2", "N": "M"})
# 23 ** 8 is 7.8e10: with ten tries for a code, guessing one is hopeless.
SECRET_LENGTH = 8
REFERENCE_LENGTH = 4
MOST_TRIES = 10
GROUP = 4

PAPER_CODE_LASTS = timedelta(days=7)
LINK_LASTS = timedelta(days=14)
RESET_CODE_LASTS = timedelta(hours=1)


def make_code(length: int = SECRET_LENGTH) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def as_written(code: str) -> str:
    """In groups of four, as one reads it out: K7M4-9QTR."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def as_read(text: str) -> str:
    """What somebody typed from paper, as it was made: capitals, no spaces, hyphens or dots."""
    return "".join(c for c in text.upper().translate(TAKEN_FOR) if c in ALPHABET)[:40]


def digest_of(purpose: str, code: str) -> str:
    """Keyed with SECRET_KEY: a copy of the database does not tell the codes, however short they are."""
    return salted_hmac(f"districts.codes.{purpose}", code, algorithm="sha256").hexdigest()


def matches(purpose: str, code: str, digest: str) -> bool:
    return constant_time_compare(digest_of(purpose, code), digest)
