"""Files as people make them, and their way through the pages."""

import csv
import io
import re

import openpyxl
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from questionnaires.models import Answer, AnswerImport

# Of the questionnaire in answering_world, in both languages of its headings.
HEADER = ("district", "committee", "meetings", "rate", "who", "town")

ONE = ("gui-d1", "oui", "3", "12,5", "Sage-femme", "Pita")
TWO = ("gui D2", "No", "4", "", "other", "")


def csv_of(*rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(*rows, change=None, **sheets) -> bytes:
    """`change(book)` does what a list of rows cannot say."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in (({"Sheet": rows} if rows else {}) | sheets).items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(list(row))
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def start_url(world, language: str = "en") -> str:
    return f"/{language}/questionnaires/{world.questionnaire.key}/board/import/"


def send(world, data: bytes, name: str = "answers.csv", by=None, language: str = "en"):
    """The page that answers to the file."""
    browser = browser_of(by or world.facilitator)
    return browser.post(start_url(world, language), {"file": SimpleUploadedFile(name, data)})


def begun(world, data: bytes, **options) -> "Way":
    response = send(world, data, **options)
    assert response.status_code == 302, words(response)
    record = AnswerImport.objects.latest("pk")
    return Way(world, record, options.get("by") or world.facilitator, options.get("language", "en"))


class Way:
    """A file that waits, and its owner's browser."""

    def __init__(self, world, record: AnswerImport, by, language: str = "en"):
        self.world, self.record, self.by, self.language = world, record, by, language
        self.browser = browser_of(by)

    def url(self, rest: str = "") -> str:
        return f"/{self.language}/imports/{self.record.key}/{rest}"

    def get(self, rest: str = "", **query):
        return self.browser.get(self.url(rest), query)

    def fields(self, rest: str) -> dict:
        """As the page would send them."""
        soup = BeautifulSoup(self.get(rest).content, "html.parser")
        form = next(f for f in soup.main.find_all("form") if "let-go" not in (f.get("action") or ""))
        found = {}
        for each in form.find_all(["input", "select"]):
            name, kind = each.get("name"), each.get("type", "")
            if not name or name == "rest" or (kind == "checkbox" and not each.has_attr("checked")):
                continue
            if each.name == "select":
                chosen = each.find("option", selected=True)
                found[name] = chosen["value"] if chosen else ""
            else:
                found[name] = each.get("value", "")
        return found

    def say_columns(self, **said):
        return self.browser.post(self.url("columns/"), self.fields("columns/") | said)

    def say_districts(self, **said):
        return self.browser.post(self.url("districts/"), self.fields("districts/") | said)

    def confirm(self, **said):
        fields = self.fields("") | said
        return self.browser.post(
            self.url("confirm/"), {name: value for name, value in fields.items() if value}
        )

    def preview(self, **said) -> str:
        """Of a file whose columns and districts are clear."""
        answer = self.say_columns(**said)
        assert answer.status_code == 302, words(answer)
        page = self.get()
        assert page.status_code == 200, page.headers
        return words(page)


def words(response) -> str:
    soup = BeautifulSoup(response.content, "html.parser")
    return re.sub(r"[\s\u202f\xa0]+", " ", soup.main.get_text(" "))


def stored(unit) -> dict:
    """What stands for a district, by code."""
    rows = Answer.objects.filter(response__unit=unit).exclude(value=None)
    return dict(rows.values_list("question__code", "value"))


def file_of(*rows) -> bytes:
    """Of lines like ONE and TWO."""
    return csv_of(HEADER, *rows, separator=";")


def brought(world, *rows, **said) -> Way:
    """Taken over."""
    way = begun(world, file_of(*rows))
    way.preview()
    answer = way.confirm(**said)
    assert answer.status_code == 302 and answer.url == way.url("result/"), words(answer)
    return way
