"""How often something may be tried, and when again. The counting is allauth's; what it lacks is the time to wait."""

import math
import time

from allauth.account import app_settings as account_settings
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext

# Of wrong codes and links; the records count the tries at themselves beside this.
LIMITS = {
    "invitation": "10/10m/ip",
    "reset_code": "10/10m/ip,5/10m/key",
    # Whoever tries a questionnaire out has no account; the key is the link's.
    "pilot": "20/10m/ip",
    "pilot_remark": "200/h/ip,500/h/key",
}
TOO_MANY = "too_many_attempts"


def seconds_to_wait(request: HttpRequest, action: str, key: str | None = None) -> int:
    """0 if another try is allowed now. Counts nothing."""
    app, config = _counted_where(action)
    waits = [0.0]
    for rate in ratelimit.get_rates(app=app, action=action, config=config):
        if key is None and rate.per == "key":
            continue
        kept = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key)
        now = time.time()
        allowed, history = ratelimit.apply_rate(cache.get(kept, []), now, rate, dry_run=True)
        if not allowed:
            waits.append(history[rate.amount - 1] + rate.duration - now)
    return math.ceil(max(waits))


def _counted_where(action: str) -> tuple[str, dict]:
    if action in LIMITS:
        return "districts", LIMITS
    return "allauth.account", account_settings.RATE_LIMITS


def count_wrong_try(request: HttpRequest, action: str, key: str = "") -> None:
    """Called after a wrong one, so that whoever types it right is never in the way of others at one address."""
    ratelimit.consume(request, app="districts", action=action, config=LIMITS, key=key, limit_get=True)


def too_many(seconds: int) -> str:
    minutes = max(1, math.ceil(seconds / 60))
    return ngettext(
        "Too many attempts. Try again in %(minutes)d minute. Your account is not blocked.",
        "Too many attempts. Try again in %(minutes)d minutes. Your account is not blocked.",
        minutes,
    ) % {"minutes": minutes}


def refuse_too_many(request: HttpRequest, action: str, key: str | None = None) -> None:
    """Raises ValidationError, with when to try again."""
    if wait := seconds_to_wait(request, action, key):
        raise ValidationError(too_many(wait), code=TOO_MANY)
