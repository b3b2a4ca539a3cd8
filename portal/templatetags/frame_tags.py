"""The tag of the frame around every page that only the portal needs."""

from django import template
from django.utils.translation import get_language
from wagtail.models import Page

register = template.Library()


@register.simple_tag(takes_context=True)
def footer_menu(context) -> list[dict]:
    """The pages of the menu's level that editors keep out of the menu: about, privacy, accessibility."""
    pages = (
        Page.objects.live()
        .filter(show_in_menus=False, depth=3, locale__language_code=get_language() or "fr")
        .order_by("path")
    )
    return [{"title": page.title, "url": page.get_url(context.get("request"))} for page in pages]
