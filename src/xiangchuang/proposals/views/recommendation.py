"""Pages of the city bureau that acts for its government (5.1-3)."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import RefusedUpload, store
from xiangchuang.procedure.act_view import ActView
from xiangchuang.procedure.errors import Invalid, Refusal
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.perform import refuse_unless_possible
from xiangchuang.proposals.forms.fields import ReasonForm
from xiangchuang.proposals.forms.recommendation import LETTER_KINDS, RecommendForm
from xiangchuang.proposals.intention_sections import intention_sections
from xiangchuang.proposals.models import Proposal
from xiangchuang.proposals.plan_files import LETTER_PURPOSE
from xiangchuang.proposals.queries import cuts_in, recommendations_in
from xiangchuang.proposals.recommend import (
    DECLINE,
    RECOMMEND,
    RETURN,
    decline_recommendation,
    next_rank,
    quota_left,
    recommend,
    return_intention,
)


class Recommend(ActView):
    """The recommendation with its letter; what the city weighs is on the same page."""

    verb = RECOMMEND
    form_class = RecommendForm
    template_name = "proposals/recommend.html"

    received: StoredFile | None = None

    def initial(self) -> dict[str, Any]:
        return {"rank": next_rank(self._bureau_id, clock.today().year, self.case)}

    def do(self, form: forms.Form, seen: int) -> str:
        letter = self._letter(form, seen)
        data = form.cleaned_data
        recommend(
            actor=self.actor, case=self.case, seen=seen, letter=letter, rank=data["rank"],
            opinion=data["opinion"],
        )  # fmt: skip
        return _("已推荐，转省科技厅办理。")

    def _letter(self, form: forms.Form, seen: int) -> StoredFile:
        """Take the letter in before the verb: a refusal of the rank must not cost a second upload."""
        refuse_unless_possible(RECOMMEND, actor=self.actor, case=self.case, seen=seen)
        if upload := form.cleaned_data.get("letter"):
            self.received = store(
                actor=self.actor, upload=upload, expect=LETTER_KINDS, purpose=LETTER_PURPOSE
            )
        else:
            self.received = StoredFile.objects.filter(
                pk=form.cleaned_data.get("received") or 0, uploaded_by=self.actor.user, purpose=LETTER_PURPOSE
            ).first()
        if self.received is None:
            raise Invalid(_("还没有收到推荐函：重新选择文件。"), clause=self.verb.clause)
        return self.received

    def refused(self, form: forms.Form, refusal: Refusal) -> HttpResponse:
        if isinstance(refusal, RefusedUpload):
            form.add_error("letter", refusal.message)
            return self.page(form, status=refusal.status)
        return super().refused(form, refusal)

    @property
    def _bureau_id(self) -> int:
        return self.case.holder_organization_id or 0

    def extra_context(self) -> dict[str, Any]:
        pack = pack_of(self.case)
        proposal = Proposal.objects.select_related("lead", "case", "layout_direction").get(case=self.case)
        year, quota = clock.today().year, pack.recommendation.quota
        given = recommendations_in(self._bureau_id, year).select_related("proposal__case")
        return {
            "pack": pack,
            "sections": intention_sections(proposal, pack),
            "year": year,
            "quota": quota,
            "left": quota_left(self._bureau_id, year, quota.per_year, self.case) if quota else None,
            "cuts": list(cuts_in(self._bureau_id, year)) if quota else [],
            "given": given.order_by("rank"),
            "received": self.received,
            "kinds": ",".join(f".{kind}" for kind in LETTER_KINDS),
        }


class ReturnIntention(ActView):
    """Back to the lead, saying what to change."""

    verb = RETURN
    form_class = ReasonForm

    def form_arguments(self) -> dict[str, Any]:
        return {"label": _("要修改什么"), "hint": _("牵头单位会看到。写明哪一栏、怎样改。")}

    def do(self, form: forms.Form, seen: int) -> str:
        return_intention(actor=self.actor, case=self.case, seen=seen, reason=form.cleaned_data["reason"])
        return _("已退回牵头单位修改。")


class DeclineRecommendation(ActView):
    """The city does not recommend: the case ends here."""

    verb = DECLINE
    form_class = ReasonForm
    template_name = "proposals/ends_the_case.html"

    def form_arguments(self) -> dict[str, Any]:
        return {"label": _("不予推荐的理由"), "hint": _("申报单位能看到。")}

    def do(self, form: forms.Form, seen: int) -> str:
        decline_recommendation(
            actor=self.actor, case=self.case, seen=seen, reason=form.cleaned_data["reason"]
        )
        return _("已办结：未予推荐。")
