"""What a change would touch, shown before anybody approves it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.roles import Role
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import obligations_of
from xiangchuang.governance.center_record import COMPREHENSIVE, names_production
from xiangchuang.governance.changes.subjects import directors
from xiangchuang.governance.institutes_on import institutes_on
from xiangchuang.governance.models import ChangeRequest, EmpowermentDeed
from xiangchuang.governance.queries import legal_form_of, seats_on
from xiangchuang.governance.standing_rows import standing
from xiangchuang.organizations.models import Organization
from xiangchuang.pages import figures
from xiangchuang.policy.changes import ChangeKind
from xiangchuang.policy.pack import Pack


@dataclass(frozen=True)
class Touch:
    """One thing that a change would alter, end or leave to be done by hand."""

    text: str
    clause: str = ""
    url: str = ""
    is_warning: bool = False


def touches_of(
    center: Center, kind: ChangeKind, after: dict[str, Any], day: dt.date, pack: Pack
) -> list[Touch]:
    """Return what a change of that kind to those values touches from the day on."""
    match kind.subject:
        case "director":
            found = _of_director(center, after, day)
        case "lead":
            found = _of_lead(center, after, day)
        case "registered_capital":
            found = _of_capital(center, after, day, pack)
        case "category":
            found = _of_category(center, after, day)
        case "scope":
            found = _of_scope(center, after, day, pack)
        case "name":
            found = _of_name(center)
        case "direction":
            found = _of_direction()
    return list(found)


def _entry(center: Center, register: str, pk: int) -> str:
    return reverse("centers:entry", args=[center.pk, register, pk])


def _of_director(center: Center, after: dict[str, Any], day: dt.date) -> Iterator[Touch]:
    for head in directors(center, day):
        yield Touch(
            _("%(person)s的主任任职在 %(day)s 止。")
            % {"person": head.person, "day": figures.iso_day(day - dt.timedelta(days=1))},
            "4.1-3", _entry(center, "staff", head.pk),
        )  # fmt: skip
        for seat in seats_on(center, day).filter(person=head.person):
            yield Touch(
                _("%(person)s在“%(body)s”的席位不随之变动，需要改选的另行登记。")
                % {"person": head.person, "body": seat.body},
                "4.1-3", _entry(center, "seats", seat.pk),
            )  # fmt: skip
        yield from _accounts(center, head.person, day)
    if not after.get("is_full_time"):
        yield Touch(
            _("新主任为兼职：自生效之日起不符合“主要负责人应为专职工作人员”。"), "4.1-4", is_warning=True
        )
    waiting = ChangeRequest.objects.filter(center=center, state="requested").exclude(kind="director").count()
    if waiting:
        yield Touch(_("另有 %(count)s 项变更待批准，由新主任继续办理。") % {"count": waiting})


def _accounts(center: Center, person: str, day: dt.date) -> Iterator[Touch]:
    houses = [pk for pk in (center.organization_id, center.lead_id) if pk]
    rows = Appointment.objects.in_force(day).filter(
        role=Role.CENTER_STAFF, organization__in=houses, user__full_name__endswith=person
    )
    for row in rows.select_related("organization"):
        yield Touch(
            _("%(person)s以“%(organization)s”创新中心身份的账号任职不随之结束，由系统管理员处理。")
            % {"person": person, "organization": row.organization}
        )


def _of_lead(center: Center, after: dict[str, Any], day: dt.date) -> Iterator[Touch]:
    new = Organization.objects.filter(pk=after.get("organization") or 0).first()
    rows = Appointment.objects.in_force(day).filter(organization=center.lead, role=Role.LEAD)
    count = rows.aggregate(people=Count("user", distinct=True))["people"]
    yield Touch(
        _("“%(lead)s”的 %(count)s 名人员不再能以牵头单位身份登记中心档案；该单位转为共建单位。")
        % {"lead": center.lead, "count": count}
    )
    if new is not None:
        yield Touch(_("“%(lead)s”的人员自生效之日起可以登记中心档案。") % {"lead": new})
        if new.prefecture != center.prefecture:
            yield Touch(
                _("新牵头单位在%(area)s，中心所在市州不随之变动。") % {"area": new.prefecture_label},
                is_warning=True,
            )
    owed = obligations_of(center).filter(organization=center.lead, fulfilled_at=None)
    if owed.exists():
        yield Touch(
            _("原牵头单位尚有 %(count)s 项应交的报告，交接后由谁提交须在理由中写明。")
            % {"count": owed.count()},
            "5.4-2", is_warning=True,
        )  # fmt: skip
    for deed in standing(EmpowermentDeed).filter(center=center, grantor=center.lead):
        yield Touch(
            _("原牵头单位的授权“%(deed)s”继续有效与否，须重新签署或登记终止。") % {"deed": deed},
            "6.4-3", _entry(center, "empowerment", deed.pk),
        )  # fmt: skip


def _of_capital(center: Center, after: dict[str, Any], day: dt.date, pack: Pack) -> Iterator[Touch]:
    form = legal_form_of(center, day)
    if form is None:
        yield Touch(_("还没有法人登记，生效时没有可改的注册资金。"), "4.1-1", is_warning=True)
        return
    floor = pack.parameters[pack.governance.registered_capital.parameter].value_on(day)
    fen = int(after["registered_capital"])
    yield Touch(
        _("自生效之日起登记为新的一行法人登记，原登记保留。"), url=_entry(center, "legal-forms", form.pk)
    )
    if fen < floor:
        yield Touch(
            _("变更后低于下限 %(floor)s，差 %(gap)s，将转由人认定。")
            % {"floor": figures.money_text(floor), "gap": figures.yuan_text(floor - fen)},
            pack.governance.registered_capital.clause, is_warning=True,
        )  # fmt: skip


def _of_category(center: Center, after: dict[str, Any], day: dt.date) -> Iterator[Touch]:
    count = len(institutes_on(center, day))
    if after.get("category") == COMPREHENSIVE:
        text = (
            _("转为综合类后要有本部和专业化创新研发机构，现有 %(count)s 个。") % {"count": count}
            if count
            else _("转为综合类后要有专业化创新研发机构，现在一个也没有登记。")
        )
        yield Touch(text, "3.1.1-2", is_warning=not count)
    elif count:
        yield Touch(
            _("现有 %(count)s 个专业化创新研发机构仍留在登记中，去留另行登记。") % {"count": count}, "3.1.1-4"
        )


def _of_scope(center: Center, after: dict[str, Any], day: dt.date, pack: Pack) -> Iterator[Touch]:
    if legal_form_of(center, day) is None:
        yield Touch(_("还没有法人登记，生效时没有可改的经营范围。"), "4.1-1", is_warning=True)
    if names_production(str(after.get("scope", "")), pack.governance.scope_words):
        yield Touch(_("新的经营范围写有生产或销售用语，将列为不符合。"), "2-3", is_warning=True)


def _of_name(center: Center) -> Iterator[Touch]:
    yield Touch(_("公开名录和中心档案改用新名称；批复文件和已结案卷保留原名称。"), "5.3-1")
    if center.organization_id:
        yield Touch(_("法人登记的名称不随之变动，须到登记机关变更后另行登记。"), "4.1-1")


def _of_direction() -> Iterator[Touch]:
    yield Touch(_("研究方向由中心依章程自主决定，备案即生效，不需批准。"), "4.1-4")
