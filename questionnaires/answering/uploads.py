"""What a section's page brings for its questions that want a file: a new one, none any more, or nothing new."""

from django.http import HttpRequest

from ..models import Question, Section
from ..question_fields import name_of
from ..section_form import PRESENTED
from .file_actions import keep_file
from .file_types import NotTaken
from .filling import Filling

# The box to tick that takes a file away.
REMOVE = "remove:"


def files_in(
    request: HttpRequest, filling: Filling, section: Section
) -> tuple[dict[str, dict | None], dict[str, str]]:
    """(by code, the file that the answer holds from now on, of those that change; what is wrong with those that were
    not taken). Once nothing can be saved any more, no file is kept either."""
    found: dict[str, dict | None] = {}
    problems: dict[str, str] = {}
    presented = set(request.POST.get(PRESENTED, "").split())
    for question in section.asked:
        code = question.code
        if question.kind != Question.Kind.FILE or code not in presented or not filling.is_changeable:
            continue
        upload = request.FILES.get(name_of(code))
        if upload is None:
            if f"{REMOVE}{code}" in request.POST:
                found[code] = None
            continue
        try:
            found[code] = keep_file(filling=filling, question=question, upload=upload, by=request.user)
        except NotTaken as why:
            problems[code] = str(why)
    return found, problems
