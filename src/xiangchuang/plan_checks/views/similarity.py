"""Plans that share passages, side by side, for the department's own staff."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from xiangchuang.accounts.roles import Role
from xiangchuang.plan_checks.forms import SeenForm
from xiangchuang.plan_checks.mark_seen import mark_seen
from xiangchuang.plan_checks.models import PlanComparison, SharedPassage, SimilarPlan
from xiangchuang.plan_checks.queries import may_read_similarity, visible_to
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.errors import NotFound, Refusal
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.views.signed_in import CasePage


@dataclass(frozen=True)
class SectionShare:
    """The passages of one section, and how much of it they are in ten-thousandths."""

    place: str
    share_bp: int
    signs: int
    passages: list[SharedPassage]


class SimilarPlans(CasePage):
    """Every earlier plan that shares passages with this revision."""

    def get(self, request: HttpRequest, number: str, revision: int) -> HttpResponse:
        found = (
            PlanRevision.objects.filter(proposal__case=self.case, number=revision, frozen_at__isnull=False)
            .select_related("proposal__case")
            .first()
        )
        if found is None or not may_read_similarity(self.actor):
            raise NotFound(_("没有这一页。"))
        context = {
            "case": self.case,
            "case_url": case_url(self.case),
            "revision": found,
            "pairs": list(visible_to(self.actor).filter(revision=found)),
            "comparison": PlanComparison.objects.filter(revision=found).defer("digests", "sections").first(),
            "rule": pack_of(self.case).plan_checks.similarity,
        }
        return render(request, "plan_checks/similar_plans.html", context)


class SimilarPassages(CasePage):
    """The passages of two plans side by side; an officer notes what they come to."""

    def get(self, request: HttpRequest, number: str, revision: int, pk: int) -> HttpResponse:
        return self._page(self._pair(revision, pk), SeenForm())

    def post(self, request: HttpRequest, number: str, revision: int, pk: int) -> HttpResponse:
        pair, form = self._pair(revision, pk), SeenForm(request.POST)
        if not form.is_valid():
            return self._page(pair, form, status=422)
        try:
            mark_seen(actor=self.actor, pair=pair, remark=form.cleaned_data["remark"])
        except Refusal as refusal:
            return self._page(pair, form, status=refusal.status, refusal=refusal)
        return redirect(request.path)

    def _pair(self, revision: int, pk: int) -> SimilarPlan:
        pairs = visible_to(self.actor).filter(revision__proposal__case=self.case, revision__number=revision)
        pair = pairs.filter(pk=pk).first()
        if pair is None:
            raise NotFound(_("没有这一页。"))
        return pair

    def _page(
        self, pair: SimilarPlan, form: SeenForm, status: int = 200, refusal: Refusal | None = None
    ) -> HttpResponse:
        context: dict[str, Any] = {
            "case": self.case,
            "case_url": case_url(self.case),
            "pair": pair,
            "revision": pair.revision,
            "sections": _sections(pair, pack_of(self.case)),
            "form": form,
            "refusal": refusal,
            "may_mark": self.actor.holds(Role.OFFICER) and pair.seen_at is None,
        }
        return render(self.request, "plan_checks/similar_passages.html", context, status=status)


def _sections(pair: SimilarPlan, pack: Pack) -> list[SectionShare]:
    passages: dict[str, list[SharedPassage]] = {}
    for passage in pair.passages.all():
        passages.setdefault(passage.section, []).append(passage)
    titles = {section.code: words(section.title) for section in pack.outline.sections}
    order = {section.code: number for number, section in enumerate(pack.outline.sections)}
    shares = sorted(pair.shares, key=lambda share: order.get(share["section"], len(order)))
    return [
        SectionShare(
            f"{share['section']} {titles.get(share['section'], '')}".strip(), share["share_bp"],
            share["signs"], passages.get(share["section"], []),
        )
        for share in shares
    ]  # fmt: skip
