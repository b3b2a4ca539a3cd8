"""What teams and those who help them are told about a response."""

import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cycles.permissions import today_in
from districts.models import TEAM_ROLES, OrgUnit, User
from notifications.actions import notify, notify_all, notify_each
from notifications.kinds import Notice, register
from notifications.models import Outbox
from notifications.rendering import absolute

from .answering.permissions import helps, is_lead, is_team
from .answering.team import leads_among, members_who_signed, team_of, teams_of
from .models import Clarification, CorrectionWindow, Extension, Questionnaire, Response, Signature

# What is asked or replied within this time is one mail.
GATHERED = datetime.timedelta(minutes=10)
EXAMPLE = {"title": "Exemple", "district": "Pita", "address": "https://portal.example.org/fr/exemple/"}


class ToTeam(Notice):
    why = _("You receive this because you are in the team of a district that takes part.")
    example = EXAMPLE


def _about(questionnaire: Questionnaire, unit: OrgUnit, page: str = "answer") -> dict[str, str]:
    address = reverse(page, args=[questionnaire.key, unit.code])
    return {"title": questionnaire.title, "district": unit.name, "address": absolute(address)}


def _name_of(pk: int) -> str:
    person = User.objects.filter(pk=pk).first()
    return person.get_full_name() if person else ""


@register
class ReadyToSign(Notice):
    name = "questionnaires.ready_to_sign"
    label = _("Your team’s answers wait for your signature")
    why = _("You receive this because you sign for your district’s team.")
    template = "questionnaires/mail/ready_to_sign"
    example = {
        "district": "Exemple",
        "title": "Exemple",
        "address": "https://portal.example.org/fr/questionnaires/0/EX/review/",
    }

    def still_wanted(self, recipient, target: Response, context: dict) -> bool:
        """Not once it is signed as it stands, nor by somebody who is the lead no more."""
        return is_lead(recipient, target.unit) and (target.signed_at is None or target.changed_since_signed)

    def at_sending(self, recipient, target: Response, context: dict) -> dict:
        where = [target.questionnaire.key, target.unit.code]
        return {
            "district": target.unit.name,
            "title": target.questionnaire.cycle.title,
            "address": absolute(reverse("answer_review", args=where)),
        }


@register
class EnteredForTeam(ToTeam):
    """Once for a response: at the first answer that somebody from outside the team enters for it."""

    name = "questionnaires.entered"
    label = _("Answers are entered for your team")
    template = "questionnaires/mail/entered"
    can_be_stopped = False
    example = EXAMPLE | {"who": "Awa Barry"}

    def still_wanted(self, recipient, target: Response, context: dict) -> bool:
        return is_team(recipient, target.unit)

    def at_sending(self, recipient, target: Response, context: dict) -> dict:
        return _about(target.questionnaire, target.unit) | {"who": _name_of(context["by"])}


@register
class ToConfirm(ToTeam):
    """Signed for the team by somebody else."""

    name = "questionnaires.to_confirm"
    label = _("Answers were signed for your team, to be confirmed")
    template = "questionnaires/mail/to_confirm"
    can_be_stopped = False
    example = EXAMPLE | {"who": "Awa Barry"}

    def still_wanted(self, recipient, target: Signature, context: dict) -> bool:
        latest = target.response.signatures.last()
        return latest == target and target.waits_for_team and is_team(recipient, target.response.unit)

    def at_sending(self, recipient, target: Signature, context: dict) -> dict:
        about = _about(target.response.questionnaire, target.response.unit, "answer_review")
        return about | {"who": target.by.get_full_name() if target.by else ""}


@register
class AskedBack(ToTeam):
    """The questions themselves stay in the portal: mailboxes are shared."""

    name = "questionnaires.asked_back"
    label = _("Questions about your team's answers")
    template = "questionnaires/mail/asked_back"
    example = EXAMPLE | {"number": 2}

    def still_wanted(self, recipient, target: Response, context: dict) -> bool:
        return target.clarifications.waiting().exists() and is_team(recipient, target.unit)

    def at_sending(self, recipient, target: Response, context: dict) -> dict:
        about = _about(target.questionnaire, target.unit, "answer_asked_back")
        return about | {"number": target.clarifications.waiting().count()}


@register
class Replied(Notice):
    name = "questionnaires.replied"
    label = _("A team has replied to your question")
    why = _("You receive this because you asked a team about its answers.")
    template = "questionnaires/mail/replied"
    example = EXAMPLE

    def still_wanted(self, recipient, target: Response, context: dict) -> bool:
        replied = target.clarifications.replied().filter(asked_by=recipient)
        return replied.exists() and helps(recipient, target.unit)

    def at_sending(self, recipient, target: Response, context: dict) -> dict:
        return _about(target.questionnaire, target.unit, "answer_asked_back")


@register
class Extended(ToTeam):
    """The last day of one district: later than that of the others, or brought forward again."""

    name = "questionnaires.extended"
    label = _("Your district has another last day to answer")
    template = "questionnaires/mail/extended"
    example = EXAMPLE | {"until": "12 mars 2026", "because": "Exemple."}

    def still_wanted(self, recipient, target: Extension, context: dict) -> bool:
        latest = Extension.objects.filter(questionnaire=target.questionnaire_id, unit=target.unit_id).last()
        there_is_time = target.until >= today_in(target.unit)
        return latest == target and there_is_time and is_team(recipient, target.unit)

    def at_sending(self, recipient, target: Extension, context: dict) -> dict:
        about = _about(target.questionnaire, target.unit)
        return about | {"until": date_format(target.until, "j F Y"), "because": target.because}


@register
class CorrectionsOpen(ToTeam):
    """To every team that has signed; again when the days change."""

    name = "questionnaires.corrections_open"
    label = _("What your team signed can be corrected")
    template = "questionnaires/mail/corrections_open"
    example = EXAMPLE | {"first": "1 mars 2026", "last": "12 mars 2026", "because": "Exemple."}

    def still_wanted(self, recipient, target: CorrectionWindow, context: dict) -> bool:
        unit, days = self._unit(recipient, target), [str(target.opens_on), str(target.closes_on)]
        return unit is not None and days == context["days"] and target.closes_on >= today_in(unit)

    def at_sending(self, recipient, target: CorrectionWindow, context: dict) -> dict:
        days = {
            "first": date_format(target.opens_on, "j F Y"),
            "last": date_format(target.closes_on, "j F Y"),
        }
        about = _about(target.questionnaire, self._unit(recipient, target))
        return about | days | {"because": target.because}

    def _unit(self, recipient, target: CorrectionWindow) -> OrgUnit | None:
        """The recipient's district that signed."""
        posts = recipient.memberships.current().filter(role__in=TEAM_ROLES)
        signed = target.questionnaire.responses.filter(
            signed_at__isnull=False, unit__in=posts.values("unit_id")
        )
        response = signed.select_related("unit").order_by("pk").first()
        return response and response.unit


def ask_to_sign(response: Response, unit: OrgUnit, lead: User, by: User) -> Outbox:
    """Once a day where the district is."""
    day = today_in(unit).isoformat()
    return notify(
        to=lead, kind=ReadyToSign.name, target=response, by=by,
        key=f"{ReadyToSign.name}:{response.pk}:{lead.pk}:{day}",
    )  # fmt: skip


def _team(unit: OrgUnit) -> list[User]:
    return [post.user for post in team_of(unit)]


def tell_of_entry(response: Response, by: User) -> None:
    for person in _team(response.unit):
        notify(
            to=person, kind=EnteredForTeam.name, target=response, context={"by": by.pk}, by=by,
            key=f"{EnteredForTeam.name}:{response.pk}:{person.pk}",
        )  # fmt: skip


def ask_to_confirm(signature: Signature, by: User) -> None:
    """Whoever may sign for the team; all of it where nobody may, since somebody has to see to that."""
    unit = signature.response.unit
    for person in leads_among(team_of(unit)) or _team(unit):
        notify(
            to=person, kind=ToConfirm.name, target=signature, by=by,
            key=f"{ToConfirm.name}:{signature.pk}:{person.pk}",
        )  # fmt: skip


def tell_of_import(
    entered: dict[int, Response], signed: dict[int, Signature], by: User, occasion: str
) -> None:
    """What a file brought, by district: whoever may sign for a team is asked to confirm what was signed for it, the
    others hear that answers are entered. Nobody is told twice of one file."""
    teams = teams_of({*entered, *signed})
    to_confirm, to_know = [], []
    for unit, team in teams.items():
        asked = (leads_among(team) or [post.user for post in team]) if unit in signed else []
        to_confirm += [(person, signed[unit]) for person in asked]
        if unit in entered:
            to_know += [(post.user, entered[unit]) for post in team if post.user not in asked]
    notify_each(told=to_confirm, kind=ToConfirm.name, occasion=f"{ToConfirm.name}:{occasion}", by=by)
    notify_each(
        told=to_know, kind=EnteredForTeam.name, occasion=f"{EnteredForTeam.name}:{occasion}",
        context={"by": by.pk}, by=by,
    )  # fmt: skip


def tell_of_question(clarification: Clarification, by: User) -> None:
    for person in _team(clarification.response.unit):
        notify(
            to=person, kind=AskedBack.name, target=clarification.response, by=by, gather=GATHERED,
            key=f"{AskedBack.name}:{clarification.pk}:{person.pk}",
        )  # fmt: skip


def tell_of_reply(clarification: Clarification, by: User) -> None:
    """Whoever asked; an account that was erased has no address."""
    if clarification.asked_by is not None and clarification.asked_by.is_active:
        notify(
            to=clarification.asked_by, kind=Replied.name, target=clarification.response, by=by, gather=GATHERED,
            key=f"{Replied.name}:{clarification.pk}",
        )  # fmt: skip


def tell_of_extension(extension: Extension, by: User) -> None:
    for person in _team(extension.unit):
        notify(
            to=person, kind=Extended.name, target=extension, by=by,
            key=f"{Extended.name}:{extension.pk}:{person.pk}",
        )  # fmt: skip


def tell_of_corrections(window: CorrectionWindow, by: User) -> None:
    days = [str(window.opens_on), str(window.closes_on)]
    notify_all(
        people=members_who_signed(window.questionnaire), kind=CorrectionsOpen.name, target=window, by=by,
        context={"days": days}, occasion=f"{CorrectionsOpen.name}:{window.pk}:{':'.join(days)}",
    )  # fmt: skip
