"""The forms of 设置: when and how often, and one address."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from xiangchuang.notify.kinds import message_kinds
from xiangchuang.notify.models import Channel, Pace

_TIME_SAYS = {"required": _("填写时间。"), "invalid": _("时间写成 21:00 的样子。")}
PACE = "pace_"


def _time(label: Any, hint: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, help_text=hint, error_messages=_TIME_SAYS,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip


class ChoicesForm(forms.Form):
    """Language, quiet hours, the digest, and a pace for each kind."""

    use_required_attribute = False

    language = forms.ChoiceField(label=_("来信语言"), choices=settings.LANGUAGES)
    quiet_from = _time(_("免打扰自"), _("这段时间不发；到点后补发仍有必要的。"))
    quiet_to = _time(_("免打扰至"), _("每日汇总也在这时发。两个时间相同表示不设免打扰。"))
    quiet_on_days_off = forms.BooleanField(label=_("周末和节假日不打扰"), required=False)
    wants_digest = forms.BooleanField(
        label=_("每日待办汇总"),
        required=False,
        help_text=_("每天一封：等您办理的事项和剩余工作日；没有就不发。"),
    )

    def __init__(self, *args: Any, paces: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in message_kinds():
            self.fields[f"{PACE}{kind.code}"] = forms.ChoiceField(
                label=str(kind.label), choices=Pace.choices, initial=(paces or {}).get(kind.code, kind.pace)
            )

    @property
    def when(self) -> list[forms.BoundField]:
        """The fields about time and language."""
        return [field for field in self if not field.name.startswith(PACE)]

    @property
    def kinds(self) -> list[forms.BoundField]:
        """One field for each kind."""
        return [field for field in self if field.name.startswith(PACE)]


class AddressForm(forms.Form):
    """One address of a channel."""

    use_required_attribute = False

    address = forms.CharField(max_length=400, error_messages={"required": _("地址没有填写。")})

    def __init__(self, *args: Any, channel: str, hint: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["address"]
        field.label, field.help_text = Channel(channel).label, hint
        if channel == Channel.MAIL:
            field.widget.attrs |= {"autocomplete": "email", "inputmode": "email"}
        else:
            field.widget.attrs["autocomplete"] = "off"
