"""Whatever members save in whatever order, nothing that was given is lost: against a slow and obvious model."""

import uuid
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.answering.saving import Given
from questionnaires.models import AnswerVersion, Response
from tests.everyone import rolled_back

from .districts_answering import filling, give

WRITERS = 3
NOTHING = (None, "")


@dataclass(frozen=True)
class Save:
    """`seen`: None for the version that the writer saw last on their own screen, else any number, right or wrong.
    `again`: sent a second time."""

    writer: int
    device: str
    value: int | None
    comment: str
    seen: int | None
    again: bool


SAVES = st.lists(
    st.builds(
        Save,
        writer=st.integers(0, WRITERS - 1),
        device=st.sampled_from(["telephone", "computer"]),
        value=st.one_of(st.none(), st.integers(0, 2)),
        comment=st.sampled_from(["", "because"]),
        seen=st.one_of(st.none(), st.integers(0, 6)),
        again=st.booleans(),
    ),
    min_size=1,
    max_size=10,
)


@dataclass
class Model:
    """What should become of one answer. A version is (value, comment) and its writer."""

    versions: list[tuple[tuple, tuple]] = field(default_factory=list)
    current: int = 0
    waiting: set[int] = field(default_factory=set)

    def content(self, number: int) -> tuple:
        return self.versions[number - 1][0] if 1 <= number <= len(self.versions) else NOTHING

    def seen_by(self, number: int) -> tuple:
        """A number that never was shows nothing to have been seen, but for what stands now."""
        if number == 0:
            return NOTHING
        return self.content(number) if number <= len(self.versions) else self.content(self.current)

    def save(self, writer: tuple, content: tuple, base: int) -> int:
        """The number that the writer sees from now on."""
        if content == self.seen_by(base) or content == self.content(self.current):
            return self.current
        self.versions.append((content, writer))
        number = len(self.versions)
        others = self.current and self.versions[self.current - 1][1] != writer
        if base != self.current and others and self.content(self.current) != NOTHING:
            self.waiting -= {n for n in self.waiting if self.versions[n - 1][1] == writer}
            self.waiting.add(number)
        else:
            self.current = number
        return number


def stored() -> tuple[list, int, set[int]]:
    rows = list(AnswerVersion.objects.order_by("number").select_related("answer"))
    content = [(row.value and row.value["number"], row.comment) for row in rows]
    return content, rows[0].answer.number if rows else 0, {row.number for row in rows if row.waits}


def run(world, saves: list[Save]) -> None:
    people, model, screens = (world.member, world.colleague, world.lead), Model(), {}
    for each in saves:
        writer, content = (each.writer, each.device), (each.value, each.comment)
        base = screens.get(writer, 0) if each.seen is None else each.seen
        value = None if each.value is None else {"number": each.value}
        sent = {"key": uuid.uuid4(), "device": each.device}
        answer = Given("meetings", value, comment=each.comment, base=base)
        give(world, people[each.writer], answer, **sent)
        screens[writer] = model.save(writer, content, base)
        if each.again:
            before = (stored(), Response.objects.get().revision)
            assert give(world, people[each.writer], answer, **sent).again
            assert (stored(), Response.objects.get().revision) == before
    versions, current, waiting = stored()
    assert versions == [content for content, _writer in model.versions], (
        "every version that was given is kept"
    )
    assert (current, waiting) == (model.current, model.waiting)
    assert not waiting or current not in waiting
    if current:
        answer = filling(world).answers["meetings"]
        assert (answer.value and answer.value["number"], answer.comment) == versions[current - 1]


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(saves=SAVES)
def test_nothing_that_was_given_is_lost(world, saves):
    with rolled_back():
        run(world, saves)


def test_the_model_is_not_blind():
    """It tells two writers of the same page apart, and one writer from themselves."""
    model = Model()
    model.save(("a", ""), (1, ""), 0)
    model.save(("b", ""), (2, ""), 0)
    model.save(("a", ""), (3, ""), 1)
    assert (model.current, model.waiting, len(model.versions)) == (3, {2}, 3)
