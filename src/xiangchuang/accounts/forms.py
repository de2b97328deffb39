"""Forms of sign-in and password."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.text import normalise_line


class SignInForm(AuthenticationForm):
    """Name and password. A wrong one says the same whether or not the account exists."""

    error_messages = {
        "invalid_login": _("账号或密码不对。核对后再试；连续多次不对会暂停登录。"),
        "inactive": _("账号或密码不对。核对后再试；连续多次不对会暂停登录。"),
    }
    use_required_attribute = False

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the signature is Django's to define
        self.fields["username"].label = _("账号")
        self.fields["username"].error_messages["required"] = _("账号没有填写。")
        self.fields["password"].label = _("密码")
        self.fields["password"].error_messages["required"] = _("密码没有填写。")

    def clean_username(self) -> str:
        """Return the name without the full-width letters and invisible characters of a paste.

        A name longer than any account's is answered like a wrong one: Django leaves its length unchecked
        here, and on PostgreSQL the lock-out's own table would break on it.
        """
        username = normalise_line(self.cleaned_data["username"])
        if len(username) > (self.username_field.max_length or 0):
            raise self.get_invalid_login_error()
        return username


class PasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = {
        "password_mismatch": _("两次填写的新密码不一致。两处填成一样后再提交。"),
        "password_incorrect": _("原密码不对。核对后重新填写。"),
    }
    use_required_attribute = False

    old_password = forms.CharField(
        label=_("原密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("原密码没有填写。")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the signature is Django's to define
        for name, label in (("new_password1", _("新密码")), ("new_password2", _("再填一次新密码"))):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = _("新密码没有填写。")
