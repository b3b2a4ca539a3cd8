"""A form that two people may have open at once: see content/editing.py."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from content.editing import Merged, begun, merge, read_begun

Values = dict[str, Any]


def merged(form: forms.Form, present: Mapping[str, Any]) -> Merged:
    """Of a valid form: what its writer changed, and where somebody else changed the same."""
    typed = {name: value for name, value in form.cleaned_data.items() if name in present}
    return merge(read_begun(form.data.get("begun", "")), typed, present)


def tell_clashes(form: forms.Form, clashes: Mapping[str, Any], present: Mapping[str, Any]) -> forms.Form:
    """Of a form that begins with what was typed: what the other person saved stands beside it, and saving it now
    replaces that."""
    for name, theirs in clashes.items():
        form.fields[name].help_text = _said(form.fields[name], theirs)
    form.token, form.clashed = begun(present), True
    return form


def _said(field: forms.Field, value: Any) -> str:
    said = value
    if isinstance(value, bool):
        said = _("Yes") if value else _("No")
    elif isinstance(field, forms.ModelMultipleChoiceField):
        said = ", ".join(str(each) for each in field.queryset.filter(pk__in=value))
    elif hasattr(field, "choices"):
        said = dict(field.choices).get(value, value)
    if said in (None, ""):
        return _("Somebody else emptied this meanwhile. Saving puts back what stands here.")
    return _("Somebody else saved meanwhile: “%(text)s”. Saving replaces it by what stands here.") % {
        "text": said
    }
