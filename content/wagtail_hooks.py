"""What the editors' admin leaves out."""

from wagtail import hooks


@hooks.register("construct_main_menu")
def no_help_from_elsewhere(request, menu_items):
    """Wagtail's help menu leads to sites outside; docs/ has guides in both languages."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]
