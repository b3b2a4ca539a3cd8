"""What the editors' admin knows of results."""

from wagtail import hooks

from .choosers import result_chooser


@hooks.register("register_admin_viewset")
def register_result_chooser():
    return result_chooser
