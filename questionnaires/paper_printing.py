"""The blank form as a PDF: kept, or set in a process of its own.

Of its own, since the typesetter keeps what it has once set: a web process would grow by some 80 MB with each long
form, and whatever makes it stop stops only itself. A form of 481 questions (108 pages, 1.2 MB, a third of that on the
way) takes about 2 seconds and 180 MB once, one of 15 questions a fifth of a second.
"""

import json
import logging
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache as once
from hashlib import blake2b
from threading import Lock

import typst
from django.core.cache import cache

from . import paper_setting
from .models import Questionnaire
from .paper_form import Source, form_of, source_of

# A form of a hundred pages on a slow machine; whoever waits longer has gone.
LONGEST_WAIT = 40
# A draft is another one after each change.
KEPT_FOR, DRAFT_KEPT_FOR = 7 * 24 * 60 * 60, 60 * 60
PAGES = re.compile(rb"/Type\s*/Page\b")

log = logging.getLogger(__name__)
# One at a time in each web process: whoever waits mostly wants the same form.
_setting = Lock()


class NotPrinted(RuntimeError):
    """The typesetter failed or took too long; the log says why."""


@dataclass(frozen=True)
class Paper:
    """`digest` changes with anything that is printed."""

    pdf: bytes
    digest: str

    @property
    def pages(self) -> int:
        return len(PAGES.findall(self.pdf))


def paper_of(questionnaire: Questionnaire, language: str) -> Paper:
    """Kept by all that it says, so that a correction or a new purpose of the cycle makes a new one. Raises
    NotPrinted."""
    kept_for = KEPT_FOR if questionnaire.opened_at else DRAFT_KEPT_FOR
    return printed(form_of(source_of(questionnaire), language), paper_setting.BLANK, kept_for)


def printed(form: dict, template: str, kept_for: int = KEPT_FOR) -> Paper:
    """What `form` says in that template, kept by all that it says. Raises NotPrinted."""
    data = json.dumps(form)
    digest = _digest(data, template)
    pdf = cache.get(_key(digest))
    if not pdf:
        with _setting:
            pdf = cache.get(_key(digest))
            if not pdf:
                pdf = print_form(data, template)
                cache.set(_key(digest), pdf, kept_for)
    return Paper(pdf, digest)


def kept_paper_of(source: Source, language: str) -> Paper | None:
    """None as long as nobody has asked for it as it is now."""
    digest = _digest(json.dumps(form_of(source, language)), paper_setting.BLANK)
    pdf = cache.get(_key(digest))
    return Paper(pdf, digest) if pdf else None


def _digest(form: str, template: str) -> str:
    return blake2b(form.encode() + _made_with(template), digest_size=16).hexdigest()


def _key(digest: str) -> str:
    return f"paper:{digest}"


@once
def _made_with(template: str) -> bytes:
    return (paper_setting.FOLDER / template).read_bytes() + typst.__version__.encode()


def print_form(form: str, template: str = paper_setting.BLANK) -> bytes:
    """`form`: what form_of gives, as JSON. Raises NotPrinted."""
    command = [sys.executable, "-I", paper_setting.__file__, template]
    try:
        # The command is ours; what people wrote goes in as data.
        done = subprocess.run(  # noqa: S603
            command, input=form.encode(), capture_output=True, timeout=LONGEST_WAIT
        )
    except subprocess.TimeoutExpired as error:
        log.error("A form on paper was not set within %s seconds", LONGEST_WAIT)
        raise NotPrinted from error
    said = done.stderr.decode(errors="replace")[-2000:]
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        log.error("A form on paper was not set: %s", said)
        raise NotPrinted
    if said:
        log.warning("A form on paper does not meet %s: %s", paper_setting.STANDARD, said)
    return done.stdout
