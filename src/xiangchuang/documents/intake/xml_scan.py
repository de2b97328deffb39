"""One streaming pass over an XML part: no DOCTYPE, no bombs of elements, no fields that run programs."""

import re
from collections.abc import Iterable, Iterator
from xml.parsers import expat

from xiangchuang.documents.intake.container import bomb, broken
from xiangchuang.documents.intake.limits import UploadLimits
from xiangchuang.documents.intake.refusal import RefusedFile

# DDE starts programs, LINK and INCLUDETEXT fetch files. INCLUDEPICTURE stays: WPS and QQ leave it behind each
# pasted picture, the picture itself is stored, and nothing is fetched unless someone updates the field.
DANGEROUS_FIELD = re.compile(r'^[\s"]*(DDE|DDEAUTO|INCLUDETEXT|IMPORT|LINK)\b', re.IGNORECASE)
FIELD_TEXT_LIMIT = 20_000


class Relation:
    """One relationship of a `.rels` part: kind (last word of its type), target, whether external."""

    __slots__ = ("external", "identifier", "kind", "target")

    def __init__(self, attributes: dict[str, str]) -> None:
        self.identifier = attributes.get("Id", "")
        self.kind = attributes.get("Type", "").rsplit("/", 1)[-1]
        self.target = attributes.get("Target", "").strip()
        self.external = attributes.get("TargetMode", "").lower() == "external"


class XmlScan:
    """What the pass found in one part: relationships and content types, for the container rules to judge."""

    def __init__(self, limits: UploadLimits) -> None:
        self.relations: list[Relation] = []
        self.content_types: dict[str, str] = {}
        self._limits = limits
        self._elements = 0
        self._depth = 0
        self._fields: list[list[str]] = []
        self._in_instruction = False

    def run(self, chunks: Iterable[bytes]) -> None:
        """Parse the chunks; raises `RefusedFile` at the first thing that is not allowed."""
        parser = self._parser()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._feed(parser, chunks)

    def run_cells(self, chunks: Iterable[bytes]) -> None:
        """The same for a part of mere cells or their texts, whose millions of elements mean nothing here.

        Elements are counted by their brackets; fields and relationships do not occur in such a part.
        """
        self._feed(self._parser(), self._counted(chunks))

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        return parser

    def _counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._elements += chunk.count(b"<") - chunk.count(b"</")
            if self._elements > self._limits.max_elements:
                raise bomb()
            yield chunk

    def _feed(self, parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
        size = 0
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > self._limits.max_xml_bytes:
                    raise bomb()
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise broken() from error

    def _doctype(self, *_: object) -> None:
        raise RefusedFile(
            "doctype",
            "文件内部含有文档类型声明（DOCTYPE），可能借此读取外部内容，系统不打开。"
            "用 Word 或 WPS 重新另存后再上传。",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > self._limits.max_elements or self._depth > self._limits.max_depth:
            raise bomb()
        local = name.rsplit(" ", 1)[-1]
        handler = self._HANDLERS.get(local)
        if handler is not None:
            handler(self, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name.endswith(" instrText"):
            self._in_instruction = False

    def _text(self, text: str) -> None:
        if self._in_instruction and self._fields:
            self._fields[-1].append(text[:FIELD_TEXT_LIMIT])

    def _relation(self, attributes: dict[str, str]) -> None:
        self.relations.append(Relation(attributes))

    def _content_type(self, attributes: dict[str, str]) -> None:
        key = attributes.get("PartName") or "." + attributes.get("Extension", "")
        self.content_types[key] = attributes.get("ContentType", "")

    def _field_char(self, attributes: dict[str, str]) -> None:
        kind = next((value for key, value in attributes.items() if key.endswith("fldCharType")), "")
        if kind == "begin":
            self._fields.append([])
        elif kind == "separate" and self._fields:
            _refuse_field("".join(self._fields[-1]))
        elif kind == "end" and self._fields:
            _refuse_field("".join(self._fields.pop()))

    def _instruction(self, _attributes: dict[str, str]) -> None:
        # A field code may be cut into many runs to hide its name; it is judged when joined.
        self._in_instruction = True
        if not self._fields:
            self._fields.append([])

    def _simple_field(self, attributes: dict[str, str]) -> None:
        _refuse_field(next((value for key, value in attributes.items() if key.endswith("instr")), ""))

    def _embedded(self, _attributes: dict[str, str]) -> None:
        raise embedded_object()

    def _foreign_chunk(self, _attributes: dict[str, str]) -> None:
        raise RefusedFile(
            "alt_chunk",
            "文件中嵌入了另一份文档（altChunk），系统无法核对其内容。"
            "在 Word 中打开并另存为 .docx，使其成为正文后再上传。",
        )

    def _linked_data(self, _attributes: dict[str, str]) -> None:
        raise dangerous_field()

    _HANDLERS = {
        "Relationship": _relation,
        "Default": _content_type,
        "Override": _content_type,
        "fldChar": _field_char,
        "instrText": _instruction,
        "fldSimple": _simple_field,
        "OLEObject": _embedded,
        "altChunk": _foreign_chunk,
        "ddeLink": _linked_data,
    }


def _refuse_field(instruction: str) -> None:
    if DANGEROUS_FIELD.match(instruction):
        raise dangerous_field()


def dangerous_field() -> RefusedFile:
    """The refusal of a field that runs a program or fetches a file."""
    return RefusedFile(
        "dde",
        "文件中有自动取数的域（DDE、LINK 或 INCLUDETEXT），打开时会运行程序或读取外部文件。"
        "选中该处按 Ctrl+Shift+F9 转为文字，保存后重新上传。",
    )


def embedded_object() -> RefusedFile:
    """The refusal of an OLE object."""
    return RefusedFile(
        "ole",
        "文件中嵌入了对象（OLE，如 Excel 表、公式编辑器或压缩包），系统不打开。把它转为图片、"
        "表格或 Word 公式，保存后重新上传。",
    )
