"""What places and people add to the Wagtail admin: a menu item, its screens, their lines in the log."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import audit_admin, unit_admin
from .permissions import may_read_audit, may_read_site_history
from .unit_permissions import may_read_units

LOG_ACTIONS = [
    ("districts.outlines", _("Import outlines"), _("Outlines imported")),
    ("districts.archive_unit", _("Archive a unit"), _("Archived")),
    ("districts.restore_unit", _("Take a unit back from the archive"), _("Taken back from the archive")),
    ("districts.replace_unit", _("Replace a unit"), _("Merger, split or succession noted")),
]


class UnitsItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_read_units(request.user)


@hooks.register("register_admin_menu_item")
def units_item() -> MenuItem:
    return UnitsItem(_("Districts"), reverse_lazy("units:tree"), name="units", icon_name="site", order=260)


@hooks.register("register_admin_urls")
def unit_urls() -> list:
    screens = [
        path("", unit_admin.tree, name="tree"),
        path("add/", unit_admin.add_country, name="add_country"),
        path("<int:pk>/", unit_admin.show, name="show"),
        path("<int:pk>/history/", unit_admin.history, name="history"),
        path("<int:pk>/add/", unit_admin.add, name="add"),
        path("<int:pk>/edit/", unit_admin.edit, name="edit"),
        path("<int:pk>/replace/", unit_admin.replace, name="replace"),
        path("<int:pk>/archive/", unit_admin.archive, name="archive"),
    ]
    return [path("units/", include((screens, "units")))]


class AuditItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_read_audit(request.user)


@hooks.register("register_reports_menu_item")
def audit_item() -> MenuItem:
    return AuditItem(
        _("Audit log"), reverse_lazy("audit:index"), name="audit", icon_name="history", order=990
    )


@hooks.register("construct_reports_menu")
def site_history_for_those_who_may_open_it(request, menu_items: list) -> None:
    if not may_read_site_history(request.user):
        menu_items[:] = [item for item in menu_items if item.name != "site-history"]


@hooks.register("register_admin_urls")
def audit_urls() -> list:
    screens = [
        path("", audit_admin.audit, name="index"),
        path("results/", audit_admin.audit_results, name="results"),
    ]
    return [path("reports/audit/", include((screens, "audit")))]


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    for action, label, message in LOG_ACTIONS:
        actions.register_action(action, label, message)
