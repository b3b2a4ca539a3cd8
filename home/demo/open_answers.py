"""What the districts of the running example cycle have answered so far: signed, begun, in two minds. All invented."""

import datetime
import uuid

from cycles.permissions import today_in
from districts.models import OrgUnit, User
from questionnaires.answering.entering import note_how_it_came
from questionnaires.answering.filling import Filling
from questionnaires.answering.readiness import unkept_checks
from questionnaires.answering.saving import Given, save_answers
from questionnaires.answering.signing import keep_with_reason, sign_response
from questionnaires.models import CameBy, Questionnaire

YES, NO, UNKNOWN = {"choice": "yes"}, {"choice": "no"}, {"missing": "dont_know"}
FACILITATOR = "facilitator@example.org"
# By district: who answers, what, whether it is signed.
WHOLE = {
    "Dalaba": ("dalaba@example.org", (18, 21), ["pharmacy", "supervisors"], (4, 21), 12, "late_order", 3, "once"),
    "Mamou": ("mamou@example.org", (25, 30), ["pharmacy"], (7, 28), 25, "store_empty", 5, "several"),
    "Kankan": ("kankan@example.org", (14, 26), ["nobody"], (9, 26), 40, "transport", 2, "never"),
    "Kindia": ("kindia@example.org", (20, 24), ["statistics", "pharmacy"], (3, 24), 9, "demand", 4, "once"),
    "Djidja": ("djidja@example.org", (16, 17), ["pharmacy", "committee"], (2, 17), 8, "late_order", 1, "never"),
    "Kandi": ("kandi@example.org", (11, 22), ["director"], (8, 22), 33, "transport", 6, "several"),
    "Parakou": ("parakou@example.org", (19, 23), ["pharmacy", "statistics"], (5, 23), 15, "store_empty", 4, "once"),
    "Labé": (FACILITATOR, (12, 20), ["supervisors"], (6, 20), 21, "late_order", 3, "once"),
}  # fmt: skip
NOT_SIGNED = {"Kindia"}
CHANGED_SINCE = {"Parakou"}
SAID = {
    "obstacle": "Exemple. Le véhicule du district sert à tout le monde ; le jour où il est libre, le dépôt est fermé.",
    "practice": "Exemple. Chaque lundi, les centres envoient le stock d’amoxicilline par message ; sous deux semaines "
    "de stock, on cherche tout de suite qui peut en céder.",
}


def answer_open_questionnaire(
    questionnaire: Questionnaire, by_name: dict[str, OrgUnit], people: dict[str, User]
) -> None:
    for place, (email, *told) in WHOLE.items():
        filling = _filling(questionnaire, by_name, place)
        _answer_whole(filling, people[email], _values(*told), on_behalf=email == FACILITATOR)
        if email == FACILITATOR:
            note_how_it_came(filling=filling, came_by=CameBy.PAPER, by=people[email])
        if place not in NOT_SIGNED:
            _sign(filling, people[email], on_behalf=email == FACILITATOR)
        if place in CHANGED_SINCE:
            _give(filling, people[email], {"days_out": {"number": 17}})
    mandiana = _filling(questionnaire, by_name, "Mandiana")
    _give(mandiana, people["other-member@example.org"], {"tracer_list": YES, "stockout": NO})
    _draft(_filling(questionnaire, by_name, "Pita"), people["member@example.org"], people["lead@example.org"])


def _filling(questionnaire: Questionnaire, by_name: dict[str, OrgUnit], place: str) -> Filling:
    return Filling(questionnaire, next(unit for name, unit in by_name.items() if name.startswith(place)))


def _values(cards, who, out, days: int, cause: str, moved: int, orders: str) -> dict[str, dict]:
    counted = today_in(None) - datetime.timedelta(35 + days)
    return {
        "tracer_list": YES if cards[0] > 15 else NO,
        "stock_cards": {"numerator": cards[0], "denominator": cards[1]},
        "who_checks": {"choices": who},
        "last_count": {"date": counted.isoformat()},
        "stockout": YES,
        "centres_out": {"numerator": out[0], "denominator": out[1]},
        "days_out": {"number": days},
        "cause": {"choice": cause},
        "redistribution": YES,
        "times_moved": {"number": moved},
        "emergency_order": {"choice": orders},
        "obstacle": {"text": SAID["obstacle"]},
        "practice": {"text": SAID["practice"]},
        "tool": {"missing": "not_applicable"},
    }


def _answer_whole(filling: Filling, by: User, values: dict[str, dict], on_behalf: bool) -> None:
    _give(filling, by, values, on_behalf=on_behalf)
    for failed in unkept_checks(filling):
        because = "Exemple. Deux centres privés ont été visités avec les nôtres."
        keep_with_reason(filling=filling, check=failed.check.pk, because=because, language="fr", by=by)


def _sign(filling: Filling, by: User, on_behalf: bool) -> None:
    sign_response(filling=filling, revision=filling.response.revision, by=by, on_behalf=on_behalf)


def _draft(filling: Filling, member: User, lead: User) -> None:
    """Half answered by one, and one answer on which another member is of a different mind."""
    _give(filling, member, {"tracer_list": YES, "who_checks": {"choices": ["pharmacy", "supervisors"]}})
    _give(filling, lead, {"stock_cards": {"numerator": 15, "denominator": 18}})
    _give(
        filling,
        member,
        {"stockout": YES, "centres_out": {"numerator": 4, "denominator": 18}, "days_out": {"number": 12}},
        comment={
            "days_out": "Exemple. Compté sur les fiches de Timbi-Madina ; les autres n’ont pas répondu."
        },
    )
    # The lead had the page open before the member saved.
    _give(filling, lead, {"days_out": {"number": 19}}, seen=False)
    _give(filling, member, {"cause": {"choice": "late_order"}, "redistribution": YES})


def _give(
    filling: Filling,
    by: User,
    values: dict[str, dict],
    *,
    comment: dict[str, str] | None = None,
    on_behalf: bool = False,
    seen: bool = True,
) -> None:
    rows = filling.answers if seen else {}
    given = [
        Given(
            code, value, comment=(comment or {}).get(code, ""), base=rows[code].number if code in rows else 0
        )
        for code, value in values.items()
    ]
    save_answers(
        filling=filling, given=given, by=by, key=uuid.uuid4(), language="fr", device=f"demo {by.pk}",
        on_behalf=on_behalf,
    )  # fmt: skip
