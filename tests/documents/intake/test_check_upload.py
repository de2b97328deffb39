"""The lead's staff upload a plan: what is taken in, and what is refused with which advice."""

import warnings
import zipfile
from pathlib import Path

import pytest

from tests.documents.intake import hostile
from xiangchuang.documents.intake import RefusedFile, UploadLimits, check_upload

SMALL = UploadLimits(
    max_bytes=400_000,
    max_entries=20,
    max_part_bytes=3_000_000,
    max_xml_bytes=2_500_000,
    ratio_from_bytes=100_000,
)


def refusal(
    path: Path, name: str = "建设方案.docx", limits: UploadLimits = SMALL, expect: tuple[str, ...] = ("docx",)
) -> RefusedFile:
    with pytest.raises(RefusedFile) as caught:
        check_upload(path, name=name, expect=expect, limits=limits)
    return caught.value


def test_an_honest_docx_is_taken_in_with_its_hash(tmp_path: Path) -> None:
    path = hostile.docx(tmp_path / "plan.docx")
    checked = check_upload(path, name="建设方案.DOCX")
    assert checked.size == path.stat().st_size
    assert len(checked.sha256) == 64
    assert checked.media_type.endswith("wordprocessingml.document")


def test_hyperlinks_and_the_authors_own_template_are_no_reason_to_refuse(tmp_path: Path) -> None:
    links = hostile.relations(hostile.relation("hyperlink", "https://example.org/", external=True))
    settings = hostile.relations(
        hostile.relation("attachedTemplate", "file:///C:\\Users\\li\\Normal.dotm", external=True)
    )
    extra = {"word/_rels/document.xml.rels": links, "word/_rels/settings.xml.rels": settings}
    assert check_upload(hostile.docx(tmp_path / "a.docx", extra), name="a.docx")


def test_a_presentation_is_held_to_the_rules_of_every_office_file(tmp_path: Path) -> None:
    """The lead's slides: taken in as such, refused with a macro, an embedded object or another's name."""
    taken = check_upload(hostile.pptx(tmp_path / "a.pptx"), name="汇报.pptx", expect=("pdf", "pptx"))
    assert taken.media_type.endswith("presentationml.presentation")
    for extra, code in (
        ({"ppt/vbaProject.bin": b"x"}, "macros"),
        ({"ppt/embeddings/oleObject1.bin": hostile.OLE_HEAD}, "ole"),
    ):
        path = hostile.pptx(tmp_path / "b.pptx", extra)
        assert refusal(path, "汇报.pptx", expect=("pdf", "pptx")).code == code
    renamed = hostile.docx(tmp_path / "c.pptx")
    assert "PowerPoint" in refusal(renamed, "汇报.pptx", expect=("pdf", "pptx")).message_zh


RAW: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "empty", "空的"),
    "a PDF renamed": (hostile.pdf(), "wrong_type", "PDF"),
    "a web page renamed": (b"<html><body>x</body></html>", "wrong_type", "网页"),
    "an RTF renamed": (b"{\\rtf1 x}", "wrong_type", "RTF"),
    "noise": (b"\x01\x02\x03" * 50, "wrong_type", "无法识别"),
    "an old .doc renamed": (
        hostile.OLE_HEAD + "WordDocument".encode("utf-16-le"),
        "old_format",
        "另存为 .docx",
    ),
    "a docx under a password": (
        hostile.OLE_HEAD + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
        "密码",
    ),
    "a plain zip": (hostile.zip_bytes({"a.txt": b"x"}), "wrong_type", "压缩包"),
    "an ODT renamed": (
        hostile.zip_bytes({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
        "wrong_type",
        "OpenDocument",
    ),
    "only a zip header": (b"PK\x03\x04" + b"\x00" * 40, "broken", "损坏"),
    "too big": (b"PK" + b"\x00" * 400_000, "too_big", "上限"),
}


@pytest.mark.parametrize("case", RAW)
def test_what_is_no_docx_is_named_for_what_it_is(case: str, tmp_path: Path) -> None:
    content, code, words = RAW[case]
    path = tmp_path / "plan.docx"
    path.write_bytes(content)
    refused = refusal(path)
    assert refused.code == code
    assert words in refused.message_zh


EXTERNAL: dict[str, tuple[str, str]] = {
    "remote template": (
        hostile.relation("attachedTemplate", "https://evil.example/t.dotm", external=True),
        "remote_template",
    ),
    "template on a share": (
        hostile.relation("attachedTemplate", "file://server/t.dotm", external=True),
        "remote_template",
    ),
    "linked image": (hostile.relation("image", "http://example.org/a.png", external=True), "external_link"),
    "linked frame": (hostile.relation("frame", "http://example.org/f", external=True), "external_link"),
    "OLE object": (hostile.relation("oleObject", "embeddings/o.bin"), "ole"),
    "foreign chunk": (hostile.relation("aFChunk", "afchunk.html"), "alt_chunk"),
    "macro project": (hostile.relation("vbaProject", "project.bin"), "macros"),
}


@pytest.mark.parametrize("case", EXTERNAL)
def test_relations_that_reach_outside_are_refused(case: str, tmp_path: Path) -> None:
    item, code = EXTERNAL[case]
    path = hostile.docx(tmp_path / "a.docx", {"word/_rels/document.xml.rels": hostile.relations(item)})
    assert refusal(path).code == code


def field(*pieces: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = ('<w:r><w:fldChar w:fldCharType="%s"/></w:r>' % kind for kind in ("begin", "end"))  # noqa: UP031
    return hostile.body(f"<w:p>{begin}{runs}{end}</w:p>")


DOCUMENTS: dict[str, tuple[bytes, str]] = {
    "DOCTYPE": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', "doctype"),
    "DOCTYPE in UTF-16": (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        "doctype",
    ),
    "DDE field": (field(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" '), "dde"),
    "DDE field in pieces": (field(" DD", "EAU", "TO c:\\\\cmd "), "dde"),
    "DDE in a simple field": (hostile.body('<w:p><w:fldSimple w:instr="DDE cmd x"/></w:p>'), "dde"),
    "altChunk": (hostile.body('<w:altChunk r:id="rId9"/>'), "alt_chunk"),
    "OLE": (
        hostile.body('<w:p><w:r><w:object><o:OLEObject ProgID="Package"/></w:object></w:r></w:p>'),
        "ole",
    ),
    "cut XML": (hostile.body()[:-30], "broken"),
    "deep nesting": (hostile.body("<w:p>" * 500 + "</w:p>" * 500), "bomb"),
}


@pytest.mark.parametrize("case", DOCUMENTS)
def test_a_hostile_body_is_refused(case: str, tmp_path: Path) -> None:
    document, code = DOCUMENTS[case]
    assert refusal(hostile.docx(tmp_path / "a.docx", document=document)).code == code


def test_ordinary_fields_are_taken_in(tmp_path: Path) -> None:
    document = field(' HYPERLINK "https://example.org" ')
    assert check_upload(hostile.docx(tmp_path / "a.docx", document=document), name="a.docx")


EXTRAS: dict[str, tuple[dict[str, bytes], str]] = {
    "macros": ({"word/vbaProject.bin": b"x"}, "macros"),
    "macros under another name": ({"word/media/image1.png": hostile.OLE_HEAD}, "ole"),
    "image bomb": ({"word/media/image1.png": hostile.png(50_000, 50_000)}, "image_bomb"),
    "escaping name": ({"../../evil.xml": b"<a/>"}, "bad_name"),
    "absolute name": ({"/etc/evil.xml": b"<a/>"}, "bad_name"),
    "drive name": ({"C:/evil.xml": b"<a/>"}, "bad_name"),
    "backslash name": ({"..\\evil.xml": b"<a/>"}, "bad_name"),
    "bomb by ratio": ({"word/media/a.bin": b"\x00" * 1_000_000}, "bomb"),
    "bomb by size": ({"word/media/a.bin": b"\x00" * 3_500_000}, "bomb"),
    "too many parts": ({f"word/{n}.xml": b"<a/>" for n in range(30)}, "too_many_parts"),
    "external entity in a side part": ({"customXml/item1.xml": b"<!DOCTYPE a><a/>"}, "doctype"),
}


@pytest.mark.parametrize("case", EXTRAS)
def test_hostile_parts_are_refused(case: str, tmp_path: Path) -> None:
    extra, code = EXTRAS[case]
    assert refusal(hostile.docx(tmp_path / "a.docx", extra)).code == code


def test_two_parts_of_one_name_are_refused_for_readers_disagree(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        entries = [*hostile.parts().items(), ("word/Document.xml", hostile.body())]
        path = hostile.write(tmp_path / "a.docx", entries)
    assert refusal(path).code == "duplicate_part"


def test_a_bomb_that_lies_about_its_size_is_stopped_while_inflating(tmp_path: Path) -> None:
    path = hostile.docx(tmp_path / "a.docx", {"word/media/a.bin": b"\x00" * 1_000_000})
    declared = (1_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(declared, (90_000).to_bytes(4, "little")))
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("word/media/a.bin").file_size == 90_000
    assert refusal(path).code in {"bomb", "broken"}


def test_a_truncated_upload_is_called_broken(tmp_path: Path) -> None:
    path = hostile.docx(tmp_path / "a.docx")
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path).code == "broken"


def test_a_flipped_byte_is_called_broken(tmp_path: Path) -> None:
    path = hostile.docx(tmp_path / "a.docx", document=hostile.body("<w:p/>" * 3_000))
    content = bytearray(path.read_bytes())
    at = content.find(b"word/document.xml") + 40
    content[at : at + 20] = b"\xff" * 20
    path.write_bytes(content)
    assert refusal(path).code == "broken"


def test_a_package_without_its_document_is_refused(tmp_path: Path) -> None:
    entries = {name: content for name, content in hostile.parts().items() if name != "word/document.xml"}
    assert refusal(hostile.write(tmp_path / "a.docx", entries.items())).code == "no_document"


def test_a_workbook_named_docx_is_refused(tmp_path: Path) -> None:
    entries = hostile.parts()
    types = entries["[Content_Types].xml"].replace(b"wordprocessingml", b"spreadsheetml")
    assert refusal(hostile.docx(tmp_path / "a.docx", {"[Content_Types].xml": types})).code == "wrong_type"


def test_a_name_of_another_kind_is_refused_with_what_is_accepted(tmp_path: Path) -> None:
    refused = refusal(hostile.docx(tmp_path / "a"), name="方案.pptx")
    assert refused.code == "wrong_type"
    assert ".docx" in refused.message_zh


EVIDENCE: dict[str, tuple[bytes, str]] = {
    "证明.pdf": (hostile.pdf(), ""),
    "加密.pdf": (hostile.pdf(b"/Encrypt 5 0 R"), "encrypted"),
    "脚本.pdf": (hostile.pdf(b"/OpenAction<</S/J#61vaScript>>"), "active_pdf"),
    "附件.pdf": (hostile.pdf(b"/Names<</EmbeddedFiles 3 0 R>>"), "active_pdf"),
    "残缺.pdf": (hostile.pdf()[:40], "broken"),
    "夹带.pdf": (b"GIF89a" + hostile.pdf(), "wrong_type"),
    "证书.png": (hostile.png(40, 30), ""),
    "巨图.png": (hostile.png(50_000, 50_000), "image_bomb"),
    "尾巴.png": (hostile.png(40, 30) + b"PK\x03\x04 more", "broken"),
    "假图.jpg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_type"),
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_evidence_is_judged_by_its_own_container_rules(name: str, tmp_path: Path) -> None:
    content, code = EVIDENCE[name]
    path = tmp_path / "upload"
    path.write_bytes(content)
    kinds = ("docx", "pdf", "png", "jpg", "xlsx")
    if code:
        assert refusal(path, name=name, expect=kinds).code == code
    else:
        assert check_upload(path, name=name, expect=kinds).size == len(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_as_text_is_taken_in_in_every_usual_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_text("合同名称,合同金额（万元）\n甲,1\n", encoding=encoding)

    assert check_upload(path, name="合同.csv", expect=("xlsx", "csv")).media_type == "text/csv"


NO_TEXT: dict[str, tuple[bytes, str, str]] = {
    "noise": (b"a,b\n\x00\x01\x02", "wrong_type", "不是文字"),
    "a workbook renamed": (b"PK\x03\x04", "wrong_type", "另存为 .csv"),
    "a web page renamed": (b"<html><table></table></html>", "wrong_type", "网页"),
    "an old .xls renamed": (hostile.OLE_HEAD, "old_format", "另存为 .docx 或 .xlsx"),
}


@pytest.mark.parametrize("case", NO_TEXT)
def test_what_is_no_text_is_not_taken_for_a_table(case: str, tmp_path: Path) -> None:
    content, code, told = NO_TEXT[case]
    path = tmp_path / "table"
    path.write_bytes(content)
    refused = refusal(path, name="合同.csv", expect=("xlsx", "csv"))

    assert refused.code == code
    assert told in refused.message_zh


def test_an_old_workbook_is_refused_by_its_name_with_what_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(hostile.OLE_HEAD)

    assert "接收 .xlsx、.csv" in refusal(path, name="合同.xls", expect=("xlsx", "csv")).message_zh


def test_a_workbook_that_reads_another_is_refused_with_how_to_break_the_link(tmp_path: Path) -> None:
    link = hostile.relations(hostile.relation("externalLinkPath", "file:///D:/a.xlsx", external=True))
    path = hostile.docx(tmp_path / "a.xlsx", {"xl/externalLinks/_rels/externalLink1.xml.rels": link})

    assert "断开链接" in refusal(path, name="a.xlsx", expect=("xlsx",)).message_zh


CELLS: dict[str, tuple[str, str]] = {
    "an entity": ('<!DOCTYPE x [<!ENTITY e "e">]><worksheet/>', "doctype"),
    "tags that do not match": ("<worksheet><row></worksheet>", "broken"),
    "more cells than any table has": ("<worksheet>" + "<c/>" * 2_000_001 + "</worksheet>", "bomb"),
}


@pytest.mark.parametrize("case", CELLS)
def test_the_cells_of_a_workbook_are_judged_as_every_part_is(case: str, tmp_path: Path) -> None:
    xml, code = CELLS[case]
    path = hostile.docx(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": xml.encode()})

    assert refusal(path, name="a.xlsx", expect=("xlsx",), limits=UploadLimits()).code == code


def test_a_word_part_gains_nothing_by_the_name_of_a_worksheet(tmp_path: Path) -> None:
    field = '<w:p><w:fldSimple w:instr="DDEAUTO excel"/></w:p>'
    path = hostile.docx(tmp_path / "a.docx", {"xl/worksheets/sheet1.xml": hostile.body(field)})

    assert refusal(path, name="a.docx").code == "dde"
