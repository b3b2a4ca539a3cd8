"""Under which names a column can stand in a file: codes, wordings in both languages, what Kobo and ODK make of them;
and the names of what is no answer."""

import re
from collections import defaultdict

from districts.unit_names import folded

from ..models import Question
from ..values import PARTS
from .targets import COMMENT, DISTRICT, HAS, LEFT_OUT, LINE, UNKNOWN, Catalogue

Kind = Question.Kind
# Codes tell a district more surely than names: the first that a file has is taken.
OF_DISTRICT = {
    name: rank
    for rank, names in enumerate((
        ("codedudistrict", "districtcode", "codedistrict", "codezone", "codedelazone", "codeunite", "orgunituid",
        "uid"), ("district", "code", "orgunit"),
        ("nomdudistrict", "nomdistrict", "districtname", "nameofthedistrict", "nameofdistrict", "districtsanitaire",
         "healthdistrict", "zonesanitaire", "healthzone", "nomdelazone", "zone", "prefecture", "commune",
         "unitedorganisation", "organisationunit", "organizationunit", "orgunitname", "organisationunitname"),
    ))
    for name in names
}  # fmt: skip
# What stands beside the answers in files of Kobo and ODK.
COLLECTED = {
    "start", "end", "today", "deviceid", "subscriberid", "simserial", "simid", "phonenumber",
    "phone_number", "username", "audit", "email", "instancename", "instanceid", "rootuuid", "meta", "key",
    "submitterid", "submittername", "submissiondate", "attachmentspresent", "attachmentsexpected",
    "status", "reviewstate", "edits", "formversion", "__version__", "_version_", "_id", "_uuid",
    "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "_tags", "_index",
    "_parent_index", "_parent_table_name", "_attachments", "_geolocation", "_xform_id_string", "uuid",
    "_bamboo_dataset_id", "_submission__id", "_submission__uuid",
}  # fmt: skip
# And in the portal's own.
OWN = {
    "district_name", "region", "country", "signed_at", "signed_by", "on_behalf", "confirmed_at",
    "changed_at", "typed_for_team", "reasons", "corrections",
}  # fmt: skip
OF_PLACES = {
    "region", "regions", "nomdelaregion", "regionname", "pays", "country", "departement", "department",
    "province",
}  # fmt: skip
GROUPED = re.compile(r"[/:.\-]")
NUMBERED = re.compile(r"^\s*(?:q(?:uestion)?\s*)?\d+\s*[.)–:-]\s*", re.IGNORECASE)
PART_WORDS = {
    "numerator": "numerator numerateur num",
    "denominator": "denominator denominateur denom sur outof",
    "latitude": "latitude lat",
    "longitude": "longitude long lng lon",
    COMMENT: "comment comments commentaire commentaires remarque remarques remark remarks observation observations",
}
PART_OF = {word: part for part, words in PART_WORDS.items() for word in words.split()}
BEFORE_A_COMMENT = re.compile(r"^\s*(?:comment|commentaire)\s*:\s*", re.IGNORECASE)


class ColumnNames:
    """`find` says the target that one text stands for, UNKNOWN if it stands for none or for two."""

    def __init__(self, catalogue: Catalogue):
        self.catalogue = catalogue
        self._codes: dict[str, str] = {}
        self._words: dict[str, set[str]] = defaultdict(set)
        self._parts: dict[str, dict[str, str]] = {}
        # A picture does not come by the name that it has.
        self._files = {each.code.lower() for each in catalogue.every if each.kind == Kind.FILE}
        for target in catalogue.targets.values():
            self._add_codes(target.question.code, target.part, target.key)
            self._add_words(target.question, target.part, target.key)

    def _add_codes(self, code: str, part: str, key: str) -> None:
        if part.startswith(HAS):
            part = part.removeprefix(HAS)
            names = (f"{code}/{part}", f"{code}.{part}", f"{code}:{part}")
        elif part:
            names = (f"{code}_{part}", f"_{code}_{part}", f"{code}:{part}", f"{code}/{part}")
        else:
            names = (code,)
        for name in names:
            self._codes.setdefault(name.lower(), key)

    def _add_words(self, question: Question, part: str, key: str) -> None:
        wordings = [question.text_fr, question.text_en, question.code]
        if part.startswith(HAS):
            return
        if not part:
            self._learn(wordings, key)
            return
        own = [name for name, of in PART_OF.items() if of == part]
        if question.kind == Kind.RATIO and part in PARTS[Kind.RATIO]:
            said = [getattr(question, f"{part}_{language}") for language in ("fr", "en")]
            self._learn(said, key)
            own += [folded(text) for text in said if text]
        self._parts.setdefault(question.code, {}).update(dict.fromkeys(own, part))
        self._learn([f"{text} {name}" for text in wordings if text for name in own], key)

    def _learn(self, texts: list[str], key: str) -> None:
        for text in filter(None, map(folded, texts)):
            self._words[text].add(key)

    def find(self, text: str) -> str:
        text = " ".join(text.split())
        return self._by_code(text) or self._by_words(text) or self._beside(text)

    def _by_code(self, text: str) -> str:
        """Also at the end of its groups: "review/meetings", "review-meetings"."""
        name = text.lower()
        while name:
            if name == "district":
                return DISTRICT
            if name in self._codes:
                return self._codes[name]
            parted = GROUPED.split(name, maxsplit=1)
            name = parted[1] if len(parted) == 2 else ""
        return LINE if text.lower() == "line" else UNKNOWN

    def _by_words(self, text: str) -> str:
        for said in (text, NUMBERED.sub("", text)):
            comment = BEFORE_A_COMMENT.sub("", said)
            if comment != said:
                found = self._one(NUMBERED.sub("", comment))
                return f"{found}:{COMMENT}" if f"{found}:{COMMENT}" in self.catalogue.targets else UNKNOWN
            if found := self._one(said):
                return found
        return UNKNOWN

    def _one(self, text: str) -> str:
        found = self._words.get(folded(text), set())
        return next(iter(found)) if len(found) == 1 else UNKNOWN

    def _beside(self, text: str) -> str:
        """What is no answer: the district, and what is known to stand beside answers."""
        name = text.lower()
        if folded(text) in OF_DISTRICT or folded(GROUPED.split(name)[-1]) in OF_DISTRICT:
            return DISTRICT
        known = name in OWN or folded(text) in OF_PLACES or GROUPED.split(name)[-1] in COLLECTED
        known = known or GROUPED.split(name)[-1].removesuffix("_comment") in self._files
        return LEFT_OUT if known or name.startswith("meta/") or self._is_exactness(name) else UNKNOWN

    def _is_exactness(self, name: str) -> bool:
        """Kobo writes the height and the exactness of a place into columns of their own."""
        place, _line, what = name.lstrip("_").rpartition("_")
        return what in ("altitude", "precision") and f"{place}_latitude" in self._codes

    def is_part(self, text: str) -> bool:
        """Whether it names a part of an answer, of whichever question that stands above it."""
        name = folded(text)
        return name in PART_OF or any(name in parts for parts in self._parts.values())

    def part_of(self, key: str, text: str) -> str:
        """The part of that question's answer which a heading below its own names."""
        part = self._parts.get(key, {}).get(folded(text), "")
        return f"{key}:{part}" if part else UNKNOWN
