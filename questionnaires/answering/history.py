"""What happened to a response, and to one of its answers: read from what every save, choice and signature left."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import AnswerVersion, Question, Saving, Signature
from .beside import Told, file_url, told
from .filling import Filling
from .wording import name_words, when_words, who_words

SAVED, CHOSEN, SIGNED, CONFIRMED = "saved", "chosen", "signed", "confirmed"


@dataclass(frozen=True)
class Event:
    """`numbers` are the questions it is about; `signature` the number of one that has a receipt."""

    at: datetime.datetime
    when: str
    who: str
    what: str
    numbers: list[tuple[str, int]] = field(default_factory=list)
    because: str = ""
    signature: int = 0


Moment = tuple[datetime.datetime, str, int]


def moments(filling: Filling, signatures: list[Signature]) -> list[Moment]:
    """(when, what kind of event, which row), the latest first: light enough for a page to be cut out of thousands."""
    if filling.response is None:
        return []
    found = [(at, SAVED, pk) for at, pk in _savings(filling).values_list("at", "pk")]
    found += [(at, CHOSEN, pk) for at, pk in _settled(filling).values_list("settled_at", "pk")]
    found += [(row.at, SIGNED, row.pk) for row in signatures]
    found += [(row.confirmed_at, CONFIRMED, row.pk) for row in signatures if row.confirmed_at]
    return sorted(found, reverse=True)


def signatures_of(filling: Filling) -> list[Signature]:
    if filling.response is None:
        return []
    return list(filling.response.signatures.select_related("by", "confirmed_by").defer("values", "comments"))


def _savings(filling: Filling) -> QuerySet[Saving]:
    """Those that changed something."""
    nothing = Q(outcome__saved=[], outcome__rivals=[])
    return Saving.objects.filter(response=filling.response).exclude(nothing)


def _settled(filling: Filling) -> QuerySet[AnswerVersion]:
    """Versions beside others, once somebody had chosen."""
    return AnswerVersion.objects.filter(answer__response=filling.response, settled_at__isnull=False)


def events(filling: Filling, signatures: list[Signature], found: list[Moment]) -> list[Event]:
    """Of one page of moments: two queries."""
    keys: dict[str, list[int]] = {}
    for _at, kind, pk in found:
        keys.setdefault(kind, []).append(pk)
    chosen = _settled(filling).select_related("settled_by", "answer__question")
    signed = {row.pk: row for row in signatures}
    rows = {
        SAVED: _savings(filling).select_related("by").in_bulk(keys.get(SAVED, ())),
        CHOSEN: chosen.in_bulk(keys.get(CHOSEN, ())),
        SIGNED: signed,
        CONFIRMED: signed,
    }
    return [TELLERS[kind](filling, at, rows[kind][pk]) for at, kind, pk in found if pk in rows[kind]]


def _of_saving(filling: Filling, at: datetime.datetime, row: Saving) -> Event:
    saved, rivals = row.outcome.get("saved", []), row.outcome.get("rivals", [])
    what = ngettext("gave %(number)d answer", "gave %(number)d answers", len(saved) + len(rivals))
    what %= {"number": len(saved) + len(rivals)}
    if rivals:
        beside = ngettext(
            "%(said)s, %(number)d of them beside another",
            "%(said)s, %(number)d of them beside others",
            len(rivals),
        )
        what = beside % {"said": what, "number": len(rivals)}
    return Event(at, when_words(at, filling), name_words(row.by), what, _numbered(filling, [*saved, *rivals]))


def _numbered(filling: Filling, codes: list[str]) -> list[tuple[str, int]]:
    return sorted(
        ((code, filling.numbers[code]) for code in codes if code in filling.numbers), key=lambda pair: pair[1]
    )


def _of_choice(filling: Filling, at: datetime.datetime, row: AnswerVersion) -> Event:
    """Also where its writer took its place with another one."""
    what = _("chose between answers")
    return Event(
        at,
        when_words(at, filling),
        name_words(row.settled_by),
        what,
        _numbered(filling, [row.answer.question.code]),
    )


def _of_signature(filling: Filling, at: datetime.datetime, row: Signature) -> Event:
    what = _("signed (signature %(number)d)") % {"number": row.number}
    return Event(at, when_words(at, filling), who_words(row) or _("from a file"), what, signature=row.number)


def _of_confirmation(filling: Filling, at: datetime.datetime, row: Signature) -> Event:
    what = _("confirmed signature %(number)d") % {"number": row.number}
    return Event(at, when_words(at, filling), name_words(row.confirmed_by), what, signature=row.number)


TELLERS = {SAVED: _of_saving, CHOSEN: _of_choice, SIGNED: _of_signature, CONFIRMED: _of_confirmation}


@dataclass(frozen=True)
class Past:
    """One version of an answer; `state` says what became of it, `how` by which way it came."""

    told: Told
    state: str
    how: str
    settled: str
    counts: bool
    file_url: str


def versions_of(filling: Filling, question: Question) -> list[Past]:
    """The latest first. What came by a file and was not touched since has no version beside itself."""
    answer = filling.answers.get(question.code)
    if answer is None:
        return []
    rows = list(answer.versions.select_related("by", "settled_by").order_by("-number"))
    if answer.number == 0 and not any(row.number == 0 for row in rows):
        rows.append(answer)
    return [_past(filling, question, row, row.number == answer.number) for row in rows]


def _past(filling: Filling, question: Question, row, counts: bool) -> Past:
    settled_at = getattr(row, "settled_at", None)
    settled = ""
    if settled_at is not None:
        said = {"name": name_words(row.settled_by), "when": when_words(settled_at, filling)}
        settled = _("chosen by %(name)s, %(when)s") if counts else _("not chosen (%(name)s, %(when)s)")
        settled %= said
    return Past(
        told=told(filling, question, row),
        state=_state(row, counts),
        how=_how(row),
        settled=settled,
        counts=counts,
        file_url=file_url(filling, row.value),
    )


def _state(row, counts: bool) -> str:
    if counts:
        return _("stands now")
    return _("waits for a choice") if getattr(row, "waits", False) else ""


def _how(row) -> str:
    if row.by_id is None:
        return _("taken over from a file")
    # What nobody typed is in no language.
    if row.on_behalf and not row.language:
        return _("taken over from a file by a facilitator, for the team")
    if row.on_behalf:
        return _("entered by a facilitator for the team")
    return _("entered by the team")
