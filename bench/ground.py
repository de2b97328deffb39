"""The ground's own speeds: the ledger's sealing and checking, the reading of a plan, the making of a PDF."""

import io
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from bench.chained import ChainedEntries
from bench.figures import median
from xiangchuang.calendars import clock
from xiangchuang.demo.sample_plan import write_sample_plan
from xiangchuang.documents.official import OfficialDocument, render_docx, render_pdf
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.ledger.seal import seal
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.plan_reading import outline_sections, read_plan

UNSEALED = 5000
PLANS = PDFS = 3
SENTENCE = "示例数据。经研究，同意组建，现就有关事项通知如下。"


def sealing() -> dict[str, float]:
    """Seal so many waiting entries as the sealer does; entries a second."""
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            actor="user:1", actor_name="经办 陈思远", verb="bench", case_number="bench", clause="5.1-3",
            at=clock.now(), detail={"stage": "intention", "round": 1},
        )
        for _ in range(UNSEALED)
    )  # fmt: skip
    seconds = _timed(_seal_all)
    return {"entries": UNSEALED, "seconds": seconds, "per_second": UNSEALED / seconds}


def verifying(wanted: int) -> dict[str, float]:
    """Fill the ledger up to `wanted` entries and check it: in the database, and as a file without one."""
    entries, at = ChainedEntries(), clock.now()
    for _ in range(max(0, wanted - LedgerEntry.objects.count())):
        entries.add(at=at, detail={"stage": "intention"}, actor="system", actor_name="系统", verb="bench")
    entries.write()
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        file = Path(folder) / "ledger.jsonl"
        in_database = _timed(lambda: call_command("verify_ledger"))
        exported = _timed(lambda: call_command("export_ledger", out=file))
        from_file = _timed(lambda: call_command("verify_ledger", export=file))
    return {
        "entries": LedgerEntry.objects.count(), "seconds_database": in_database, "seconds_export": exported,
        "seconds_file": from_file,
    }  # fmt: skip


def papers() -> dict[str, float]:
    """Seconds to read the sample plan, and to set an official document: the first one and the next."""
    outline, fonts = current_pack().outline, settings.DOCUMENT_FONT_DIRECTORIES
    document = OfficialDocument(
        mark="示例省科学技术厅文件", number="示科发〔2026〕1号", title="关于批准组建示例技术创新中心的通知",
        signatory="示例省科学技术厅", issued_on=clock.today(), addressee="示例市科学技术局：", sample=True,
        blocks=({"kind": "paragraph", "text": SENTENCE * 6},) * 12,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = write_sample_plan(Path(folder) / "建设方案.docx", outline=outline_sections(outline))
        reading = [_timed(lambda: read_plan(path, name=path.name, outline=outline)) for _ in range(PLANS)]
    first = _timed(lambda: render_pdf(document, fonts=fonts))
    next_ones = [_timed(lambda: render_pdf(document, fonts=fonts)) for _ in range(PDFS)]
    word = [_timed(lambda: render_docx(document)) for _ in range(PDFS)]
    return {
        "plan_read_seconds": median(reading), "pdf_first_seconds": first, "pdf_seconds": median(next_ones),
        "word_seconds": median(word),
    }  # fmt: skip


def _seal_all() -> None:
    while seal():
        pass


def _timed(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began
