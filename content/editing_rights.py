"""What editing means in Wagtail's terms, for whoever gives a group rights: at the root or below one page."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
# Wagtail asks for the rights of its own Image and Document, whatever models take their place.
FILE_PERMISSIONS = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}


def let_edit_pages(group: Group, page: Page) -> None:
    """This page and all below it."""
    found = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS)
    for permission in found:
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def let_edit_files(group: Group, collection: Collection) -> None:
    for app, codenames in FILE_PERMISSIONS.items():
        for permission in Permission.objects.filter(content_type__app_label=app, codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )
