"""A section's form, and what is to be saved of what came back. beside.py has what stands beside each answer."""

import uuid
from collections.abc import Mapping

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from ..models import Section
from ..section_form import SectionForm
from ..typed_numbers import number_in_words
from ..values import clean_text
from .filling import Filling
from .saving import LONGEST_COMMENT, Given

# No code has a colon, so these are the names of no other field. Scripts send them too: see section.html.
COMMENT, BASE = "c:", "b:"
KEY, DEVICE = "key", "device"
# The part of a question's messages that is about its comment.
COMMENT_PART = "comment"


def section_form(
    filling: Filling,
    section: Section,
    data: QueryDict | None = None,
    files: Mapping[str, dict | None] | None = None,
) -> SectionForm:
    """With what could not be read when it was typed, in its field. Without `data` as it is saved. `files`: what became
    of the section's files (uploads.py)."""
    unread = {code: row.typed for code, row in filling.answers.items() if row.value is None and row.typed}
    form = SectionForm(section, filling.questions, filling.values, data, typed=unread, files=files)
    if data is not None:
        for code in sorted(form.presented):
            if len(data.get(COMMENT + code, "").strip()) > LONGEST_COMMENT:
                form.messages.setdefault(code, {})[COMMENT_PART] = _too_long(form.language)
    return form


def _too_long(language: str) -> str:
    longest = number_in_words(LONGEST_COMMENT, language)
    return _(
        "The comment has more than %(longest)s characters. Shorten it: the one before stays until then."
    ) % {"longest": longest}


def given_in(form: SectionForm, filling: Filling, data: QueryDict) -> list[Given]:
    """Of what stood on the page: what was left empty is told apart from what was not there."""
    return [
        Given(
            code=code,
            value=form.values.get(code),
            typed={} if code in form.values else _typed(form, code),
            comment=_comment(form, filling, code, data),
            base=number_of(data.get(BASE + code, "")),
        )
        for code in sorted(form.presented & set(form.typed))
    ]


def _typed(form: SectionForm, code: str) -> dict[str, list[str]]:
    """By part, without empty ones and without what no database takes."""
    parts = {part: [clean_text(text) for text in texts if text] for part, texts in form.typed[code].items()}
    return {part: texts for part, texts in parts.items() if texts}


def _comment(form: SectionForm, filling: Filling, code: str, data: QueryDict) -> str:
    """One that is too long comes back in its field, and the comment stays as it was."""
    if COMMENT_PART in form.messages.get(code, {}):
        return filling.answers[code].comment if code in filling.answers else ""
    return clean_text(data.get(COMMENT + code, "")).strip()


def number_of(text: str) -> int:
    """Of what should be one; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def key_of(data: QueryDict) -> uuid.UUID:
    """A page without one is a save of its own."""
    try:
        return uuid.UUID(data.get(KEY, ""))
    except ValueError:
        return uuid.uuid4()


def device_of(request: HttpRequest) -> str:
    """What a script said of this browser, or the session: signing in elsewhere is another device."""
    named = clean_text(request.POST.get(DEVICE, "")).strip()[:40]
    return named or (request.session.session_key or "")[:12]
