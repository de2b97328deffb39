"""A kept decision on the conditions as JSON with stable keys, and as pages of a PDF."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import override

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.documents.official import Block, ConditionReport, render_pages_pdf
from xiangchuang.files.models import ScanState, StoredFile
from xiangchuang.files.set_papers import blocked_when_unset
from xiangchuang.organizations.models import CapabilityRecord, FactRecord, Organization
from xiangchuang.organizations.queries import can_view
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.standing import AUTHORITY_ROLES, current_participants
from xiangchuang.proposals.case_facts import CaseFactReading, case_facts_at
from xiangchuang.proposals.condition_explained import (
    ExplainedCondition,
    Summary,
    explained_decision,
    summary_of,
)
from xiangchuang.proposals.models import ConditionDecision

FORMAT = "xiangchuang.condition-decision/1"
RESULTS = {"met": "满足", "unmet": "不满足", "missing": "缺证据", "judgement": "待判断"}


def may_read_conditions(actor: Actor, case: Case) -> bool:
    """Whether the actor, who sees the case, reads its conditions too: the department and the parties do.

    An expert has the intention, the plan and the own task.
    """
    if actor.is_department_staff:
        return True
    parties = {p.organization_id for p in current_participants(case)}
    return any(held.organization_id in parties for held in actor.appointments if held.role != "expert")


def evidence_files(actor: Actor, subject: Organization) -> dict[str, int]:
    """Return name → id of the subject's evidence that the actor may open, in two queries at most.

    A name that two different files carry is left out: the decision kept the name alone.
    """
    if not can_view(actor, subject):
        return {}
    facts = FactRecord.objects.filter(organization=subject.register_id, evidence__isnull=False)
    records = CapabilityRecord.objects.filter(organization=subject.register_id, evidence__isnull=False)
    ids = facts.values("evidence_id").union(records.values("evidence_id"))
    rows = StoredFile.objects.filter(pk__in=[row["evidence_id"] for row in ids])
    found: dict[str, dict[str, int]] = {}
    for pk, name, sha256 in rows.exclude(scan_state=ScanState.QUARANTINED).values_list(
        "pk", "name", "sha256"
    ):
        found.setdefault(name, {})[sha256] = pk
    return {name: next(iter(of_name.values())) for name, of_name in found.items() if len(of_name) == 1}


def decision_json(
    decision: ConditionDecision, case: Case, pack: Pack, actor: Actor, url_of_file: Callable[[int], str]
) -> dict[str, Any]:
    """Return the decision as plain values. Money is whole fen, days ISO text, instants ISO with offset.

    Who found what is named to the department only, as on the pages.
    """
    conditions = explained_decision(decision, pack.clauses, evidence_files(actor, decision.subject))
    summary, shows_person = summary_of(conditions), bool(actor.roles & AUTHORITY_ROLES)
    return {
        "format": FORMAT,
        "case": case.number,
        "decision": decision.pk,
        "subject": {
            "name": decision.subject.name,
            "uscc": decision.subject.uscc,
            "kind": decision.subject.kind,
        },
        "policy": {"code": pack.code, "version": pack.version, "sha256": pack.sha256},
        "law_as_of": decision.law_as_of.isoformat(),
        "data_as_of": decision.data_as_of.isoformat(),
        "case_facts": [_case_fact_json(fact) for fact in case_facts_at(case, pack, decision.data_as_of)],
        "summary": {"of": summary.of} | {name: getattr(summary, name) for name in RESULTS},
        "conditions": [_condition_json(c, shows_person, url_of_file) for c in conditions],
    }


def _case_fact_json(fact: CaseFactReading) -> dict[str, Any]:
    return {
        "name": fact.definition.name,
        "label": fact.definition.label.model_dump(),
        "value": fact.value or None,
        "source": fact.source or None,
        "at": fact.at.isoformat() if fact.at else None,
        "evidence": fact.evidence.name if fact.evidence else None,
        "evidence_kind": fact.definition.evidence.model_dump(),
        "clause": fact.definition.clause,
    }


def _condition_json(
    condition: ExplainedCondition, shows_person: bool, url_of_file: Callable[[int], str]
) -> dict[str, Any]:
    record = dict(condition.record)
    judged = record.pop("outcome")
    record["operands"] = [
        dict(operand)
        | {
            "evidence_files": [
                {"name": line.name, "url": url_of_file(line.file) if line.file else None} for line in lines
            ]
        }
        for operand, lines in condition.operands
    ]
    return {
        "outcome": condition.settled,
        "judged": judged,
        "finding": _finding_json(condition, shows_person),
        "clause_text": condition.clause_text,
        **record,
    }


def _finding_json(condition: ExplainedCondition, shows_person: bool) -> dict[str, Any] | None:
    found = condition.outcome
    if found is None or not found.finding:
        return None
    return {
        "finding": found.finding,
        "is_override": condition.is_override,
        "reason": found.finding_reason,
        "clause": found.finding_clause,
        "person": str(found.found_by) if shows_person else None,
        "at": found.found_at.isoformat() if found.found_at else None,
    }


def report_pdf(decision: ConditionDecision, case: Case, pack: Pack, actor: Actor) -> bytes:
    """Return the explained decision as PDF; raises Blocked where fonts are missing."""
    conditions = explained_decision(decision, pack.clauses, {})
    summary = summary_of(conditions)
    shows_person = bool(actor.roles & AUTHORITY_ROLES)
    with override("zh-hans"):
        case_facts = case_facts_at(case, pack, decision.data_as_of)
    report = ConditionReport(
        title=case.title,
        case_number=case.number,
        office=pack.identity.issued_by.zh,
        subject=decision.subject.name,
        policy=f"{pack.code} {pack.version}",
        law_as_of=decision.law_as_of,
        data_as_of=decision.data_as_of,
        summary=_summary_words(summary),
        blocks=(
            *_case_fact_blocks(case_facts),
            *(block for c in conditions for block in _blocks(c, shows_person)),
        ),
        sample=case.is_sample,
    )
    with blocked_when_unset():
        return render_pages_pdf(report, fonts=settings.DOCUMENT_FONT_DIRECTORIES)


def _case_fact_blocks(facts: Iterable[CaseFactReading]) -> Iterator[Block]:
    for fact in facts:
        zh, clause = fact.definition.label.zh, fact.definition.clause
        if fact.at is None or fact.evidence is None:
            yield Block("paragraph", f"{zh}（{clause}）：缺证据，应提供：{fact.definition.evidence.zh}")
            continue
        day = clock.day_of(fact.at).isoformat()
        yield Block(
            "paragraph", f"{zh}（{clause}）：{fact.value}，{fact.source}，{day}，{fact.evidence.name}"
        )


def _summary_words(summary: Summary) -> str:
    # Like every printed paper of the case, the report is in Chinese whatever the reader's language.
    counts = "，".join(f"{word} {getattr(summary, name)} 项" for name, word in RESULTS.items())
    return f"共 {summary.of} 项：{counts}"


def _blocks(condition: ExplainedCondition, shows_person: bool) -> Iterator[Block]:
    record = condition.record
    yield Block("heading", f"{record['label']['zh']}（{condition.clause}）：{RESULTS[condition.settled]}")
    yield Block("paragraph", f"条文：“{record['text']}”")
    rows = [
        (
            operand["label"]["zh"],
            operand["shown"],
            "、".join(map(str, operand["years"])) or "—",
            operand["source"] or operand["note"] or "—",
            operand["evidence"] or f"应提供：{operand['evidence_kind']['zh']}",
        )
        for operand, _lines in condition.operands
    ]
    rows += [
        (p["label"]["zh"], p["shown"], f"{p['since']} 起", p["origin"] or p["clause"], "—")
        for p in record["parameters"]
    ]
    if rows:
        yield Block("table", rows=(("事实或参数", "数值", "年度", "来源或依据", "证据"), *rows))
    if record["gap"]:
        yield Block("paragraph", record["gap"])
    for reading in record["interpretations"]:
        yield Block(
            "paragraph",
            f"解读（不是条文）：{reading['text']['zh']}（{reading['owner']['zh']}，{reading['since']} 起）",
        )
    yield from _finding_blocks(condition, shows_person)


def _finding_blocks(condition: ExplainedCondition, shows_person: bool) -> Iterator[Block]:
    found = condition.outcome
    if found is None or not found.finding or found.found_at is None:
        return
    kind = "人工改定" if condition.is_override else "人工认定"
    person = f"{found.found_by}，" if shows_person else ""
    judged = f"登记册数据的判断为“{RESULTS[condition.judged]}”。" if condition.is_override else ""
    day = clock.day_of(found.found_at).isoformat()
    yield Block(
        "paragraph", f"{kind}：{found.finding_reason}（依据 {found.finding_clause}；{person}{day}）{judged}"
    )
