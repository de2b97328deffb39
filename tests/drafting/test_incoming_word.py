"""The lead and a member write in Word, bring the file back, and take from it section by section."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.documents.intake import hostile
from tests.drafting.test_save_section import save, section, texts
from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, text_of
from xiangchuang.drafting.incoming.bring_word import bring_word, may_read_incoming, read_again
from xiangchuang.drafting.incoming.comparison import incoming_lines
from xiangchuang.drafting.incoming.reading import read_incoming
from xiangchuang.drafting.incoming.settle_word import settle_word
from xiangchuang.drafting.models import IncomingState, IncomingWord, SectionConflict
from xiangchuang.files.store import RefusedUpload
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.procedure.errors import Blocked, NotFound, NotPermitted, Stale
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan_word import plan_template, plan_word

FIRST, SECOND, THIRD = "A.1.1", "A.1.2", "A.1.3"


@pytest.fixture
def written(world: LineWorld, case: Case) -> Case:
    """Two sections are written in the browser."""
    save(world, case, "lead", "研发现状。", 0, FIRST)
    save(world, case, "member", "存在的问题。", 0, SECOND)
    return case


def taken_home(case: Case, change: Callable[[Any], None]) -> SimpleUploadedFile:
    """The template as somebody has changed it in Word."""
    document = docx.Document(BytesIO(plan_template(case, PlanRevision.objects.get())))
    change(document)
    out = BytesIO()
    document.save(out)
    return SimpleUploadedFile("方案.docx", out.getvalue())


def rewritten(words: Mapping[str, str]) -> Callable[[Any], None]:
    """Change the paragraphs with these texts; a heading's text stands for an empty section below it."""

    def change(document: Any) -> None:
        for paragraph in list(document.paragraphs):
            for old, new in words.items():
                if paragraph.text == old:
                    paragraph.runs[0].text = new
                elif paragraph.text.endswith(old) and paragraph.style.name.startswith("Heading"):
                    following = paragraph._p.getnext()
                    paragraph.insert_paragraph_before(new)
                    following.addprevious(paragraph._p.getprevious())

    return change


def brought(world: LineWorld, case: Case, words: Mapping[str, str], part: str = "lead") -> IncomingWord:
    incoming = bring_word(actor=world.actor(part), case=case, upload=taken_home(case, rewritten(words)))
    read_incoming(incoming.pk)
    incoming.refresh_from_db()
    assert incoming.state == IncomingState.READY, incoming.refusal
    return incoming


def lines(case: Case, incoming: IncomingWord) -> dict[str, int]:
    return {line.code: line.version for line in incoming_lines(incoming, pack_of(case).outline)}


def test_what_comes_back_unchanged_differs_in_nothing(world: LineWorld, written: Case) -> None:
    assert lines(written, brought(world, written, {})) == {}
    word = SimpleUploadedFile("方案.docx", plan_word(PlanRevision.objects.get()))
    incoming = bring_word(actor=world.actor("member"), case=written, upload=word)
    read_incoming(incoming.pk)
    incoming.refresh_from_db()
    assert lines(written, incoming) == {}


def test_nothing_is_written_before_it_is_accepted_and_then_only_what_is(
    world: LineWorld, written: Case
) -> None:
    incoming = brought(world, written, {"研发现状。": "在 Word 里改过。", "存在的问题。": "也改了。"})
    shown = lines(written, incoming)
    assert set(shown) == {FIRST, SECOND}
    assert texts(section(FIRST).blocks) == ["研发现状。"]

    done = settle_word(
        actor=world.actor("lead"), case=written, pk=incoming.pk,
        accept={FIRST: shown[FIRST]}, kept={SECOND: shown[SECOND]},
    )  # fmt: skip

    assert done.accepted == [FIRST] and not done.overtaken
    assert texts(section(FIRST).blocks) == ["在 Word 里改过。"]
    assert texts(section(SECOND).blocks) == ["存在的问题。"]
    incoming.refresh_from_db()
    assert incoming.answers == {FIRST: "accepted", SECOND: "kept"}
    verbs = [entry.verb for entry in entries_of_case(written.number)]
    assert "bring_word" in verbs and "settle_incoming_word" in verbs and "write_plan_section" in verbs
    with pytest.raises(Stale):
        settle_word(actor=world.actor("lead"), case=written, pk=incoming.pk, accept=shown, kept={})


def test_a_section_that_a_member_saved_meanwhile_is_not_overwritten_and_both_texts_are_kept(
    world: LineWorld, written: Case
) -> None:
    incoming = brought(world, written, {"研发现状。": "在 Word 里改过。"})
    shown = lines(written, incoming)
    save(world, written, "member", "成员又写了一遍。", shown[FIRST], FIRST)

    done = settle_word(
        actor=world.actor("lead"), case=written, pk=incoming.pk, accept={FIRST: shown[FIRST]}, kept={}
    )

    assert done.accepted == [] and set(done.overtaken) == {FIRST}
    assert texts(section(FIRST).blocks) == ["成员又写了一遍。"]
    assert texts(SectionConflict.objects.get().blocks) == ["在 Word 里改过。"]
    edited = incoming_lines(incoming, pack_of(written).outline)[0]
    assert edited.edited and not edited.suggested


def test_a_later_file_takes_the_place_of_one_that_nobody_settled(world: LineWorld, written: Case) -> None:
    first = brought(world, written, {"研发现状。": "第一次。"})
    brought(world, written, {"研发现状。": "第二次。"}, "member")
    first.refresh_from_db()
    assert first.state == IncomingState.REPLACED
    with pytest.raises(Stale):
        settle_word(actor=world.actor("lead"), case=written, pk=first.pk, accept={FIRST: 1}, kept={})


def test_a_heading_that_is_gone_is_said_and_its_section_not_suggested_to_be_emptied(
    world: LineWorld, written: Case
) -> None:
    def without_heading(document: Any) -> None:
        for paragraph in document.paragraphs:
            if paragraph.text.endswith("存在的问题") and paragraph.style.name.startswith("Heading"):
                following = paragraph._p.getnext()
                while not following.tag.endswith("}p") or "Heading" not in following.xml.split("</w:pPr>")[0]:
                    following, gone = following.getnext(), following
                    gone.getparent().remove(gone)
                paragraph._p.getparent().remove(paragraph._p)

    incoming = bring_word(
        actor=world.actor("lead"), case=written, upload=taken_home(written, without_heading)
    )
    read_incoming(incoming.pk)
    incoming.refresh_from_db()
    gone = [line for line in incoming_lines(incoming, pack_of(written).outline) if line.code == SECOND]
    assert [(line.absent, line.suggested) for line in gone] == [(True, False)]


def test_a_hostile_file_is_refused_at_once_with_the_cause(
    world: LineWorld, written: Case, tmp_path: Path
) -> None:
    path = hostile.docx(tmp_path / "a.docx", {"word/vbaProject.bin": b"x"})
    with pytest.raises(RefusedUpload) as refused:
        bring_word(actor=world.actor("lead"), case=written, upload=path)
    assert refused.value.code == "macros"
    assert not IncomingWord.objects.exists()


def test_a_file_that_cannot_be_read_is_told_on_its_row(
    world: LineWorld, written: Case, tmp_path: Path
) -> None:
    incoming = bring_word(actor=world.actor("lead"), case=written, upload=hostile.docx(tmp_path / "a.docx"))
    incoming.file.path.write_bytes(b"PK\x03\x04 broken on the disk")
    read_incoming(incoming.pk)
    incoming.refresh_from_db()
    assert incoming.state == IncomingState.REFUSED and "损坏" in incoming.refusal


def test_only_those_who_write_the_plan_bring_a_file_and_read_it(world: LineWorld, written: Case) -> None:
    for part, refused in (("officer", NotPermitted), ("other_city", NotFound), ("stranger", NotFound)):
        with pytest.raises(refused):
            bring_word(actor=world.actor(part), case=written, upload=SimpleUploadedFile("a.docx", b"x"))
    incoming = bring_word(
        actor=world.actor("member"), case=written, upload=taken_home(written, rewritten({}))
    )
    assert may_read_incoming(world.actor("lead"), incoming.file)
    assert not may_read_incoming(world.actor("officer"), incoming.file)
    with pytest.raises(Blocked):
        read_again(actor=world.actor("lead"), case=written, pk=incoming.pk)


def test_the_pages_lead_from_the_file_to_the_settled_sections(world: LineWorld, written: Case) -> None:
    lead = Visitor(world.user("lead"))
    page = text_of(lead.open("drafting:bring-word", written))
    assert "下载方案模板" in page and "下载 Word" in page and "带回并对照" in page
    assert "还没有选择文件" in text_of(lead.send("drafting:bring-word", written))

    upload = taken_home(written, rewritten({"研发现状。": "在 Word 里改过。"}))
    sent = lead.send("drafting:bring-word", written, {"plan": upload})
    incoming = IncomingWord.objects.get()
    waiting = text_of(lead.client.get(sent["Location"]))
    assert "等待读取" in waiting and "http-equiv" in waiting
    assert "http-equiv" not in text_of(lead.client.get(sent["Location"] + "?still=1"))
    read_incoming(incoming.pk)

    shown = text_of(lead.client.get(sent["Location"]))
    assert "1 节不同，其余 20 节与方案相同" in shown and "<ins>" in shown and "采用 Word 里的" in shown
    data = {"take": "chosen", f"take-{FIRST}": "word", f"version-{FIRST}": section(FIRST).version}
    assert lead.client.post(sent["Location"], data)["Location"] == sent["Location"]
    assert "采用 1 节，保留原文 0 节" in text_of(lead.client.get(sent["Location"]))
    assert texts(section(FIRST).blocks) == ["在 Word 里改过。"]


def test_the_page_asks_as_often_for_three_sections_as_for_one(world: LineWorld, written: Case) -> None:
    save(world, written, "lead", "必要性。", 0, THIRD)
    member = Visitor(world.user("member"))

    def asked(words: Mapping[str, str]) -> int:
        incoming = brought(world, written, words)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert member.open("drafting:incoming", written, incoming.pk).status_code == 200
        return len(queries)

    one = asked({"研发现状。": "改一。"})
    assert asked({"研发现状。": "改一。", "存在的问题。": "改二。", "必要性。": "改三。"}) == one


def test_template_word_and_pdf_are_for_those_who_may_read_the_revision(
    world: LineWorld, written: Case
) -> None:
    lead, officer = Visitor(world.user("lead")), Visitor(world.user("officer"))
    for page, arguments in (("plan-word", (1,)), ("plan-pdf", (1,)), ("plan-template", ())):
        answer = lead.open(f"proposals:{page}", written, *arguments)
        assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    assert officer.open("proposals:plan-word", written, 1).status_code == 404
    template = docx.Document(BytesIO(officer.open("proposals:plan-template", written).content))
    told = [paragraph.text for paragraph in template.paragraphs]
    assert "（一）国内外相关技术、产业发展现状与趋势" in told
    assert "研发现状。" not in told, "a draft is its authors' alone"
