"""Pages about opinions: the lead answers them, the officer closes them or sends them back."""

from typing import Any

from django import forms
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.procedure.act_view import ActForm, ActView
from xiangchuang.procedure.models import StageRun
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews import forms as review_forms
from xiangchuang.reviews.answered_opinions import answered_opinions
from xiangchuang.reviews.models import Opinion, OpinionAnswer, OpinionState
from xiangchuang.reviews.opinion_lines import lines_of, standing_of
from xiangchuang.reviews.opinions import (
    ANSWER,
    CLOSE,
    REOPEN,
    answer_opinion,
    close_opinion,
    reopen_opinion,
)
from xiangchuang.reviews.queries import opinions_visible_to, sees_inside


class AnswerView(ActView):
    """All released opinions with a box for each answer; saved as far as written."""

    verb = ANSWER
    form_class = review_forms.AnswersForm
    template_name = "reviews/answers.html"

    def form_arguments(self) -> dict[str, Any]:
        released = Opinion.objects.filter(case=self.case, released_at__isnull=False)
        return {"opinions": released.exclude(state=OpinionState.CLOSED)}

    def do(self, form: forms.Form, seen: int) -> str:
        assert isinstance(form, review_forms.AnswersForm)
        changed = form.changed()
        with transaction.atomic():
            for opinion_id, answer in changed:
                answer_opinion(
                    actor=self.actor, case=self.case, seen=seen, opinion_id=opinion_id, answer=answer
                )
                seen = self.case.version
        waiting = Opinion.objects.filter(
            case=self.case, released_at__isnull=False, state=OpinionState.OPEN
        ).count()
        if waiting:
            return _("已保存 %(n)s 条答复，还有 %(left)s 条没有答复。") % {"n": len(changed), "left": waiting}
        return _("各条意见都已答复。上传修改后的方案即可提交。")

    def _round(self) -> int:
        run = StageRun.objects.filter(case=self.case, stage_kind="review").order_by("-round").first()
        return run.round if run else 0

    def next_url(self) -> str:
        return self.request.path

    def extra_context(self) -> dict[str, Any]:
        form = self.shown
        assert isinstance(form, review_forms.AnswersForm)
        closed = Opinion.objects.filter(case=self.case, released_at__isnull=False, state=OpinionState.CLOSED)
        pack = pack_of(self.case)
        lines = lines_of(form.opinions, pack)
        named = OpinionAnswer.objects.filter(opinion__in=form.opinions, run__closed_at__isnull=True)
        places = {answer.opinion_id: answer for answer in named}
        return {
            "rows": [
                (line, form[f"answer_{line.opinion.number}"], places.get(line.opinion.pk)) for line in lines
            ],
            "closed": lines_of(closed, pack),
            "standing": standing_of((*lines, *lines_of(closed, pack)), self._round()),
        }


class OpinionForm(ActForm):
    opinion = forms.IntegerField(widget=forms.HiddenInput)


class OpinionsView(ActView):
    """The officer's page of all opinions; one button closes an answered one."""

    verb = CLOSE
    form_class = OpinionForm
    template_name = "reviews/opinions.html"

    def do(self, form: forms.Form, seen: int) -> str:
        opinion = close_opinion(
            actor=self.actor, case=self.case, seen=seen, opinion_id=form.cleaned_data["opinion"]
        )
        self.settled = opinion.number
        return _("第 %(number)s 条意见已闭合。") % {"number": opinion.number}

    def next_url(self) -> str:
        return f"{self.request.path}#opinion-{self.settled}"

    def extra_context(self) -> dict[str, Any]:
        pack, names = pack_of(self.case), sees_inside(self.actor, self.case)
        seen = opinions_visible_to(self.actor, self.case)
        shown = seen.select_related("review__revision", "review__seat__expert")
        rows = answered_opinions(shown, self.case, pack, names=names)
        run = StageRun.objects.filter(case=self.case, stage_kind="review").order_by("-round").first()
        return {
            "rows": rows, "shows_plan": True,
            "standing": standing_of((one.line for one in rows), run.round if run else 0),
        }  # fmt: skip


class ReopenForm(ActForm):
    rejoinder = forms.CharField(
        label=review_forms.RejoinderForm.base_fields["rejoinder"].label,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=review_forms.RejoinderForm.base_fields["rejoinder"].help_text,
    )


class ReopenView(ActView):
    """Send one answer back (?opinion=)."""

    verb = REOPEN
    form_class = ReopenForm
    template_name = "reviews/reopen.html"

    def opinion(self) -> Opinion:
        number = self.request.GET.get("opinion", "")
        released = Opinion.objects.filter(case=self.case, released_at__isnull=False)
        return get_object_or_404(released, pk=int(number) if number.isascii() and number.isdigit() else 0)

    def do(self, form: forms.Form, seen: int) -> str:
        reopen_opinion(
            actor=self.actor, case=self.case, seen=seen, opinion_id=self.opinion().pk,
            rejoinder=form.cleaned_data["rejoinder"],
        )  # fmt: skip
        return _("已退回，下一轮完善时申报单位会看到。")

    def next_url(self) -> str:
        return f"{reverse('reviews:opinions', args=[self.case.number])}#opinion-{self.opinion().number}"

    def extra_context(self) -> dict[str, Any]:
        return {"line": lines_of([self.opinion()], pack_of(self.case))[0]}
