"""Pages of the archive: volumes by year and kind, one volume, a package to take away, destruction."""

import tempfile
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked, NotFound, NotPermitted
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role
from xiangchuang.archives import queries
from xiangchuang.archives.destroy_papers import destroy_papers
from xiangchuang.archives.forms import DestructionForm
from xiangchuang.archives.models import ArchivedPaper, Destruction
from xiangchuang.archives.package import write_package
from xiangchuang.calendars import clock
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import ChoiceFilter, FilterBar
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack

MOST_PAPERS = 2_000
"""Papers in one package; a larger choice is narrowed by year."""
SHOWN = 200


@signed_in
@require_safe
def volumes(request: ActorRequest) -> HttpResponse:
    """List the volumes by year and kind, with a search in titles and numbers."""
    actor = _actor(request)
    asked, labels = _asked(request), _labels(current_pack())
    years = queries.visible_to(actor).order_by("-year").values_list("year", flat=True).distinct()
    bar = FilterBar(
        _("题名或文号"), asked["text"],
        [
            ChoiceFilter("year", _("年度"), [(str(y), str(y)) for y in years], asked["year"]),
            ChoiceFilter("code", _("类别"), list(labels.items()), asked["code"]),
        ],
    )  # fmt: skip
    context = {
        "page": page_of(queries.volumes_found(actor, **asked), request.GET.get("page", "1")), "bar": bar,
        "export_query": urlencode({"q": asked["text"], "year": asked["year"], "code": asked["code"]}),
        "due_count": queries.papers_past_their_period(actor, clock.today()).count(),
    }  # fmt: skip
    return render(request, "archives/volumes.html", context)


@signed_in
@require_safe
def volume(request: ActorRequest, number: str) -> HttpResponse:
    """Show a volume: each paper with its period and its hash."""
    found = queries.visible_to(_actor(request)).filter(case__number=number).select_related("case").first()
    if found is None:
        raise NotFound(_("档案里没有这个案卷。"))
    pack = current_pack()
    labels = _labels(pack)
    papers = found.papers.select_related("file", "destruction")
    rules = {paper.code: paper for paper in pack.archive.papers}
    lines = [(p, labels.get(p.code, p.code), rules.get(p.code)) for p in papers]
    context = {"volume": found, "lines": lines, "query": urlencode({"q": number})}
    return render(request, "archives/volume.html", context)


@signed_in
@require_POST
def export(request: ActorRequest) -> HttpResponseBase:
    """Answer with the papers found as one package; who took it away is in the ledger."""
    actor = _actor(request)
    acting = actor.acting_as([Role.OFFICER, Role.DIVISION_HEAD, Role.LEADERSHIP])
    assert acting is not None
    asked = _asked(request)
    rows = queries.papers_found(actor, **asked).select_related("volume__case", "file")[: MOST_PAPERS + 1]
    papers = list(rows)
    if not papers:
        raise NotFound(_("没有符合条件的档案。"))
    if len(papers) > MOST_PAPERS:
        raise Blocked(
            _("一次最多导出 %(most)d 份文件。") % {"most": MOST_PAPERS}, remedy=_("按年度或类别分几次导出。")
        )
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    count = write_package(target, papers, made_at=clock.now().isoformat())
    write_entry(actor, verb="export_archive", acting=acting, detail={"files": count, **asked})
    target.seek(0)
    name = f"archive-{clock.today().isoformat()}.zip"
    response = FileResponse(target, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def destruction(request: ActorRequest) -> HttpResponse:
    """List what is past its period, and what was destroyed by which act; the leadership destroys."""
    actor = _actor(request)
    due = list(queries.papers_past_their_period(actor, clock.today())[:SHOWN])
    may_destroy = actor.acting_as([Role.LEADERSHIP]) is not None
    if request.method == "POST" and not may_destroy:
        raise NotPermitted(_("销毁档案由厅领导批准。"))

    def act(values: dict[str, Any]) -> str:
        chosen = [int(pk) for pk in values["papers"]]
        destroy_papers(actor=actor, papers=chosen, reason=values["reason"])
        return _("已销毁 %(count)d 份文件，题名、文号和散列值保留在清册中。") % {"count": len(chosen)}

    form = DestructionForm(request.POST or None)
    form.fields["papers"].choices = [(str(p.pk), _line(p)) for p in due]  # type: ignore[attr-defined]
    acts = Destruction.objects.select_related("approved_by").prefetch_related("papers__volume__case")
    context = {"due": due, "may_destroy": may_destroy, "acts": acts.order_by("-pk")[:SHOWN]}
    return answer_form(
        request, form, act, template="archives/destruction.html", context=context,
        then=reverse("archives:destruction"),
    )  # fmt: skip


def _line(paper: ArchivedPaper) -> str:
    until = paper.keep_until.isoformat() if paper.keep_until else ""
    return f"{paper.volume.case.number} {paper.name}（{paper.get_retention_display()}，{until}）"


def _asked(request: ActorRequest) -> dict[str, str]:
    sent = request.POST if request.method == "POST" else request.GET
    return {
        "text": sent.get("q", "").strip()[:60], "year": sent.get("year", "")[:4],
        "code": sent.get("code", "")[:40],
    }  # fmt: skip


def _labels(pack: Pack) -> dict[str, str]:
    return {paper.code: words(paper.label) for paper in pack.archive.papers}


def _actor(request: ActorRequest) -> Actor:
    if not request.actor.roles & DEPARTMENT_STAFF:
        raise NotFound(_("没有这一页，或者它不归您办理。"))
    return request.actor
