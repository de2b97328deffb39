"""A province whose pack masks the plan, and an applicant whose names stand everywhere in it."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from tests.reviews.steps import Round
from xiangchuang.documents.masking import folded
from xiangchuang.documents.plan.blocks import Block, Span, block_to_json, numbered_blocks
from xiangchuang.plan_parts.models import PersonRow
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.queries import submitted_revision

ROOT = Path(__file__).resolve().parents[2]
APPLIES = "  applies: false\n  names: [lead, members, people, codes, contacts]\n"
FIRST, SECOND, CONTACT = "向湘江", "欧阳星沙", "钟联络"
PHONE, MAIL, STATED = "0731-88886666", "li.gong@xiangjiang.example.com", "示企甲"
FULL_WIDTH = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})


def masking_pack(folder: Path) -> Path:
    """Return a folder of packs in which the notice's pack masks plans."""
    shutil.copytree(ROOT / "policies" / "hunan-tic-2020", folder / "hunan-tic-2020")
    panel = folder / "hunan-tic-2020" / "panel.yaml"
    text = panel.read_text(encoding="utf-8")
    assert APPLIES in text
    panel.write_text(text.replace(APPLIES, APPLIES.replace("false", "true")), encoding="utf-8")
    return folder


def name_everybody(round_: Round) -> list[str]:
    """Write the applicant's names, in every spelling, into its plan; return all that must not be read."""
    world, revision = round_.world, submitted_revision(round_.world.proposal)
    assert revision is not None
    for organization in (world.lead, world.member):
        organization.contact_name, organization.contact_phone, organization.contact_email = (
            CONTACT, PHONE, MAIL,
        )  # fmt: skip
        organization.save()
    PersonRow.objects.filter(revision=revision).delete()
    for position, name in enumerate((FIRST, SECOND), 1):
        PersonRow.objects.create(
            revision=revision, position=position, name=name, organization=world.lead, tasks=f"{name}主持"
        )
    names = [world.lead.name, world.member.name, STATED, FIRST, SECOND, CONTACT, PHONE, MAIL]
    codes = [str(world.lead.uscc), str(world.member.uscc)]
    for section in revision.sections.all():
        section.blocks = [*section.blocks, *map(block_to_json, _blocks(names, codes, section.code))]
        section.save()
    revision.title = f"{world.lead.name}牵头的建设方案"
    revision.save()
    type(round_.case).objects.filter(pk=round_.case.pk).update(title=f"{world.lead.name}技术创新中心")
    round_.case.refresh_from_db()
    return [*names, *codes]


def _blocks(names: list[str], codes: list[str], code: str) -> tuple[Block, ...]:
    lead = names[0]
    said = f"第 {code} 节由{lead}（以下简称“{STATED}”）承担，{STATED}配套，" + "，".join([*names, *codes])
    spellings = "；".join(
        f"{'　'.join(n)}、{n.translate(FULL_WIDTH)}、{n[:2]}\n{n[2:]}、{n.upper()}" for n in names[:6]
    )
    half = len(lead) // 2
    split = (Span("由", ()), Span(lead[:half], ("bold",)), Span(lead[half:] + "负责"), Span("", note=said))
    rows = (("单位", *names[:2]), ("人员", FIRST, SECOND))
    return numbered_blocks(
        [
            Block("", "paragraph", said),
            Block("", "paragraph", spellings),
            Block("", "paragraph", f"由{lead}负责", spans=split),
            Block("", "table", "\n".join("\t".join(r) for r in rows), rows=rows, caption=f"{lead}的人员"),
            Block("", "image", f"{lead}的中试线", image="ab" * 32, alt=lead),
        ]
    )


def found_in(text: str, names: list[str]) -> list[str]:
    """Return the names that can still be read in a text, however it breaks and spaces them."""
    told = folded(re.sub(r"<[^>]+>", "", text)), folded(text)
    return [name for name in names if any(folded(name) in each for each in told)]


def parts_of(package: bytes) -> Iterator[tuple[str, str]]:
    """Yield every part of an Office file, the name of the part included."""
    with zipfile.ZipFile(BytesIO(package)) as opened:
        for entry in opened.infolist():
            yield entry.filename, opened.read(entry).decode("utf-8", "replace")


def original_of(revision: PlanRevision) -> str:
    """Return all that the revision says as it was written."""
    return " ".join(str(block) for section in revision.sections.all() for block in section.blocks)
