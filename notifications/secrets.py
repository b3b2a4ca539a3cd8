"""Secrets of one-time links that are worked out when they are needed, so that no table has to keep them."""

from base64 import urlsafe_b64encode

from django.utils.crypto import constant_time_compare, salted_hmac


def secret_of(purpose: str, nonce: str) -> str:
    """43 characters for an address. `nonce` is what the record keeps: random, one for each link, replaced once the
    link is used. It opens nothing without the portal's SECRET_KEY, which no copy of the database holds."""
    digest = salted_hmac(f"notifications.{purpose}", nonce, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_secret_of(purpose: str, nonce: str, given: str) -> bool:
    return bool(nonce) and constant_time_compare(secret_of(purpose, nonce), given)
