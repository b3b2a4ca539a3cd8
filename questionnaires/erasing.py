"""What becomes of a person's part in questionnaires when they are erased: answers, signatures and reasons stay, as the
district's and under "former member"; the files they took along or began to bring in go, and which browser an answer
came from is told no more."""

from districts.models import User

from .answering.export_sweeping import forget_exports_of
from .importing.import_actions import forget_imports_of
from .models import AnswerVersion


def erase(*, person: User) -> None:
    AnswerVersion.objects.filter(by=person).exclude(device="").update(device="")
    forget_exports_of(person)
    forget_imports_of(person)
