"""Where a district's response stands, in one word and one sentence: the same on every screen."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .filling import Filling
from .times import State
from .wording import name_words


@dataclass(frozen=True)
class Standing:
    """`tone` is the colour of the word (.state), `kind` of the notice around the sentence; `said` may be empty."""

    word: str
    said: str
    tone: str = "part"
    kind: str = ""


def standing_of(filling: Filling) -> Standing:
    """What matters most at present comes first."""
    if filling.state == State.BEFORE:
        return Standing(_("not open yet"), _before(filling), "no")
    if filling.response is None:
        return _nothing_given(filling)
    if filling.response.signed_at:
        return _signed(filling)
    if filling.state == State.CLOSED:
        return Standing(
            _("closed, not signed"),
            _("The step is over and nothing was signed, so these answers are counted nowhere. Your facilitator can "
              "give your district more time."),
            "none",
            "wait",
        )  # fmt: skip
    if filling.to_answer():
        return Standing(_("begun"), "")
    return Standing(
        _("answered, not signed"), _("Every question has an answer. Read them, then the lead signs."), "none"
    )


def _before(filling: Filling) -> str:
    opens = filling.step.opens_on
    if opens is None:
        return _("You can read the questions already. The facilitators say when answering begins.")
    return _("You can read the questions already. Answering begins on %(day)s.") % {
        "day": date_format(opens, "j F Y")
    }


def _nothing_given(filling: Filling) -> Standing:
    if filling.is_changeable:
        return Standing(_("not begun"), "", "none")
    return Standing(
        _("closed, no answer"),
        _("The step is over and your district gave no answer. Your facilitator can give it more time."),
        "no",
    )


def _signed(filling: Filling) -> Standing:
    signature, changed = filling.signature, filling.response.changed_since_signed
    if changed and filling.is_changeable:
        return Standing(
            _("changed since signed"),
            _("Answers were changed after the signature. What counts is what was signed: sign again."),
            "none",
            "wait",
        )
    if changed:
        return Standing(
            _("signed, then changed"),
            _(
                "Answers were changed after the signature and not signed again: what counts is what was signed."
            ),
            "none",
            "wait",
        )
    if signature is not None and signature.waits_for_team:
        return Standing(
            _("waits for the team’s confirmation"),
            _("%(name)s signed these answers for the team. Its lead confirms them, or changes them and signs.")
            % {"name": name_words(signature.by)},
            "none",
            "wait",
        )  # fmt: skip
    if filling.state == State.CORRECTING:
        return Standing(
            _("signed, may be corrected"),
            _("Answers may be corrected, each with a reason; what was signed before stays in the history."),
            "yes",
        )
    if filling.state == State.CLOSED:
        return Standing(_("signed"), _("The step is over. What you signed counts."), "yes", "good")
    return Standing(
        _("signed"),
        _("You can still change answers until the last day, and sign again."),
        "yes",
        "good",
    )
