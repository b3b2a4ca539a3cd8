"""What people may be told about: one small class per kind, registered in its app's notices.py.

    @register
    class Withheld(Notice):
        name = "discussions.withheld"
        label = gettext_lazy("Your message was withheld")
        why = gettext_lazy("You receive this because you wrote a message.")
        template = "discussions/mail/withheld"     # withheld.subject.txt and withheld.txt
        example = {"title": "…"}

`<template>.txt` extends notifications/mail/base.txt; both files are plain text, translated by gettext.
"""

from typing import Any

from django.db import models


class UnknownKind(LookupError):
    """No notices.py registers a kind of this name."""


class Notice:
    """One kind. Methods are asked when the notice goes out, in the recipient's language; `recipient` is None for
    somebody without an account, `target` is None for a notice about nothing in particular."""

    name: str
    label: str
    # One sentence at the foot: why this person gets it.
    why: str
    template: str
    # False for what a person needs in order to take part: it goes out whatever the person prefers.
    can_be_stopped = True
    # Everything the templates print, for tests and for whoever words them.
    example: dict[str, Any] = {}

    def still_wanted(self, recipient, target: models.Model | None, context: dict) -> bool:
        """Asked last thing before sending: hours may have passed. That the recipient is active and the target
        still there has been seen to before."""
        return True

    def at_sending(self, recipient, target: models.Model | None, context: dict) -> dict[str, Any]:
        """What the templates print besides the stored context, read afresh: titles, dates, addresses."""
        return {}

    def one_time_link(self, recipient, target: models.Model | None, context: dict) -> str:
        """A whole address that opens something to whoever holds it; `{{ one_time_link }}` in the templates.

        It is made here and nowhere kept: not in the context, not in the log, not in the list of the admin. Make it
        from the target with secret_of() of notifications.secrets, so that neither the outbox nor a copy of the
        database holds anything that opens a door.
        """
        return ""


_kinds: dict[str, Notice] = {}


def register(kind: type[Notice]) -> type[Notice]:
    if kind.name in _kinds and type(_kinds[kind.name]).__qualname__ != kind.__qualname__:
        raise ValueError(f"two kinds of notice are named {kind.name}")
    _kinds[kind.name] = kind()
    return kind


def kind_of(name: str) -> Notice:
    """Raises UnknownKind, also for a row whose kind a later version no longer has."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def all_kinds() -> list[Notice]:
    return [_kinds[name] for name in sorted(_kinds)]
