"""One invented hand-over note, so that the page of a district shows what such a note may hold."""

from districts.handover_actions import write_note
from districts.models import OrgUnit, User

PITA_NOTE = (
    "Note d’exemple, inventée. Le comité de revue se réunit le dernier jeudi du mois à l’hôpital ; c’est le "
    "secrétariat qui convoque, une semaine avant.\n\n"
    "Promis et pas encore fait : rendre compte de la dernière revue aux centres de santé.\n\n"
    "Les comptes rendus sont dans le classeur vert du bureau des statistiques, et en copie à la direction régionale. "
    "Pour les questions sur le cycle, la facilitatrice répond le jour même au téléphone."
)


def load_handover(units: dict[str, OrgUnit], people: dict[str, User]) -> None:
    pita = next(unit for unit in units.values() if unit.is_district and unit.name_fr == "Pita")
    write_note(unit=pita, text=PITA_NOTE, language="fr", by=people["lead@example.org"])
