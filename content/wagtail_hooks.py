"""What the editors' admin leaves out, and what it is given."""

import uuid

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from .new_pages import go_on, note_begun


@hooks.register("construct_main_menu")
def no_help_from_elsewhere(request, menu_items):
    """Wagtail's help menu leads to sites outside; docs/ has guides in both languages."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]


@hooks.register("insert_editor_js")
def wait_for_the_draft() -> str:
    script = '<script src="{}" data-form="{}" defer></script>'
    return format_html(script, static("js/page_editor.js"), uuid.uuid4().hex)


@hooks.register("before_create_page")
def make_it_once(request, parent, page_class):
    return go_on(request)


@hooks.register("after_create_page")
def remember_what_it_began(request, page) -> None:
    note_begun(request, page)
