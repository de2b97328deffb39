"""What an Office package may hold: the rules for it after the zip itself has been judged."""

import re
import zipfile
from contextlib import closing
from pathlib import Path

from xiangchuang.documents.intake.container import Container, broken, encrypted, open_container
from xiangchuang.documents.intake.limits import UploadLimits
from xiangchuang.documents.intake.picture import refuse_image_bomb
from xiangchuang.documents.intake.refusal import RefusedFile
from xiangchuang.documents.intake.xml_scan import Relation, XmlScan, embedded_object

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_PART = {"docx": "wordprocessingml", "xlsx": "spreadsheetml", "pptx": "presentationml"}
KIND_ZH = {
    "docx": "Word 文档（.docx）",
    "xlsx": "Excel 工作簿（.xlsx）",
    "pptx": "PowerPoint 演示文稿（.pptx）",
}
OFFICE_KINDS = frozenset(MAIN_PART)
MERE_CELLS = re.compile(r"xl/(worksheets/[^/]+|sharedstrings)\.xml")
HEAD_BYTES = 4096
LOCAL_TEMPLATE = re.compile(r"^(file:///)?[A-Za-z]:[\\/]", re.IGNORECASE)


def check_office(path: Path, kind: str, limits: UploadLimits) -> None:
    """Refuse an Office package of `kind` (`docx`, `xlsx` or `pptx`) that could harm or cannot be read."""
    container = open_container(path, limits)
    try:
        _check_parts(container, kind, limits)
    finally:
        container.close()


def refuse_ole_container(path: Path) -> None:
    """Say what an OLE file really is: a document under a password, or an old binary one renamed."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise encrypted()
    raise RefusedFile(
        "old_format",
        "这是旧版 Office 或 WPS 格式（.doc、.xls、.wps），改扩展名并不会转换内容。"
        "在 Word 或 WPS 中另存为 .docx 或 .xlsx 后再上传。",
    )


def _check_parts(container: Container, kind: str, limits: UploadLimits) -> None:
    types: dict[str, str] = {}
    relations: list[Relation] = []
    root: list[Relation] = []
    for info in container.infos:
        _refuse_bad_part_name(info.filename)
        found = _check_part(container, info, kind, limits)
        types.update(found.content_types)
        relations += found.relations
        if info.filename == "_rels/.rels":
            root = found.relations
    if any("macro" in value.lower() or "vba" in value.lower() for value in types.values()):
        raise _macros()
    for relation in relations:
        _refuse_relation(relation)
    _require_main_part(container, root, types, kind)


def _check_part(container: Container, info: zipfile.ZipInfo, kind: str, limits: UploadLimits) -> XmlScan:
    scan = XmlScan(limits)
    name = info.filename.lower()
    if kind == "xlsx" and MERE_CELLS.fullmatch(name):
        with closing(container.stream(info)) as chunks:
            scan.run_cells(chunks)
        return scan
    if name.endswith((".xml", ".rels", ".vml")):
        with closing(container.stream(info)) as chunks:
            scan.run(chunks)
        return scan
    head = b""
    with closing(container.stream(info)) as chunks:
        for chunk in chunks:
            head = head or chunk[:HEAD_BYTES]
    if head.startswith(OLE_MAGIC):
        raise embedded_object()
    refuse_image_bomb(head, limits)
    return scan


def _refuse_bad_part_name(name: str) -> None:
    lowered = name.lower()
    if "vbaproject" in lowered or "vbadata" in lowered or lowered.startswith("xl/macrosheets/"):
        raise _macros()
    if "/activex/" in lowered or lowered.endswith((".exe", ".dll", ".scr", ".bat", ".ps1", ".js", ".vbs")):
        raise embedded_object()


def _refuse_relation(relation: Relation) -> None:
    if relation.kind in {"oleObject", "control", "activeXControlBinary"}:
        raise embedded_object()
    if relation.kind == "vbaProject":
        raise _macros()
    if relation.kind == "aFChunk":
        raise RefusedFile(
            "alt_chunk",
            "文件中嵌入了另一份文档（altChunk）。在 Word 中打开并另存为 .docx，使其成为正文后再上传。",
        )
    if not relation.external or relation.kind == "hyperlink":
        return
    if relation.kind == "attachedTemplate":
        # Word records the author's own template by drive path; nothing is fetched from it over a network.
        if LOCAL_TEMPLATE.match(relation.target):
            return
        raise RefusedFile(
            "remote_template",
            "文件引用了网络上的模板，打开时会连接外部地址。"
            "在 Word“开发工具→文档模板”中改回 Normal，保存后重新上传。",
        )
    if relation.kind == "externalLinkPath":
        raise RefusedFile(
            "external_link",
            "工作簿引用了另一个工作簿，打开时会读取外部文件。"
            "在“数据→编辑链接”中断开链接，使公式变为数值，保存后重新上传。",
        )
    raise RefusedFile(
        "external_link",
        "文件引用了外部内容（如链接到网页的图片）。把图片复制后以“图片”方式粘贴进文档，断开链接，"
        "保存后重新上传。",
    )


def _require_main_part(container: Container, root: list[Relation], types: dict[str, str], kind: str) -> None:
    if "[Content_Types].xml" not in container.names:
        if "mimetype" in container.names:
            raise RefusedFile(
                "wrong_type", f"这是 OpenDocument 文件，不是{KIND_ZH[kind]}。另存为 .{kind} 后再上传。"
            )
        raise RefusedFile(
            "wrong_type", f"这是普通压缩包，不是{KIND_ZH[kind]}。上传其中的 .{kind} 文件本身，不要压缩。"
        )
    target = next((r.target.lstrip("/") for r in root if r.kind == "officeDocument"), "")
    content_type = types.get("/" + target, "")
    if content_type and MAIN_PART[kind] not in content_type:
        raise RefusedFile(
            "wrong_type", f"文件内容不是{KIND_ZH[kind]}。选择正确的文件，或另存为 .{kind} 后再上传。"
        )
    if not target or target not in container.names:
        raise RefusedFile(
            "no_document",
            "文件缺少正文部分（word/document.xml 等），可能未保存完整。在 Word 或 WPS 中另存后重新上传。",
        )
    if not content_type:
        raise broken()


def _macros() -> RefusedFile:
    return RefusedFile(
        "macros", "文件含有宏程序，系统不接收。在 Word 或 WPS 中另存为不带宏的 .docx（.xlsx）后重新上传。"
    )
