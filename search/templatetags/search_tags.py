"""What is like a text, under a form or a preview. The one tag library of search."""

from django import template
from django.utils.safestring import SafeString

from ..similar import shown

register = template.Library()


@register.simple_tag(takes_context=True)
def similar(context, title: str, text: str = "", language: str = "", but_not=None) -> SafeString:
    """Issues, lessons and questions about the same; "" where there is nothing. `but_not`: the proposal itself."""
    return shown(context["request"], title, text, language, but_not)
