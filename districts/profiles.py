"""What people say of themselves to each other, and who may reach them how."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from analysis.audience import Audience
from content.fields import CodesField

# The posts of a district's team, and of those beside it. The words are those of docs and ministries alike.
FUNCTIONS = [
    ("director", _("district medical officer or zone co-ordinating physician")),
    ("physician", _("physician")),
    ("surveillance", _("surveillance officer")),
    ("statistics", _("statistics officer")),
    ("nursing", _("head nurse")),
    ("midwifery", _("midwife or maternal health officer")),
    ("immunisation", _("immunisation officer")),
    ("pharmacy", _("pharmacy or supplies officer")),
    ("community", _("community health or social mobilisation officer")),
    ("research", _("officer for action research")),
    ("finance", _("administration or finance officer")),
    ("hospital", _("hospital director")),
    ("other", _("other")),
]
# What is spoken in and around the districts; names as their speakers write them, the same in every language.
SPOKEN = [
    ("fr", "Français"), ("en", "English"), ("ff", "Pular"), ("man", "Maninka"), ("sus", "Soso"), ("kpe", "Kpèlè"),
    ("kss", "Kissi"), ("tod", "Loma"), ("fon", "Fɔngbè"), ("guw", "Gungbè"), ("ajg", "Ajagbe"), ("yo", "Yorùbá"),
    ("bba", "Baatɔnum"), ("ddn", "Dendi"), ("tbz", "Ditammari"), ("ha", "Hausa"), ("pt", "Português"),
    ("ar", "العربية"),
]  # fmt: skip
# Who may be shown a way to reach somebody: rungs of the ladder, without those that make no sense for a person.
REACHED_BY = [
    (Audience.TEAM, _("my own team and the facilitators")),
    (Audience.PEERS_NAMED, _("the other teams too")),
    (Audience.HIERARCHY, _("the region and the central level too")),
]


class Profile(models.Model):
    """One person's own words; there is none until the person has saved it. Roles and places are memberships."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    function = models.CharField(_("function"), max_length=20, choices=FUNCTIONS, blank=True)
    # As it stands on the door, where the list of functions is too coarse.
    title = models.CharField(_("title of the post"), max_length=120, blank=True)
    # The first of a month: nobody remembers the day.
    in_post_since = models.DateField(_("in this post since"), null=True, blank=True)
    spoken = CodesField(_("languages spoken"), vocabulary=SPOKEN)
    can_help_with = models.TextField(_("what I can help with"), max_length=600, blank=True)
    # False: named in the directory to nobody but the own team and the facilitators.
    listed = models.BooleanField(_("shown in the directory"), default=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return f"#{self.user_id}"

    @property
    def function_name(self) -> str:
        """Empty for "other", which tells nothing beside a title and nothing without one."""
        return "" if self.function == "other" else self.get_function_display()

    @property
    def spoken_names(self) -> list[tuple[str, str]]:
        """Codes and names, in the vocabulary's order."""
        return [(code, name) for code, name in SPOKEN if code in self.spoken]


class Channel(models.Model):
    """One way to reach a person. The sign-in address is not shown to anybody unless it is entered here too."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("telephone")
        WHATSAPP = "whatsapp", "WhatsApp"
        EMAIL = "email", _("e-mail")
        OTHER = "other", _("other")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    value = models.CharField(_("number or address"), max_length=200)
    audience = models.PositiveSmallIntegerField(
        _("who may see it"), choices=REACHED_BY, default=Audience.PEERS_NAMED
    )

    class Meta:
        verbose_name = _("way to reach a person")
        verbose_name_plural = _("ways to reach people")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "value"], name="each_way_to_reach_once"),
            models.CheckConstraint(
                condition=models.Q(audience__in=[level for level, _label in REACHED_BY]),
                name="a_way_to_reach_has_a_known_audience",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.user_id} {self.kind}"
