"""At the formal check the officer reads which platforms an application stands beside, and why (1.2-4)."""

from datetime import date

import pytest

from tests.factories.line import LineWorld
from tests.factories.registers import actor_as
from tests.line.visitor import Visitor, text_of
from xiangchuang.accounts.roles import Role
from xiangchuang.platforms.convert import plan_conversion
from xiangchuang.platforms.register_platform import PlatformDraft, confirm_platform, register_platform
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.models import Proposal


@pytest.mark.clause("1.2-4", "3.1.3-1")
def test_the_leads_own_platform_is_listed_with_the_reason_and_the_priority_of_converting_it(
    world: LineWorld,
) -> None:
    case, rules = world.at_stage("formal_check"), current_pack().platforms
    officer = Visitor(world.user("officer"))
    assert "没有查到同单位、同领域或名称相近的平台" in text_of(officer.open("proposals:formal-check", case))
    proposal = Proposal.objects.select_related("lead").get(case=case)
    platform = register_platform(
        actor=world.actor("officer"), rules=rules,
        draft=PlatformDraft(
            name="示例既有工程技术研究中心", kind="engineering_technology_center", level="provincial",
            host=proposal.lead, field=proposal.field, approved_by="省科学技术厅",
            approved_on=date(2022, 6, 1), source="认定文件",
        ),
    )  # fmt: skip
    confirm_platform(actor=actor_as(Role.OFFICER), platform=platform, seen=platform.version)
    plan_conversion(
        actor=world.actor("lead"), rules=rules, platform=platform, case_number=case.number,
        becomes="absorbed", remark="整体划入中心",
    )  # fmt: skip

    page = text_of(officer.open("proposals:formal-check", case))

    assert "示例既有工程技术研究中心" in page
    assert "牵头单位已依托或共建这个平台" in page
    assert "优先考虑由它优化整合建设" in page
    assert "排队和同等条件下优先" in page
