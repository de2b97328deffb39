"""The pages of a round's verbs, in the order of its stages."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.evaluation import (
    announce,
    answer_reply,
    begin_round,
    commission,
    hand_over,
    score_round,
)
from xiangchuang.evaluation.forms import DraftForm, ReasonForm, RoundForm
from xiangchuang.evaluation.grade_words import outcome_label
from xiangchuang.evaluation.models import Round
from xiangchuang.evaluation.queries import latest_run
from xiangchuang.evaluation.views.rounds import draft_of
from xiangchuang.procedure.act_view import ActForm, ActView
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of


class RoundPage(ActView):
    """A verb's page that knows its round."""

    @property
    def round(self) -> Round:
        """The round of the case."""
        return Round.objects.select_related("evaluator", "commission", "case").get(case=self.case)

    def extra_context(self) -> dict[str, Any]:
        return {"round": self.round}


class Amend(RoundPage):
    verb = begin_round.AMEND
    form_class = RoundForm
    done_message = gettext_lazy("已修改，参评中心按新的评价期重新列出。")

    def initial(self) -> dict[str, Any]:
        round_ = self.round
        share = f"{round_.sample_share // 100}.{round_.sample_share % 100:02d}".rstrip("0").rstrip(".")
        return {
            "first_on": round_.first_on, "last_on": round_.last_on, "evaluator": round_.evaluator,
            "sample_share": share,
        }  # fmt: skip

    def do(self, form: forms.Form, seen: int) -> str:
        assert isinstance(form, RoundForm)
        draft = draft_of(self.request, form)  # type: ignore[arg-type]
        begin_round.amend_round(actor=self.actor, case=self.case, seen=seen, draft=draft)
        return ""


class Commission(RoundPage):
    verb = commission.COMMISSION
    template_name = "evaluation/commission.html"

    def extra_context(self) -> dict[str, Any]:
        round_, rules = self.round, pack_of(self.case).evaluation
        subjects = list(round_.subjects.select_related("center"))
        return {
            "round": round_, "subjects": subjects, "beside": [s for s in subjects if s.state],
            "share": round_.sample_share, "reply": rules.reply,
        }  # fmt: skip

    def do(self, form: forms.Form, seen: int) -> str:
        round_ = commission.commission_round(actor=self.actor, case=self.case, seen=seen)
        count = round_.subjects.filter(is_sampled=True).count()
        return _("已委托评估，%(count)d 个中心的登记册数据已冻结。") % {"count": count}


class CloseCollection(RoundPage):
    verb = hand_over.CLOSE_COLLECTION
    done_message = gettext_lazy("收集结束，转入评分。")

    def do(self, form: forms.Form, seen: int) -> str:
        hand_over.close_collection(actor=self.actor, case=self.case, seen=seen)
        return ""


class Score(RoundPage):
    verb = score_round.SCORE
    template_name = "evaluation/score.html"

    def do(self, form: forms.Form, seen: int) -> str:
        run = score_round.score_round(actor=self.actor, case=self.case, seen=seen)
        said = {"number": run.number, "undecided": run.scores.filter(is_undecided=True).count()}
        if said["undecided"]:
            return _("第 %(number)d 次计算完成；%(undecided)d 个中心还有指标待裁定。") % said
        return _("第 %(number)d 次计算完成，可以反馈初稿。") % said


class SendDraft(RoundPage):
    verb = hand_over.SEND_DRAFT
    form_class = DraftForm
    done_message = gettext_lazy("初稿已反馈，各中心收到消息，可以在期限内答复。")

    def initial(self) -> dict[str, Any]:
        return {"report": self.round.report}

    def do(self, form: forms.Form, seen: int) -> str:
        hand_over.send_draft(actor=self.actor, case=self.case, seen=seen, **form.cleaned_data)
        return ""


class ReturnToCollection(RoundPage):
    verb = hand_over.RETURN
    form_class = ReasonForm
    done_message = gettext_lazy("已退回收集阶段。")

    def do(self, form: forms.Form, seen: int) -> str:
        hand_over.return_to_collection(actor=self.actor, case=self.case, seen=seen, **form.cleaned_data)
        return ""


class CloseReplies(RoundPage):
    verb = answer_reply.CLOSE
    done_message = gettext_lazy("反馈结束，已按更正重新计算，转入会议审定。")

    def do(self, form: forms.Form, seen: int) -> str:
        answer_reply.close_replies(actor=self.actor, case=self.case, seen=seen)
        return ""


class Announce(RoundPage):
    verb = announce.ANNOUNCE
    form_class = ActForm
    template_name = "evaluation/announce.html"
    done_message = gettext_lazy("结果已公布，评价意见书已印发给各中心。")

    def extra_context(self) -> dict[str, Any]:
        round_, pack = self.round, pack_of(self.case)
        run = latest_run(round_)
        scores = run.scores.select_related("subject__center").order_by("subject__center__name") if run else ()
        return {
            "round": round_,
            "pairs": [(s.subject.center.name, words(outcome_label(s, pack))) for s in scores],
        }

    def do(self, form: forms.Form, seen: int) -> str:
        announce.announce_results(actor=self.actor, case=self.case, seen=seen)
        return ""
