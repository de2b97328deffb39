"""Forms of adjustments: what people write. The verbs judge; the forms only read."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xiangchuang.adjustments.grounds import PossibleGround
from xiangchuang.adjustments.models import RectificationPoint
from xiangchuang.adjustments.move_measure import MotionDraft, possible_measures
from xiangchuang.adjustments.rectify import PointDraft
from xiangchuang.centers.models import GOING_ON, Center
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words

_MISSING = {"required": _("这一项没有填写。"), "invalid_choice": _("从列表中选择。")}
_DAY = {"required": _("填写日期。"), "invalid": _("日期写成 2026-11-23 的样子。")}
LEAST_ROWS = 5
MOST_ROWS = 100


def _text(label: Any, most: int, *, rows: int = 0, hint: Any = "", required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label,
        max_length=most,
        widget=widget,
        help_text=hint,
        required=required,
        error_messages=_MISSING,
    )


def _day(label: Any, *, hint: Any = "", required: bool = True) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, help_text=hint, required=required, error_messages=_DAY)


class PlainForm(forms.Form):
    """Base: the server checks, in its own words."""

    use_required_attribute = False


class MotionForm(PlainForm):
    """Which measure, on what grounds, why; `into` and `becomes` for the measures that need them."""

    measure = forms.ChoiceField(label=_("处理措施"), error_messages=_MISSING, widget=forms.RadioSelect)
    grounds = forms.MultipleChoiceField(
        label=_("记录中的依据"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选这项措施所依据的记录。"), error_messages=_MISSING,
    )  # fmt: skip
    facts = _text(
        _("其他事实"), 1000, rows=3, required=False,
        hint=_("记录里没有的事实写在这里，例如“两项建设任务逾期一年没有完成”。"),
    )  # fmt: skip
    reason = _text(_("理由"), 4000, rows=6, hint=_("为什么采取这项措施；中心和所在市州会看到。"))
    into = forms.ModelChoiceField(
        Center.objects.none(), label=_("并入的中心"), required=False, empty_label=_("不并入"),
        help_text=_("只在“并入”时选。"), error_messages=_MISSING,
    )  # fmt: skip
    becomes = _text(
        _("转建为"), 200, required=False, hint=_("只在“转建”时写，例如“省工程技术研究中心（示例）”。")
    )

    def __init__(
        self, *args: Any, center: Center, pack: Pack, at_hand: Sequence[PossibleGround], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        measures: Any = self.fields["measure"]
        measures.choices = [
            (m.code, _now("%(label)s：%(about)s") % {"label": words(m.label), "about": words(m.about)})
            for m in possible_measures(center, pack)
        ]
        grounds: Any = self.fields["grounds"]
        grounds.choices = [(ground.code, ground.text) for ground in at_hand]
        if not at_hand:
            del self.fields["grounds"]
        others: Any = self.fields["into"]
        others.queryset = Center.objects.filter(state__in=GOING_ON).exclude(pk=center.pk).order_by("name")

    def draft(self) -> MotionDraft:
        """Return what was written."""
        data = self.cleaned_data
        return MotionDraft(
            data["measure"], data["reason"], tuple(data.get("grounds", ())), data["facts"], data["into"],
            data["becomes"],
        )  # fmt: skip


class HearingForm(PlainForm):
    """Whether the center agrees, its words and its evidence."""

    agrees = forms.ChoiceField(
        label=_("对拟作出的处理"), choices=[("yes", _("同意")), ("no", _("不同意，陈述如下"))],
        widget=forms.RadioSelect, error_messages={"required": _("选择同意或者不同意。")},
    )  # fmt: skip
    words = _text(_("陈述和申辩"), 8000, rows=8, hint=_("写明事实、理由和依据；提交后不能改。"))
    evidence = forms.FileField(label=_("证明材料"), required=False, help_text=_("PDF、Word、Excel 或图片。"))


class ReasonForm(PlainForm):
    """A reason that others read."""

    reason = _text(_("理由"), 4000, rows=6)


class RemarkForm(PlainForm):
    """What somebody objects to while signing."""

    remark = _text(_("保留意见"), 1000, rows=3, required=False, hint=_("没有不同意见的不填。"))


class ConcludeForm(PlainForm):
    """Passed or not, and why."""

    passed = forms.ChoiceField(
        label=_("复核结论"), choices=[("yes", _("通过，恢复运行")), ("no", _("未通过"))],
        widget=forms.RadioSelect, error_messages={"required": _("选择复核结论。")},
    )  # fmt: skip
    reason = _text(_("理由"), 4000, rows=5)


class ProgressForm(PlainForm):
    """How far a point is."""

    text = _text(_("进展"), 2000, rows=4, hint=_("做了什么、结果怎样。"))
    is_done = forms.BooleanField(label=_("这一项已完成"), required=False, help_text=_("完成的要附证明材料。"))
    evidence = forms.FileField(label=_("证明材料"), required=False, help_text=_("PDF、Word、Excel 或图片。"))


class WindUpForm(PlainForm):
    """How everything was settled."""

    words = _text(_("清理情况"), 4000, rows=5, hint=_("各类事项怎样了结、交接给谁。"))


_POINT = ("problem", "remedy", "responsible", "due_on")


class PlanForm(PlainForm):
    """The points of the plan, a row each; empty rows are left out."""

    def __init__(self, *args: Any, points: Sequence[RectificationPoint], rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = min(max(rows, len(points) + 1, LEAST_ROWS), MOST_ROWS)
        for number in range(self.rows):
            at = points[number] if number < len(points) else None
            self.fields[f"problem-{number}"] = _text(_("问题"), 500, required=False)
            self.fields[f"remedy-{number}"] = _text(_("整改措施"), 2000, rows=2, required=False)
            self.fields[f"responsible-{number}"] = _text(_("责任人"), 100, required=False)
            self.fields[f"due_on-{number}"] = _day(_("完成期限"), required=False)
            for name in _POINT if at else ():
                self.initial.setdefault(f"{name}-{number}", getattr(at, name))

    @property
    def lines(self) -> list[tuple[int, list[Any]]]:
        """Return (number from 1, its fields) for the template."""
        return [(n + 1, [self[f"{name}-{n}"] for name in _POINT]) for n in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing of a row that was begun."""
        data = super().clean() or {}
        for number in range(self.rows):
            begun = [data.get(f"{name}-{number}") for name in _POINT]
            for name, value in zip(_POINT, begun, strict=True):
                if any(begun) and not value and f"{name}-{number}" not in self.errors:
                    self.add_error(
                        f"{name}-{number}", _now("第 %(number)d 项没有填全。") % {"number": number + 1}
                    )
        return data

    def points(self) -> list[PointDraft]:
        """Return the rows that were filled."""
        data = self.cleaned_data
        rows = [[data[f"{name}-{n}"] for name in _POINT] for n in range(self.rows)]
        return [PointDraft(*row) for row in rows if any(row)]


class RecheckForm(PlainForm):
    """Day, place, team, and what was found of each point."""

    visited_on = _day(_("现场复核日期"))
    place = _text(_("地点"), 200)
    team = _text(_("复核组成员"), 500, hint=_("写姓名和身份，用顿号分开。"))
    summary = _text(_("总体情况"), 4000, rows=4)

    def __init__(self, *args: Any, points: Sequence[RectificationPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for point in points:
            self.fields[f"resolved-{point.pk}"] = forms.ChoiceField(
                label=_("是否到位"), choices=[("yes", _("已整改到位")), ("no", _("没有到位"))],
                widget=forms.RadioSelect, error_messages={"required": _("选择是否到位。")},
            )  # fmt: skip
            self.fields[f"words-{point.pk}"] = _text(_("复核情况"), 2000, rows=2)

    @property
    def lines(self) -> list[tuple[RectificationPoint, Any, Any]]:
        """Return (point, its choice, its words) for the template."""
        return [(p, self[f"resolved-{p.pk}"], self[f"words-{p.pk}"]) for p in self.points]

    def findings(self) -> dict[int, tuple[bool, str]]:
        """Return what was found, by point."""
        data = self.cleaned_data
        return {p.pk: (data[f"resolved-{p.pk}"] == "yes", data[f"words-{p.pk}"]) for p in self.points}


def hundredths(points: Decimal | None) -> int:
    """Return points as hundredths; 0 for none."""
    return 0 if points is None else int(points * 100)
