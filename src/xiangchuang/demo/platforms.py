"""The example's platforms: taken up from registers, new ones, one to confirm, one to convert, one agreement."""

from datetime import date
from typing import Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.demo.province import Province
from xiangchuang.network.cooperate import CooperationDraft, confirm_cooperation, declare_cooperation
from xiangchuang.organizations.models import CapabilityKind, CapabilityRecord, Organization
from xiangchuang.platforms.convert import plan_conversion
from xiangchuang.platforms.models import Platform
from xiangchuang.platforms.register_platform import (
    PlatformDraft,
    claim_platform,
    confirm_platform,
    register_platform,
)
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.models import Proposal

TAKEN_UP: Final = 24
"""Firms whose engineering technology research center is in the register; the others wait to be taken up."""
_NEW: Final = (
    ("示例先进材料省重点实验室", "key_laboratory", "provincial", "new_materials", "先进结构材料、表面工程"),
    ("示例智能装备省重点实验室", "key_laboratory", "provincial", "intelligent_manufacturing", "智能感知与控制"),
    ("示例作物育种国家重点实验室", "key_laboratory", "national", "biological_breeding", "种质资源与分子育种"),
    ("示例人工智能省重点实验室", "key_laboratory", "provincial", "artificial_intelligence", "机器学习、智能计算"),
    ("示例心血管省临床医学研究中心", "clinical_center", "provincial", "precision_medicine", "心血管疾病临床研究"),
    ("示例绿色建造省工程研究中心", "engineering_research_center", "provincial", "green_construction", "装配式建造"),
    ("示例先进轨道交通省制造业创新中心", "manufacturing_center", "provincial", "intelligent_manufacturing", "轨道交通装备共性技术"),
)  # fmt: skip


def furnish_platforms(province: Province) -> None:
    """Register and confirm the platforms, and let the first center agree with a university's laboratory."""
    pack, officer = current_pack(), province.actor("jingban")
    found = [*_taken_up(province, pack, officer), *_registered(province, pack, officer)]
    for platform in found:
        bureau = province.staff_of(province.bureaus[platform.host.prefecture])
        confirm_platform(actor=bureau, platform=platform, seen=platform.version)
        _claim(province, platform)
    _waiting(province, pack)
    Platform.objects.update(is_sample=True)
    _convert(province, pack)
    _agree(province)


def _taken_up(province: Province, pack: Pack, officer: Actor) -> list[Platform]:
    """What firms' registers say of their platforms is taken up as it stands."""
    firms = province.enterprises[:TAKEN_UP]
    records = CapabilityRecord.objects.filter(
        organization__in=firms, kind=CapabilityKind.PLATFORM, is_current=True
    ).select_related("organization")
    return [
        register_platform(
            actor=officer, rules=pack.platforms,
            draft=PlatformDraft(
                name=record.title, kind="engineering_technology_center", level=record.level,
                host=record.organization, field=record.field, approved_by="示例省科学技术厅",
                approved_on=record.on, source=record.source,
            ),
        )
        for record in records.order_by("pk")
    ]  # fmt: skip


def _registered(province: Province, pack: Pack, officer: Actor) -> list[Platform]:
    hosts = [*province.universities, *province.institutes]
    return [
        register_platform(
            actor=officer, rules=pack.platforms,
            draft=PlatformDraft(
                name=name, kind=kind, level=level, host=hosts[place % len(hosts)], field=field,
                specialty=specialty, approved_by="示例省科学技术厅",
                approved_on=date(clock.today().year - 5, 9, 1), source="示例数据：认定文件",
                leader=f"示例负责人{place + 1}",
            ),
        )
        for place, (name, kind, level, field, specialty) in enumerate(_NEW)
    ]  # fmt: skip


def _claim(province: Province, platform: Platform) -> None:
    host: Organization = platform.host
    claim_platform(actor=province.staff_of(host), platform=platform, organization=host)


def _waiting(province: Province, pack: Pack) -> None:
    """One that its host has registered and nobody has confirmed yet."""
    host = province.institutes[-1]
    register_platform(
        actor=province.staff_of(host), rules=pack.platforms,
        draft=PlatformDraft(
            name="示例生态修复省工程研究中心", kind="engineering_research_center", level="provincial",
            host=host, field="environmental_treatment", specialty="矿区生态修复",
            approved_by="示例省发展和改革委员会", approved_on=date(clock.today().year - 1, 5, 20),
            source="示例数据：认定文件",
        ),
    )  # fmt: skip


def _convert(province: Province, pack: Pack) -> None:
    """The first running application whose lead hosts such a platform is to be built from it (3.1.3-1)."""
    running = Proposal.objects.filter(case__state=CaseState.OPEN, case__submitted_at__isnull=False)
    for proposal in running.select_related("case", "lead").order_by("pk"):
        own = proposal.lead.platforms.filter(kind="engineering_technology_center").first()
        if own is not None:
            plan_conversion(
                actor=province.staff_of(proposal.lead), rules=pack.platforms, platform=own,
                case_number=proposal.case.number, becomes="absorbed",
                remark="研发人员和试验设备整体划入中心，原有任务由中心承接。",
            )  # fmt: skip
            return


def _agree(province: Province) -> None:
    center = Center.objects.select_related("lead").order_by("pk").first()
    if center is None:
        return
    platform = Platform.objects.filter(kind="key_laboratory").exclude(host=center.lead).order_by("pk").first()
    assert platform is not None
    row = declare_cooperation(
        actor=province.staff_of(center.lead), platform=platform, center=center,
        draft=CooperationDraft(
            kind="instruments", title="示例大型仪器共享协议",
            content="双方大型仪器互相开放，按内部价结算；数据归委托方。",
            signed_on=max(center.approved_on, date(clock.today().year, 1, 5)),
        ),
    )  # fmt: skip
    confirm_cooperation(actor=province.staff_of(platform.host), cooperation=row, seen=row.version)
