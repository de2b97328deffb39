"""The ledger for those who watch over it: the newest entries, and whether the chain holds."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.ledger.chain import verify
from xiangchuang.ledger.models import LedgerAnchor, LedgerEntry
from xiangchuang.ledger.queries import anchors, sealed_links, unsealed_count
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.errors import NotPermitted
from xiangchuang.workbench.ledger_lines import ledger_lines

PER_PAGE = 100
# Checking reads the whole chain; beyond this the command does it, offline and without holding a web worker.
CHECKED_HERE = 50_000
_WATCHERS = (Role.AUDIT_ADMIN, Role.LEADERSHIP)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: ActorRequest) -> HttpResponse:
    """Show the newest entries; a POST checks the chain. Raises NotPermitted for anyone but the watchers."""
    if request.actor.acting_as(_WATCHERS) is None:
        raise NotPermitted(_("全部留痕由审计管理员和厅领导查看；案卷的留痕在案卷页。"))
    last_sealed = LedgerEntry.objects.filter(seq__isnull=False).order_by("-seq").first()
    length = last_sealed.seq if last_sealed and last_sealed.seq else 0
    before = request.GET.get("before", "")
    number = normalise_line(request.GET.get("case", ""))[:64]
    entries = LedgerEntry.objects.order_by("-pk")
    if number:
        entries = entries.filter(case_number=number)
    if before.isascii() and before.isdigit() and len(before) < 19:
        entries = entries.filter(pk__lt=int(before))
    rows = list(entries[: PER_PAGE + 1])
    checks = request.method == "POST" and length <= CHECKED_HERE
    context = {
        "lines": ledger_lines(rows[:PER_PAGE]),
        "older": rows[PER_PAGE - 1].pk if len(rows) > PER_PAGE else None,
        "case_number": number,
        "shows_seals": True,
        "shows_cases": True,
        "length": length,
        "last": last_sealed,
        "anchor": LedgerAnchor.objects.order_by("-seq").first(),
        "unsealed": unsealed_count(),
        "verdict": verify(sealed_links(), anchors()) if checks else None,
        "checkable": length <= CHECKED_HERE,
    }
    return render(request, "workbench/ledger.html", context)
