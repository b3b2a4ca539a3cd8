"""Words that make a question look as if it asked for personal or patient data.

A warning while a questionnaire is built, no verdict: whoever builds it changes the words, or says in
`personal_data_note` why it is none. Looked at are only kinds in which somebody could write a person down: a choice, a
yes or no and a percentage hold nothing but the builder's own words and counts.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from .models import Question

Kind = Question.Kind
WRITTEN = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.FILE})
PLACED = WRITTEN | {Kind.LOCATION}
TOLD = PLACED | {Kind.DATE}
LOOKED_AT = TOLD | {Kind.NUMBER, Kind.DECIMAL}

# Patterns meet small letters without accents, and a space for every other sign; one space stands for several.
THINGS = (
    "districts?|zones?|communes?|prefectures?|sous prefectures?|regions?|departements?|pays|arrondissements?|centres?"
    "|postes?|hopital|hopitaux|cliniques?|structures?|formations?|etablissements?|services?|directions?|bureaux?"
    "|ministeres?|projets?|programmes?|comites?|ong|organisations?|associations?|partenaires?|bailleurs?"
    "|institutions?|outils?|logiciels?|documents?|registres?|fichiers?|rapports?|indicateurs?|medicaments?|produits?"
    "|vaccins?|maladies?|formulaires?|activites?|interventions?|strategies?|laboratoires?|groupes?|equipes?"
    "|health|facility|facilities|hospitals?|clinics?|centers?|departments?|municipality|country|countries|ministry"
    "|projects?|programs?|committees?|ngos?|organizations?|partners?|donors?|tools?|software|files?|registers?"
    "|reports?|indicators?|drugs?|medicines?|products?|vaccines?|diseases?|forms?|activity|activities|strategy"
    "|laboratory|groups?|offices?|units?|teams?"
)
# In English the thing may come first: the name of the hospital director is a person's.
POSTS = "directors?|heads?|managers?|leaders?|chiefs?|officers?|coordinators?|members?|staff|workers?|nurses?|doctors?"
NO_POST = rf"(?! (?:(?:{THINGS}) )*(?:{POSTS})\b)"
LINKS = r"(?:(?:d|de|du|des|la|l|le|les|un|une|votre|vos|chaque|of|the|your|each|a) )*"
PEOPLE = (
    "patientes?|patients?|malades?|femmes?|meres?|parturientes?|defunte?s?|decedee?s?|enfants?|nouveau nes?"
    "|woman|women|mothers?|deceased|child|children|newborns?"
)
WORK = (
    "securite|satisfaction|droits?|parcours|prise en charge|accueil|orientation|flux|afflux|transferts?"
    "|referencements?"
)
# Taken out before anything is looked for: names of things, work for patients as such.
FALSE_FRIENDS = (
    rf"noms? {LINKS}(?:{THINGS})",
    rf"(?:{THINGS}|brand|trade|generic) names?|names? {LINKS}(?:{THINGS}){NO_POST}",
    r"(?:au|en) nom (?:du|de|des)|nom de domaine|noms? communs?|in the name of",
    rf"(?:{WORK}) {LINKS}(?:{PEOPLE})",
    r"patient (?:safety|flow|pathways?|satisfaction|rights|care|transfers?)",
    r"(?:agents?|relais|comites?|chefs?|conseils?|par|per|health) (?:de |du )?village",
    r"village (?:health|committees?|chiefs?)",
)
ASKED = (
    (WRITTEN, r"noms?|prenoms?|initiales|names?|(?:sur|first|last|family)names?|initials"),
    (frozenset({Kind.TEXT}), r"telephones?|phones?|whatsapp"),
    (
        LOOKED_AT,
        r"numeros? (?:de )?(?:telephone|portable|whatsapp)s?|(?:tele)?phone numbers?|whatsapp numbers?",
    ),
    (WRITTEN, r"e mails?|emails?|courriels?|adresses? (?:mail|electronique|postale|personnelle)s?"),
    (WRITTEN, rf"adresses? {LINKS}(?:{PEOPLE}|domicile)|(?:home|postal|personal) address(?:es)?|domiciles?"),
    (WRITTEN, rf"address(?:es)? {LINKS}(?:{PEOPLE})"),
    (PLACED, r"village|hameau|lieu de residence|quartier de residence|place of residence"),
    (LOOKED_AT, r"age exact|exact age|quel age|how old"),
    (LOOKED_AT, rf"ages? {LINKS}(?:{PEOPLE})"),
    (LOOKED_AT, r"dates? de naissance|dates? of birth|birth ?dates?"),
    (
        LOOKED_AT,
        rf"numeros? {LINKS}dossiers?|numeros? d hospitalisation|record numbers?|patient id|id numbers?",
    ),
    (LOOKED_AT, r"nin|npi|cin|cartes? d identite|identity cards?|passeports?|passports?|matricules?"),
    (WRITTEN, r"dossier medical|medical record"),
    (TOLD, r"(?:du|de la|cette|ce|chaque|le|la|un|une) (?:patiente?|malade|defunte?|parturiente)"),
    (TOLD, r"(?:the|a|each|this) (?:patient|deceased)|(?:femme|mere) decedee"),
)
# A hint that forbids it does not ask for it.
FORBIDS = re.compile(r"\b(?:ne|n|pas|jamais|ni|sans|aucune?|never|not|don t|no|without|nor)\b")


def _compiled(pattern: str) -> re.Pattern:
    return re.compile(rf"\b(?:{pattern})\b".replace(" ", " +"))


FRIENDS = [_compiled(pattern) for pattern in FALSE_FRIENDS]
SUSPECTS = [(kinds, _compiled(pattern)) for kinds, pattern in ASKED]


def warning_for(question: Question) -> str:
    """A sentence in the reader's language, or ""."""
    if question.personal_data_note or question.kind not in LOOKED_AT:
        return ""
    found = suspicious_words(question)
    if not found:
        return ""
    return _(
        "This looks like a question about a person or a patient: %(words)s. Ask for a count or a function instead, "
        "or say why it is no personal data."
    ) % {"words": ", ".join(_("“%(text)s”") % {"text": word} for word in found)}


def suspicious_words(question: Question) -> list[str]:
    """As they stand in the question's texts and hints, each once."""
    hints = [part for hint in (question.hint_fr, question.hint_en) for part in re.split(r"[.!?;\n]", hint)]
    asking = [part for part in hints if not FORBIDS.search(_plain(part))]
    found: dict[str, str] = {}
    for text in (question.text_fr, question.text_en, *asking):
        for word in _found_in(text, question.kind):
            found.setdefault(_plain(word), word)
    return list(found.values())


def _found_in(text: str, kind: str) -> list[str]:
    plain = _plain(text)
    for friend in FRIENDS:
        plain = friend.sub(lambda match: "#" * len(match[0]), plain)
    spans = {match.span() for kinds, each in SUSPECTS if kind in kinds for match in each.finditer(plain)}
    widest = [
        span
        for span in sorted(spans)
        if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in spans)
    ]
    return [" ".join(text[start:end].split()) for start, end in widest]


def _plain(text: str) -> str:
    """Sign by sign, so that a place in it is the same place in the text."""
    return "".join(_letter(sign) for sign in text)


def _letter(sign: str) -> str:
    first = unicodedata.normalize("NFD", sign)[0].lower()[0]
    return first if first.isalnum() else " "
