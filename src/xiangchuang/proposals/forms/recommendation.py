"""The recommendation's form: letter, rank, opinion (5.1-3)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.procedure.act_view import ActForm
from xiangchuang.proposals.forms.fields import NeededFile, Text

LETTER_KINDS = ("pdf", "docx", "jpg", "png")


class RecommendForm(ActForm):
    """A letter already received in an earlier attempt need not be chosen again."""

    letter = NeededFile(
        label=gettext_lazy("市州政府推荐函"),
        help_text=gettext_lazy("加盖公章的扫描件或电子文件。"),
    )
    received = forms.IntegerField(required=False, widget=forms.HiddenInput)
    rank = forms.IntegerField(
        label=gettext_lazy("推荐排序"),
        min_value=1,
        max_value=999,
        help_text=gettext_lazy("本市州本年度推荐名单中的第几位。"),
        error_messages={
            "required": gettext_lazy("填写推荐排序，从 1 开始。"),
            "invalid": gettext_lazy("推荐排序是整数，从 1 开始。"),
            "min_value": gettext_lazy("推荐排序从 1 开始。"),
            "max_value": gettext_lazy("推荐排序最大到 %(limit_value)s。"),
        },
    )
    opinion = Text(
        label=gettext_lazy("推荐意见"),
        help_text=gettext_lazy("写明推荐理由，以及政策、资金、用地、人才等方面的支持。"),
        error_messages={"required": gettext_lazy("写明推荐意见。")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("letter") and not data.get("received") and "letter" not in self.errors:
            self.add_error("letter", _("还没有选择推荐函。"))
        return data
