"""What an installation needs before the first page: languages, page tree root, groups and their rights, the
review workflow. Idempotent, so that it serves a fresh database, tests and an upgrade alike."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from content.editing_rights import let_edit_files, let_edit_pages
from cycles.editing import give_editing_rights
from cycles.models import LearningCycle

# What each group may do beside pages; the page and collection rights are given below.
GROUP_PERMISSIONS = {
    "Facilitators": [
        "wagtailadmin.access_admin",
        "discussions.moderate_post",
        "wagtail_localize.submit_translation",
    ],
    "Moderators of threads": ["wagtailadmin.access_admin", "discussions.moderate_post"],
    "Administrators": [
        "wagtailadmin.access_admin",
        "discussions.moderate_post",
        "notifications.manage_outbox",
        "wagtail_localize.submit_translation",
    ],
}
EDITING_GROUPS = ("Facilitators", "Administrators")


@transaction.atomic
def set_up() -> None:
    for code in ("fr", "en"):
        Locale.objects.get_or_create(language_code=code)
    root = Page.get_first_root_node() or Page.add_root(instance=_root_page())
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for name, permissions in GROUP_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*[_permission(p) for p in permissions])
        if name in EDITING_GROUPS:
            let_edit_pages(group, root)
            let_edit_files(group, collection)
    _review_workflow(root)
    # Facilitators of a country edit below its cycles only; see cycles/editing.py.
    for cycle in LearningCycle.objects.prefetch_related("countries"):
        give_editing_rights(cycle)


def _root_page() -> Page:
    return Page(
        title="Root",
        slug="root",
        locale=Locale.objects.get(language_code="fr"),
        content_type=ContentType.objects.get_for_model(Page),
    )


def _permission(name: str) -> Permission:
    app, codename = name.split(".")
    if name == "wagtail_localize.submit_translation":
        # Made by a migration, so that a database that was emptied lacks it.
        kind = ContentType.objects.get(app_label=app, model="translation")
        return Permission.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": "Can submit translations"}
        )[0]
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _review_workflow(root: Page) -> None:
    """“Send for review”: another facilitator or an administrator reads before it is published."""
    workflow, created = Workflow.objects.get_or_create(name="Relecture · Review")
    if not created:
        return
    task = GroupApprovalTask.objects.create(name="Relecture · Review")
    task.groups.set(Group.objects.filter(name__in=EDITING_GROUPS))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
