"""Forms of the meeting: invitation, minutes, second scoring, statement, signature."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.act_view import ActForm
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.meeting.convene import MOST_ROWS, AgendaEntry
from xiangchuang.reviews.meeting.minutes import Came
from xiangchuang.reviews.meeting.models import Attendance, MeetingQuestion
from xiangchuang.reviews.meeting.second_scoring import ChangedScore, SecondDraft
from xiangchuang.reviews.models import Review, Seat
from xiangchuang.reviews.scores import latest_points, latest_verdict, second_of
from xiangchuang.reviews.write_review import items_for

ROWS: Final = {"rows": 3}
# Empty rows of the agenda beyond those written.
FREE_ROWS: Final = 3


class ConveneForm(ActForm):
    """Day, hour, place and agenda; an emptied row of the agenda is left out."""

    day = forms.DateField(
        label=gettext_lazy("会议日期"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("选择会议日期。"),
            "invalid": gettext_lazy("日期写成 2026-11-23 的样子。"),
        },
    )
    hour = forms.TimeField(
        label=pgettext_lazy("panel meeting", "开始时间"),
        widget=forms.TimeInput(format="%H:%M"),
        help_text=gettext_lazy("例如 14:30。"),
        error_messages={
            "required": gettext_lazy("写明开始时间。"),
            "invalid": gettext_lazy("时间写成 14:30 的样子。"),
        },
    )
    place = forms.CharField(
        label=gettext_lazy("会议地点"),
        max_length=300,
        help_text=gettext_lazy("到房间号；线上会议写网址和会议号。"),
        error_messages={"required": gettext_lazy("写明会议地点。")},
    )

    def __init__(self, *args: Any, agenda: Sequence[AgendaEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = sum(key.startswith("title_") for key in self.data) if self.is_bound else 0
        self.row_count = min(MOST_ROWS, max(len(agenda) + FREE_ROWS, typed))
        for n in range(self.row_count):
            row = agenda[n] if n < len(agenda) else None
            self.fields[f"title_{n}"] = forms.CharField(
                label=_("内容"), required=False, max_length=200, initial=row.title if row else ""
            )
            self.fields[f"minutes_{n}"] = forms.IntegerField(
                label=_("时长（分钟）"), required=False, min_value=1, max_value=600,
                initial=row.minutes if row else None,
                error_messages={"invalid": _("时长填 1 到 600 的整数。")},
            )  # fmt: skip
            self.fields[f"speaker_{n}"] = forms.CharField(
                label=_("发言人"), required=False, max_length=100, initial=row.speaker if row else ""
            )

    def clean(self) -> dict[str, Any]:
        """A row with words has its minutes."""
        data = self.cleaned_data
        for n in range(self.row_count):
            if data.get(f"title_{n}") and f"minutes_{n}" in data and not data[f"minutes_{n}"]:
                self.add_error(f"minutes_{n}", _("写明这一项的时长。"))
        return data

    @property
    def agenda_rows(self) -> list[list[Any]]:
        """The bound fields of each row, for the template."""
        return [
            [self[f"{name}_{n}"] for name in ("title", "minutes", "speaker")] for n in range(self.row_count)
        ]

    def agenda(self) -> list[AgendaEntry]:
        """Return the rows that say something."""
        data = self.cleaned_data
        return [
            AgendaEntry(data[f"title_{n}"], data[f"minutes_{n}"], data[f"speaker_{n}"])
            for n in range(self.row_count)
            if data[f"title_{n}"]
        ]

    def starts_at(self) -> datetime:
        """Return day and hour in Shanghai."""
        typed = datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"])
        return timezone.make_aware(typed, clock.SHANGHAI)


class ReplyForm(ActForm):
    comes = forms.ChoiceField(
        label=gettext_lazy("能否到会"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("按时到会")), ("no", gettext_lazy("不能到会"))],
        error_messages={"required": gettext_lazy("选择能否到会。")},
    )
    reason = forms.CharField(
        label=gettext_lazy("不能到会的原因"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs=ROWS),
    )

    def clean(self) -> dict[str, Any]:
        """Who stays away says why."""
        data = self.cleaned_data
        if data.get("comes") == "no" and not data.get("reason"):
            self.add_error("reason", _("写明不能到会的原因。"))
        return data


class PresentationForm(ActForm):
    file = forms.FileField(
        label=gettext_lazy("汇报材料"),
        help_text=gettext_lazy("PDF 或 PPTX 文件；会议开始前可以重新上传，以最后一份为准。"),
        error_messages={
            "required": gettext_lazy("选择汇报材料。"),
            "empty": gettext_lazy("文件是空的，重新选择。"),
        },
    )


class QuestionForm(ActForm):
    text = forms.CharField(
        label=pgettext_lazy("panel meeting", "问题"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("申报单位看到问题，看不到是谁提的。"),
        error_messages={"required": gettext_lazy("写明要问的问题。")},
    )  # fmt: skip


class QuestionAnswersForm(ActForm):
    """An answer to each question, saved as far as written; each names the version that was seen."""

    def __init__(self, *args: Any, questions: Iterable[MeetingQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[f"answer_{question.pk}"] = forms.CharField(
                label=_("答复"), required=False, max_length=4000, initial=question.answer,
                widget=forms.Textarea(attrs=ROWS),
            )  # fmt: skip
            self.fields[f"version_{question.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=question.version
            )

    def changed(self) -> list[tuple[int, int, str]]:
        """Return (question id, version seen, answer) of those written anew."""
        data = self.cleaned_data
        return [
            (q.pk, data[f"version_{q.pk}"] or 0, answer)
            for q in self.questions
            if (answer := data[f"answer_{q.pk}"]) and answer != q.answer
        ]


class MinutesForm(ActForm):
    """The minutes and who came; complete or not."""

    minutes = forms.CharField(
        label=gettext_lazy("会议记录"), required=False, max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("写发言要点和讨论过程；按规定送达申报单位的部分不出现专家姓名。"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, seats: Sequence[Seat], attendances: Iterable[Attendance], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = {row.seat_id: row for row in attendances}
        self.seats = list(seats)
        for seat in self.seats:
            row = rows.get(seat.pk)
            present = row.present if row else None
            self.fields[f"present_{seat.pk}"] = forms.ChoiceField(
                label=seat.expert.name, required=False, widget=forms.RadioSelect,
                choices=[("yes", _("到会")), ("no", _("缺席"))],
                initial="" if present is None else "yes" if present else "no",
            )  # fmt: skip
            self.fields[f"reason_{seat.pk}"] = forms.CharField(
                label=_("缺席原因"), required=False, max_length=300, initial=row.reason if row else ""
            )

    @property
    def attendance_rows(self) -> list[tuple[Seat, Any, Any]]:
        """Each seat with its bound fields, for the template."""
        return [(seat, self[f"present_{seat.pk}"], self[f"reason_{seat.pk}"]) for seat in self.seats]

    def attendance(self) -> dict[int, Came]:
        """Return what was noted, by seat."""
        spoken = {"yes": True, "no": False}
        data = self.cleaned_data
        return {
            seat.pk: Came(spoken.get(data[f"present_{seat.pk}"]), data[f"reason_{seat.pk}"])
            for seat in self.seats
        }


class SecondScoringForm(ActForm):
    """The sheet once more, filled with what counts now."""

    reason = forms.CharField(
        label=gettext_lazy("改变结论的理由"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=ROWS),
    )

    def __init__(self, *args: Any, review: Review, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items, second = items_for(review.seat.kind, pack), second_of(review)
        points = latest_points(review)
        reasons = {s.item: s.reason for s in second.scores.all()} if second else {}
        wrong = _("打分填 0 到 %(scale)s 的整数。") % {"scale": pack.review.scale}
        for item in self.items:
            self.fields[f"points_{item.code}"] = forms.IntegerField(
                label=_("现在的打分"), min_value=0, max_value=pack.review.scale,
                initial=points.get(item.code),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
            )  # fmt: skip
            self.fields[f"why_{item.code}"] = forms.CharField(
                label=_("改分的理由"), required=False, max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2}), initial=reasons.get(item.code, ""),
            )  # fmt: skip
        self.fields["verdict"] = forms.ChoiceField(
            label=_("评审结论"), widget=forms.RadioSelect, initial=latest_verdict(review),
            choices=[(v.code, words(v.label)) for v in pack.review.verdicts],
            error_messages={"required": _("没有选择评审结论。")},
        )  # fmt: skip
        self.fields["reason"].initial = second.reason if second else ""
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def draft(self) -> SecondDraft:
        """Return what was typed as the verb takes it."""
        data = self.cleaned_data
        scores = [ChangedScore(i.code, data[f"points_{i.code}"], data[f"why_{i.code}"]) for i in self.items]
        return SecondDraft(scores, data["verdict"], data["reason"])


class StatementForm(ActForm):
    text = forms.CharField(
        label=pgettext_lazy("panel meeting", "论证意见"), max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=gettext_lazy("第一行是标题，一行一段。改动文字后，已有的签名作废，专家重新签署。"),
        error_messages={"required": gettext_lazy("论证意见是空的。")},
    )  # fmt: skip


class ReopenForm(ActForm):
    reason = forms.CharField(
        label=gettext_lazy("撤回的原因"), widget=forms.Textarea(attrs=ROWS),
        help_text=gettext_lazy("留在案卷里。撤回后签名作废，专家可以再次评分。"),
        error_messages={"required": gettext_lazy("写明撤回的原因。")},
    )  # fmt: skip


class SignatureForm(ActForm):
    text_seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    stance = forms.ChoiceField(
        label=gettext_lazy("签署"),
        widget=forms.RadioSelect,
        choices=[("agree", gettext_lazy("同意论证意见")), ("dissent", gettext_lazy("签署，并附不同意见"))],
        error_messages={"required": gettext_lazy("选择同意，或者附不同意见。")},
    )
    dissent = forms.CharField(
        label=gettext_lazy("不同意见的理由"), required=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=gettext_lazy("附在论证意见之后，署您的姓名。"),
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("登录密码"), strip=False, max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=gettext_lazy("再填一次您的登录密码，确认由本人签署。"),
        error_messages={"required": gettext_lazy("密码没有填写。")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A dissent has its reasons."""
        data = self.cleaned_data
        if data.get("stance") == "dissent" and not data.get("dissent"):
            self.add_error("dissent", _("持不同意见的，写明理由。"))
        return data
