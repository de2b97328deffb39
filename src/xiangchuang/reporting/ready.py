"""What is still missing before a report can be handed in: faults that block, and remarks that do not."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.pages import figures
from xiangchuang.policy.duties import ReportSection
from xiangchuang.procedure.pack_words import words
from xiangchuang.reporting.filled import last_plan, targets_of
from xiangchuang.reporting.models import AnnualReport, SectionRemark
from xiangchuang.reporting.permissions import CLAUSE
from xiangchuang.reporting.rules import sections_for
from xiangchuang.reporting.signing import signing_of


@dataclass(frozen=True)
class Finding:
    """One thing found before handing in; `is_error` blocks. url: where it is put right."""

    text: str
    remedy: str
    url: str
    is_error: bool = True
    clause: str = CLAUSE


def written_characters(text: str) -> int:
    """Return how many characters a text has, white space left out: what its expected length counts."""
    return len("".join(text.split()))


def findings(report: AnnualReport, actor: Actor) -> list[Finding]:
    """Return what is missing, errors first, in a fixed number of queries apart from the targets' figures."""
    found = [
        *_day(report), *_sections(report), *_plan(report), *_last_plan(report), *_remarks(report),
        *_signing(report, actor), *_targets(report),
    ]  # fmt: skip
    return sorted(found, key=lambda finding: not finding.is_error)


def address(report: AnnualReport, name: str, *args: object) -> str:
    """Return the address of a page of the report."""
    return reverse(f"reporting:{name}", args=[report.center_id, report.year, *args])


def _day(report: AnnualReport) -> Iterator[Finding]:
    today, due = clock.today(), report.obligation.due_on
    if today.year <= report.year:
        yield Finding(
            _("%(year)d 年还没有结束，不能提交全年总结。") % {"year": report.year},
            _("可以先写草稿，明年 1 月 1 日起提交。"), address(report, "report"),
        )  # fmt: skip
    elif today > due and report.first_submitted_at is None:
        said = _("已过截止日%(day)s，提交后按逾期登记。") % {"day": figures.day_text(due)}
        yield Finding(said, _("尽快提交。"), address(report, "report"), is_error=False)


def _sections(report: AnnualReport) -> Iterator[Finding]:
    texts = {row.code: row.text for row in report.texts.all()}
    for section in sections_for(report):
        yield from _section(report, section, written_characters(texts.get(section.code, "")))


def _section(report: AnnualReport, section: ReportSection, count: int) -> Iterator[Finding]:
    said = {"section": words(section.label), "count": count,
            "least": section.characters[0], "most": section.characters[1]}  # fmt: skip
    url = address(report, "section", section.code)
    if not count:
        if section.is_required:
            yield Finding(_("“%(section)s”还没有写。") % said, words(section.ask), url)
    elif count < section.characters[0]:
        text = _("“%(section)s”有 %(count)d 个字，一般不少于 %(least)d 个字。") % said
        yield Finding(text, _("写得够用的可以直接提交。"), url, is_error=False)
    elif count > section.characters[1]:
        text = _("“%(section)s”有 %(count)d 个字，一般不超过 %(most)d 个字。") % said
        yield Finding(text, _("能压缩的压缩，也可以直接提交。"), url, is_error=False)


def _plan(report: AnnualReport) -> Iterator[Finding]:
    items, url = list(report.plan_items.all()), address(report, "plan")
    if not items:
        yield Finding(_("%(year)d 年度工作计划还没有事项。") % {"year": report.year + 1},
                      _("至少写一项，带完成时间和预期成果。"), url)  # fmt: skip
    undated = sum(item.due_on is None for item in items)
    if undated:
        text = ngettext("计划中 %(count)d 项没有完成时间。", "计划中 %(count)d 项没有完成时间。", undated)
        yield Finding(text % {"count": undated}, _("补上时间，明年对照。"), url, is_error=False)


def _last_plan(report: AnnualReport) -> Iterator[Finding]:
    open_ = sum(not line.state for line in last_plan(report))
    if open_:
        text = ngettext(
            "上年计划有 %(count)d 项没有说明结果。", "上年计划有 %(count)d 项没有说明结果。", open_
        )
        yield Finding(
            text % {"count": open_}, _("逐项写明完成、推迟还是取消。"), address(report, "last-plan")
        )


def _remarks(report: AnnualReport) -> Iterator[Finding]:
    latest = report.revisions.order_by("-no").first()
    if latest is None:
        return
    labels = {section.code: words(section.label) for section in sections_for(report)}
    for remark in SectionRemark.objects.filter(revision=latest, reply=""):
        yield Finding(
            _("退回意见还没有答复：%(section)s") % {"section": labels.get(remark.code, _("工作计划"))},
            _("写明改了什么，或者为什么不改。"), address(report, "answer", remark.pk),
        )  # fmt: skip


def _signing(report: AnnualReport, actor: Actor) -> Iterator[Finding]:
    if not signing_of(report, actor).names:
        yield Finding(
            _("还没有登记在任的中心主任，报告无人签署。"), _("在治理一章的人员中登记主任。"),
            reverse("centers:entries", args=[report.center_id, "staff"]), clause="4.1-4",
        )  # fmt: skip


def _targets(report: AnnualReport) -> Iterator[Finding]:
    lines = targets_of(report)
    lacking = sum(line.actual is None for line in lines)
    if lacking:
        text = ngettext(
            "%(count)d 个年度目标没有登记实际值。", "%(count)d 个年度目标没有登记实际值。", lacking
        ) % {"count": lacking}
        url = reverse("research:targets", args=[report.center_id])
        yield Finding(text, _("从登记册采用，或者自行填写并写来源。"), url, is_error=False)
