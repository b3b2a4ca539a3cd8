"""What a team fills in to propose an issue, and a reader to find one."""

import uuid
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from content.form_fields import PlainTextField
from content.search_text import normalise

LONGEST_TITLE, LONGEST_TEXT, LONGEST_QUERY = 200, 4000, 200
TOO_LONG = _("This has %(show_value)d characters and %(limit_value)d fit. It is kept: shorten it.")
LANGUAGES = [("fr", "Français"), ("en", "English")]
WORDS = ("language", "title", "text")


class LineField(PlainTextField):
    """One line, whatever was pasted into it."""

    widget = forms.TextInput

    def to_python(self, value: str | None) -> str:
        return " ".join(super().to_python(value).split())


class ProposalForm(forms.Form):
    """`key` makes a second click the same proposal; it is nobody's to choose, so a strange one is no error."""

    language = forms.ChoiceField(
        label=_("Language you write in"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    title = LineField(
        label=_("Your issue, in one sentence"),
        help_text=_("As a question, if you like: what would you like to learn from the other districts?"),
        error_messages={"required": _("Say in one sentence what it is about.")},
        validators=[MaxLengthValidator(LONGEST_TITLE, TOO_LONG)],
    )
    text = PlainTextField(
        label=_("What you see where you work, and why it matters"),
        help_text=_("A few sentences are enough. Nothing by which a patient could be recognised."),
        required=False,
        validators=[MaxLengthValidator(LONGEST_TEXT, TOO_LONG)],
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    token, clashed = "", False

    def clean_key(self) -> uuid.UUID | None:
        try:
            return uuid.UUID(self.cleaned_data["key"])
        except ValueError:
            return None

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WORDS}


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see of the proposals; nothing that stands in the address is an error."""

    q: str = ""
    kind: str = ""
    page: str = "1"

    @classmethod
    def of(cls, query: QueryDict, kinds: list[str]) -> "Asked":
        q = " ".join(query.get("q", "").replace("\0", " ").split())[:LONGEST_QUERY]
        kind = query.get("kind", "")
        return cls(q, kind if kind in kinds else "", query.get("page", "1"))

    def stems(self) -> list[list[str]]:
        """In each language: proposals are in either."""
        return [normalise(self.q, language).split() for language in ("fr", "en")]

    def address(self, **changes: str) -> str:
        other = replace(self, **changes)
        return urlencode({name: value for name, value in (("q", other.q), ("kind", other.kind)) if value})
