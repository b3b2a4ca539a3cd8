"""Who may see what is in the outbox, print it, give it by hand and send it again."""

from .models import Outbox, OutboxQuerySet

# What the group of administrators needs beside entry to the admin.
OUTBOX_PERMISSION = "notifications.manage_outbox"


def may_open_outbox(user, target=None) -> bool:
    """Everyone with the admin: facilitators hand over what they themselves have caused."""
    return user.is_authenticated and user.is_active and user.has_perm("wagtailadmin.access_admin")


def outbox_of(user) -> OutboxQuerySet:
    """A printed copy may hold a link that opens an account: whoever caused the notice could have made that link
    anyway; of the others only administrators see anything."""
    rows = Outbox.objects.all()
    return rows if user.has_perm(OUTBOX_PERMISSION) else rows.filter(by=user)


def may_see_notice(user, row: Outbox) -> bool:
    return may_open_outbox(user) and outbox_of(user).filter(pk=row.pk).exists()
