"""Forms of the review batches."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.models import Case


class BatchForm(forms.Form):
    use_required_attribute = False
    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=100,
        help_text=gettext_lazy("例如“第一批方案论证”。"),
        error_messages={"required": gettext_lazy("名称没有填写。")},
    )
    year = forms.IntegerField(
        label=gettext_lazy("年度"),
        min_value=2000,
        max_value=2100,
        error_messages={
            "required": gettext_lazy("年度没有填写。"),
            "invalid": gettext_lazy("年度写四位数字。"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = clock.today().year


class _CaseChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} {obj.title}"


class PutInForm(forms.Form):
    """Which of the cases that are forming their panel enter the batch."""

    use_required_attribute = False
    cases = _CaseChoice(
        Case.objects.none(),
        label=gettext_lazy("正在组建专家组的方案"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("至少勾选一个方案。"),
            "invalid_choice": gettext_lazy("所选方案已不能列入，刷新页面后重新选择。"),
        },
    )

    def __init__(self, *args: Any, open_cases: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].queryset = open_cases  # type: ignore[attr-defined]


class TakeOutForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("移出的原因"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("写明移出的原因，原因留在案卷里。")},
    )


class BatchPicksForm(forms.Form):
    """Seats as "case:expert:kind", cases as "case:version"; whether each may sit is for the verb to say."""

    use_required_attribute = False

    def __init__(self, *args: Any, cases: dict[str, Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cases = cases

    def clean(self) -> dict[str, Any]:
        """Add `picks` and `cases_seen`; raises ValidationError for a case or an expert nobody knows."""
        data = super().clean() or {}
        typed: Any = self.data
        picks = [one.split(":") for one in typed.getlist("picks")]
        experts = Expert.objects.in_bulk([whole(parts[1], 0) for parts in picks if len(parts) == 3])
        found = []
        for parts in picks:
            number, expert, kind = parts if len(parts) == 3 else ("", "", "")
            case, person = self._cases.get(number), experts.get(whole(expert, 0))
            if case is None or person is None:
                raise forms.ValidationError(_("所提交的名单与本批次不符，刷新页面后重新办理。"))
            found.append((case, person, kind))
        versions = dict(one.rpartition(":")[::2] for one in typed.getlist("cases_seen"))
        data["cases_seen"] = {case.pk: whole(versions.get(n, ""), 0) for n, case in self._cases.items()}
        data["picks"] = found
        return data
