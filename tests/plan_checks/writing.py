"""A manuscript in the stage of the plan, written section by section without a Word file."""

from decimal import Decimal
from typing import Any

from tests.factories.line import LineWorld
from xiangchuang.documents.plan import Block, block_to_json
from xiangchuang.documents.plan.blocks import numbered_blocks
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.verbs import Standpoint
from xiangchuang.proposals.manuscript import open_revision, put_section
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan import TargetDraft, confirm_targets, submit_plan

# A quarter of what a section usually has, so that nothing is told of its length.
LONG = "围绕任务分工逐项落实。" * 80
TARGETS = [TargetDraft("发明专利授权", "件", {2027: Decimal(20), 2028: Decimal(45)})]


SHORT = Block(id="", kind="paragraph", text="略。")


def standpoint(case: Case) -> Standpoint:
    """Return where the guards of the case's stage look from."""
    case.refresh_from_db()
    pack = pack_of(case)
    run = case.runs.filter(stage_code=case.stage_code).order_by("-round")[0]
    return Standpoint(case, run, pack.procedures[case.kind].stage(case.stage_code), pack)


def paragraph(text: str) -> Block:
    return Block(id="", kind="paragraph", text=text)


def table(*rows: tuple[str, ...]) -> Block:
    return Block(
        id="", kind="table", text="\n".join("\t".join(row) for row in rows), rows=rows, header_rows=1
    )


def as_json(*blocks: Block) -> list[dict[str, Any]]:
    return [block_to_json(block) for block in numbered_blocks(blocks)]


def write(world: LineWorld, case: Case, **sections: list[Block]) -> PlanRevision:
    """Write a whole plan of the case's lead; `A_1_4=[…]` gives a section its blocks."""
    revision = open_revision(standpoint(case), world.user("lead"))
    for section in revision.sections.all():
        usual = [
            paragraph(LONG),
            paragraph(f"{case.title}的{section.title}，由牵头单位会同共建单位按年度组织实施。"),
        ]
        own = sections.get(section.code.replace(".", "_"))
        blocks = [*own, paragraph(LONG)] if own and own != [SHORT] else own or usual
        put_section(section, as_json(*blocks), seen=section.version, user=world.user("lead"))
    return confirm_targets(actor=world.actor("lead"), case=case, seen=fresh(case).version, targets=TARGETS)


def submit(world: LineWorld, case: Case) -> PlanRevision:
    return submit_plan(actor=world.actor("lead"), case=case, seen=fresh(case).version)


def fresh(case: Case) -> Case:
    case.refresh_from_db()
    return case
