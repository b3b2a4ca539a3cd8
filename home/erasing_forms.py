"""What is asked before an account is erased."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    withdraw_messages = forms.BooleanField(
        label=_(
            "Withdraw the messages too: their texts are deleted, and a mark stays where each stood, so that answers "
            "by others make sense"
        ),
        required=False,
    )
    sure = forms.BooleanField(
        label=_("I know that this cannot be undone"),
        error_messages={"required": _("Tick this first: what is erased cannot be brought back.")},
    )


class EraseForSomebodyForm(EraseForm):
    asked = forms.BooleanField(
        label=_("This person has asked for it, and I have made sure that it was them"),
        error_messages={"required": _("Tick this first: an account is erased only if its owner asks.")},
    )
    field_order = ["asked", "withdraw_messages", "sure"]
