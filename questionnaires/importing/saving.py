"""Writes: a plan is carried out, all of it or nothing, in as few statements for thousands of districts as for ten.

Each answer becomes a version like any other, on the district's behalf, by whoever brought the file. It is in no
language, as nobody typed it: that is how a later file knows it from what a team has typed.
"""

import datetime
from collections.abc import Iterable, Iterator

from django.utils import timezone

from cycles.actions import record_participations
from cycles.models import Participation
from districts.models import User

from ..answering.permissions import is_team
from ..answering.saving import OF_A_VERSION
from ..models import Answer, AnswerImport, AnswerVersion, CameBy, Response, Saving, Signature
from ..notices import tell_of_import
from .answer_rows import AnswerRow, write_answers, write_versions
from .planning import Outcome, Plan
from .standings import last_numbers

AT_ONCE = 500
OF_A_RESPONSE = [
    "source", "signed_at", "signed_by", "entered_at", "came_by", "changed_at", "answered", "asked", "minutes_left",
    "revision", "signed_revision",
]  # fmt: skip


class _Writing:
    """One plan being carried out, in the transaction of whoever calls."""

    def __init__(self, record: AnswerImport, plan: Plan, by: User):
        self.record, self.plan, self.by, self.at = record, plan, by, timezone.now()
        self.outcomes = plan.written
        self.new = [outcome for outcome in self.outcomes if outcome.response is None]
        self.question_of = {question.code: question for question in plan.catalogue.every}
        self.responses: dict[int, Response] = {}

    def carry_out(self) -> None:
        self._begin()
        self._write_answers()
        signatures = self._sign()
        entered = self._note_progress()
        self._save_responses()
        self._record()
        confirm = {unit: row for unit, row in signatures.items() if row.on_behalf}
        tell_of_import(entered, confirm, self.by, f"import-{self.record.pk}")

    def _begin(self) -> None:
        """A response for each district that has none. Somebody else who begins at this moment ends this transaction."""
        made = Response.objects.bulk_create(
            [
                Response(questionnaire=self.plan.questionnaire, unit=o.unit, begun_at=self.at)
                for o in self.new
            ],
            batch_size=AT_ONCE,
        )
        self.responses = {row.unit_id: row for row in made}
        for outcome in self.outcomes:
            if response := outcome.response:
                self.responses[outcome.unit.pk] = response
        units = [outcome.unit for outcome in self.new]
        record_participations(
            cycle=self.plan.questionnaire.cycle,
            units=units,
            kind=Participation.Kind.STARTED,
            by=self.by,
            at=self.at,
        )

    def _write_answers(self) -> None:
        there = [outcome.response.pk for outcome in self.outcomes if outcome.response]
        numbers = last_numbers(there)
        self._keep_unnumbered(numbers)
        self._settle_rivals(there)
        write_answers(self._rows(numbers))
        for corrects in (False, True):
            responses = [self.responses[o.unit.pk].pk for o in self.outcomes if o.corrects is corrects]
            because = self.plan.options.because if corrects else ""
            write_versions(responses, by=self.by.pk, at=self.at, because=because)

    def _keep_unnumbered(self, numbers: dict[int, int]) -> None:
        """What came by a file without a version gets one before another takes its place."""
        changed = [
            c.before.pk for o in self.outcomes for c in o.changes if c.before.pk and not c.before.number
        ]
        versions = []
        for answer in Answer.objects.filter(pk__in=changed):
            numbers[answer.pk] = numbers.get(answer.pk, 0) + 1
            kept = {name: getattr(answer, name) for name in OF_A_VERSION} | {"number": numbers[answer.pk]}
            versions.append(AnswerVersion(answer=answer, **kept))
        AnswerVersion.objects.bulk_create(versions, batch_size=AT_ONCE)

    def _settle_rivals(self, responses: list[int]) -> None:
        """What waited beside an answer that comes is past."""
        changed = {change.before.pk for outcome in self.outcomes for change in outcome.changes}
        rivals = AnswerVersion.objects.rivals().filter(answer__response__in=responses)
        past = [pk for pk, answer in rivals.values_list("pk", "answer_id") if answer in changed]
        AnswerVersion.objects.filter(pk__in=past).update(waits=False, settled_at=self.at, settled_by=self.by)

    def _rows(self, numbers: dict[int, int]) -> Iterator[AnswerRow]:
        for outcome in self.outcomes:
            response, on_behalf = self.responses[outcome.unit.pk].pk, self._on_behalf(outcome)
            for change in outcome.changes:
                last = max(numbers.get(change.before.pk, 0), change.before.number)
                yield AnswerRow(
                    response=response,
                    question=self.question_of[change.code].pk,
                    value=change.after.value,
                    typed=change.after.typed,
                    comment=change.after.comment,
                    number=last + 1,
                    by=self.by.pk,
                    at=self.at,
                    on_behalf=on_behalf,
                )

    def _on_behalf(self, outcome: Outcome) -> bool:
        return not is_team(self.by, outcome.unit)

    def _sign(self) -> dict[int, Signature]:
        rows = {}
        for outcome in self.outcomes:
            if outcome.signed is None:
                continue
            on_behalf = self._on_behalf(outcome)
            rows[outcome.unit.pk] = Signature(
                response=self.responses[outcome.unit.pk],
                number=outcome.last_signature + 1,
                at=self.at,
                by=self.by,
                version=self.plan.questionnaire.version,
                values=outcome.signed.values,
                comments=outcome.signed.comments,
                reasons=outcome.signed.reasons,
                on_behalf=on_behalf,
                came_by=CameBy.FILE if on_behalf else "",
            )
        Signature.objects.bulk_create(rows.values(), batch_size=AT_ONCE)
        return rows

    def _note_progress(self) -> dict[int, Response]:
        """Returns the responses of those districts for which nobody had entered anything before."""
        entered = {}
        for outcome in self.outcomes:
            response, progress = self.responses[outcome.unit.pk], outcome.progress
            response.changed_at, response.revision = self.at, response.revision + 1
            response.answered, response.asked = progress.answered, progress.asked
            response.minutes_left = progress.minutes
            response.came_by = response.came_by or CameBy.FILE
            if response.entered_at is None and self._on_behalf(outcome):
                response.entered_at = self.at
                entered[outcome.unit.pk] = response
            if outcome.signed is not None:
                response.source = Response.Source.IMPORT
                response.signed_at, response.signed_by = self.at, self.by
                response.signed_revision = response.revision
        return entered

    def _save_responses(self) -> None:
        _update(Response, self.responses.values(), OF_A_RESPONSE)
        Saving.objects.bulk_create(
            (
                Saving(
                    response=self.responses[outcome.unit.pk], key=self.record.key, digest=self.plan.digest,
                    by=self.by, at=self.at, outcome={"saved": outcome.codes, "rivals": [], "numbers": {}},
                )
                for outcome in self.outcomes
            ),
            batch_size=AT_ONCE,
        )  # fmt: skip

    def _record(self) -> None:
        happened = {
            Participation.Kind.ANSWERED: [o.unit for o in self.outcomes if o.signed is not None],
            Participation.Kind.CORRECTED: [o.unit for o in self.outcomes if o.corrects],
        }
        for kind, units in happened.items():
            record_participations(
                cycle=self.plan.questionnaire.cycle, units=units, kind=kind, by=self.by, at=self.at
            )


def carry_out(record: AnswerImport, plan: Plan, by: User) -> datetime.datetime:
    """Within the caller's transaction, which has locked the responses and read the plan since. Returns when it was."""
    writing = _Writing(record, plan, by)
    writing.carry_out()
    return writing.at


def _update(model, rows: Iterable, fields: list[str]) -> None:
    """Rows that are there, written as if they were new: one statement for many, where bulk_update works out a branch
    for each field of each row."""
    model.objects.bulk_create(
        list(rows), update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=AT_ONCE
    )
