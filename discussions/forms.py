"""The form for a message: django-comments' security fields (hash, time stamp, honeypot) and little else."""

import time

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_comments.forms import DEFAULT_COMMENTS_TIMEOUT, CommentSecurityForm

from content.form_fields import PlainTextField

from .targets import key_of, label_of


class PostForm(CommentSecurityForm):
    comment = PlainTextField(
        label=_("Message"),
        help_text=_(
            "Nothing by which a patient could be recognised. One precise experience helps more than a "
            "general opinion."
        ),
        error_messages={"required": _("There is no text yet: write your message, then send it.")},
        validators=[
            MaxLengthValidator(
                settings.COMMENT_MAX_LENGTH,
                _(
                    "Your message has %(show_value)d characters and %(limit_value)d fit. It is kept below: "
                    "shorten it, or send it in two parts."
                ),
            )
        ],
    )
    language = forms.ChoiceField(
        label=_("Language of the message"), choices=[("fr", "Français"), ("en", "English")]
    )
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    honeypot = forms.CharField(required=False, label=_("Leave this empty"))

    def __init__(self, target: models.Model, data=None, initial: dict | None = None):
        initial = {"language": get_language() or "fr"} | (initial or {})
        super().__init__(target, data=data, initial=initial, auto_id="message_%s")
        self.fields["honeypot"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def generate_security_data(self) -> dict[str, str]:
        """The hash is over the target's shared key: a thread has no row before its first message, and a form
        opened in French may be sent in English."""
        signed = {
            "content_type": label_of(self.target_object),
            "object_pk": str(key_of(self.target_object)),
            "timestamp": str(int(time.time())),
        }
        return signed | {"security_hash": self.generate_security_hash(**signed)}

    def clean_timestamp(self) -> int:
        sent = self.cleaned_data["timestamp"]
        if time.time() - sent > DEFAULT_COMMENTS_TIMEOUT:
            raise forms.ValidationError("too old")
        return sent

    def clean_honeypot(self) -> str:
        if self.cleaned_data["honeypot"]:
            raise forms.ValidationError("filled in")
        return ""

    def clean(self) -> dict:
        """The library's form checks the hash of what was sent, not that it was sent to the right thread."""
        expected = self.generate_security_data()
        for name in ("content_type", "object_pk"):
            if self.cleaned_data.get(name) != expected[name]:
                self.add_error(name, "another thread")
        if any(name in self.errors for name in SECURITY_FIELDS):
            self.add_error(None, EXPIRED)
        if "honeypot" in self.errors:
            self.add_error(None, TRAPPED)
        return self.cleaned_data

    def keep_typed(self) -> None:
        """Make a refused form fit to be sent again: fresh security fields, an empty trap, the same text."""
        self.data = self.data.copy()
        self.data.update(self.generate_security_data() | {"honeypot": ""})


SECURITY_FIELDS = ("content_type", "object_pk", "timestamp", "security_hash")
EXPIRED = _("This page had been open for too long. Your text is kept below: send it again.")
TRAPPED = _(
    "A field that is there to catch robots was filled in, perhaps by your browser. It is empty again and "
    "your text is kept below: send it again."
)
