"""Mail over SMTP: plain text, one reader, with what mail programs need to unsubscribe (RFC 8058)."""

import smtplib
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_line
from xiangchuang.notify.channels.transport import BadAddressError, Letter, UndeliveredError

_LONGEST: Final = 254


class Mail:
    """Through the mail server of the settings."""

    hint = gettext_lazy("例如 zhang@kjt.example.cn。")
    caution = ""

    def is_set_up(self) -> bool:
        """Return whether a mail server is named."""
        return bool(settings.EMAIL_HOST)

    def read(self, typed: str) -> str:
        """Return the address, its host in small letters. Raises BadAddressError."""
        name, at, host = normalise_line(typed).rpartition("@")
        address = f"{name}{at}{host.lower()}"
        try:
            validate_email(address)
        except ValidationError as error:
            raise BadAddressError(_("这不是一个电子邮箱：写成 zhang@kjt.example.cn 的样子。")) from error
        if len(address) > _LONGEST:
            raise BadAddressError(_("电子邮箱太长。"))
        return address

    def masked(self, address: str) -> str:
        """Return "z…@kjt.example.cn"."""
        name, _at, host = address.rpartition("@")
        return f"{name[:1]}…@{host}"

    def deliver(self, address: str, letter: Letter) -> None:
        """Send one mail; a refusal of the address itself is final."""
        sender_host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        headers = {"Message-ID": f"<{letter.identity}@{sender_host}>", "Auto-Submitted": "auto-generated"}
        if letter.unsubscribe_url:
            headers["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail = EmailMessage(
            subject=normalise_line(letter.title), body=_body(letter), to=[address], headers=headers
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _said in error.recipients.values()]
            raise UndeliveredError(
                f"SMTP {codes}", is_final=all(500 <= code < 600 for code in codes)
            ) from error
        except smtplib.SMTPResponseException as error:
            raise UndeliveredError(f"SMTP {error.smtp_code}", is_final=False) from error
        except (smtplib.SMTPException, OSError) as error:
            raise UndeliveredError(type(error).__name__) from error


def _body(letter: Letter) -> str:
    parts = [letter.title, letter.text, letter.url]
    if letter.unsubscribe_url:
        parts.append(_("不想再收到这一类邮件：%(url)s") % {"url": letter.unsubscribe_url})
    return "\n\n".join(part for part in parts if part) + "\n"
