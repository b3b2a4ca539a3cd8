"""What a reader sees of a page: its words without mark-up, its tables, its files."""

import csv
import html
import re
from html.parser import HTMLParser
from io import StringIO

INVISIBLE = {"script", "style", "svg", "head"}


class Words(HTMLParser):
    """The text in order, without what is drawn; what is marked as another language stands in `foreign`."""

    def __init__(self, page: str):
        super().__init__()
        self.text, self.foreign, self.open, self.language = [], [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        language = dict(attrs).get("lang")
        if tag == "html":
            self.language = language
        elif tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag):
        if self.open and any(tag == name for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if any(tag in INVISIBLE for tag, _ in self.open) or not data.strip():
            return
        foreign = any(language and language != self.language for _, language in self.open)
        (self.foreign if foreign else self.text).append(data)


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def words_of(page: str) -> str:
    return " ".join(" ".join(Words(page).text).split(" "))


def lines_of(response) -> list[list[str]]:
    """A CSV file's lines after its title and remarks, up to the column names and beyond."""
    lines = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    start = next(n for n, line in enumerate(lines) if line[:1] == ["scope"])
    return lines[start:]


def records_of(response) -> list[dict[str, str]]:
    header, *lines = lines_of(response)
    return [dict(zip(header, line, strict=True)) for line in lines]


def table_rows(page: str) -> list[list[str]]:
    """The cells of all rows of all tables of a page, first column first."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.S)
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows)
    return [[html.unescape(re.sub("<[^>]+>", "", cell)).strip() for cell in row] for row in cells]
