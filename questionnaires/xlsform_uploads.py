"""A form between being looked at and being taken over: the file waits in the private storage for a day, and what the
page carries only names it."""

import datetime
import uuid

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from districts.models import User

from .models import Questionnaire

FOLDER = "xlsform"
WAITS = datetime.timedelta(days=1)
SALT = "questionnaires.xlsform"


class Gone(ValueError):
    """The file waits no longer, or is somebody else's."""


def keep(data: bytes, questionnaire: Questionnaire, by: User, **said: str | int) -> str:
    """The token by which the same person finds it again for the same questionnaire, with what was `said` beside."""
    _clear_out()
    name = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(data))
    whose = {"name": name, "questionnaire": questionnaire.pk, "by": by.pk}
    return signing.dumps(said | whose, salt=SALT, compress=True)


def found(token: str, questionnaire: Questionnaire, by: User) -> tuple[bytes, dict]:
    """(the file, what was said beside). Raises Gone."""
    try:
        said = signing.loads(token, salt=SALT, max_age=WAITS)
    except signing.BadSignature:
        raise Gone from None
    if (said.get("questionnaire"), said.get("by")) != (questionnaire.pk, by.pk):
        raise Gone
    try:
        with default_storage.open(said["name"]) as file:
            return file.read(), said
    except OSError:
        raise Gone from None


def forget(said: dict) -> None:
    default_storage.delete(said["name"])


def _clear_out() -> None:
    """What nobody came back for."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except OSError:
        return  # nothing was ever kept
    for name in names:
        path = f"{FOLDER}/{name}"
        try:
            if timezone.now() - default_storage.get_modified_time(path) > WAITS:
                default_storage.delete(path)
        except OSError:
            continue  # gone already
