"""How a case begins: by a lead of its own accord, or by the department's invitation (5.1-1)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.queries import directory
from xiangchuang.procedure.act_view import ActForm
from xiangchuang.proposals.forms.fields import Line, Text


class BeginForm(ActForm):
    """For which of the person's own organisations, and under which name."""

    lead = forms.ModelChoiceField(
        queryset=Organization.objects.none(),
        label=_("牵头单位"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("选择牵头单位。"),
            "invalid_choice": _("只能选择您任职的单位。"),
        },
    )
    title = Line(
        label=_("中心名称"),
        max_length=200,
        help_text=_("例如“某某技术创新中心”。提交之前可以修改。"),
        error_messages={"required": _("填写中心名称，例如“某某技术创新中心”。")},
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = actor.organizations_as("lead")
        own = Organization.objects.filter(pk__in=held, merged_into__isnull=True).order_by("name")
        field = self.fields["lead"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = own
        if len(own) == 1:
            self.initial.setdefault("lead", own[0].pk)


class InviteForm(ActForm):
    """Whom the department invites, found by name or by code."""

    search = Line(
        label=_("邀请的单位"),
        max_length=200,
        help_text=_("填写 18 位统一社会信用代码，或单位名称的一部分。"),
        error_messages={"required": _("填写单位的代码或名称。")},
    )
    title = Line(
        label=_("拟建中心名称"),
        max_length=200,
        error_messages={"required": _("填写拟建中心的名称。")},
    )
    reason = Text(
        label=_("定向组织的理由"),
        help_text=_("写明布局需要和选择该单位的依据；请求其所在市州推荐时一并送达。"),
        error_messages={"required": _("写明定向组织的理由。")},
    )
    organization = forms.IntegerField(required=False, widget=forms.HiddenInput)

    chosen: Organization | None = None
    found: list[Organization]

    def clean(self) -> dict[str, Any]:
        """Find the organisation: by the row chosen, by code, or by a name that only one has."""
        data = super().clean() or {}
        self.found = []
        text = data.get("search", "")
        if not text:
            return data
        matches = list(_matching(text)[: MOST_FOUND + 1])
        picked = [o for o in matches if o.pk == data.get("organization")]
        if picked or len(matches) == 1:
            self.chosen = (picked or matches)[0]
            return data
        self.found = matches[:MOST_FOUND]
        if not matches:
            self.add_error("search", _("登记册里没有这样的单位：核对代码或名称；新单位先在“单位”中登记。"))
        elif len(matches) > MOST_FOUND:
            self.add_error("search", _("名称相近的单位太多：写得更完整，或改填代码。"))
        else:
            self.add_error("search", _("有几个单位名称相近：在下面选定一个。"))
        return data


MOST_FOUND = 10


def _matching(text: str) -> Any:
    code = text.replace(" ", "").upper()
    if code.isascii():
        return directory().filter(uscc=code)
    return directory().filter(name__contains=text)
