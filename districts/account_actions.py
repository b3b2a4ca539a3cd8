"""Writes about accounts: numbers verified, codes read out, sessions ended, the second factor taken off."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from .codes import RESET_CODE_LASTS, as_read, digest_of, make_code, matches
from .models import ResetCode, User

RESET = "reset"


class WrongCode(ValueError):
    """Not the code, or its time or its tries are over; which of these is not told."""


@transaction.atomic
def verify_number(*, user: User, by: User) -> None:
    """`by` called the number and the right person answered. Raises ValueError if there is no number."""
    if not user.phone:
        raise ValueError("no number to verify")
    user.phone_verified_at = timezone.now()
    user.save(update_fields=["phone_verified_at"])
    log(user, "districts.number_verified", user=by)


@transaction.atomic
def set_number(*, user: User, phone: str | None, by: User) -> None:
    """`phone` is E.164; a new one is not verified yet. Raises IntegrityError if another account has it, or if it is
    taken away from somebody without an e-mail address."""
    if phone == user.phone:
        return
    user.phone, user.phone_verified_at = phone or None, None
    user.save(update_fields=["phone", "phone_verified_at"])
    log(user, "districts.number_set", user=by)


@transaction.atomic
def sign_out_everywhere(*, user: User, by: User) -> None:
    """Every open session of this person ends with its next request."""
    User.objects.filter(pk=user.pk).update(session_stamp=F("session_stamp") + 1)
    user.refresh_from_db(fields=["session_stamp"])
    log(user, "districts.signed_out_everywhere", user=by)


@transaction.atomic
def issue_reset_code(*, user: User, by: User) -> str:
    """The code to be read out, told this once. Codes issued before are void. Raises ValueError for an account that
    is switched off."""
    if not user.is_active:
        raise ValueError("this account is switched off")
    now = timezone.now()
    user.reset_codes.open().update(expires_at=now)
    code = make_code()
    ResetCode.objects.create(
        user=user,
        digest=digest_of(RESET, code),
        issued_by=by,
        issued_at=now,
        expires_at=now + RESET_CODE_LASTS,
    )
    log(user, "districts.reset_code_issued", user=by)
    return code


def find_reset_code(*, user: User | None, code: str) -> ResetCode:
    """The open code of this person, if it is `code`. A wrong one counts as a try, and that stays whatever the caller
    does then. Raises WrongCode."""
    found = user.reset_codes.open().first() if user else None
    if found is None:
        raise WrongCode
    # Counted before it is looked at, in one statement: a thousand tries at once are a thousand tries.
    if not ResetCode.objects.open().filter(pk=found.pk).update(tries=F("tries") + 1):
        raise WrongCode
    if not matches(RESET, as_read(code), found.digest):
        raise WrongCode
    return found


@transaction.atomic
def use_reset_code(*, code: ResetCode, password: str) -> None:
    """Raises WrongCode if it was used meanwhile, ValidationError for a password that is too weak; then the code is
    good for another try."""
    user = code.user
    validate_password(password, user)
    if not ResetCode.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=timezone.now()):
        raise WrongCode
    user.set_password(password)
    user.save(update_fields=["password"])
    log(user, "districts.password_reset_by_code", user=user)


@transaction.atomic
def take_second_factor_off(*, user: User, by: User) -> None:
    """For somebody who lost telephone and recovery codes; whoever must have a factor sets a new one up at once."""
    Authenticator.objects.filter(user=user).delete()
    log(user, "districts.second_factor_taken_off", user=by)
    sign_out_everywhere(user=user, by=by)


@transaction.atomic
def set_research_consent(*, user: User, agrees: bool, by: User) -> None:
    """Whether what this person does here may be used for research, without the name. The same answer again keeps the
    day of the first."""
    if agrees == (user.research_consent_at is not None):
        return
    user.research_consent_at = timezone.now() if agrees else None
    user.save(update_fields=["research_consent_at"])
    log(user, "districts.research_consent", user=by, data={"agrees": agrees})


@transaction.atomic
def note_data_download(*, user: User, form: str, by: User) -> None:
    """`form`: "page", "html" or "json"."""
    log(user, "districts.data_downloaded", user=by, data={"form": form})
