"""A questionnaire of every kind with rules and checks, to be tried out."""

from questionnaires.actions import create_questionnaire
from questionnaires.models import PilotLink, Questionnaire
from questionnaires.pilot_actions import make_pilot_link
from questionnaires.pilot_links import pilot_path

YES = {"question": "committee", "op": "is", "value": "yes"}
MEMBERS = [
    {"code": "director", "label_fr": "Directeur", "label_en": "Director"},
    {"code": "midwife", "label_fr": "Sage-femme", "label_en": "Midwife"},
    {"code": "other", "label_fr": "Autre"},
]


def q(code: str, kind: str, text_fr: str = "", text_en: str = "", **fields) -> dict:
    return {
        "code": code,
        "kind": kind,
        "text_fr": text_fr or f"Fr {code}",
        "text_en": text_en or f"En {code}",
    } | fields


SECTIONS = [
    {
        "title_fr": "Comité",
        "title_en": "Committee",
        "intro_en": "About the committee.",
        "questions": [
            q("hello", "note", "Bonjour", "Hello"),
            q("committee", "yes_no", "Un comité existe-t-il ?", "Is there a committee?", required=True),
            q("members", "multiple", "Qui siège ?", "Who sits?", choices=MEMBERS, show_if=YES),
            q("meetings", "number", "Combien de réunions ?", "How many meetings?", minimum=0, maximum=60,
              unit_fr="réunions", unit_en="meetings"),
        ],
    },
    {
        "title_fr": "Revue",
        "title_en": "Review",
        "show_if": YES,
        "questions": [
            q("reported", "number", "Décès notifiés", "Deaths reported", minimum=0),
            q("reviewed", "number", "Décès examinés", "Deaths reviewed", minimum=0),
        ],
    },
    {
        "title_fr": "Le reste",
        "title_en": "The rest",
        "questions": [
            q("rate", "decimal", "Taux", "Rate", unit_fr="%", unit_en="%"),
            q("done", "ratio", "Recommandations", "Recommendations", numerator_fr="Suivies", numerator_en="Followed"),
            q("last", "date", "Dernière réunion", "Last meeting"),
            q("who", "choice", "Qui préside ?", "Who chairs?", choices=MEMBERS),
            q("town", "text", "Où ?", "Where?"),
            q("why", "long_text", "Pourquoi ?", "Why?"),
            q("place", "location", "Lieu", "Place"),
            q("picture", "file", "Photo", "Picture"),
            q("sum", "calculation", "Somme", "Sum"),
        ],
    },
]  # fmt: skip
CHECKS = [
    {
        "question": "reviewed",
        "rule": {"question": "reviewed", "op": "le", "other": "reported"},
        "message_en": "More were reviewed than reported.",
        "message_fr": "Plus d’examens que de décès.",
    }
]


def tried_questionnaire(cycle, sections=None, checks=CHECKS) -> Questionnaire:
    return create_questionnaire(
        cycle=cycle,
        sections=sections or SECTIONS,
        checks=checks if sections is None else (),
        by=None,
        title_fr="Revue des décès",
        title_en="Review of deaths",
        intro_en="Why we ask.",
    )


def pilot_link(questionnaire: Questionnaire, **options) -> PilotLink:
    return make_pilot_link(questionnaire=questionnaire, by=None, **options)


def address(link: PilotLink, section: int | None = None, language: str = "en") -> str:
    return pilot_path(link, language, section)
