"""The form of the record: what was found at each point, and the record itself."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.act_view import ActForm
from xiangchuang.procedure.errors import Invalid
from xiangchuang.proposals.forms.fields import Line
from xiangchuang.proposals.forms.plan import read_number
from xiangchuang.reviews.models import Found, VisitItem
from xiangchuang.reviews.on_site.claims import read_amount, typed_text, unit_of
from xiangchuang.reviews.on_site.findings import Finding
from xiangchuang.reviews.on_site.record_lines import record_lines


class VisitRecordForm(ActForm):
    """What was found at each point, and the record; may be saved before it is complete."""

    def __init__(
        self, *args: Any, items: Sequence[VisitItem], record: str, pack: Pack, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        self.lines = record_lines(items, pack)
        self.amounts: dict[str, int | None] = {}
        for item in items:
            self.fields[f"found_{item.code}"] = forms.ChoiceField(
                label=item.label, choices=Found.choices, widget=forms.RadioSelect, required=False,
                initial=item.found,
            )  # fmt: skip
            if item.claimed is not None:
                self.fields[f"number_{item.code}"] = Line(
                    label=_("现场核对的数值（%(unit)s）") % {"unit": unit_of(item, pack)}, required=False,
                    initial="" if item.found_amount is None else typed_text(item, item.found_amount),
                )  # fmt: skip
            self.fields[f"remark_{item.code}"] = forms.CharField(
                label=_("看到的情况"), widget=forms.Textarea(attrs={"rows": 2}), required=False,
                initial=item.remark, max_length=4000,
            )  # fmt: skip
        self.fields["record"] = forms.CharField(
            label=_("考察记录"), widget=forms.Textarea(attrs={"rows": 6}), required=False, initial=record,
            max_length=20_000, help_text=_("时间、参加人员、看了什么、谈了什么、结论性看法。"),
        )  # fmt: skip

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return each point with its fields; `number` only where it is a figure of the register."""
        return [
            {
                "item": item,
                "found": self[f"found_{item.code}"],
                "remark": self[f"remark_{item.code}"],
                "number": self[f"number_{item.code}"] if item.claimed is not None else None,
                "line": line,
            }
            for item, line in zip(self.items, self.lines, strict=True)
        ]

    def clean(self) -> dict[str, Any]:
        """Whatever is not as the plan states is described, a figure with what the books said."""
        for item in self.items:
            found = self.cleaned_data.get(f"found_{item.code}")
            if found and found != Found.AS_STATED and not self.cleaned_data.get(f"remark_{item.code}"):
                self.add_error(f"remark_{item.code}", _("不是相符，写明看到的情况。"))
            if item.claimed is not None:
                self._clean_number(item)
        return self.cleaned_data

    def _clean_number(self, item: VisitItem) -> None:
        name = f"number_{item.code}"
        typed = self.cleaned_data.get(name, "")
        try:
            self.amounts[item.code] = read_amount(item, read_number(typed)) if typed else None
        except ValueError:
            self.add_error(name, _("“%(typed)s”不是数：只填数字。") % {"typed": typed})
        except Invalid as refusal:
            self.add_error(name, refusal.message)

    def findings(self) -> dict[str, Finding]:
        """Return the findings as the verb takes them."""
        data = self.cleaned_data
        return {
            item.code: Finding(
                data[f"found_{item.code}"], data[f"remark_{item.code}"], self.amounts.get(item.code)
            )
            for item in self.items
        }
