"""What is deleted once its time is over. Each of it is deleted elsewhere too, when its person comes back; this is for
those who never do."""

import datetime

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from . import keeping_posts
from .erasing import forget_invitations
from .models import Invitation, KeptPost, ResetCode, SignIn
from .sessions import SIGN_INS_KEPT

AT_ONCE = 500


@transaction.atomic
def forget_what_is_over(now: datetime.datetime | None = None) -> None:
    """Times of sign-ins and reset codes after 90 days, forms kept after a day, sessions when they end, invitations that
    nobody accepted a year after they were closed. Cheap where there is nothing; safe to run at any time."""
    now = now or timezone.now()
    SignIn.objects.filter(at__lt=now - SIGN_INS_KEPT).delete()
    ResetCode.objects.filter(expires_at__lt=now - SIGN_INS_KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    for kept in KeptPost.objects.over().prefetch_related("files")[:AT_ONCE]:
        keeping_posts.drop(kept)
    limit = now - datetime.timedelta(days=settings.OUTBOX_KEPT_DAYS)
    closed = Q(expires_at__lt=limit) | Q(withdrawn_at__lt=limit)
    forget_invitations(Invitation.objects.filter(closed, accepted_at__isnull=True)[:AT_ONCE])
