"""Forms of leaving: a note for the next ones, the last day in a post."""

import datetime

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from content.form_fields import PlainTextField

from .handover_actions import LONGEST_NOTE
from .leaving import first_last_day, is_only_administrator, last_last_day, may_leave_note, usual_last_day
from .models import HandoverNote, Membership

NOTE_FITS = MaxLengthValidator(
    LONGEST_NOTE,
    _(
        "Your note has %(show_value)d characters and %(limit_value)d fit. It is kept below: shorten it, or write two "
        "notes."
    ),
)
LANGUAGES = [("fr", "Français"), ("en", "English")]


class NoteForm(forms.Form):
    text = PlainTextField(
        label=_("Note for the next ones"),
        help_text=_(
            "What is under way, what was promised to whom, where things are kept, whom to ask. Nothing by which a "
            "patient could be recognised, and no password."
        ),
        error_messages={"required": _("There is no text yet: write the note, then keep it.")},
        validators=[NOTE_FITS],
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    language = forms.ChoiceField(label=_("Language of the note"), choices=LANGUAGES)

    @classmethod
    def of(cls, note: HandoverNote) -> "NoteForm":
        return cls(initial={"text": note.text, "language": note.language})

    @classmethod
    def empty(cls) -> "NoteForm":
        return cls(initial={"language": get_language() or "fr"})


AT_ONCE, ON_A_DAY = "now", "day"


class LeaveForm(forms.Form):
    when = forms.ChoiceField(
        label=_("When do you leave?"),
        choices=[
            (ON_A_DAY, _("At the end of the day named below")),
            (AT_ONCE, _("At once: with your next click you no longer have access")),
        ],
        widget=forms.RadioSelect,
        initial=ON_A_DAY,
    )
    last_day = forms.DateField(
        label=_("Your last day"),
        error_messages={"required": _("Choose a day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = PlainTextField(
        label=NoteForm.base_fields["text"].label,
        help_text=NoteForm.base_fields["text"].help_text,
        required=False,
        validators=[NOTE_FITS],
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    language = forms.ChoiceField(label=_("Language of the note"), choices=LANGUAGES)

    def __init__(self, post: Membership, data=None):
        self.post = post
        super().__init__(data, initial={"last_day": usual_last_day(post), "language": get_language() or "fr"})
        limits = {"min": first_last_day(post).isoformat(), "max": last_last_day(post).isoformat()}
        self.fields["last_day"].widget.attrs |= limits
        if not may_leave_note(post):
            del self.fields["text"], self.fields["language"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("when") == AT_ONCE:
            cleaned["last_day"] = None
            # Whatever stands in the field then, it is not asked for.
            self._errors.pop("last_day", None)
        elif cleaned.get("when") == ON_A_DAY and cleaned.get("last_day"):
            self._check_day(cleaned["last_day"])
        if not self.errors and is_only_administrator(self.post, cleaned["last_day"]):
            self.add_error("when", ONLY_ADMINISTRATOR)
        return cleaned

    def _check_day(self, day: datetime.date) -> None:
        first, last = first_last_day(self.post), last_last_day(self.post)
        if not first <= day <= last:
            message = _("Choose a day from %(first)s to %(last)s.")
            days = {"first": date_format(first), "last": date_format(last)}
            self.add_error("last_day", forms.ValidationError(message, params=days, code="range"))


ONLY_ADMINISTRATOR = _(
    "You are the only administrator here: nobody could let others in any more. Make somebody else administrator first."
)
