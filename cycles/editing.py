"""Where a country's facilitators edit: the pages of its cycles, in both languages, and what hangs below them."""

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, GroupPagePermission, Workflow, WorkflowPage, WorkflowTask

from content.editing_rights import let_edit_pages
from districts.groups import GROUP_OF_ROLE, OF_A_COUNTRY, country_group
from districts.models import Role

from .records import LearningCycle

REVIEWERS = (GROUP_OF_ROLE[Role.FACILITATOR], GROUP_OF_ROLE[Role.ADMINISTRATOR])


def give_editing_rights(cycle: LearningCycle) -> None:
    """Rights as the cycle's countries are now; those of a country that left are taken back."""
    groups = [country_group(country) for country in cycle.countries.all()]
    pages = list(cycle.pages.all())
    GroupPagePermission.objects.filter(page__in=pages, group__name__startswith=OF_A_COUNTRY).exclude(
        group__in=groups
    ).delete()
    for page in pages:
        for group in groups:
            let_edit_pages(group, page)
    _review_within(cycle, pages, groups)


def _review_within(cycle: LearningCycle, pages: list, groups: list[Group]) -> None:
    """A workflow of the cycle's own: who reviews a page may open it in the editor, so the facilitators of other
    countries must not be among the reviewers."""
    name = f"Relecture · Review · {cycle.code}"
    workflow, made = Workflow.objects.get_or_create(name=name)
    if made:
        task = GroupApprovalTask.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    task = workflow.workflow_tasks.get().task.specific
    task.groups.set([*Group.objects.filter(name__in=REVIEWERS), *groups])
    for page in pages:
        WorkflowPage.objects.update_or_create(page=page.page_ptr, defaults={"workflow": workflow})
