"""What becomes of a person's part in cycles when they are erased: proposals, voices and decisions stay, as the
district's and under "former member"; nobody follows any more."""

from districts.models import User

from .models import Follower


def erase(*, person: User) -> None:
    Follower.objects.filter(user=person).delete()
