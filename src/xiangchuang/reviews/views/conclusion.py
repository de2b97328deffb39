"""Pages that end a round: the panel's findings on conditions, and the conclusion over the figures."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.procedure.act_view import ActView
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews import forms as review_forms
from xiangchuang.reviews.conclude_review import (
    CONCLUDE,
    FIND,
    conclude_review,
    find_for_panel,
    outcome_words,
    panel_conditions,
    panel_findings_made,
    panel_passes,
    standing_demands,
)
from xiangchuang.reviews.meeting.models import Statement
from xiangchuang.reviews.opinion_lines import opinion_lines
from xiangchuang.reviews.queries import reviews_visible_to
from xiangchuang.reviews.score_sheet import score_sheet
from xiangchuang.reviews.scores import latest_verdict, round_figures, with_scores
from xiangchuang.reviews.standpoint import standpoint_of


class FindingsView(ActView):
    verb = FIND
    form_class = review_forms.FindingsForm
    template_name = "reviews/findings.html"

    def form_arguments(self) -> dict[str, Any]:
        return {"outcomes": panel_conditions(self.case)}

    def do(self, form: forms.Form, seen: int) -> str:
        assert isinstance(form, review_forms.FindingsForm)
        changed = form.changed()
        with transaction.atomic():
            for code, finding, reason in changed:
                find_for_panel(
                    actor=self.actor, case=self.case, seen=seen, code=code, finding=finding, reason=reason
                )
                seen = self.case.version
        return _("已记录 %(n)s 条认定。") % {"n": len(changed)}


class ConcludeView(ActView):
    verb = CONCLUDE
    form_class = review_forms.ConclusionForm
    template_name = "reviews/conclude.html"
    done_message = _("已作出论证结论，意见已送达申报单位。")

    def form_arguments(self) -> dict[str, Any]:
        stage = pack_of(self.case).procedures[self.case.kind].stage(self.case.stage_code)
        words = outcome_words()
        return {
            "outcomes": [(code, words[code]) for code in words if code in stage.outcomes],
            "label": _("专家组总体意见"),
            "hint": _("申报单位能看到；不写专家姓名和分数。"),
            "is_required": True,
        }

    def do(self, form: forms.Form, seen: int) -> str:
        data = form.cleaned_data
        conclude_review(
            actor=self.actor, case=self.case, seen=seen, outcome=data["outcome"], summary=data["summary"]
        )
        return ""

    def extra_context(self) -> dict[str, Any]:
        pack, at = pack_of(self.case), standpoint_of(self.case)
        reviews = reviews_visible_to(self.actor, self.case).filter(seat__panel__run=at.run)
        lines = opinion_lines(self.actor, self.case, pack)
        kinds: dict[str, str] = {k.code: words(k.label) for k in pack.panel.kinds}
        rows = list(with_scores(reviews))
        figures = round_figures(rows, pack)
        verdicts = {v.code: words(v.label) for v in pack.review.verdicts}
        statement = Statement.objects.filter(meeting__panel__run=at.run).first()
        return {
            "statement": statement,
            "carried": outcome_words().get(statement.outcome, "") if statement else "",
            "figures": figures,
            "sheet": score_sheet(rows, pack),
            "totals": [
                (review, kinds.get(review.seat.kind, ""), verdicts.get(latest_verdict(review), ""), total)
                for review, total in figures.totals
            ],
            "lines": lines,
            "demands": standing_demands(self.case).count(),
            "outvoted": panel_passes(at.run),
            "missing": list(panel_findings_made(at)),
            "scale": pack.review.scale,
        }
