"""Codes of a small fixed vocabulary on a page: ticked in the form, kept as a list."""

from django import forms
from django.db import models


class CodesField(models.JSONField):
    """A JSON list of codes. A plain JSONField would have editors type brackets and quotation marks; choices
    of a relation would be records to keep in two languages for a vocabulary that never grows."""

    def __init__(self, *args, vocabulary: list[tuple] = (), **kwargs):
        self.vocabulary = vocabulary
        super().__init__(*args, **(kwargs | {"default": list, "blank": True}))

    def deconstruct(self):
        # The database holds plain JSON whatever the vocabulary says, so no migration follows from its words.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            label=self.verbose_name.capitalize(),
            help_text=self.help_text,
            choices=self.vocabulary,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
