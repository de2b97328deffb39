"""The content of a report as it is frozen: every word and number in Chinese, with the rows they came from."""

from typing import Any, Final

from django.utils import translation

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.pages import figures
from xiangchuang.policy.duties import ReportSection
from xiangchuang.reporting.figure_words import unit_text, value_text
from xiangchuang.reporting.filled import (
    FigureLine,
    LastItem,
    last_plan,
    lines_of_section,
    spans_of,
    targets_of,
)
from xiangchuang.reporting.models import AnnualReport
from xiangchuang.reporting.rules import form_for, pack_for, rules_for
from xiangchuang.research.targets import TargetLine

LAYOUT: Final = 1
"""Counts the shapes of the content, so that an old report is read as it was written."""

Content = dict[str, Any]


def content_of(report: AnnualReport, actor: Actor) -> Content:
    """Return the report as it stands now, read from registers and draft."""
    with translation.override("zh-hans"):
        span, _before = spans_of(report.center, pack_for(report), report.year)
        form = form_for(report)
        texts = {row.code: row.text for row in report.texts.all()}
        return {
            **_head(report),
            "kind": "written",
            "span": [span.first.isoformat(), span.last.isoformat()],
            "summary": [_section(report, s, texts) for s in (form.summary if form else ())],
            "plan_texts": [_section(report, s, texts) for s in (form.plan if form else ())],
            "targets": [_target(line) for line in targets_of(report)],
            "last_plan": [_last(line) for line in last_plan(report)],
            "plan": [
                {"title": i.title, "due_on": i.due_on.isoformat() if i.due_on else "", "expected": i.expected,
                 "source": i.source}
                for i in report.plan_items.all()
            ],
        }  # fmt: skip


def reused_content(report: AnnualReport, *, where: str, accepted_on: str, file: dict[str, str]) -> Content:
    """Return the content of a report that was accepted elsewhere and is handed in as it is."""
    with translation.override("zh-hans"):
        return {
            **_head(report), "kind": "elsewhere", "summary": [], "plan_texts": [], "targets": [],
            "last_plan": [], "plan": [],
            "elsewhere": {"where": where, "accepted_on": accepted_on, **file},
        }  # fmt: skip


def _head(report: AnnualReport) -> Content:
    center, pack = report.center, pack_for(report)
    declaration = rules_for(report).declaration
    return {
        "layout": LAYOUT, "center": center.name, "lead": str(center.lead), "field": center.field_label,
        "year": report.year, "is_sample": center.is_sample, "read_on": clock.today().isoformat(),
        "addressee": pack.identity.issued_by.zh,
        "declaration": declaration.words.zh if declaration else "",
    }  # fmt: skip


def _section(report: AnnualReport, section: ReportSection, texts: dict[str, str]) -> Content:
    shown, listed = lines_of_section(report, section)
    return {
        "code": section.code, "label": section.label.zh, "text": texts.get(section.code, ""),
        "figures": [_figure(line) for line in shown], "lists": [_list(line) for line in listed],
    }  # fmt: skip


def _figure(line: FigureLine) -> Content:
    return {
        "code": line.figure.code, "label": str(line.figure.label), "unit": unit_text(line.figure.unit),
        "value": line.value, "before": line.before, "value_text": line.value_text,
        "before_text": line.before_text, "change_text": line.change_text,
        "rows": [_row(line, row) for row in line.rows],
    }  # fmt: skip


def _list(line: FigureLine) -> Content:
    return {
        "code": line.figure.code, "label": str(line.figure.label), "unit": unit_text(line.figure.unit),
        "rows": [_row(line, row) for row in line.rows],
    }  # fmt: skip


def _row(line: FigureLine, row: Any) -> Content:
    return {
        "label": row.label,
        "on": row.on.isoformat(),
        "amount": row.amount,
        "url": line.figure.address(row),
        "amount_text": value_text(line.figure.unit, row.amount) if line.figure.unit != "count" else "",
    }


def _target(line: TargetLine) -> Content:
    reached = line.basis_points
    return {
        "name": line.target.name, "unit": line.target.unit, "wanted": line.wanted_text,
        "actual": line.actual_text, "share": figures.share_text(reached) if reached is not None else "",
        "is_reached": line.is_reached, "source": line.actual.source if line.actual else "",
    }  # fmt: skip


def _last(line: LastItem) -> Content:
    due = line.item.due_on
    return {
        "title": line.item.title, "due_on": due.isoformat() if due else "", "expected": line.item.expected,
        "state": line.state, "state_label": line.state_label, "note": line.note,
    }  # fmt: skip
