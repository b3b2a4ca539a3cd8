"""Writes: a file that a team gives as an answer goes into the private storage. Which answer holds it is saved with the
answers (saving.py)."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from districts.models import User

from ..models import AnswerFile, Question
from .file_types import NotTaken, clean_name, kind_of
from .filling import Filling
from .saving import NotOpenNow

LARGEST = 5 * 1024 * 1024


@transaction.atomic
def keep_file(*, filling: Filling, question: Question, upload: UploadedFile, by: User) -> dict:
    """The value of the answer. The same file sent twice is kept once.

    Raises NotOpenNow, and NotTaken with a sentence for the sender.
    """
    if not filling.is_changeable:
        raise NotOpenNow(filling.state)
    if upload.size > LARGEST:
        raise NotTaken(
            _("This file has %(size)s MB; there is room for %(most)s. Make it smaller: a picture with fewer pixels, a "
              "document of fewer pages.")
            % {"size": -(-upload.size // 1024 // 1024), "most": LARGEST // 1024 // 1024}
        )  # fmt: skip
    data = upload.read()
    kind = kind_of(data, upload.name or "")
    digest = hashlib.sha256(data).hexdigest()
    row = AnswerFile.objects.filter(unit=filling.unit, question=question, digest=digest).first()
    if row is None:
        row = AnswerFile(
            unit=filling.unit,
            question=question,
            name=clean_name(upload.name or "", kind.extension),
            content_type=kind.content_type,
            size=len(data),
            digest=digest,
            by=by,
        )
        row.content.save(f"{row.key.hex}.{kind.extension}", ContentFile(data), save=False)
        row.save()
        log(row, "questionnaires.file_kept", user=by, data={"question": question.code, "name": row.name})
    return {"file": str(row.key), "name": row.name, "size": row.size}
