"""Accounts with passwords, for tests of getting in."""

import re

from districts.actions import start_membership
from districts.models import Role, User

from .places import country, districts_of, person

PASSWORD = "une longue phrase de passe"


def account(role: Role | None = Role.MEMBER, unit=None, **fields) -> User:
    """Somebody with a password and, unless `role` is None, with a post that began today."""
    user = person(**fields)
    user.set_password(PASSWORD)
    user.save()
    if role:
        start_membership(user=user, role=role, unit=unit, by=None)
    return User.objects.get(pk=user.pk)


def sign_in(client, login: str, password: str = PASSWORD, lang: str = "en", **fields):
    return client.post(f"/accounts/login/?lang={lang}", {"login": login, "password": password, **fields})


def is_signed_in(client) -> bool:
    return client.get("/accounts/security/").status_code == 200


def text_of(response) -> str:
    """What a person reads, without tags and line breaks."""
    bare = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(bare.replace("&#x27;", "'").replace("&quot;", '"').split())


def guinea():
    """The country and its two districts."""
    top = country("gui")
    return top, districts_of(top)
