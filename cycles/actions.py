"""Writes about cycles: each atomic, logged, with who did it."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from districts.models import OrgUnit, User

from .editing import give_editing_rights
from .pages import CyclePage, CyclesIndexPage
from .records import CycleStep, LearningCycle, Participation, Step, StepCompletion


@transaction.atomic
def create_cycle(
    *, code: str, countries: list[OrgUnit], by: User | None, steps: dict[Step, dict] | None = None, **texts
) -> LearningCycle:
    """A cycle with its six steps and its page in both languages (not yet published).

    `steps` gives dates and notes by step; a step left out has none. Raises IntegrityError if the code is
    taken, CyclesIndexPage.DoesNotExist if the site has no place for cycles in French,
    ParentNotTranslatedError if it has none in English.
    """
    cycle = LearningCycle.objects.create(code=code, **texts)
    cycle.countries.set(countries)
    CycleStep.objects.bulk_create(
        CycleStep(cycle=cycle, number=number, **(steps or {}).get(number, {})) for number in Step
    )
    _make_pages(cycle, by)
    give_editing_rights(cycle)
    log(cycle, "wagtail.create", user=by)
    return cycle


def _make_pages(cycle: LearningCycle, by: User | None) -> None:
    """French first; the other is its translation in wagtail-localize, where editors go on with it."""
    french = Locale.objects.get(language_code="fr")
    index = CyclesIndexPage.objects.get(locale=french)
    page = CyclePage(cycle=cycle, title=cycle.title_fr, slug=cycle.code, locale=french, live=False)
    index.add_child(instance=page)
    source, _ = TranslationSource.update_or_create_from_instance(page)
    for locale in Locale.objects.exclude(pk=french.pk):
        translation = Translation.objects.create(source=source, target_locale=locale)
        _translate(source, locale, {"title": cycle.title_en, "slug": cycle.code})
        translation.save_target(user=by, publish=False)


def _translate(source: TranslationSource, locale: Locale, texts: dict[str, str]) -> None:
    """What the cycle's record has in that language already; an empty text is left to be translated."""
    for segment in source.stringsegment_set.filter(context__path__in=[p for p in texts if texts[p]]):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            data=texts[segment.context.path],
        )


@transaction.atomic
def set_countries(*, cycle: LearningCycle, countries: list[OrgUnit], by: User | None) -> None:
    """Which countries take part; their facilitators edit the cycle's pages, those of others no longer."""
    cycle.countries.set(countries)
    give_editing_rights(cycle)
    log(cycle, "wagtail.edit", user=by, data={"countries": [country.code for country in countries]})


def record_participation(
    *, cycle: LearningCycle, unit: OrgUnit, kind: str, by: User | None, at: datetime.datetime | None = None
) -> bool:
    """Note that `unit` took part; True the first time. Called inside the action that it is about."""
    return Participation.objects.get_or_create(
        cycle=cycle, unit=unit, kind=kind, defaults={"by": by, "at": at or timezone.now()}
    )[1]


def record_participations(
    *, cycle: LearningCycle, units: Iterable[OrgUnit], kind: str, by: User | None, at: datetime.datetime
) -> None:
    """The same of many districts, in as few statements as they fit into."""
    rows = [Participation(cycle=cycle, unit=unit, kind=kind, by=by, at=at) for unit in units]
    Participation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


@transaction.atomic
def complete_step(
    *, step: CycleStep, by: User | None, because: str = "", at: datetime.datetime | None = None
) -> StepCompletion:
    """Declare a step done; again is no error and changes nothing."""
    completion, created = StepCompletion.objects.get_or_create(
        step=step, defaults={"by": by, "because": because, "at": at or timezone.now()}
    )
    if created:
        log(step.cycle, "wagtail.edit", user=by, data={"completed_step": step.number})
    return completion
