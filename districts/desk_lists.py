"""Parts of the desk's list of people that something is to be done about; the first screen leads to them."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Membership, User


def uncalled(people: QuerySet[User]) -> QuerySet[User]:
    """With a role today, and a number that nobody has called yet."""
    return people.filter(_has_role(), is_active=True, phone__isnull=False, phone_verified_at__isnull=True)


def without_role(people: QuerySet[User]) -> QuerySet[User]:
    """Whose account still opens, though to nothing of their own."""
    return people.filter(~_has_role(), is_active=True, is_superuser=False)


def _has_role() -> Exists:
    return Exists(Membership.objects.current().filter(user=OuterRef("pk")))


# By what stands in the address as `show`.
LISTS = {
    "uncalled": (_("Only people whose number nobody has called yet"), uncalled),
    "without-role": (_("Only accounts without a role today"), without_role),
}
