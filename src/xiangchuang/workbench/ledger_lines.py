"""Ledger entries as people read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.workbench.wording import outcome_words, verb_words

# Facts of an entry that say something to a reader; the rest is for the verifier.
_TOLD = (
    "outcome",
    "reason",
    "title",
    "receipt",
    "number",
    "rank",
    "finding",
    "revision",
    "delegated_by_name",
)


@dataclass(frozen=True)
class LedgerLine:
    """One entry: who did what for whom, when, on which clause, and whether it is sealed."""

    at: datetime
    who: str
    on_behalf: str
    what: str
    case_number: str
    clause: str
    detail: str
    seq: int | None
    hash: str


def ledger_lines(entries: Iterable[LedgerEntry]) -> list[LedgerLine]:
    """Return the lines in the order of the entries."""
    return [
        LedgerLine(
            at=entry.at,
            who=entry.actor_name,
            on_behalf=entry.on_behalf_name,
            what=verb_words(entry.verb),
            case_number=entry.case_number,
            clause="" if entry.clause == "default" else entry.clause,
            detail=_told(entry.detail),
            seq=entry.seq,
            hash=entry.hash,
        )
        for entry in entries
    ]


def _told(detail: Mapping[str, object]) -> str:
    labels = {
        "outcome": _("结果"),
        "reason": _("理由"),
        "title": _("名称"),
        "receipt": _("回执"),
        "number": _("编号"),
        "rank": _("排序"),
        "finding": _("认定"),
        "revision": _("修订"),
        "delegated_by_name": _("受托办理，委托人"),
    }
    findings = {"met": _("满足"), "unmet": _("不满足")}
    said = []
    for key in _TOLD:
        value = detail.get(key)
        if isinstance(value, str | int) and value != "":
            text = outcome_words(value) if key == "outcome" and isinstance(value, str) else value
            text = findings.get(str(value), value) if key == "finding" else text
            said.append(_("%(label)s：%(value)s") % {"label": labels[key], "value": text})
    return _("；").join(said)
