"""What the scripts say, in the language of the page. {braces} are filled in on the device, where the numbers are."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def words_of_pages() -> dict:
    """Of every page that can be opened without a line."""
    return {
        "clock": pgettext("time of day", "{hour}:{minute}"),
        "day": _("{day} at {time}"),
        "age": _(
            "No line: this page comes from the memory of this device, of {time}. What you type is kept here and sent "
            "later."
        ),
        "kept": _("All sections are kept on this device: you can answer without a line."),
        "keep": _("Keep all sections on this device (about {size} KB)"),
        "keeping": _("{number} of {all} pages are kept on this device."),
    }


def words_of_sections() -> dict:
    return {
        "saving": _("Saving…"),
        "line": _counted(
            lambda number: ngettext(
                "No line: {number} answer waits on this device and is sent by itself.",
                "No line: {number} answers wait on this device and are sent by themselves.",
                number,
            )
        ),
        "busy": _counted(
            lambda number: ngettext(
                "The portal does not answer: {number} answer waits on this device and is sent by itself.",
                "The portal does not answer: {number} answers wait on this device and are sent by themselves.",
                number,
            )
        ),
        "signed_out": _counted(
            lambda number: ngettext(
                "You are signed out: sign in, then {number} answer is sent.",
                "You are signed out: sign in, then {number} answers are sent.",
                number,
            )
        ),
        "other": 2
        * [
            _(
                "Somebody else is signed in on this device. What you typed stays here and is sent when you sign in "
                "again."
            )
        ],
        "refused": _("Not saved, but kept on this device. {why}"),
        "unkept": _("This device keeps nothing without a line. Save with the buttons of the page."),
        "full": _("This device cannot keep any more: save with the buttons of the page before you leave it."),
        "shared": _(
            "On a shared computer, what could not be sent is lost when you close this window. Wait for “Saved”."
        ),
        "stays": _(
            "What you typed is kept on this device. The next page is not: it opens when there is a line."
        ),
        "only_online": _(
            "Your answers are kept on this device. Files, reasons and choices between two answers are not: send them "
            "from here when there is a line."
        ),
        "waits": _("Typed at {time}, not sent yet."),
        "rivals": _("Somebody else answered differently meanwhile. Both answers are kept."),
        "choose": _("Show both, and choose"),
        "opened": _counted(
            lambda number: ngettext(
                "Your answers bring up {number} more question in this section.",
                "Your answers bring up {number} more questions in this section.",
                number,
            )
        ),
        "out_of": _("{numerator} of {denominator}"),
        "outbox": _("See the outbox"),
        "sign_in": _("Sign in"),
        "nothing": _("no answer"),
    }


def words_of_outbox() -> dict:
    return {
        "line": _("Waits for a line."),
        "busy": _("The portal did not answer. The next try is made by itself."),
        "signed_out": _("You are signed out: sign in, then it is sent."),
        "other": _("Somebody else is signed in."),
        "refused": _("The portal did not take it. {why}"),
        "sending": _("Sending…"),
        "sent": _counted(
            lambda number: ngettext("{number} answer was sent.", "{number} answers were sent.", number)
        ),
        "typed": _("typed at {time}"),
        "comment": _("Comment: {text}"),
        "because": _("Reason for the correction: {text}"),
        "nothing": _("no answer"),
        "again": _("Send again"),
        "delete": _("Delete"),
        "really": _("Delete this answer? It has not reached the portal, and nobody else has it."),
        "others": _counted(
            lambda number: ngettext(
                "{number} answer of another person waits on this device. It is sent when they sign in.",
                "{number} answers of another person wait on this device. They are sent when they sign in.",
                number,
            )
        ),
        "on_shared": _("On a shared computer, what waits here is lost when you close this window."),
        "sign_in": _("Sign in"),
        "unkept": _("This device keeps nothing without a line."),
        "file": _("answers-waiting"),
    }


def words_of_notice() -> dict:
    """Of the line on every page of somebody whose answers wait."""
    return {
        "waiting": _counted(
            lambda number: ngettext(
                "{number} answer waits on this device to be sent.",
                "{number} answers wait on this device to be sent.",
                number,
            )
        ),
        "leaving": _(
            "What you typed has not all been sent. If you sign out, it is lost. Sign out all the same?"
        ),
    }


def _counted(text_for: Callable[[int], str]) -> list[str]:
    """For one, and for several."""
    return [text_for(1), text_for(2)]
