"""Forms of panel, review and visit. Drafts may be incomplete: what a submission needs is asked then."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.models import User
from xiangchuang.experts.models import Expert
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import Pack, ScoreItem
from xiangchuang.procedure.act_view import ActForm
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import ConditionOutcome
from xiangchuang.reviews.models import Opinion, OpinionState, Review, Severity
from xiangchuang.reviews.write_review import OpinionDraft, ReviewDraft, ScoreDraft

ROWS = {"rows": 3}
# Empty opinion rows offered beyond those already written; saving the draft offers as many again.
FREE_OPINIONS = 3


class SeatForm(ActForm):
    """Which expert takes a seat, as what; drawn as one button a candidate."""

    expert = forms.ModelChoiceField(
        Expert.objects.all(),
        error_messages={
            "required": gettext_lazy("选择一位专家。"),
            "invalid_choice": gettext_lazy("专家库没有这位专家，刷新页面后重新选择。"),
        },
    )
    kind = forms.CharField(max_length=16)


class ReplaceForm(ActForm):
    """By the next number of the draw, or by name; then, for a seat that was drawn, with the reason."""

    by_draw = forms.BooleanField(required=False)
    expert = forms.ModelChoiceField(
        Expert.objects.all(), required=False,
        error_messages={"invalid_choice": gettext_lazy("专家库没有这位专家，刷新页面后重新选择。")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("不按抽取顺序补选的原因"), widget=forms.Textarea(attrs=ROWS), required=False
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("by_draw") and not data.get("expert") and "expert" not in self.errors:
            self.add_error("expert", _("选择一位专家。"))
        return data


class LeavingForm(ActForm):
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        widget=forms.Textarea(attrs=ROWS),
        help_text=gettext_lazy("留在案卷里，申报单位看不到。"),
        error_messages={"required": gettext_lazy("写明原因。")},
    )


class RecusalForm(ActForm):
    reason = forms.CharField(
        label=gettext_lazy("回避原因"),
        widget=forms.Textarea(attrs=ROWS),
        help_text=gettext_lazy("与哪个单位或哪个人有什么关系，例如“2024 年起任该单位技术顾问”。"),
        error_messages={"required": gettext_lazy("写明与哪个单位或哪个人有什么关系。")},
    )


class DepartmentForm(ActForm):
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label=gettext_lazy("相关部门"),
        empty_label=gettext_lazy("选择部门"),
        help_text=gettext_lazy("该部门可以提名专家，并对专家组名单会签。"),
        error_messages={
            "required": gettext_lazy("选择一个部门。"),
            "invalid_choice": gettext_lazy("这个部门已受邀或不在单位库中，重新选择。"),
        },
    )

    def __init__(self, *args: Any, departments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organization"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = departments


class CoSignForm(ActForm):
    remark = forms.CharField(
        label=gettext_lazy("会签意见"), widget=forms.Textarea(attrs=ROWS), required=False, max_length=1000
    )


class ReviewForm(ActForm):
    """Score sheet, verdict, summary and opinions of one expert; `is_final` asks for completeness."""

    def __init__(
        self, *args: Any, items: Sequence[ScoreItem], pack: Pack, review: Review | None, is_final: bool,
        shown: Callable[[str], str] = str, **kwargs: Any,
    ) -> None:  # fmt: skip
        """`shown` gives a quotation as the reader may see it: what is kept is the plan's own words."""
        super().__init__(*args, **kwargs)
        self.items, self.is_final, self.shown = items, is_final, shown
        scores = {s.item: s for s in review.scores.all()} if review else {}
        for item in items:
            score = scores.get(item.code)
            self.fields[f"points_{item.code}"] = forms.IntegerField(
                label=_("打分（0—%(scale)s）") % {"scale": pack.review.scale},
                min_value=0, max_value=pack.review.scale, required=is_final,
                initial=score.points if score else None,
                error_messages=_points_words(item, pack.review.scale),
            )  # fmt: skip
            self.fields[f"why_{item.code}"] = forms.CharField(
                label=_("评分理由"), widget=forms.Textarea(attrs=ROWS), required=is_final,
                initial=score.justification if score else "", max_length=4000,
                error_messages={"required": _("“%(item)s”没有写评分理由。") % {"item": words(item.label)}},
            )  # fmt: skip
        self.fields["verdict"] = forms.ChoiceField(
            label=_("评审结论"), choices=[(v.code, words(v.label)) for v in pack.review.verdicts],
            widget=forms.RadioSelect, required=is_final, initial=review.verdict if review else "",
            error_messages={"required": _("没有选择评审结论。")},
        )  # fmt: skip
        self.fields["summary"] = forms.CharField(
            label=_("总体评价"), widget=forms.Textarea(attrs={"rows": 5}), required=is_final,
            initial=review.summary if review else "", max_length=10_000,
            error_messages={"required": _("没有写总体评价。")},
        )  # fmt: skip
        self._add_opinions(list(review.opinions.order_by("pk")) if review else [], pack)

    def _add_opinions(self, written: Sequence[Opinion], pack: Pack) -> None:
        sections = [
            ("", _("选择章节")),
            *((s.code, f"{s.code} {words(s.title)}") for s in pack.outline.sections),
        ]
        typed = [key for key in (self.data if self.is_bound else self.initial) if key.startswith("demand_")]
        self.opinion_count = max(len(written) + FREE_OPINIONS, min(len(typed), 200))
        for n in range(self.opinion_count):
            old = written[n] if n < len(written) else None
            self.fields[f"section_{n}"] = forms.ChoiceField(
                label=_("针对章节"), choices=sections, required=False, initial=old.section if old else ""
            )
            self.fields[f"severity_{n}"] = forms.ChoiceField(
                label=_("要求"), choices=Severity.choices, required=False,
                initial=old.severity if old else Severity.MUST,
            )  # fmt: skip
            self.fields[f"quote_{n}"] = forms.CharField(
                label=_("原文"), required=False, max_length=2000,
                initial=self.shown(old.quote) if old else "",
                help_text=_("点方案段落旁的“引用”带入，或者照方案抄录；提交时核对方案里有没有。"),
            )  # fmt: skip
            self.fields[f"demand_{n}"] = forms.CharField(
                label=_("意见"), widget=forms.Textarea(attrs=ROWS), required=False, max_length=4000,
                initial=old.demand if old else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """On submission an opinion names its section."""
        cleaned = self.cleaned_data
        for n in range(self.opinion_count):
            if (
                self.is_final
                and cleaned.get(f"demand_{n}")
                and not cleaned.get(f"section_{n}")
                and not cleaned.get(f"quote_{n}")
            ):
                self.add_error(f"section_{n}", _("选择这条意见针对的章节。"))
        return cleaned

    @property
    def opinion_rows(self) -> list[list[Any]]:
        """The bound fields of each opinion, for the template."""
        names = ("section", "severity", "quote", "demand")
        return [[self[f"{name}_{n}"] for name in names] for n in range(self.opinion_count)]

    def draft(self) -> ReviewDraft:
        """Return what was typed as the verb takes it, without what is wrong in a field."""
        data = self.cleaned_data
        return ReviewDraft(
            scores=[
                ScoreDraft(i.code, data.get(f"points_{i.code}"), data.get(f"why_{i.code}", ""))
                for i in self.items
            ],
            verdict=data.get("verdict", ""),
            summary=data.get("summary", ""),
            opinions=[
                OpinionDraft(
                    data.get(f"section_{n}", ""), data.get(f"demand_{n}", ""),
                    data.get(f"severity_{n}") or Severity.MUST, data.get(f"quote_{n}", ""),
                )
                for n in range(self.opinion_count)
                if data.get(f"demand_{n}") or data.get(f"quote_{n}")
            ],
        )  # fmt: skip


def _points_words(item: ScoreItem, scale: int) -> dict[str, str]:
    named = {"item": words(item.label), "scale": scale}
    wrong = _("“%(item)s”的打分填 0 到 %(scale)s 的整数。") % named
    return {
        "required": _("“%(item)s”没有打分。") % named,
        "invalid": wrong, "min_value": wrong, "max_value": wrong,
    }  # fmt: skip


class FindingsForm(ActForm):
    """The panel's finding on each condition that waits for it; those left empty stay as they are."""

    def __init__(self, *args: Any, outcomes: Sequence[ConditionOutcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcomes = outcomes
        for outcome in outcomes:
            self.fields[f"finding_{outcome.code}"] = forms.ChoiceField(
                label=_("专家组认定"), choices=[("met", _("满足")), ("unmet", _("不满足"))],
                widget=forms.RadioSelect, required=False, initial=outcome.finding,
            )  # fmt: skip
            self.fields[f"reason_{outcome.code}"] = forms.CharField(
                label=_("认定依据"), widget=forms.Textarea(attrs=ROWS), required=False,
                initial=outcome.finding_reason, max_length=4000,
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[ConditionOutcome, Any, Any]]:
        return [(o, self[f"finding_{o.code}"], self[f"reason_{o.code}"]) for o in self.outcomes]

    def clean(self) -> dict[str, Any]:
        """A finding goes with its reason."""
        for outcome in self.outcomes:
            finding = self.cleaned_data.get(f"finding_{outcome.code}")
            if finding and not self.cleaned_data.get(f"reason_{outcome.code}"):
                self.add_error(f"reason_{outcome.code}", _("写明认定的依据。"))
        return self.cleaned_data

    def changed(self) -> list[tuple[str, str, str]]:
        """Return (code, finding, reason) of the conditions whose finding or reason was changed."""
        rows = []
        for outcome in self.outcomes:
            finding = self.cleaned_data[f"finding_{outcome.code}"]
            reason = self.cleaned_data[f"reason_{outcome.code}"]
            if finding and (finding, reason) != (outcome.finding, outcome.finding_reason):
                rows.append((outcome.code, finding, reason))
        return rows


class ConclusionForm(ActForm):
    """How a review or a visit ends; the choices are the outcomes the pack's stage has."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("作出结论"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("选择结论。")},
    )
    summary = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000)

    def __init__(
        self, *args: Any, outcomes: Sequence[tuple[str, str]], label: str, hint: str, is_required: bool,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = outcomes
        summary = self.fields["summary"]
        summary.label, summary.help_text, summary.required = label, hint, is_required
        summary.error_messages["required"] = _("没有写%(what)s。") % {"what": label}


class AnswersForm(ActForm):
    """An answer to each released opinion; saved as far as written.

    Fields are named by the opinion's number: keys of rows lie together by author, and would tell them apart.
    """

    def __init__(self, *args: Any, opinions: Iterable[Opinion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opinions = list(opinions)
        for opinion in self.opinions:
            self.fields[f"answer_{opinion.number}"] = forms.CharField(
                label=_("答复"), widget=forms.Textarea(attrs=ROWS), required=False, max_length=10_000,
                initial=opinion.answer,
                help_text=_("改在哪一节、怎样改的；不采纳的写明理由。"),
            )  # fmt: skip

    def changed(self) -> list[tuple[int, str]]:
        """Return (opinion id, answer) of those written anew."""
        return [
            (o.pk, answer)
            for o in self.opinions
            if (answer := self.cleaned_data[f"answer_{o.number}"]) and answer != o.answer
        ]


class RejoinderForm(ActForm):
    state = forms.ChoiceField(
        label=gettext_lazy("核对结果"),
        widget=forms.RadioSelect,
        choices=[
            (OpinionState.CLOSED, gettext_lazy("已按意见完善，闭合")),
            (OpinionState.OPEN, gettext_lazy("答复还不够，退回")),
        ],
        error_messages={"required": gettext_lazy("选择闭合或退回。")},
    )
    rejoinder = forms.CharField(
        label=gettext_lazy("还缺什么"), widget=forms.Textarea(attrs=ROWS), required=False, max_length=4000,
        help_text=gettext_lazy("退回时必写，申报单位能看到。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What is sent back says what is missing."""
        data = self.cleaned_data
        if data.get("state") == OpinionState.OPEN and not data.get("rejoinder"):
            self.add_error("rejoinder", _("写明答复还缺什么。"))
        return data


class VisitPlanForm(ActForm):
    visit_on = forms.DateField(
        label=gettext_lazy("考察日期"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("选择考察日期。"),
            "invalid": gettext_lazy("日期写成 2026-11-23 的样子。"),
        },
    )
    place = forms.CharField(
        label=gettext_lazy("考察地点"),
        max_length=200,
        help_text=gettext_lazy("到门牌号，例如“长沙市岳麓区示例路 1 号研发楼”。"),
        error_messages={"required": gettext_lazy("写明考察地点。")},
    )
    team = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("考察组"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("选择考察组成员。"),
            "invalid_choice": gettext_lazy("所选人员不在名单中，刷新页面后重新选择。"),
        },
    )

    find = forms.CharField(
        label=gettext_lazy("从专家库另请专家"), required=False, max_length=100,
        help_text=gettext_lazy("写姓名或工作单位的一部分，按“查找”后勾选；专家组以外的专家同样核对利益冲突。"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: Any, called: Mapping[int, str], team_min: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["team"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people
        field.label_from_instance = lambda user: called[user.pk]  # type: ignore[method-assign, assignment]
        field.help_text = _("至少 %(min)s 人；专家有利益冲突的不能选。") % {"min": team_min}


class SignForm(ActForm):
    record_seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
