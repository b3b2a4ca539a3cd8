"""What becomes of the notices to somebody who is erased."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from .models import Outbox, Preference


def erase(*, person, addresses: list[str], about: list[models.Model]) -> None:
    """All are deleted, sent or not: nobody is left to be told or to ask. `about` are the records, such as invitations,
    whose notices went to this person before there was an account. A worker that has one of them in hand finds it gone
    before it hands anything over."""
    mine = Q(recipient=person)
    for address in addresses:
        mine |= Q(address__iexact=address)
        # An attempt that failed may name the address in its last words.
        DBTaskResult.objects.filter(traceback__icontains=address).update(traceback="")
    for record in about:
        kind = ContentType.objects.get_for_model(record)
        mine |= Q(target_type=kind, target_key=str(record.pk), recipient__isnull=True)
    Outbox.objects.filter(mine).delete()
    Preference.objects.filter(person=person).delete()
