"""What the invented people of the demonstration say of themselves. Their numbers begin with 60, the prefix of a mobile
operator that closed, so that nobody is called; example.org belongs to nobody."""

import datetime

from analysis.audience import Audience
from districts.models import User
from districts.profile_actions import Way, Written, save_profile

PROFILES = {
    "member@example.org": {
        "function": "midwifery",
        "title": "Sage-femme, point focal santé maternelle",
        "in_post_since": datetime.date(2019, 9, 1),
        "spoken": ("fr", "ff"),
        "can_help_with": "Audits des décès maternels : comment réunir l’équipe, quoi noter, comment en parler avec "
        "les familles. J’ai aussi formé les agents communautaires de quatre sous-préfectures.",
        "ways": (
            Way("phone", "+224600000011", Audience.TEAM),
            Way("whatsapp", "+224600000011", Audience.PEERS_NAMED),
        ),
    },
    "lead@example.org": {
        "function": "director",
        "title": "Directeur préfectoral de la santé",
        "in_post_since": datetime.date(2021, 2, 1),
        "spoken": ("fr", "ff", "sus"),
        "can_help_with": "Préparer une réunion de redevabilité avec les élus et les comités de santé ; suivre le plan "
        "d’action d’un trimestre à l’autre.",
        "ways": (
            Way("phone", "+224600000012", Audience.HIERARCHY),
            Way("email", "ousmane.sow@example.org", Audience.PEERS_NAMED),
        ),
    },
    # One who opted out: listed to the own team and the facilitators alone.
    "other-member@example.org": {
        "function": "statistics",
        "title": "Chargée de statistiques",
        "in_post_since": datetime.date(2023, 5, 1),
        "spoken": ("fr", "man"),
        "can_help_with": "Compléter les rapports mensuels quand une formation sanitaire ne répond pas.",
        "listed": False,
        "ways": (Way("phone", "+224600000013", Audience.TEAM),),
    },
    "facilitator@example.org": {
        "title": "Facilitatrice des deux pays",
        "in_post_since": datetime.date(2022, 1, 1),
        "spoken": ("fr", "man", "ff"),
        "can_help_with": "Toute question sur le portail ou sur le cycle en cours. Appelez-moi si vous êtes bloqués : "
        "nous remplissons le questionnaire ensemble.",
        "ways": (
            Way("whatsapp", "+224600000014", Audience.HIERARCHY),
            Way("email", "saran.toure@example.org", Audience.HIERARCHY),
        ),
    },
    "central@example.org": {
        "function": "other",
        "title": "Division de la santé de la reproduction",
        "in_post_since": datetime.date(2018, 6, 1),
        "spoken": ("fr", "ff"),
        "can_help_with": "Retrouver une directive nationale, savoir qui décide de quoi au ministère.",
        "ways": (Way("email", "mamadou.diallo@example.org", Audience.HIERARCHY),),
    },
    "researcher@example.org": {
        "function": "research",
        "title": "Partner of the learning sites",
        "in_post_since": datetime.date(2020, 3, 1),
        "spoken": ("en", "fr"),
        "can_help_with": "Writing up what a team tried: a case story, a poster, a first article.",
        "ways": (Way("email", "joyce.mwangi@example.org", Audience.PEERS_NAMED),),
    },
    "admin@example.org": {
        "spoken": ("fr", "fon", "en"),
        "can_help_with": "Comptes, invitations, téléphones perdus.",
        "ways": (Way("email", "desire.hounkpatin@example.org", Audience.HIERARCHY),),
    },
}


def load_profiles(people: dict[str, User]) -> None:
    """The policymaker has none: that is how somebody looks who never opened the page."""
    for email, words in PROFILES.items():
        user = people[email]
        written = Written(user.first_name, user.last_name, user.language, **words)
        save_profile(user=user, written=written, by=user)
