"""A plan of some 150 pages with 60 pictures and 40 tables: `script/bench --plan`.

The same file is read and typeset by us and converted by LibreOffice, in one run.
"""

import hashlib
import resource
import shutil
import struct
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import numpy as np

from xiangchuang.documents.official import PlanChapterSection, PlanDocument, render_pages_pdf
from xiangchuang.documents.plan import (
    Block,
    OutlineSection,
    ParsedPlan,
    Span,
    parse_plan,
    to_json,
)
from xiangchuang.documents.plan.blocks import numbered_blocks
from xiangchuang.documents.plan.word import WordPlan, plan_docx
from xiangchuang.policy.loading import load_pack

PICTURES, TABLES, ROWS, COLUMNS = 60, 40, 24, 6
PARAGRAPHS, SENTENCES = 10, 9
PICTURE_WIDTH, PICTURE_HEIGHT = 1200, 800
READ_TARGET, PDF_TARGET = 10.0, 5.0
ROUNDS = 3
SENTENCE = "围绕先进轨道交通装备的关键共性技术，组织牵头单位和共建单位协同攻关，形成样机并完成工程验证。"


class Taken(NamedTuple):
    """What one step took: seconds on the wall's clock, and seconds of a processor, own and children's.

    On a busy machine the first says how busy it was, the second what the work is.
    """

    seconds: float
    processor: float


def report() -> int:
    """Measure, print the table; 1 when a target is missed."""
    outline = pack_outline()
    with tempfile.TemporaryDirectory(prefix="long-plan-") as name:
        path = Path(name) / "plan.docx"
        plan = long_plan(outline)
        took = {"Word file written": _median(lambda: path.write_bytes(plan_docx(plan)), 1)}
        parsed: list[ParsedPlan] = []
        took["Word file read"] = _median(lambda: parsed.append(parse_plan(path, outline)))
        pdf: list[bytes] = []
        # Once: the typesetter remembers what it has laid out, and a plan is typeset once.
        took["PDF typeset"] = _median(lambda: pdf.append(typeset(parsed[-1], outline)), rounds=1)
        (Path(name) / "ours.pdf").write_bytes(pdf[-1])
        _print(took, parsed[-1], path, pages_of(Path(name) / "ours.pdf"), libreoffice(path, Path(name)))
    missed = took["Word file read"].seconds > READ_TARGET or took["PDF typeset"].seconds > PDF_TARGET
    return int(missed)


def long_plan(outline: Sequence[OutlineSection]) -> WordPlan:
    """The plan: text in each section, pictures and tables dealt out in turn, a footnote now and then."""
    pictures = {hashlib.sha256(content).hexdigest(): content for content in map(picture, range(PICTURES))}
    blocks: dict[str, list[Block]] = {section.code: [] for section in outline}
    for number, section in enumerate(outline):
        for place in range(PARAGRAPHS):
            blocks[section.code].append(_paragraph(number, place))
    codes = cycle(blocks)
    for number, (sha256, code) in enumerate(zip(pictures, codes, strict=False), start=1):
        blocks[code].append(Block("", "image", f"图{number} 试验装置", image=sha256, alt="试验装置照片"))
    for number, code in zip(range(1, TABLES + 1), codes, strict=False):
        blocks[code].append(_table(number))
    return WordPlan(
        "示例轨道交通技术创新中心建设方案",
        outline,
        {code: numbered_blocks(found) for code, found in blocks.items()},
        pictures,
    )


def picture(seed: int) -> bytes:
    """A PNG with as much in it as a photograph: a shaded ground with some noise."""
    chance = np.random.default_rng(seed)
    y, x = np.mgrid[0:PICTURE_HEIGHT, 0:PICTURE_WIDTH]
    shade = (x * (1 + seed % 5) / 12 + y / 6) % 256
    noise = chance.integers(0, 12, (PICTURE_HEIGHT // 4, PICTURE_WIDTH // 4)).repeat(4, 0).repeat(4, 1)
    grey = np.clip(shade + noise, 0, 255).astype(np.uint8)
    pixels = np.stack([grey, np.roll(grey, 40, axis=1), 255 - grey], axis=2)
    rows = b"".join(b"\x00" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", PICTURE_WIDTH, PICTURE_HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def pack_outline() -> list[OutlineSection]:
    """The outline of the notice."""
    pack = load_pack(Path(__file__).parents[1] / "policies" / "hunan-tic-2020")
    return [
        OutlineSection(section.code, chapter.code, chapter.title.zh, section.title.zh, section.synonyms)
        for chapter in pack.outline.chapters
        for section in chapter.sections
    ]


def typeset(parsed: ParsedPlan, outline: Sequence[OutlineSection]) -> bytes:
    """The PDF of the plan as it was read."""
    record = {section["code"]: section["blocks"] for section in to_json(parsed)["sections"]}
    document = PlanDocument(
        title=parsed.title, case_number="2026-HN-0001", lead="示例公司", members=("示例大学",), revision=1,
        prepared_on=date(2026, 12, 1),
        sections=tuple(
            PlanChapterSection(section.chapter_title, section.title, tuple(record[section.code]))
            for section in outline
        ),
        images={image.sha256: image.content for image in parsed.images},
    )  # fmt: skip
    return render_pages_pdf(document, fonts=[Path(__file__).parents[1] / "build" / "fonts"])


def libreoffice(path: Path, folder: Path) -> tuple[Taken, int] | None:
    """What LibreOffice's conversion of the same file to PDF took, and its pages; None without it."""
    office = shutil.which("soffice")
    if office is None:
        return None
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    # The first start writes the profile, which is no part of a conversion.
    subprocess.run([*command, "--outdir", str(folder / "warm"), str(path)], check=True, capture_output=True)
    convert = [*command, "--outdir", str(folder), str(path)]
    took = _median(lambda: subprocess.run(convert, check=True, capture_output=True))
    return took, pages_of(folder / "plan.pdf")


def pages_of(path: Path) -> int:
    """How many pages a PDF has."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return len(pdf.pages)


def _paragraph(section: int, place: int) -> Block:
    text = f"第{section}节第{place}段。" + SENTENCE * SENTENCES
    if place % 5:
        return Block("", "paragraph", text)
    spans = (Span(text[:40], ("bold",)), Span("", note="示例年鉴，2025年。"), Span(text[40:]))
    return Block("", "paragraph", text, spans=spans)


def _table(number: int) -> Block:
    head = ("任务", "内容", "2027年", "2028年", "2029年", "承担单位")
    body = [
        (f"任务{n}", "样机研制和工程验证", f"{n * 120}", f"{n * 130}", f"{n * 140}", "示例公司")
        for n in range(ROWS)
    ]
    rows = (head, *body)
    text = "\n".join("\t".join(row) for row in rows)
    return Block("", "table", text, rows=rows, header_rows=1, caption=f"表{number} 任务安排")


def _median(work: Callable[[], object], rounds: int = ROUNDS) -> Taken:
    taken = []
    for _ in range(rounds):
        began, worked = time.perf_counter(), _processor()
        work()
        taken.append(Taken(time.perf_counter() - began, _processor() - worked))
    return sorted(taken)[len(taken) // 2]


def _processor() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _print(
    took: dict[str, Taken], parsed: ParsedPlan, path: Path, pages: int, other: tuple[Taken, int] | None
) -> None:
    found = [block for section in parsed.sections for block in section.blocks]
    tables, pictures = (sum(block.kind == kind for block in found) for kind in ("table", "image"))
    size = path.stat().st_size / 2**20
    print(
        f"{pages} pages, {pictures} pictures, {tables} tables, {size:.1f} MB; losses: {len(parsed.losses)}\n"
    )
    print("| step | seconds | of a processor | target | to LibreOffice's conversion |")
    print("| --- | --: | --: | --: | --: |")
    targets = {"Word file read": READ_TARGET, "PDF typeset": PDF_TARGET}
    read, pdf = took["Word file read"], took["PDF typeset"]
    both = Taken(read.seconds + pdf.seconds, read.processor + pdf.processor)
    for step, taken in {**took, "read and typeset": both}.items():
        limit = f"< {targets[step]:.0f}" if step in targets else "–"
        ratio = f"{taken.seconds / other[0].seconds:.2f}" if other else "–"
        print(f"| {step} | {taken.seconds:.2f} | {taken.processor:.2f} | {limit} | {ratio} |")
    if other:
        theirs, their_pages = other
        print(
            f"| LibreOffice, .docx to PDF ({their_pages} pages) "
            f"| {theirs.seconds:.2f} | {theirs.processor:.2f} | – | 1.00 |"
        )
    else:
        print("\nNot run: LibreOffice is not installed.")
