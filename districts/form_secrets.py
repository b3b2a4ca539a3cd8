"""Whose form is it? Every form of ours carries a token made from a secret that is new at each sign-in."""

from django.http import HttpRequest
from django.middleware import csrf
from django.utils.crypto import salted_hmac

from .models import SignIn, User

FIELD = "csrfmiddlewaretoken"


def digest_of_secret(secret: str) -> str:
    return salted_hmac("districts.form_secrets", secret, algorithm="sha256").hexdigest() if secret else ""


def writer_of(request: HttpRequest) -> User | None:
    """The person whose session rendered the form that was sent, however dead that session is.

    It also says that the form is ours: no other site can know such a token.
    """
    token = request.POST.get(FIELD, "")
    if len(token) != csrf.CSRF_TOKEN_LENGTH or not token.isalnum() or not token.isascii():
        return None
    digest = digest_of_secret(csrf._unmask_cipher_token(token))
    found = SignIn.objects.filter(form_secret=digest).select_related("user").first()
    return found.user if found and found.user.is_active else None
