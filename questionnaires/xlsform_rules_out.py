"""When each group and question of an exported form is asked, and what must hold for its answer, in XPath.

What all questions of a group have in common because of the group goes back to it.
"""

from decimal import Decimal

from . import rules
from .structure import Question
from .xlsform_kept import parts_of, texts_of
from .xlsform_layout import Layout, Path
from .xlsform_xpath_in import all_of, terms_of
from .xlsform_xpath_out import Named, Writer
from .xlsform_xpath_parts import joined, pieces_of

Kind = Question.Kind
SIGNS = (("minimum", ">="), ("maximum", "<="))


class RulesOut:
    def __init__(self, content: dict, layout: Layout, writer: Writer):
        self.layout, self.writer = layout, writer
        self.groups = parts_of(parts_of(content.get("kept_xlsform")).get("groups"))
        self.sections = [terms_of(section.get("show_if", {})) for section in content["sections"]]
        self.questions = {
            question["code"]: terms_of(question.get("show_if", {}))
            for section in content["sections"]
            for question in section["questions"]
        }
        self.place = {code: place for place, code in enumerate(self.questions)}
        self.checks: dict[str, list[dict]] = {}
        for check in content["checks"]:
            self.checks.setdefault(check["question"], []).append(check)
        self.of_groups: dict[Path, list[dict]] = {}
        self._give_back()

    def _give_back(self) -> None:
        """From the outermost group inwards."""
        for path in sorted(self.layout.group_names, key=len):
            terms = parts_of(self.groups.get("/".join(path))).get("terms")
            if path in self.layout.sections or not isinstance(terms, list) or not terms:
                continue
            within = [n for n, way in enumerate(self.layout.ways) if way[: len(path)] == path]
            codes = [code for code, own in self.layout.within.items() if own[: len(path)] == path]
            held: list[list[dict]] = (
                [self.sections[n] for n in within] if within else [self.questions[code] for code in codes]
            )
            if held and all(own[: len(terms)] == terms for own in held):
                self.of_groups[path] = terms
                for own in held:
                    del own[: len(terms)]

    def of_group(self, path: Path, section: dict | None) -> str:
        if section is None:
            rest = parts_of(self.groups.get("/".join(path))).get("rest")
            terms = self.of_groups.get(path, [])
        else:
            rest = texts_of(section.get("kept_xlsform")).get("relevant")
            terms = next(own for way, own in zip(self.layout.ways, self.sections, strict=True) if way == path)
        here = self.layout.named(path)
        return self._joined(terms, rest, self._named(here))

    def of_question(self, question: dict) -> str:
        rest = texts_of(question.get("kept_xlsform")).get("relevant")
        named = self._named(self.layout.names[question["code"], ""])
        return self._joined(self.questions[question["code"]], rest, named)

    def constraint(self, question: dict, limited: dict, part: str = "") -> str:
        code = question["code"]
        here = (*self.layout.names[code, ""], *(self.layout.names[code, part][-1:] if part else ()))
        named = self._named(here, (code, part))
        limits = [
            f". {sign} {Decimal(limited[name]):f}" for name, sign in SIGNS if limited.get(name) is not None
        ]
        checks = [] if part == "numerator" else self.written_checks(question)
        terms = [term for check in checks for term in terms_of(check["rule"])]
        rest = texts_of(question.get("kept_xlsform")).get("constraint")
        text = self._joined(terms, rest, named)
        return joined([*limits, *([text] if text else [])]) if limits else text

    def written_checks(self, question: dict) -> list[dict]:
        """Those that must hold, of answers that are there by then. One that may be kept with a reason would stop people
        in a telephone's form, and so would one that names a later question."""
        here = self.place[question["code"]]
        return [
            check
            for check in self.checks.get(question["code"], ())
            if not check.get("with_reason", True)
            and all(
                self.place.get(code, here + 1) <= here
                for code in rules.questions_of(rules.read(check["rule"]))
            )
        ]

    def _joined(self, terms: list[dict], rest: str | None, named: Named) -> str:
        rule = self.writer.expression(all_of(terms), named) if terms else ""
        kept = pieces_of(rest) if isinstance(rest, str) and rest else []
        return joined([*(pieces_of(rule) if rule else []), *kept])

    def _named(self, here: Path, own: tuple[str, str] | None = None) -> Named:
        """Names that several rows have are written as the way to them."""

        def named(code: str, part: str) -> str:
            if (code, part) == own:
                return "."
            there = self.layout.names[code, part]
            if self.layout.counted[there[-1]] == 1:
                return f"${{{there[-1]}}}"
            same = 0
            while same < min(len(here), len(there) - 1) and here[same] == there[same]:
                same += 1
            return "/".join([*([".."] * (len(here) - same)), *there[same:]])

        return named
