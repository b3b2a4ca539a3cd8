"""Form fields that several apps use."""

import unicodedata

from django import forms


class PlainTextField(forms.CharField):
    """Plain text of several lines. Browsers send two characters for a line break and do not agree on accents, so both
    are made one before the length is counted; what consists of nothing visible is empty.

    Give a limit as a validator, not as max_length: as an attribute it would make browsers cut off silently what is
    pasted.
    """

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value: str | None) -> str:
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        text = unicodedata.normalize("NFC", text)
        return text if any(unicodedata.category(char)[0] not in "ZC" for char in text) else ""
