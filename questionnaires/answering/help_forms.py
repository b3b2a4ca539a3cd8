"""Forms of those who help: a question, a reply, more time, days for corrections, how answers came."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from content.form_fields import PlainTextField
from cycles.cycle_forms import DayField

from ..models import CameBy
from .clarification_actions import LONGEST_QUESTION, LONGEST_REPLY
from .extension_actions import LONGEST_REASON


def fits(longest: int) -> MaxLengthValidator:
    return MaxLengthValidator(
        longest,
        _("This has %(show_value)d characters and %(limit_value)d fit. It is kept below: shorten it."),
    )


class QuestionForm(forms.Form):
    text = PlainTextField(
        label=_("What do you ask the team?"),
        help_text=_(
            "The team reads it beside its answer and replies there. Write nothing by which a patient could be "
            "recognised."
        ),
        error_messages={"required": _("There is no question yet: write what you ask.")},
        validators=[fits(LONGEST_QUESTION)],
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReplyForm(forms.Form):
    text = PlainTextField(
        label=_("Your reply"),
        help_text=_(
            "It stands beside the answer and changes nothing in it. Your facilitators and your team read it. Write "
            "nothing by which a patient could be recognised."
        ),
        error_messages={"required": _("There is no reply yet: write it, then send it.")},
        validators=[fits(LONGEST_REPLY)],
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def reason(label, **more) -> PlainTextField:
    return PlainTextField(
        label=label,
        widget=forms.TextInput,
        error_messages={"required": _("Say why: the team reads it.")},
        validators=[fits(LONGEST_REASON)],
        **more,
    )


class ExtensionForm(forms.Form):
    until = DayField(
        label=_("Last day for this district"),
        help_text=_("The day is included. It ends at midnight where the district is."),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("This is no day: 12/03/2027, for instance."),
        },
    )
    because = reason(_("Reason"), help_text=_("The team and the other facilitators read it."))


class TakeBackForm(forms.Form):
    because = reason(_("Reason"))


class CorrectionsForm(forms.Form):
    opens_on = DayField(
        label=_("First day"),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("This is no day: 12/03/2027, for instance."),
        },
    )
    closes_on = DayField(
        label=_("Last day"),
        help_text=_("The day is included."),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("This is no day: 12/03/2027, for instance."),
        },
    )
    because_fr = reason(
        _("Reason, in French"),
        required=False,
        help_text=_("All teams that have signed are told. One language is enough; both are better."),
    )
    because_en = reason(_("Reason, in English"), required=False)


class CameByForm(forms.Form):
    came_by = forms.ChoiceField(
        label=_("How do the team’s answers reach you?"),
        choices=CameBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
