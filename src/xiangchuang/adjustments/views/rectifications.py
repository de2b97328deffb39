"""A rectification's pages: the plan, the department's answer, progress, the re-check and its signatures."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.adjustments.forms import (
    ConcludeForm,
    PlainForm,
    PlanForm,
    ProgressForm,
    ReasonForm,
    RecheckForm,
    RemarkForm,
)
from xiangchuang.adjustments.messages import rectification_url
from xiangchuang.adjustments.models import Recheck, Rectification, RectificationState
from xiangchuang.adjustments.queries import find_rectification
from xiangchuang.adjustments.recheck import (
    RecheckDraft,
    conclude_recheck,
    record_recheck,
    sign_recheck,
    unsigned,
)
from xiangchuang.adjustments.rectify import agree_plan, report_point, return_plan, submit_plan
from xiangchuang.adjustments.views.center_file import stored_evidence
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.registers.forms import EVIDENCE_ENDINGS
from xiangchuang.centers.views.file import frame_of
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen

PAGE = "adjustments/rectification.html"
FORM = "adjustments/rectification_form.html"
MORE_ROWS = 5


@signed_in
@require_safe
def rectification(request: ActorRequest, pk: int, rectification_pk: int) -> HttpResponse:
    """Show the rectification: points, progress, re-check, and what the person can do."""
    center, found = _find(request.actor, pk, rectification_pk)
    return render(request, PAGE, _context(request.actor, center, found))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ActorRequest, pk: int, rectification_pk: int) -> HttpResponse:
    """Write the plan point by point and hand it in; more rows come at the press of a button."""
    center, found = _find(request.actor, pk, rectification_pk)
    points = list(found.points.all())
    typed = sum(name.startswith("problem-") for name in request.POST)
    if "more" in request.POST:
        form = PlanForm(points=points, rows=typed + MORE_ROWS, initial=request.POST.dict())
        context = {**_context(request.actor, center, found), "form": form}
        return render(request, "adjustments/plan.html", context)
    form = PlanForm(request.POST or None, points=points, rows=typed)

    def act(data: dict[str, Any]) -> str:
        seen = version_seen(request)
        submit_plan(actor=request.actor, rectification=found, seen=seen, points=form.points())
        return _("整改方案已报送，等待省科技厅审核。")

    return answer_form(
        request, form, act, template="adjustments/plan.html", then=rectification_url(found),
        context={**_context(request.actor, center, found)},
    )  # fmt: skip


@signed_in
@require_POST
def agree(request: ActorRequest, pk: int, rectification_pk: int) -> HttpResponse:
    """Agree to the plan."""
    center, found = _find(request.actor, pk, rectification_pk)

    def act(data: dict[str, Any]) -> str:
        agree_plan(actor=request.actor, rectification=found, seen=version_seen(request))
        return _("方案已同意，中心按方案整改。")

    return answer_form(
        request, PlainForm(request.POST), act, template=PAGE, then=rectification_url(found),
        context=_context(request.actor, center, found),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: ActorRequest, pk: int, rectification_pk: int) -> HttpResponse:
    """Give the plan back with what to change."""
    center, found = _find(request.actor, pk, rectification_pk)

    def act(data: dict[str, Any]) -> str:
        return_plan(
            actor=request.actor, rectification=found, seen=version_seen(request), reason=data["reason"]
        )
        return _("方案已退回，中心收到消息。")

    return _form_page(
        request, center, found, ReasonForm(request.POST or None), act, _("退回整改方案"), _("退回")
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: ActorRequest, pk: int, rectification_pk: int, point_pk: int) -> HttpResponse:
    """Say how far one point is."""
    center, found = _find(request.actor, pk, rectification_pk)
    point = found.points.filter(pk=point_pk).first()
    if point is None:
        raise Http404

    def act(data: dict[str, Any]) -> str:
        report_point(
            actor=request.actor, point=point, text=data["text"], is_done=data["is_done"],
            evidence=stored_evidence(request.actor, data),
        )  # fmt: skip
        return _("进展已登记。")

    form = ProgressForm(request.POST or None, request.FILES or None)
    return _form_page(
        request, center, found, form, act, _("报告整改进展"), _("登记进展"), about=point.problem
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def recheck(request: ActorRequest, pk: int, rectification_pk: int) -> HttpResponse:
    """Write the record of the re-check on site."""
    center, found = _find(request.actor, pk, rectification_pk)
    form = RecheckForm(request.POST or None, points=list(found.points.all()),
                       initial={"visited_on": clock.today()})  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        record_recheck(
            actor=request.actor, rectification=found,
            draft=RecheckDraft(
                data["visited_on"], data["place"], data["team"], data["summary"], form.findings()
            ),
        )  # fmt: skip
        return _("复核记录已登记，请双方签署。")

    return answer_form(
        request, form, act, template="adjustments/recheck.html", then=rectification_url(found),
        context=_context(request.actor, center, found),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: ActorRequest, pk: int, rectification_pk: int) -> HttpResponse:
    """Sign the record one has read."""
    center, found = _find(request.actor, pk, rectification_pk)
    record = _recheck_of(found)

    def act(data: dict[str, Any]) -> str:
        digest = request.POST.get("digest", "")
        sign_recheck(actor=request.actor, recheck=record, digest=digest, remark=data["remark"])
        return _("已签署。")

    return _form_page(request, center, found, RemarkForm(request.POST or None), act, _("签署复核记录"),
                      _("核对无误，签署"), shows_record=True)  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def conclude(request: ActorRequest, pk: int, rectification_pk: int) -> HttpResponse:
    """Say what the re-check came to."""
    center, found = _find(request.actor, pk, rectification_pk)
    record = _recheck_of(found)

    def act(data: dict[str, Any]) -> str:
        passed = data["passed"] == "yes"
        conclude_recheck(actor=request.actor, recheck=record, passed=passed, reason=data["reason"])
        return _("复核通过，中心恢复运行。") if passed else _("复核未通过；可据此提出下一步处理意见。")

    return _form_page(request, center, found, ConcludeForm(request.POST or None), act, _("作出复核结论"),
                      _("作出结论"), shows_record=True)  # fmt: skip


def _find(actor: Actor, pk: int, rectification_pk: int) -> tuple[Center, Rectification]:
    center = find_file(actor, pk)
    return center, find_rectification(actor, center, rectification_pk)


def _recheck_of(found: Rectification) -> Recheck:
    record = Recheck.objects.filter(rectification=found).select_related("rectification__center").first()
    if record is None:
        raise Http404
    return record


def _form_page(
    request: ActorRequest, center: Center, found: Rectification, form: Any, act: Any, heading: str,
    button: str, about: str = "", *, shows_record: bool = False,
) -> HttpResponse:  # fmt: skip
    context = {
        **_context(request.actor, center, found), "heading": heading, "button": button, "about": about,
        "shows_record": shows_record, "kinds": EVIDENCE_ENDINGS,
    }  # fmt: skip
    return answer_form(request, form, act, template=FORM, then=rectification_url(found), context=context)


def _context(actor: Actor, center: Center, found: Rectification) -> dict[str, Any]:
    keeps = may_keep(actor, center) is not None
    oversees = actor.acting_as([Role.OFFICER, Role.DIVISION_HEAD]) is not None
    record = Recheck.objects.filter(rectification=found).prefetch_related("signers__user", "findings__point")
    recheck = record.first()
    heads = actor.acting_as([Role.DIVISION_HEAD]) is not None
    state, under_way = found.state, found.state == RectificationState.UNDER_WAY
    signed = {signer.user_id for signer in recheck.signers.all()} if recheck else set()
    me = actor.user.pk if actor.user else None
    missing = unsigned(recheck) if recheck and recheck.concluded_at is None else []
    return {
        **frame_of(center, "changes"), "rectification": found, "recheck": recheck, "missing": missing,
        "points": list(found.points.prefetch_related("progress__evidence")),
        "is_overdue": found.is_open and found.due_on < clock.today(),
        "may_plan": keeps and state == RectificationState.PLANNING,
        "may_judge": oversees and state == RectificationState.SUBMITTED,
        "may_report": keeps and under_way and recheck is None,
        "may_recheck": oversees and under_way and not signed,
        "may_sign": (keeps or oversees) and under_way and recheck is not None and me not in signed,
        "may_conclude": heads and under_way and recheck is not None and not missing,
    }  # fmt: skip
