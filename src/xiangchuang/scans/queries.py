"""Reads; every list starts at what the person may see."""

from django.db.models import Count, QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.scans.models import NationalTable, Scan
from xiangchuang.scans.permissions import may_scan


def visible_to(actor: Actor) -> QuerySet[Scan]:
    """The scans the person may see: all of them, or none."""
    rows = Scan.objects.select_related("table", "policy_version", "started_by").defer("policy_version__files")
    return rows if may_scan(actor) else rows.none()


def tables_visible_to(actor: Actor) -> QuerySet[NationalTable]:
    """The national tables the person may see."""
    rows = NationalTable.objects.select_related("uploaded_by").order_by("-uploaded_at", "-pk")
    return rows if may_scan(actor) else rows.none()


def unscanned_tables(actor: Actor) -> QuerySet[NationalTable]:
    """Tables brought in that no scan has taken up."""
    return tables_visible_to(actor).annotate(scanned=Count("scans")).filter(scanned=0)
