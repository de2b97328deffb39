"""The form of a demand: what is wanted, where it stands, and the questions of each orientation."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.layouts.demand_files import KINDS, PURPOSE
from xiangchuang.layouts.file_demand import DemandDraft, ReasonDraft
from xiangchuang.layouts.forms import PlaceForm, offer, text_field
from xiangchuang.layouts.models import Demand
from xiangchuang.layouts.permissions import FILERS, houses_of
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words

_t = gettext_lazy


class DemandForm(PlaceForm):
    """A demand. The questions of all orientations are shown; those of the chosen one are kept (3.2)."""

    organization = forms.ChoiceField(label=_t("提出单位"))
    title = text_field(_t("需要的技术"), 200, hint=_t("例如“超大直径盾构主轴承设计制造”。"))
    text = text_field(
        _t("要解决的问题和指标"), 4000, rows=5, hint=_t("现在卡在哪里，要达到什么指标，何时需要。")
    )
    users = text_field(_t("由谁使用"), 300, hint=_t("例如“本单位和省内 12 家主机企业”。"))

    def __init__(
        self, *args: Any, pack: Pack, actor: Actor, demand: Demand | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, pack=pack, **kwargs)
        houses = {demand.organization_id} if demand else houses_of(actor, FILERS)
        rows = Organization.objects.filter(pk__in=houses, merged_into__isnull=True).order_by("name")
        self.houses = {str(row.pk): row for row in rows}
        offer(self, "organization", [(key, row.name) for key, row in self.houses.items()])
        self.kept_files = (
            {r.question: r.file for r in demand.reasons.select_related("file")} if demand else {}
        )
        self.asked: list[tuple[str, list[str]]] = []
        for orientation in pack.orientations:
            self.asked.append((words(orientation.label), [self._ask(q) for q in orientation.questions]))
        order = ["organization", "title", "text", "users", "area", "other_field"]
        self.order_fields([*order, *(n for _label, names in self.asked for n in names)])

    def _ask(self, question: Any) -> str:
        proof = words(question.evidence) if question.evidence else ""
        self.fields[question.code] = text_field(words(question.label), 2000, rows=3, required=False)
        self.fields[f"{question.code}_proof"] = text_field(
            _("佐证材料的名称"),
            500,
            required=False,
            hint=_("例如：%(proof)s") % {"proof": proof} if proof else "",
        )
        self.fields[f"{question.code}_file"] = forms.FileField(
            label=_("佐证文件"), required=False, help_text=_("PDF、Word、Excel 或图片。")
        )
        return str(question.code)

    @property
    def groups(self) -> list[tuple[str, list[tuple[Any, Any, Any]]]]:
        """Return the questions under their orientations, each as (answer, proof, file) fields."""
        return [
            (label, [(self[name], self[f"{name}_proof"], self[f"{name}_file"]) for name in names])
            for label, names in self.asked
            if names
        ]

    @property
    def house(self) -> Organization:
        """Return the organisation chosen."""
        return self.houses[self.cleaned_data["organization"]]

    def draft(self, actor: Actor) -> DemandDraft:
        """Return what was written, files taken in; raises RefusedUpload."""
        told = self.cleaned_data
        names = [name for _label, found in self.asked for name in found]
        reasons = [
            ReasonDraft(name, told[name], told[f"{name}_proof"], self._file(name, actor))
            for name in names
            if told[name]
        ]
        return DemandDraft(told["title"], told["text"], told["users"], self.place, reasons)

    def _file(self, name: str, actor: Actor) -> StoredFile | None:
        upload = self.cleaned_data[f"{name}_file"]
        if not upload:
            return self.kept_files.get(name)
        return store(actor=actor, upload=upload, expect=KINDS, purpose=PURPOSE)


def demand_values(demand: Demand) -> dict[str, Any]:
    """Return what the form shows of a demand that is amended."""
    values: dict[str, Any] = {
        "organization": str(demand.organization_id), "title": demand.title, "text": demand.text,
        "users": demand.users,
    }  # fmt: skip
    for reason in demand.reasons.all():
        values |= {reason.question: reason.answer, f"{reason.question}_proof": reason.proof}
    return values
