"""Forms of somebody getting in: a code from paper, the first password, a new one."""

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Invitation, User
from .sign_in import PhoneField

TWICE = _("The two passwords are not the same.")
NEW_PASSWORD = {"autocomplete": "new-password"}
ONE_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 40}


class CodeForm(forms.Form):
    """The code of an invitation on paper."""

    code = forms.CharField(
        label=_("Code on the invitation"),
        help_text=_(
            "Twelve letters and digits, for example K7M4-9QTR-WX3P. Capitals and hyphens do not matter."
        ),
        max_length=40,
        widget=forms.TextInput(attrs=ONE_CODE),
    )


class NewPasswordForm(forms.Form):
    """The password twice. `user` is who it is for, so that it is not their own name."""

    password1 = forms.CharField(
        label=_("Password"), strip=False, max_length=128, widget=forms.PasswordInput(attrs=NEW_PASSWORD)
    )
    password2 = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = " ".join(str(text) for text in password_validators_help_texts())

    def user(self) -> User:
        return User()

    def clean(self):
        cleaned = super().clean()
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", TWICE)
        elif first:
            try:
                validate_password(first, self.user())
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned


class ResetByCodeForm(NewPasswordForm):
    login = forms.CharField(
        label=_("E-mail address or telephone number"), max_length=254, widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none"}
        ),
    )  # fmt: skip
    code = forms.CharField(
        label=_("Code that you were told"),
        help_text=_("Eight letters and digits, for example K7M4-9QTR."),
        max_length=40,
        widget=forms.TextInput(attrs=ONE_CODE),
    )
    field_order = ["login", "code", "password1", "password2"]


class AcceptForm(NewPasswordForm):
    """What the invited person says about themselves. Where the link came by mail, the address is the one it came to."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    phone = PhoneField(
        label=_("Telephone number"),
        help_text=_("You can sign in with it, and a facilitator can reach you if you forget your password."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("fr", "Français"), ("en", "English")], widget=forms.RadioSelect
    )
    research_consent = forms.BooleanField(
        label=_("What I do here may be used for research, without my name"),
        help_text=_("As you like: nothing depends on it, and you can change it at any time."),
        required=False,
    )
    field_order = [
        "first_name", "last_name", "email", "phone", "language", "password1", "password2", "research_consent"
    ]  # fmt: skip

    def __init__(self, invitation: Invitation, data=None):
        self.invitation = invitation
        initial = {
            name: getattr(invitation, name) for name in ("first_name", "last_name", "phone", "language")
        }
        super().__init__(data, initial=initial)
        if invitation.email:
            del self.fields["email"]
        self.order_fields(self.field_order)

    def user(self) -> User:
        values = self.cleaned_data
        return User(
            first_name=values.get("first_name", ""), last_name=values.get("last_name", ""),
            email=self.invitation.email or values.get("email"), phone=values.get("phone"),
        )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        cleaned["email"] = User.objects.normalize_email(self.invitation.email or cleaned.get("email"))
        self._is_free("email", cleaned["email"])
        self._is_free("phone", cleaned.get("phone"))
        if not cleaned["email"] and not cleaned.get("phone") and not self.errors:
            self.add_error("phone", _("Give a telephone number or an e-mail address: you sign in with it."))
        return cleaned

    def _is_free(self, name: str, value: str | None) -> None:
        if value and User.objects.filter(**{name: value}).exists():
            known = _("There is an account with this already: sign in, then open the invitation again.")
            self.add_error(name if name in self.fields else None, known)
