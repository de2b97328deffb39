"""The agreement on paper, in the office's words: to be signed by both sides, as PDF and as Word."""

from datetime import date
from typing import Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import DEPARTMENT_STAFF
from xiangchuang.calendars import clock
from xiangchuang.decisions.render_document import rendered
from xiangchuang.documents.official import OfficialDocument
from xiangchuang.files.set_papers import Form
from xiangchuang.pages import figures
from xiangchuang.pages.typed import whole
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import Rows, Values
from xiangchuang.procedure.packs import current_pack
from xiangchuang.support.models import Commitment, SupportAgreement
from xiangchuang.support.queries import agreements_visible_to
from xiangchuang.wordings.compose_paper import paper
from xiangchuang.wordings.in_force import as_stored, find_in_force, read_text, wording_in_force
from xiangchuang.wordings.kinds import Example, PaperKind, Place, contribute_paper, paper_kind

KIND: Final = "support_agreement"
NEWEST: Final = 20
_PLACES: Final = (
    Place("协议名称", _("协议的名称"), must=True),
    Place("中心名称", _("受支持的中心"), must=True),
    Place("甲方", _("省科技厅"), must=True),
    Place("乙方", _("市州人民政府（由市州科技局代办）或者省直主管部门"), must=True),
    Place("协议要点", _("协议的要点，各成一段"), "lines", must=True),
    Place("承诺表", _("双方的承诺：承诺方、类别、内容、金额、应履行日"), "table", must=True),
    Place("有效期", _("有效期的最后一天；没有写明时为空")),
    Place("签署栏", _("双方盖章和签署日期的栏目"), "table", must=True),
)


def contribute() -> None:
    """Add the paper; called from the app's `ready()`."""
    contribute_paper(
        PaperKind(
            KIND, _("支持协议"), _PLACES, _examples, _values, headed=False, numbered=False, signed=False
        )
    )


def words_now() -> dict[str, object] | None:
    """Return the words in force, to be kept as an agreement is signed; None where nobody wrote any."""
    found = find_in_force(KIND, current_pack())
    return as_stored(found.text) if found else None


def agreement_document(agreement: SupportAgreement) -> OfficialDocument:
    """Return the agreement as a paper: a signed one in the words it was signed in."""
    pack = current_pack()
    text = read_text(agreement.wording) if agreement.wording else wording_in_force(KIND, pack).text
    on = agreement.signed_on or clock.day_of(agreement.drafted_at)
    return paper(
        paper_kind(KIND), text, pack, agreement_values(agreement, pack), on=on,
        sample=agreement.center.is_sample,
    )  # fmt: skip


def agreement_file(agreement: SupportAgreement, form: Form) -> bytes:
    """Return the paper as a file; raises Blocked when it cannot be set."""
    return rendered(agreement_document(agreement), form)


def agreement_values(agreement: SupportAgreement, pack: Pack) -> Values:
    """Return what fills the places of the agreement."""
    with translation.override("zh-hans"):
        partner = agreement.partner_name
    return {
        "协议名称": agreement.title,
        "中心名称": agreement.center.name,
        "甲方": agreement.department.name,
        "乙方": partner,
        "协议要点": tuple(line for line in agreement.text.splitlines() if line.strip()),
        "承诺表": _promises(agreement, pack),
        "有效期": _day(agreement.runs_until),
        "签署栏": (
            ("甲方（盖章）", "乙方（盖章）"),
            (agreement.department.name, partner),
            (
                f"签署日期：{_day(agreement.department_signed_on)}",
                f"签署日期：{_day(agreement.partner_signed_on)}",
            ),
        ),
    }


def _promises(agreement: SupportAgreement, pack: Pack) -> Rows:
    kinds = {kind.code: kind.label.zh for kind in pack.support.commitment_kinds}
    rows = [
        (c.promised_by.name, kinds.get(c.kind, c.kind), c.text, _amount(c), _day(c.due_on))
        for c in agreement.commitments.select_related("promised_by")
    ]
    return (("承诺方", "类别", "内容", "金额（元）", "应履行日"), *rows) if rows else ()


def _amount(commitment: Commitment) -> str:
    return "—" if commitment.amount_fen is None else figures.yuan_number(commitment.amount_fen)


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _examples(actor: Actor) -> list[Example]:
    if not actor.roles & DEPARTMENT_STAFF:
        return []
    rows = agreements_visible_to(actor).order_by("-pk")[:NEWEST]
    return [Example(str(row.pk), f"{row.title} {row.center.name}") for row in rows]


def _values(actor: Actor, key: str, pack: Pack) -> Values | None:
    found = agreements_visible_to(actor).filter(pk=whole(key, 0)).first()
    return agreement_values(found, pack) if found else None
