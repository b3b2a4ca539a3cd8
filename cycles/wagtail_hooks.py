"""What cycles add to the Wagtail admin: a menu item, its screens, their lines in the log."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import (
    choice_admin,
    cycle_admin,
    issue_admin,
    log_actions,  # noqa: F401  (registers its words by being imported)
    merge_admin,
    owner_admin,
    step_admin,
)
from .permissions import may_create_cycle


class CyclesItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_create_cycle(request.user)


@hooks.register("register_admin_menu_item")
def cycles_item() -> MenuItem:
    return CyclesItem(
        _("Cycles"), reverse_lazy("cycles_admin:index"), name="cycles", icon_name="calendar-alt", order=150
    )


@hooks.register("register_admin_urls")
def cycle_urls() -> list:
    screens = [
        path("", cycle_admin.index, name="index"),
        path("add/", cycle_admin.add, name="add"),
        path("<int:pk>/", cycle_admin.overview, name="overview"),
        path("<int:pk>/edit/", cycle_admin.edit, name="edit"),
        path("<int:pk>/launch/", cycle_admin.launch, name="launch"),
        path("<int:pk>/steps/", step_admin.steps, name="steps"),
        path("<int:pk>/steps/<int:number>/reopen/", step_admin.reopen, name="reopen"),
        path("<int:pk>/steps/<int:number>/complete/", step_admin.complete, name="complete"),
        path("<int:pk>/owner/", owner_admin.owner, name="owner"),
        path("<int:pk>/proposals/", issue_admin.proposals, name="proposals"),
        path("<int:pk>/proposals/add/", issue_admin.add, name="proposal_for"),
        path("<int:pk>/proposals/merge/", merge_admin.merge, name="merge"),
        path("<int:pk>/proposals/<int:issue>/choose/", choice_admin.choose, name="choose"),
        path("<int:pk>/proposals/<int:issue>/withdraw/", issue_admin.withdraw, name="withdraw_proposal"),
        path("<int:pk>/proposals/<int:issue>/unmerge/", issue_admin.unmerge, name="unmerge"),
    ]
    return [path("cycles/", include((screens, "cycles_admin")))]
