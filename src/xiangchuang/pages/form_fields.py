"""Fields of the forms that anybody fills, where what a browser or a paste adds is not the person's fault."""

import uuid
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

# What stands where bytes of another coding could not be read.
_UNREAD: Final = "\ufffd"


class SendingToken(forms.UUIDField):
    """Which sending this is, so that the same page sent twice is taken once.

    A page without its token, or with one that is none, is a new sending: nobody can mend what is hidden.
    """

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)

    def clean(self, value: Any) -> uuid.UUID:
        """Return the token of the page, or a new one."""
        try:
            return super().clean(value) or uuid.uuid4()
        except forms.ValidationError:
            return uuid.uuid4()


class PastedText(forms.CharField):
    """Text as it is pasted: NUL, which no keyboard writes and no text holds, is left out, not refused.

    What came in another coding than the page's is no text any more, and is refused.
    """

    default_error_messages = {"unread": _("有认不出的乱码“�”：从原文重新复制粘贴，或者直接输入。")}

    def to_python(self, value: Any) -> str | None:
        """Return the text without NUL. Raises ValidationError where it could not be read."""
        text: str | None = super().to_python(value.replace("\0", "") if isinstance(value, str) else value)
        if text and _UNREAD in text:
            raise forms.ValidationError(self.error_messages["unread"], code="unread")
        return text
