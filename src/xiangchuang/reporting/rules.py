"""The rules a report is made by: those of the version it is pinned to."""

from xiangchuang.centers.models import Center
from xiangchuang.policy.duties import ReportForm, Reporting, ReportSection
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import PolicyVersion
from xiangchuang.procedure.packs import current_pack, current_policy, pack_of, pack_of_version
from xiangchuang.reporting.models import AnnualReport


def policy_for(center: Center) -> PolicyVersion:
    """Return the version a report begun now is made by: the center's own, where that has a form for it."""
    own = pack_of(center.founding_case)
    return center.founding_case.policy_version if own.reporting.form else current_policy()


def pack_for(report: AnnualReport) -> Pack:
    """Return the pack the report is pinned to."""
    return pack_of_version(report.policy_version_id)


def rules_for(report: AnnualReport) -> Reporting:
    """Return the reporting rules the report is pinned to."""
    return pack_for(report).reporting


def form_for(report: AnnualReport) -> ReportForm | None:
    """Return the form of the report; None where the pack has none, and only the plan is written."""
    return rules_for(report).form


def sections_for(report: AnnualReport) -> tuple[ReportSection, ...]:
    """Return the sections of the report in order."""
    form = form_for(report)
    return form.sections if form else ()


def section_for(report: AnnualReport, code: str) -> ReportSection | None:
    """Return the section of that code."""
    return next((section for section in sections_for(report) if section.code == code), None)


def current_rules() -> Reporting:
    """Return the rules of the pack in use."""
    return current_pack().reporting
