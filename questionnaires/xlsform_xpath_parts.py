"""An XPath expression cut up: into words and signs, and into the parts that "and" joins."""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""\s*(?:(?P<name>\$\{[^{}]*\})
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<path>(?:\.\.|/)[\w./-]*)
      | (?P<number>-?(?:\d+(?:\.\d+)?|\.\d+))
      | (?P<dot>\.)
      | (?P<word>[^\W\d][\w:-]*)
      | (?P<sign><=|>=|!=|[=<>(),*+|\[\]-]))""",
    re.VERBOSE,
)
STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
DEEPEST, LONGEST = 20, 4000


class NotSaid(ValueError):
    """Rules cannot say this; the message is why, if there is more to tell than that."""


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


def joined(pieces: list[str]) -> str:
    """Expressions that must all hold, as one."""
    if len(pieces) < 2:
        return "".join(pieces)
    return " and ".join(f"({piece})" if _at_top(piece, "or") else piece for piece in pieces)


def pieces_of(text: str) -> list[str]:
    """The parts that "and" joins, without brackets around the whole."""
    found, waiting = [], [text]
    while waiting:
        piece = _without_brackets(waiting.pop().strip())
        cuts = _cuts(piece)
        if cuts:
            edges = [0, *(edge for cut in cuts for edge in (cut.start, cut.end)), len(piece)]
            parts = [piece[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
            waiting += reversed(parts)
        elif piece:
            found.append(piece)
    return found


def _without_brackets(text: str) -> str:
    try:
        tokens = tokens_of(text)
    except NotSaid:
        return text
    while len(tokens) > 1 and _is_bracketed(tokens):
        text = text[tokens[0].end : tokens[-1].start].strip()
        tokens = tokens_of(text)
    return text


def _cuts(text: str) -> list[Token]:
    """The words "and" that join the whole; none where "or" does."""
    try:
        tokens = tokens_of(text)
    except NotSaid:
        return []
    return [] if _splits(tokens, "or") else _splits(tokens, "and")


def _at_top(text: str, word: str) -> bool:
    try:
        return bool(_splits(tokens_of(text), word))
    except NotSaid:
        return True


def _splits(tokens: list[Token], word: str) -> list[Token]:
    depth, found = 0, []
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "sign" else 0
        if depth == 0 and token.kind == "word" and token.text == word:
            found.append(token)
    return found


def _is_bracketed(tokens: list[Token]) -> bool:
    if tokens[0].text != "(" or tokens[-1].text != ")":
        return False
    depth = 0
    for token in tokens[:-1]:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0:
            return False
    return True


def is_closed(text: str) -> bool:
    """Whether every bracket and quotation mark has its other half."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", text)
    depth = 0
    for sign in re.findall(r"[()\[\]]", bare):
        depth += 1 if sign in "([" else -1
        if depth < 0:
            return False
    return depth == 0 and "'" not in bare and '"' not in bare


def tokens_of(text: str) -> list[Token]:
    """Raises NotSaid."""
    if len(text) > LONGEST:
        raise NotSaid
    tokens, place, text = [], 0, text.rstrip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None:
            raise NotSaid
        tokens.append(
            Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup), match.end())
        )
        place = match.end()
    return tokens
