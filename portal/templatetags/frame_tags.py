"""The tag of the frame around every page that only the portal needs."""

from django import template

from content.templatetags.content_tags import top_pages

register = template.Library()


@register.simple_tag(takes_context=True)
def footer_menu(context) -> list[dict]:
    """The pages of the menu's level that editors keep out of the menu: about, privacy, accessibility."""
    return [page for page in top_pages(context.get("request")) if not page["in_menu"]]
