"""What a walkthrough leaves behind: sections, plan, notice, approval document, ledger and its check."""

import json
from pathlib import Path

from xiangchuang.decisions.models import Notice, OfficialDocument
from xiangchuang.decisions.render_document import document_file, notice_pdf
from xiangchuang.ledger.chain import verify
from xiangchuang.ledger.export import write_export
from xiangchuang.ledger.queries import anchors, sealed_links
from xiangchuang.ledger.seal import seal
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import PlanRevision, Proposal
from xiangchuang.proposals.plan_pdf import plan_pdf
from xiangchuang.proposals.queries import submitted_revision


def leave_papers(case: Case, out: Path) -> list[Path]:
    """Write the papers of a decided case to `out` and return them in the order of the line."""
    papers = []
    revision = submitted_revision(Proposal.objects.get(case=case))
    if revision is not None:
        papers += [_sections(revision, out), _written(out / "建设方案.pdf", plan_pdf(revision))]
    for notice in Notice.objects.filter(case=case):
        papers.append(_written(out / "公示.pdf", notice_pdf(notice)))
    for document in OfficialDocument.objects.filter(case=case, issued_at__isnull=False):
        for form in ("pdf", "docx"):
            content = document_file(document, form).path.read_bytes()
            papers.append(_written(out / f"批复.{form}", content))
    return [*papers, *_ledger(out)]


def _sections(revision: PlanRevision, out: Path) -> Path:
    content = [
        {"code": s.code, "title": s.title, "heading": s.found_heading, "words": s.words, "blocks": s.blocks}
        for s in revision.sections.all()
    ]
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return _written(out / "章节.json", text.encode())


def _ledger(out: Path) -> list[Path]:
    while seal():
        pass
    exported = out / "留痕.jsonl"
    with exported.open("w", encoding="utf-8") as stream:
        write_export(stream, sealed_links(), anchors())
    verdict = verify(sealed_links(), anchors())
    found = "链完整" if verdict.holds else f"链断于 {verdict.broken}"
    words = f"已核验 {verdict.verified} 条，{found}；末条校验值 {verdict.last_hash}\n"
    return [exported, _written(out / "留痕核验.txt", words.encode())]


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
