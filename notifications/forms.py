"""Which mails a person wants."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .kinds import Notice, all_kinds
from .models import Preference


class PreferencesForm(forms.Form):
    """One box for each kind that can be stopped; ticked: wanted."""

    kinds = forms.MultipleChoiceField(
        label=_("Send me a mail for"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, person, data=None):
        stopped = Preference.objects.filter(person=person, wants_mail=False).values_list("kind", flat=True)
        names = [kind.name for kind in stoppable_kinds()]
        super().__init__(data, initial={"kinds": [name for name in names if name not in set(stopped)]})
        self.fields["kinds"].choices = [(kind.name, kind.label) for kind in stoppable_kinds()]


def stoppable_kinds() -> list[Notice]:
    return [kind for kind in all_kinds() if kind.can_be_stopped]
