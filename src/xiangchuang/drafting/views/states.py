"""Earlier states of a section, and two texts of it side by side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from xiangchuang.documents.plan.blocks import block_from_json
from xiangchuang.drafting.conflicts import Overtaken, conflicts_of
from xiangchuang.drafting.history import states_of
from xiangchuang.drafting.merge import MINE, THEIRS, TwoTexts, difference_html, text_html
from xiangchuang.drafting.models import SectionSave
from xiangchuang.drafting.save_section import conflict_of, save_blocks
from xiangchuang.drafting.views.frame import SectionPage
from xiangchuang.procedure.errors import NotFound, Refusal


class SectionHistory(SectionPage):
    """The states that were kept, newest first."""

    def get(self, request: HttpRequest, number: str, code: str) -> HttpResponse:
        return render(
            request,
            "drafting/history.html",
            self.frame(states=states_of(self.section), conflicts=conflicts_of(self.section)),
        )


class SectionState(SectionPage):
    """One earlier state, what has changed since, and the way back to it."""

    @property
    def state(self) -> SectionSave:
        """The state of that version; raises NotFound."""
        states = SectionSave.objects.filter(section=self.section, version=self.kwargs["version"])
        found = states.select_related("author").first()
        if found is None:
            raise NotFound(_("这一节没有保存过这一版，或者它已并入后面的一版。"))
        return found

    def get(self, request: HttpRequest, number: str, code: str, version: int) -> HttpResponse:
        return self.page()

    def page(self, refusal: Refusal | None = None) -> HttpResponse:
        state = self.state
        context = self.frame(
            state=state, html=text_html([block_from_json(block) for block in state.blocks]), refusal=refusal,
            difference=difference_html(state.blocks, self.section.blocks),
        )  # fmt: skip
        status = refusal.status if refusal else 200
        return render(self.request, "drafting/state.html", context, status=status)

    def post(self, request: HttpRequest, number: str, code: str, version: int) -> HttpResponse:
        blocks = [block_from_json(block) for block in self.state.blocks]
        try:
            save_blocks(actor=self.actor, case=self.case, code=code, blocks=blocks, seen=self.seen)
        except Overtaken as overtaken:
            messages.warning(request, str(overtaken))
            return redirect("drafting:conflict", number, code, overtaken.conflict.pk)
        except Refusal as refusal:
            return self.page(refusal)
        messages.success(request, _("已恢复到这一版；恢复之前的内容也在保存记录里。"))
        return redirect("drafting:section", number, code)


class SectionConflictPage(SectionPage):
    """Two texts side by side; the author takes one, or chooses place by place."""

    def get(self, request: HttpRequest, number: str, code: str, conflict: int) -> HttpResponse:
        return self.page(conflict)

    def page(self, pk: int, refusal: Refusal | None = None) -> HttpResponse:
        conflict = conflict_of(self.section, pk)
        two = TwoTexts(self.section.blocks, conflict.blocks)
        shown = [
            (p.number, text_html([p.theirs]) if p.theirs else "", text_html([p.mine]) if p.mine else "")
            for p in two.places
        ]
        context = self.frame(
            conflict=conflict, places=shown, theirs=text_html(two.theirs), mine=text_html(two.mine),
            difference=difference_html(self.section.blocks, conflict.blocks), refusal=refusal,
            is_own=conflict.author_id == self.desk.user.pk,
        )  # fmt: skip
        return render(
            self.request, "drafting/conflict.html", context, status=refusal.status if refusal else 200
        )

    def post(self, request: HttpRequest, number: str, code: str, conflict: int) -> HttpResponse:
        found = conflict_of(self.section, conflict)
        two = TwoTexts(self.section.blocks, found.blocks)
        take = request.POST.get("take", "")
        whole = {THEIRS: two.theirs, MINE: two.mine}
        blocks = whole[take] if take in whole else two.merged(self._chosen(two))
        try:
            save_blocks(
                actor=self.actor,
                case=self.case,
                code=code,
                blocks=blocks,
                seen=self.seen,
                settles=None if found.settled_at else found,
            )
        except Refusal as refusal:
            self.section.refresh_from_db()
            return self.page(conflict, refusal)
        messages.success(request, _("两份文字已处理，结果就是本节现在的内容；另一份在保存记录里。"))
        return redirect("drafting:section", number, code)

    def _chosen(self, two: TwoTexts) -> dict[int, str]:
        return {p.number: self.request.POST.get(f"place-{p.number}", "") for p in two.places}
