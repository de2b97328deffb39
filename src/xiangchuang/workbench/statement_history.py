"""The history of a statement of the register: who, when, from what to what, why, on what evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.models import CapabilityRecord, FactRecord
from xiangchuang.pages import figures

S = TypeVar("S", FactRecord, CapabilityRecord)


@dataclass(frozen=True)
class Change:
    """One line of the history, newest first; `before` is "" for what was recorded first."""

    at: dt.datetime
    who: str
    what: str
    before: str
    after: str
    reason: str
    source: str = ""
    evidence: StoredFile | None = None
    is_current: bool = False


def changes_of(history: Sequence[S], words: Callable[[S], str]) -> list[Change]:
    """Return what happened to the statements of one history, newest first: recorded, corrected, withdrawn.

    `words` writes a statement's value. No query: the people and files are at hand.
    """
    by_id = {statement.pk: statement for statement in history}
    lines: list[Change] = []
    for statement in history:
        lines.extend(_ends_of(statement, words))
        earlier = by_id.get(statement.supersedes_id or 0)
        lines.append(
            Change(
                at=statement.recorded_at,
                who=str(statement.recorded_by),
                what=_("更正") if earlier else _("录入"),
                before=words(earlier) if earlier else "",
                after=words(statement),
                reason=statement.correction_reason or getattr(statement, "explanation", ""),
                source=statement.source,
                evidence=readable_evidence(statement),
                is_current=statement.is_current,
            )
        )
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _ends_of(statement: S, words: Callable[[S], str]) -> list[Change]:
    lines = []
    if statement.withdrawn_at is not None:
        by, why = str(statement.withdrawn_by), statement.withdrawal_reason
        lines.append(Change(statement.withdrawn_at, by, _("撤回"), words(statement), _("不再计数"), why))
    if statement.confirmed_at is not None:
        confirmed_by = str(statement.confirmed_by)
        lines.append(Change(statement.confirmed_at, confirmed_by, _("确认"), "", words(statement), ""))
    return lines


def readable_evidence(statement: FactRecord | CapabilityRecord) -> StoredFile | None:
    """Return the evidence as its gate gives it to whoever reads this register; never from quarantine."""
    evidence = statement.evidence
    return None if evidence is None or evidence.is_kept_apart else evidence


def capability_words(record: CapabilityRecord) -> str:
    """Return a capability as one line: name, level, day and money."""
    parts = [record.title, record.get_level_display(), figures.iso_day(record.on)]
    if record.amount_fen is not None:
        parts.append(figures.money_text(record.amount_fen))
    return " · ".join(parts)
