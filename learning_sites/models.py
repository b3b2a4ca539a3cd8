"""Learning sites: where researchers and managers learn together over many years, and their stories."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from analysis.disclosure import Audience
from content.pages import ProsePage


class SourceBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Source"), max_length=400)
    url = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        label = _("Source")


def sources_field() -> StreamField:
    return StreamField([("source", SourceBlock())], blank=True, verbose_name=_("sources"))


class LearningSitesIndexPage(ProsePage):
    kind = _("Learning sites")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["learning_sites.LearningSitePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of learning sites")

    def get_context(self, request, *args, **kwargs):
        sites = LearningSitePage.objects.child_of(self).live().order_by("path")
        return super().get_context(request, *args, **kwargs) | {"sites": sites}


class LearningSitePage(ProsePage):
    """One site: place and partners, how it came about, its features with their evidence."""

    place = models.CharField(_("place"), max_length=200)
    country = models.CharField(_("country"), max_length=100)
    partners = models.TextField(_("partners"), blank=True)
    since = models.CharField(_("since"), max_length=120, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    sources = sources_field()

    kind = _("Learning site")
    also_searched = ("place", "country", "partners", "since")
    parent_page_types = ["learning_sites.LearningSitesIndexPage"]
    subpage_types = ["learning_sites.CaseStoryPage"]
    content_panels = [
        *ProsePage.content_panels,
        MultiFieldPanel(
            [FieldPanel(n) for n in ("place", "country", "partners", "since", "latitude", "longitude")],
            heading=_("The site"),
        ),
        FieldPanel("sources"),
    ]
    override_translatable_fields = [
        SynchronizedField("latitude", overridable=False),
        SynchronizedField("longitude", overridable=False),
    ]

    class Meta:
        verbose_name = _("learning site")

    def get_context(self, request, *args, **kwargs):
        stories = CaseStoryPage.objects.child_of(self).live().order_by("path")
        return super().get_context(request, *args, **kwargs) | {"stories": stories}


class CaseStoryPage(ProsePage):
    """What happened at a site, told so that a district team can use it."""

    sources = sources_field()
    thread_audience = Audience.PUBLIC
    thread_cycle = None

    kind = _("Story")
    parent_page_types = ["learning_sites.LearningSitePage"]
    subpage_types = []
    content_panels = [*ProsePage.content_panels, FieldPanel("sources")]

    class Meta:
        verbose_name = _("case story")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"site": self.get_parent().specific}
