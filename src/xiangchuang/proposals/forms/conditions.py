"""A person's finding on one condition (3.4)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangchuang.procedure.act_view import ActForm
from xiangchuang.proposals.forms.fields import Text


class FindingForm(ActForm):
    """Met or unmet, on which grounds."""

    code = forms.CharField(widget=forms.HiddenInput)
    finding = forms.ChoiceField(
        label=_("认定"),
        choices=[("met", _("满足")), ("unmet", _("不满足"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("选择“满足”或“不满足”。"),
            "invalid_choice": _("选择“满足”或“不满足”。"),
        },
    )
    reason = Text(
        label=_("认定的依据"),
        rows=2,
        help_text=_("写明看了哪些材料、据此怎样判断。"),
        error_messages={"required": _("写明认定的依据。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.data.get("code") or self.initial.get("code", "")
        # One form a condition on the page: each field needs an id of its own.
        self.auto_id = f"id_{code}_%s" if str(code).replace("_", "").isalnum() else "id_%s"
