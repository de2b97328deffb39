"""Pages on which a case begins (5.1-1)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from xiangchuang.accounts.actor import Actor
from xiangchuang.layouts.models import Direction
from xiangchuang.layouts.queries import find_direction
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.errors import NotPermitted, Refusal
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.forms.beginning import BeginForm, InviteForm
from xiangchuang.proposals.intention import begin_intention
from xiangchuang.proposals.invite import invite


class _OpeningView(View):
    """A page that opens a case: nothing exists yet that could be stale."""

    template_name = ""
    request: HttpRequest

    @property
    def actor(self) -> Actor:
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        return actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.actor.is_authenticated:
            return redirect_to_login(request.get_full_path())
        self.refuse_strangers()
        return super().dispatch(request, *args, **kwargs)

    def refuse_strangers(self) -> None:
        """Raise NotPermitted for whoever may not open a case here."""

    @cached_property
    def direction(self) -> Direction | None:
        """The direction that `?direction=` names, of those the person may read."""
        pk = whole(self.request.GET.get("direction", ""), 0)
        return find_direction(self.actor, pk) if pk else None

    def show(self, form: Any, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
        context = {"form": form, "refusal": refusal, "direction": self.direction}
        return render(self.request, self.template_name, context, status=status)


class Begin(_OpeningView):
    """The lead opens an intention for its own organisation."""

    template_name = "proposals/begin.html"

    def refuse_strangers(self) -> None:
        if not self.actor.organizations_as("lead"):
            raise NotPermitted(
                _("填报建设意向的是牵头单位的申报人员。"), remedy=_("由本单位的申报人员登录后填报。")
            )

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(BeginForm(actor=self.actor))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BeginForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.show(form, status=422)
        data = form.cleaned_data
        open_draft = _same_draft(data["lead"].pk, data["title"])
        if open_draft is not None:
            messages.info(request, _("这份意向已经建好，接着填写。"))
            return redirect("proposals:intention", open_draft.number)
        try:
            case = begin_intention(
                actor=self.actor, lead=data["lead"], title=data["title"], direction=self.direction
            )
        except Refusal as refusal:
            return self.show(form, refusal=refusal, status=refusal.status)
        messages.success(request, _("已建案卷 %(number)s，意向尚未提交。") % {"number": case.number})
        return redirect("proposals:intention", case.number)


def _same_draft(lead_id: int, title: str) -> Case | None:
    """Return the lead's own unsubmitted case of that title: a page sent twice begins one case."""
    return Case.objects.filter(
        proposal__lead_id=lead_id, title=title, submitted_at__isnull=True, closed_at__isnull=True
    ).first()


class Invite(_OpeningView):
    """The department invites an organisation and asks its city for the recommendation."""

    template_name = "proposals/invite.html"

    def refuse_strangers(self) -> None:
        if self.actor.acting_as(["officer", "division_head"]) is None:
            raise NotPermitted(_("定向组织由省科技厅经办或处室负责人发起。"), clause="5.1-1")

    def get(self, request: HttpRequest) -> HttpResponse:
        known = {name: request.GET[name] for name in ("search", "title", "reason") if name in request.GET}
        return self.show(InviteForm(initial=known))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = InviteForm(request.POST)
        if not form.is_valid() or form.chosen is None:
            return self.show(form, status=422)
        data = form.cleaned_data
        open_draft = _same_draft(form.chosen.pk, data["title"])
        if open_draft is not None:
            messages.info(request, _("已经邀请过：案卷 %(number)s。") % {"number": open_draft.number})
            return redirect(case_url(open_draft))
        try:
            case = invite(
                actor=self.actor, organization=form.chosen, title=data["title"], reason=data["reason"],
                direction=self.direction,
            )  # fmt: skip
        except Refusal as refusal:
            return self.show(form, refusal=refusal, status=refusal.status)
        words = _("已邀请%(name)s填报意向，并请所在市州推荐。案卷 %(number)s。")
        messages.success(request, words % {"name": form.chosen.name, "number": case.number})
        return redirect(case_url(case))
