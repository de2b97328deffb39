"""The public check of a receipt."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CheckForm(forms.Form):
    """A receipt's number, with its code or the hash of a file that it names."""

    use_required_attribute = False

    number = forms.CharField(
        label=_("回执编号"), max_length=32, help_text=_("形如 HZ2026000001，印在回执上方。")
    )
    proof = forms.CharField(
        label=_("验证码或文件散列"),
        max_length=80,
        help_text=_("回执上的 12 位验证码，例如 7K3M-9QXA-2BCD；或手中文件的 SHA-256（64 位）。"),
    )
