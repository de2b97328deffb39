"""The example's consortia: what members promised and brought, what came in and was earned, one sign to explain."""

from datetime import date, timedelta
from typing import Any, Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.keep import record_entry, watchers_told_once
from xiangchuang.centers.registers.register import Register
from xiangchuang.consortia import registers
from xiangchuang.consortia.models import MemberTerms, PositioningFinding
from xiangchuang.consortia.settle_finding import explain_finding
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.consortia.take_members import take_members
from xiangchuang.demo.names import person
from xiangchuang.demo.province import Province, uscc
from xiangchuang.organizations.models import Organization

_WAN: Final = 1_000_000
_PLAN: Final = "《共建协议》"


class _Keeper:
    """Writes rows for one center as its staff; days count from today, never before the approval."""

    def __init__(self, center: Center, staff: Actor) -> None:
        self.center, self.staff, self.today = center, staff, clock.today()

    def row(self, register: Register, **values: Any) -> Entry:
        """Record a row; fields not told stay empty."""
        return record_entry(register, actor=self.staff, center=self.center, values=values)

    def ago(self, days: int) -> date:
        """Return the day so many days before today."""
        return self.today - timedelta(days=days)


def furnish_consortia(center: Center, staff: Actor, province: Province) -> None:
    """Take the members in, promise and deliver, receive, spend, earn, declare, spin off."""
    keeper = _Keeper(center, staff)
    take_members(actor=staff, center=center)
    with watchers_told_once():
        _join(keeper, province)
        members = list(standing(MemberTerms).filter(center=center).order_by("pk"))
        _contribute(keeper, members)
        _agree(keeper, members)
        _plan_money(keeper)
        _fund(keeper, province)
        _earn(keeper)
    # The watchers find here what is then explained.
    _watch(keeper)
    _spin_off(keeper)


def _join(keeper: _Keeper, province: Province) -> None:
    known = set(standing(MemberTerms).filter(center=keeper.center).values_list("organization", flat=True))
    firms = [e for e in province.enterprises if e.pk not in known][:3]
    schools = [o for o in (*province.universities, *province.institutes) if o.pk not in known][:3]
    for organization in (*firms, *schools):
        _member(
            keeper, organization, "member", "优先使用中试平台；按约定共享知识产权", "按年投入，派驻研发人员"
        )
    bureau = province.bureaus[keeper.center.prefecture]
    _member(
        keeper, bureau, "government", "委派理事会观察员；查阅运行情况", "落实用地和配套资金，协调要素保障"
    )


def _member(keeper: _Keeper, organization: Organization, role: str, rights: str, duties: str) -> None:
    keeper.row(
        registers.MEMBERS, organization=organization, role=role, rights=rights, duties=duties, basis=_PLAN,
        joined_on=keeper.center.approved_on,
    )  # fmt: skip


def _contribute(keeper: _Keeper, members: list[MemberTerms]) -> None:
    for number, member in enumerate(members):
        government = member.role == "government"
        fen = (2000 if member.role == "lead" else 600 - 40 * number) * _WAN
        promise = keeper.row(
            registers.PROMISES, member=member, title="首期出资", kind="money",
            way="local_finance" if government else "agreement", amount=fen, due_on=keeper.ago(30 - number),
        )  # fmt: skip
        # The third is late, the fourth paid in part, the fifth more than promised.
        paid = {2: 0, 3: fen // 2, 4: fen + 20 * _WAN}.get(number, fen)
        if paid:
            keeper.row(
                registers.DELIVERIES, promise=promise, made_on=keeper.ago(1), amount=paid, voucher="银行回单"
            )
    people = keeper.row(
        registers.PROMISES, member=members[1], title="派驻研发人员", kind="people", quantity=6, unit="人",
        due_on=keeper.today + timedelta(days=120),
    )  # fmt: skip
    keeper.row(registers.DELIVERIES, promise=people, made_on=keeper.ago(1), quantity=4, voucher="派驻协议")
    keeper.row(
        registers.PROMISES, member=members[-2], title="材料测试平台共用", kind="platform", quantity=1, unit="个",
        due_on=keeper.today + timedelta(days=200),
    )  # fmt: skip
    keeper.row(
        registers.PROMISES, member=members[1], title="注浆材料配方技术入股", kind="technology_shares",
        amount=480 * _WAN, due_on=keeper.today + timedelta(days=90), note="以评估价值入股",
    )  # fmt: skip


def _agree(keeper: _Keeper, members: list[MemberTerms]) -> None:
    agreement = keeper.row(
        registers.AGREEMENTS, title="智能掘进知识产权共享合同", number="XC-2026-01",
        subject="智能掘进控制软件及相关专利",
        share_terms="共同研发成果按投入共有；各方在自身领域免费使用，对外许可须全体同意，收益按份额分配。",
        signed_on=keeper.ago(20),
    )  # fmt: skip
    for member, share in zip(members, (5000, 3000, 2000), strict=False):
        keeper.row(
            registers.PARTIES, agreement=agreement, member=member, ownership=share,
            use_right="普通许可，限自身领域",
        )  # fmt: skip
    keeper.row(
        registers.RISKS, title="中试线建设与运行", benefit_sharing="中试服务净收益按出资比例分配。",
        risk_sharing="技术路线失败的风险由全体按出资比例承担；安全事故由运行方承担。",
        loss_sharing="已投入设备的减值由出资方承担，运行亏损以当年预算为限由牵头单位垫付后分摊。",
        basis=f"{_PLAN}第十二条", agreed_on=keeper.ago(20),
    )  # fmt: skip


def _plan_money(keeper: _Keeper) -> None:
    year = keeper.today.year
    for offset, scale in ((0, 10), (1, 12), (2, 8)):
        for source, wan in (("agreement", 300), ("local_finance", 100), ("membership_fee", 12), ("bank", 80)):
            keeper.row(
                registers.PLANNED_RECEIPTS, year=year + offset, source=source, amount=wan * scale * _WAN
            )
        for kind, wan in (("equipment", 180), ("research", 200), ("people", 80), ("operation", 30)):
            keeper.row(registers.PLANNED_USES, year=year + offset, kind=kind, amount=wan * scale * _WAN)


def _fund(keeper: _Keeper, province: Province) -> None:
    bureau = province.bureaus[keeper.center.prefecture]
    receipts: tuple[tuple[str, str, str, Organization | None, str, int | None], ...] = (
        ("年度会费", "membership_fee", "money", None, "示例会员企业八家", 96),
        ("研发平台专项", "department", "money", province.department, "", 300),
        ("中试厂房三年免租", "local_finance", "facilities", bureau, "", None),
        ("人才公寓二十套", "local_finance", "facilities", bureau, "", None),
        ("首台（套）推广政策", "supervising_department", "policy", province.industry_department, "", None),
        ("中试线设备贷款", "bank", "money", None, "示例湘江银行", 600),
    )
    for purpose, source, form, payer, name, wan in receipts:
        keeper.row(
            registers.RECEIPTS, purpose=purpose, source=source, form=form, payer=payer, payer_name=name,
            received_on=keeper.ago(2), amount=None if wan is None else wan * _WAN,
        )  # fmt: skip
    for title, use, spent in (
        ("中试线主机采购", "equipment", 1260), ("原材料检测外协", "research", 170),
        ("研发人员薪酬", "people", 420), ("日常运行", "operation", 110),
    ):  # fmt: skip
        keeper.row(
            registers.USES, title=title, kind=use, used_on=keeper.ago(1), amount=spent * _WAN,
            task="关键部件研制",
        )  # fmt: skip


def _earn(keeper: _Keeper) -> None:
    incomes = (
        ("前期研发服务", "contract_rd", "示例用户单位", 190, 400),
        ("省重点研发计划课题", "competitive_project", "示例省科学技术厅", 380, 60),
        ("检测与试验服务", "service", "示例中小企业十二家", 86, 20),
    )
    for title, kind, payer, wan, days in incomes:
        keeper.row(
            registers.INCOMES, title=title, kind=kind, payer=payer, received_on=keeper.ago(days),
            amount=wan * _WAN,
        )  # fmt: skip


def _watch(keeper: _Keeper) -> None:
    keeper.row(
        registers.ACTIVITIES, title="刀盘样机试制第三批", kind="pilot", equipment="中试装配线",
        equipment_use="pilot", output="样机 2 台，交共建单位试用", began_on=keeper.ago(15),
    )  # fmt: skip
    keeper.row(
        registers.INCOMES, title="试制样机转让", kind="product_sales", payer="示例用户单位",
        received_on=keeper.ago(5), amount=36 * _WAN,
    )  # fmt: skip
    keeper.row(
        registers.ACTIVITIES, title="监测终端小批量供货", kind="market_sales", equipment="中试装配线",
        equipment_use="pilot", output="终端 40 台，供示例用户单位", began_on=keeper.ago(3),
    )  # fmt: skip
    finding = PositioningFinding.objects.filter(center=keeper.center, sign="product_sales").first()
    if finding is not None:
        explain_finding(
            actor=keeper.staff, finding=finding, seen=finding.version,
            explanation="两台试制样机交用户单位试用后按成本价转让，没有对外销售，后续不再转让样机。",
        )  # fmt: skip


def _spin_off(keeper: _Keeper) -> None:
    firms = (
        ("示例湘隧智测科技有限公司", 760, 2, 800, (2000, 4500, 1500, 2000), True),
        ("示例麓装数控技术有限公司", 420, 3, 1500, (3400, 2600, 2000, 2000), False),
    )
    for name, days, number, capital, (center, team, lead, other), light in firms:
        firm = keeper.row(
            registers.SPIN_OFFS, name=name,
            uscc=uscc(7000 + 10 * keeper.center.pk + number, keeper.center.prefecture),
            founded_on=keeper.ago(days), registered_capital=capital * _WAN, technology="智能掘进监测与控制",
            center_share=center, team_share=team, lead_share=lead, other_share=other, is_light_asset=light,
            is_mixed_ownership=True,
        )  # fmt: skip
        for position, share in enumerate((team // 2, team // 4)):
            keeper.row(
                registers.SPIN_OFF_MEMBERS, spin_off=firm, name=person(940 + number * 5 + position),
                employer="示例湘江工业大学", share=share, is_part_time=position == 1,
            )  # fmt: skip
        first = keeper.ago(days).year
        for step, year in enumerate(range(first, keeper.today.year + 1)):
            keeper.row(
                registers.SPIN_OFF_YEARS, spin_off=firm, year=year, revenue=(90 + 160 * step) * _WAN,
                staff=6 + 9 * step, financing=300 * _WAN if step == 1 else None,
            )  # fmt: skip
