"""Whatever an author types, the page that shows it holds only our own elements."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from xiangchuang.documents.plan import Block, ListItem, Merge, Span, blocks_to_html

ALLOWED = {"p", "strong", "sup", "h3", "h4", "ul", "ol", "li", "div", "table", "tr", "td", "th", "br"}
ALLOWED |= {"figure", "img", "figcaption", "caption"}
ATTRIBUTES = {"id", "data-block", "class", "start", "rowspan", "colspan", "src", "alt"}
# A wide table is reached by the keyboard, under the name of its caption.
ATTRIBUTES |= {"tabindex", "role", "aria-label"}


class Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@given(st.text())
def test_text_never_becomes_an_element_or_an_attribute(text: str) -> None:
    blocks = [
        Block("b1", "paragraph", text, spans=(Span(text, ("bold", "superscript")),)),
        Block("b2", "heading", text, level=2),
        Block("b3", "list", text, items=(ListItem(text), ListItem(text, 1)), ordered=True, start=3),
        Block(
            "b4",
            "table",
            text,
            rows=((text, text), (text, text)),
            merges=(Merge(0, 0, 1, 2),),
            header_rows=1,
            caption=text,
        ),
        Block("b5", "image", text, image="aa"),
    ]
    for tag, attributes in Elements(blocks_to_html(blocks, lambda sha256: f"/images/{sha256}")).found:
        assert tag in ALLOWED
        assert set(attributes) <= ATTRIBUTES and attributes.get("role", "group") == "group"
        assert attributes.get("src", "/images/aa") == "/images/aa"


def test_merged_cells_are_written_once() -> None:
    table = Block("b", "table", "", rows=(("甲", ""), ("乙", "丙")), merges=(Merge(0, 0, 1, 2),))
    page = blocks_to_html([table], lambda _: "")
    assert '<tr><td rowspan="1" colspan="2">甲</td></tr><tr><td>乙</td><td>丙</td></tr>' in page


def test_nested_lists_nest() -> None:
    items = (ListItem("一"), ListItem("一之一", 1), ListItem("二"))
    page = blocks_to_html([Block("b", "list", "", items=items)], lambda _: "", anchor=None)
    assert page == '<ul data-block="b"><li>一<ul><li>一之一</li></ul></li><li>二</li></ul>'


def test_an_image_that_cannot_be_shown_says_so() -> None:
    assert "见原文件" in blocks_to_html([Block("b", "image", "", image="aa")], lambda _: "")
