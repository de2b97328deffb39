"""The signed statement as Word and PDF: its text, signatures and dissents, and the hash that was signed."""

from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.documents.official import Block, OfficialDocument
from xiangchuang.files.set_papers import Form, paper_bytes
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.reviews.meeting.models import Statement

# Chinese whatever the reader's locale: an official paper has one language.
_UNSIGNED: Final = "未签署完毕"
_GROUP: Final = 16


def statement_content(statement: Statement, case: Case, pack: Pack) -> OfficialDocument:
    """Return the paper as it stands; one that not everybody has signed is marked on each page."""
    title, *lines = statement.text.split("\n")
    kinds: dict[str, str] = {kind.code: kind.label.zh for kind in pack.panel.kinds}
    signatures = list(statement.signatures.select_related("seat__expert__employer"))
    rows = [("姓名", "类别", "单位", "意见", "签署时间")]
    rows += [
        (
            one.seat.expert.name, kinds.get(one.seat.kind, ""), one.seat.expert.employer.name,
            "不同意见" if one.dissent else "同意", _moment(one.signed_at),
        )
        for one in signatures
    ]  # fmt: skip
    blocks = [Block("paragraph", line) for line in lines if line.strip()]
    blocks += [Block("heading", "专家签署"), Block("table", rows=tuple(rows))]
    dissents = [one for one in signatures if one.dissent]
    if dissents:
        blocks.append(Block("heading", "不同意见"))
        blocks += [Block("paragraph", f"{one.seat.expert.name}：{one.dissent}") for one in dissents]
    blocks += [
        Block("heading", "核验"),
        Block("paragraph", "各位专家登录后以密码确认，签署的是以上正文（含标题）的 SHA-256："),
        Block("paragraph", in_groups(statement.text_sha256)),
    ]  # fmt: skip
    return OfficialDocument(
        mark="", title=title, signatory="", issued_on=clock.day_of(statement.signed_at or statement.laid_at),
        blocks=tuple(blocks), watermark="" if statement.signed_at else _UNSIGNED, sample=case.is_sample,
    )  # fmt: skip


def in_groups(sha256: str) -> str:
    """Return the hash in groups of sixteen: in one piece it would run off the page."""
    return " ".join(sha256[start : start + _GROUP] for start in range(0, len(sha256), _GROUP))


def statement_bytes(statement: Statement, case: Case, pack: Pack, form: Form) -> bytes:
    """Return the paper as a file; raises Blocked when the fonts lack a character or are not there."""
    content = statement_content(statement, case, pack)
    return paper_bytes(content, form, remedy=_("论证意见和签名都已保存，字体补齐后重新下载即可。"))


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment, clock.SHANGHAI):%Y-%m-%d %H:%M}"
