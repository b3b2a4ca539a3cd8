"""The builder's screens in the Wagtail admin."""

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from wagtail import hooks

from . import cycle_items, log_actions  # noqa: F401  (registered by being imported)
from .builder_urls import builder_paths
from .paper_admin import paper_paths
from .pilot_admin import pilot_paths
from .xlsform_admin import xlsform_paths


@hooks.register("register_admin_urls")
def builder_urls() -> list:
    screens = [*builder_paths, *paper_paths, *pilot_paths, *xlsform_paths]
    return [path("questionnaires/", include((screens, "builder")))]


@hooks.register("insert_global_admin_js")
def forget_at_sign_out() -> str:
    """Whoever signs out here leaves no district's pages on the device either."""
    return format_html('<script src="{}" defer></script>', static("js/waiting.js"))
