"""A receipt as plain data for paper/receipt.typ: every word that is printed, in one language."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.texts import in_language

from ..paper_text import plain, printed, printed_of
from ..translated import Words
from .receipts import Line, Receipt
from .wording import clock_words, name_words


def form_of(receipt: Receipt, language: str) -> dict:
    with override(language):
        return _form(receipt, language)


def _form(receipt: Receipt, language: str) -> dict:
    filling, signature = receipt.filling, receipt.signature
    title = _("Receipt: the answers of %(district)s") % {
        "district": in_language(filling.unit, "name", language)
    }
    number = _("Receipt %(code)s") % {"code": receipt.code}
    return {
        "language": language,
        "document_title": plain(title, language),
        "title": plain(title, language),
        "kicker": plain(in_language(filling.cycle, "title", language), language),
        "facts": [
            [plain(label, language), plain(said, language)] for label, said in facts_of(receipt, language)
        ],
        "status": plain(status_of(receipt), language),
        "parts": [
            {
                "title": printed(part.title, language),
                "lines": [_line(line, language) for line in part.lines],
            }
            for part in receipt.parts
        ],
        "foot": plain(f"{number} · {signature.number} · {filling.unit.code}", language),
        "page_frame": _("Page %(number)s of %(all)s"),
    }


def _line(line: Line, language: str) -> dict:
    return {
        "number": f"{line.number}.",
        "text": printed_of(line.question, "text", language, line.question.code),
        "answer": printed(Words(line.answer), language)["lines"],
        "comment": printed(Words(line.comment), language)["lines"],
        "reasons": [
            plain(_("Kept because: %(reason)s") % {"reason": each}, language) for each in line.reasons
        ],
    }


def facts_of(receipt: Receipt, language: str) -> list[tuple[str, str]]:
    """What is said of a signature: label and words."""
    filling, signature = receipt.filling, receipt.signature
    there = signature.at.astimezone(filling.unit.zone)
    country = filling.unit.country
    signed = _("%(day)s at %(time)s") % {
        "day": date_format(there, "j F Y"),
        "time": clock_words(there),
    }
    by = name_words(signature.by) if signature.by else _("taken over from a file")
    if signature.on_behalf:
        by = _("%(name)s, for the team") % {"name": by}
    places = ", ".join(in_language(unit, "name", language) for unit in (filling.unit, country))
    return [
        (_("District"), places),
        (_("Questionnaire"), in_language(filling.questionnaire, "title", language)),
        (_("Signed"), signed),
        (_("Signed by"), by),
        *_confirmed(receipt),
        (_("Signature"), _("number %(number)d") % {"number": signature.number}),
        (_("Wording"), _("version %(number)d") % {"number": signature.version}),
        (_("Receipt"), receipt.code),
    ]


def _confirmed(receipt: Receipt) -> list[tuple[str, str]]:
    signature = receipt.signature
    if not signature.on_behalf:
        return []
    if signature.confirmed_at is None:
        return [(_("Confirmed by the team"), _("not yet"))]
    there = signature.confirmed_at.astimezone(receipt.filling.unit.zone)
    said = {"name": name_words(signature.confirmed_by), "day": date_format(there, "j F Y")}
    return [(_("Confirmed by the team"), _("%(name)s, %(day)s") % said)]


def status_of(receipt: Receipt) -> str:
    """Whether this is what counts."""
    if receipt.after:
        return _("A later signature has taken the place of this one. It stays as it was.")
    if receipt.filling.response.changed_since_signed:
        return _(
            "Answers were changed after this signature and not signed again: what counts is what stands here."
        )
    return _("This is what counts for the district.")
