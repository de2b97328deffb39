"""Writing a section: saved by the button or by itself while one types, never over what another has saved."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Invalid, NotFound, Stale
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.reporting.models import LONGEST_TEXT, AnnualReport, SectionText
from xiangchuang.reporting.permissions import CLAUSE, check_writer, refuse_unless_writable
from xiangchuang.reporting.rules import section_for


def write_section(*, actor: Actor, report: AnnualReport, code: str, text: str, seen: int) -> SectionText:
    """Save a section's text; `seen` is the version the person's page showed, 0 where there was none.

    Raises NotFound, NotPermitted, Blocked (handed in), Invalid (too long), Stale (someone else saved other
    words since; both texts stay). Saving the same words again changes nothing.
    """
    acting = check_writer(actor, report.center)
    with transaction.atomic():
        saved = _save(actor, report, code, text, seen)
        write_entry(
            actor, verb="write_report_section", acting=acting, subject=f"annual-report:{report.pk}",
            case_number=report.center.ledger_key, clause=CLAUSE,
            detail={"year": report.year, "section": code, "version": saved.version},
        )  # fmt: skip
    return saved


def keep_typing(*, actor: Actor, report: AnnualReport, code: str, text: str, seen: int) -> SectionText:
    """Save what is being typed, as `write_section` does, without an entry in the ledger.

    A draft kept every few seconds is nobody's act yet: what counts is frozen when it is handed in.
    """
    check_writer(actor, report.center)
    with transaction.atomic():
        return _save(actor, report, code, text, seen)


def _save(actor: Actor, report: AnnualReport, code: str, text: str, seen: int) -> SectionText:
    if section_for(report, code) is None:
        raise NotFound(_("年度报告没有这一章。"))
    refuse_unless_writable(report)
    clean = normalise_text(text)
    if len(clean) > LONGEST_TEXT:
        raise Invalid(
            _("这一章有 %(count)d 个字，超过 %(most)d 个字。") % {"count": len(clean), "most": LONGEST_TEXT},
            remedy=_("缩短后再保存；下面保留着您写的全文。"),
        )
    assert actor.user is not None
    written = {"text": clean, "saved_by_id": actor.user.pk, "saved_at": clock.now()}
    row = SectionText.objects.filter(report=report, code=code).first()
    if row is None:
        return _first(report, code, written)
    if row.text == clean:
        return row
    if not SectionText.objects.filter(pk=row.pk, version=seen).update(version=seen + 1, **written):
        raise _overtaken()
    return SectionText.objects.get(pk=row.pk)


def _first(report: AnnualReport, code: str, written: dict[str, object]) -> SectionText:
    try:
        with transaction.atomic():
            return SectionText.objects.create(report=report, code=code, **written)
    except IntegrityError as error:
        raise _overtaken() from error


def _overtaken() -> Stale:
    return Stale(
        _("这一章在您打开之后被别人保存过，您的文字没有覆盖它。"),
        remedy=_("对照下面两份文字，合并后再保存。"),
        clause=CLAUSE,
    )
