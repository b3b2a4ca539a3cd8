"""What may stay on the device of whoever answers, and whose it is.

Scripts keep what no line carried (portal/static/js/outbox.js) and whole pages (keeping.js, service_worker.js). A page
says in a header of its own that it may be kept, and for whom; on a shared computer none says so.
"""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from districts.models import User
from districts.sessions import is_shared

from .device_words import words_of_notice, words_of_outbox, words_of_pages, words_of_sections
from .filling import Filling
from .frame import address_of

# Read by the service worker.
KEEP = "Keep-On-Device"
SCRIPTS = (
    "js/portal.js",
    "js/waiting.js",
    "js/outbox.js",
    "js/keeping.js",
    "js/answering.js",
    "js/outbox_page.js",
)
# What a section's page weighs when compressed, measured: its frame, and each question. Told as "about".
FRAME_BYTES, QUESTION_BYTES = 4_500, 150
# Below either, all sections are kept without asking.
FEW_SECTIONS, FEW_KILOBYTES = 12, 150


def person_tag(user: User) -> str:
    """Tells people apart on one device without saying who they are."""
    if not user.is_authenticated:
        return ""
    return salted_hmac("questionnaires.on_device", str(user.pk), algorithm="sha256").hexdigest()[:24]


def reader_on_device(request: HttpRequest) -> dict:
    """For the frame of every page that signed-in people see."""
    return {
        "person": person_tag(request.user),
        "shared": is_shared(request),
        "script": static("js/outbox.js"),
        "leaving": " ".join(reverse(name) for name in ("account_logout", "end_all_sessions", "erase_me")),
        "words": words_of_notice(),
    }


def kept_on_device(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def keeping(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200 and not is_shared(request):
            response.headers[KEEP] = person_tag(request.user)
        return response

    return keeping


def asked_mark(filling: Filling) -> str:
    """Another one as soon as other questions are asked: then the pages on the device are out of date."""
    return hashlib.sha256(" ".join(sorted(filling.asked)).encode()).hexdigest()[:12]


def outbox_on_device() -> dict:
    """For the scripts of the outbox."""
    return {
        "worker": reverse("service_worker"),
        "scope": _scope(),
        "pages": [reverse("answer_outbox")],
        "words": words_of_pages() | words_of_outbox(),
    }


def overview_on_device(filling: Filling) -> dict:
    return {
        "worker": reverse("service_worker"),
        "scope": _scope(),
        "pages": _pages(filling),
        "asked": asked_mark(filling),
        "weight": weight_of(filling),
        "asks_first": len(filling.sections) > FEW_SECTIONS and weight_of(filling) > FEW_KILOBYTES,
        "words": words_of_pages(),
    }


def section_on_device(filling: Filling, place: int) -> dict:
    """`go`: where each button leads while there is no line, as things stand: what is answered meanwhile may bring up
    other sections."""
    overview = overview_on_device(filling)
    return overview | {
        "questionnaire": str(filling.questionnaire.key),
        "unit": filling.unit.code,
        "district": filling.unit.name,
        "title": filling.questionnaire.title,
        "section": place,
        "language": get_language(),
        "go": {
            "next": _neighbour(filling, place, 1),
            "back": _neighbour(filling, place, -1),
            "later": address_of(filling, "answer"),
        },
        "words": overview["words"] | words_of_sections(),
    }


def weight_of(filling: Filling) -> int:
    """Of all its pages, in kilobytes."""
    questions = sum(len(section.asked) for section in filling.sections)
    return round((len(filling.sections) * FRAME_BYTES + questions * QUESTION_BYTES) / 1000)


def _pages(filling: Filling) -> list[str]:
    sections = [address_of(filling, "answer_section", place) for place in range(1, len(filling.sections) + 1)]
    return [address_of(filling, "answer"), reverse("answer_outbox"), *sections]


def _scope() -> str:
    """The worker sees nothing outside it."""
    return f"/{get_language()}/questionnaires/"


def _neighbour(filling: Filling, place: int, direction: int) -> str:
    """The next section in that direction with a question for these answers, else the overview."""
    while 1 <= (place := place + direction) <= len(filling.sections):
        if any(question.code in filling.asked for question in filling.sections[place - 1].asked):
            return address_of(filling, "answer_section", place)
    return address_of(filling, "answer")
