"""The builder as a facilitator sees it: screens opened, filled in and sent back as a browser would."""

from bs4 import BeautifulSoup
from django.test import Client

from cycles.models import LearningCycle
from districts.models import OrgUnit, Role
from questionnaires.actions import create_questionnaire
from questionnaires.models import Questionnaire
from tests.districts.places import person
from tests.questionnaires.asking import cycle_in


def built_questionnaire(
    country: OrgUnit, sections: list[dict], code: str = "essai", **fields
) -> Questionnaire:
    """Not open. Its cycle says what the answers are for."""
    cycle: LearningCycle = cycle_in(country, code, purpose_fr="Apprendre.", purpose_en="To learn.")
    titles = {"title_fr": "Questionnaire d’essai", "title_en": "Trial questionnaire"}
    return create_questionnaire(cycle=cycle, sections=sections, by=None, **(titles | fields))


def facilitator(country: OrgUnit | None = None, language: str = "en") -> Client:
    client = Client()
    client.force_login(person((Role.FACILITATOR, country), language=language))
    return client


def address(questionnaire: Questionnaire, rest: str = "") -> str:
    return f"/admin/questionnaires/{questionnaire.pk}/{rest}"


class Screen:
    """A screen that somebody has open. `send` sends its form back, as it is or with other values."""

    def __init__(self, client: Client, url: str, response=None):
        self.client, self.url = client, url
        self.response = response if response is not None else client.get(url)
        self.soup = BeautifulSoup(self.response.content.decode(), "html.parser")

    @property
    def form(self):
        return next(form for form in self.soup.find_all("form") if form.find("input", {"name": "csrfmiddlewaretoken"})
                    and "/admin/logout" not in (form.get("action") or ""))  # fmt: skip

    @property
    def fields(self) -> dict[str, str]:
        found = {}
        for field in self.form.find_all(["input", "select", "textarea"]):
            name, kind = field.get("name"), field.get("type", "")
            if not name or (kind in ("checkbox", "radio") and not field.has_attr("checked")):
                continue
            if field.name == "select":
                options = field.find_all("option")
                chosen = [option for option in options if option.has_attr("selected")] or options[:1]
                found[name] = chosen[0]["value"] if chosen else ""
            elif field.name == "textarea":
                found[name] = field.text.removeprefix("\n")
            else:
                found[name] = field.get("value", "on" if kind == "checkbox" else "")
        return found

    def send(self, **changes) -> "Screen":
        """None leaves a field out, as a box that is not ticked."""
        data = {name: text for name, text in (self.fields | changes).items() if text is not None}
        url = self.form.get("action") or self.url
        response = self.client.post(url, data)
        return Screen(self.client, url, response)

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        main = self.soup.find("main") or self.soup
        return " ".join(main.get_text(" ").split())

    @property
    def errors(self) -> list[str]:
        return [" ".join(each.get_text(" ").split()) for each in self.soup.select(".error-message")]
