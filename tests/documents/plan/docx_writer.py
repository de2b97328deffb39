"""Writes plans in the habits of different authors, with python-docx."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from xiangchuang.documents.plan import OutlineSection

CHINESE = "零一二三四五六七八九十"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

# The annex of the notice, shortened to what tests need: code, chapter title, title.
ANNEX: tuple[tuple[str, str, str], ...] = (
    ("A.1.1", "建设基础和重要意义", "国内外相关技术、产业发展现状与趋势"),
    ("A.1.2", "建设基础和重要意义", "我省相关技术、产业发展现状及存在的问题"),
    ("A.1.3", "建设基础和重要意义", "建立技术创新中心的必要性和意义"),
    (
        "A.1.4",
        "建设基础和重要意义",
        "建立技术创新中心的产业、区位、资金、技术储备、研发条件等基础与优势",
    ),
    ("A.1.5", "建设基础和重要意义", "技术创新中心负责人及主要骨干人员情况"),
    ("A.2.1", "总体思路", "技术创新中心的指导思想"),
    ("A.2.2", "总体思路", "技术创新中心战略定位"),
    ("A.2.3", "总体思路", "技术创新中心建设原则"),
    ("A.2.4", "总体思路", "技术创新中心发展目标"),
    ("A.3.1", "建设布局", "技术创新中心组建各方的权利与义务"),
    ("A.3.2", "建设布局", "技术创新中心的机构设置"),
    ("A.3.3", "建设布局", "创新资源布局"),
    ("A.4.1", "建设任务", "技术创新中心近3年具体建设任务"),
    ("A.4.2", "建设任务", "技术创新中心中长期发展战略"),
    ("A.4.3", "建设任务", "预期成果的市场情况或技术成果转化分析"),
    ("A.5.1", "管理运行机制", "管理机制"),
    ("A.5.2", "管理运行机制", "运营机制"),
    ("A.6.0", "保障措施", "保障措施"),
    ("A.7.1", "进度安排", "建设周期"),
    ("A.7.2", "进度安排", "建设资金经费预算"),
    ("A.7.3", "进度安排", "预计经济效益分析"),
)
OUTLINE = tuple(
    OutlineSection(code, code.rpartition(".")[0], chapter, title) for code, chapter, title in ANNEX
)

Habit = Callable[[Document, str, tuple[int, ...]], None]


def sentence(code: str) -> str:
    """Body text that says which section it belongs to."""
    return f"这里写的是提纲 {code} 要求的内容，供测试核对它落在哪一节。"


def write_plan(
    path: Path,
    habit: Habit,
    *,
    omit: Sequence[str] = (),
    before: Callable[[Document], None] | None = None,
    after: Callable[[Document, str], None] | None = None,
) -> Path:
    """Write the whole outline in one habit; `after` adds to the section whose code it is given."""
    document = docx.Document()
    document.add_paragraph("示例技术创新中心建设方案")
    if before is not None:
        before(document)
    chapter = ""
    for section in OUTLINE:
        number = tuple(int(piece) for piece in section.code.split(".")[1:])
        if section.chapter_code != chapter:
            chapter = section.chapter_code
            habit(document, section.chapter_title, number[:1])
        if section.code in omit:
            continue
        if number[1]:
            habit(document, section.title, number)
        document.add_paragraph(sentence(section.code))
        if after is not None:
            after(document, section.code)
    document.save(str(path))
    return path


def styled_dotted(document: Document, title: str, number: tuple[int, ...]) -> None:
    """Heading styles with a typed number: 1 …, 1.1 …"""
    document.add_heading(f"{'.'.join(map(str, number))} {title}", level=len(number))


def official(document: Document, title: str, number: tuple[int, ...]) -> None:
    """No styles, official numbers: 一、… and （一）…"""
    mark = f"{CHINESE[number[0]]}、" if len(number) == 1 else f"（{CHINESE[number[1]]}）"
    document.add_paragraph(mark + title)


def full_width(document: Document, title: str, number: tuple[int, ...]) -> None:
    """Typed full-width numbers in bold: 第一章 …, １．１…"""
    text = f"第{CHINESE[number[0]]}章 {title}" if len(number) == 1 else f"{number[0]}．{number[1]}{title}"
    document.add_paragraph().add_run(
        text.translate({ord(str(n)): "０１２３４５６７８９"[n] for n in range(10)})
    ).bold = True


def bold_only(document: Document, title: str, number: tuple[int, ...]) -> None:
    """No numbers at all, only bold."""
    document.add_paragraph().add_run(title).bold = True


def digits(document: Document, title: str, number: tuple[int, ...]) -> None:
    """一、 for chapters, 1、 and (1) for sections, with the guidance copied along."""
    if len(number) == 1:
        document.add_paragraph(f"{CHINESE[number[0]]}、{title}")
    elif number[0] % 2:
        document.add_paragraph(f"{number[1]}、{title}（包括相关情况的介绍，不超过一页）")
    else:
        document.add_paragraph(f"({number[1]}){title}")


def automatic(document: Document, title: str, number: tuple[int, ...]) -> None:
    """Word's automatic lists: the number is nowhere in the text."""
    document.add_paragraph(title, style="List Number" if len(number) == 1 else "List Number 2")


def run_in(document: Document, title: str, number: tuple[int, ...]) -> None:
    """The heading runs into the paragraph: （一）…。 and then the text."""
    if len(number) == 1:
        document.add_paragraph(f"{CHINESE[number[0]]}、{title}")
        return
    paragraph = document.add_paragraph()
    paragraph.add_run(f"（{CHINESE[number[1]]}）{title}。").bold = True
    paragraph.add_run("同段起笔的正文。")


HABITS: dict[str, Habit] = {
    "heading styles": styled_dotted,
    "official numbers": official,
    "full width": full_width,
    "bold only": bold_only,
    "digits": digits,
    "automatic lists": automatic,
    "run in": run_in,
}


def add_text_box(document: Document, text: str, *, legacy: bool = False) -> None:
    """A text box anchored to a paragraph, as Word writes it (with its fallback) or as old VML."""
    inner = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    shape = f"<v:shape><v:textbox>{inner}</v:textbox></v:shape>"
    vml = f'<w:pict xmlns:v="urn:schemas-microsoft-com:vml">{shape}</w:pict>'
    modern = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor><wp:extent cx="1" cy="1"/><wp:docPr id="7" name="box"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback>{vml}</mc:Fallback></mc:AlternateContent>"
    )
    append_xml(
        document, f"<w:p {WORD}><w:r><w:t>框前文字</w:t></w:r><w:r>{vml if legacy else modern}</w:r></w:p>"
    )


def drawing_group(image: str, text: str) -> str:
    """A paragraph with a DrawingML group of one picture (by relation id) and one text box."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    shapes = "http://schemas.microsoft.com/office/word/2010"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    picture = f'<pic:pic><pic:blipFill><a:blip r:embed="{image}"/></pic:blipFill></pic:pic>'
    inner = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    return (
        f'<w:p {WORD} xmlns:wp="{drawing}/wordprocessingDrawing" xmlns:a="{drawing}/main" '
        f'xmlns:pic="{drawing}/picture" xmlns:r="{office}" xmlns:wps="{shapes}/wordprocessingShape" '
        f'xmlns:wpg="{shapes}/wordprocessingGroup"><w:r><w:drawing><wp:anchor><wp:extent cx="1" cy="1"/>'
        f'<wp:docPr id="9" name="g"/><a:graphic><a:graphicData uri="{shapes}/wordprocessingGroup">'
        f"<wpg:wgp>{picture}<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></wpg:wgp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
    )


def append_xml(document: Document, xml: str) -> None:
    """Append a raw element to the body, before the section properties."""
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def add_contents_field(document: Document, titles: Sequence[str]) -> None:
    """A table of contents as Word makes it: a field over several paragraphs, in TOC styles or none."""
    for place, title in enumerate(titles):
        paragraph = document.add_paragraph()
        if place == 0:
            paragraph._p.append(_field_char("begin"))
            run = OxmlElement("w:r")
            instruction = OxmlElement("w:instrText")
            instruction.text = ' TOC \\o "1-3" \\h '
            run.append(instruction)
            paragraph._p.append(run)
            paragraph._p.append(_field_char("separate"))
        paragraph.add_run(title)
        paragraph.add_run().add_tab()
        paragraph.add_run(str(place + 1))
        if place == len(titles) - 1:
            paragraph._p.append(_field_char("end"))


def _field_char(kind: str) -> Any:
    run = OxmlElement("w:r")
    char = OxmlElement("w:fldChar")
    char.set(qn("w:fldCharType"), kind)
    run.append(char)
    return run
