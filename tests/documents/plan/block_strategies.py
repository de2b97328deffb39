"""Blocks as hypothesis makes them up: any kind, with all a block can say."""

from hypothesis import strategies as st

from xiangchuang.documents.plan import Block, ListItem, MarkedCell, Merge, Span

IMAGES = ("a" * 64, "b" * 64)
WORDS = st.text(alphabet="研发投入 技术\t\n*_#-$abc１\u0301\u200b^~,[]()（1.）", max_size=12) | st.text(
    max_size=6
)
LABELS = st.sampled_from(["", "k1", "k2", "fig9"])
MARKS = st.lists(
    st.sampled_from(["bold", "italic", "underline", "strike", "superscript", "subscript", "formula"]),
    unique=True, max_size=2,
)  # fmt: skip
SPANS = st.builds(
    Span,
    WORDS,
    st.builds(tuple, MARKS),
    note=st.just("") | WORDS,
    link=st.sampled_from(["", "", "https://example.cn/a?b=1", "javascript:alert(1)"]),
    ref=LABELS,
)
RUNS = st.builds(tuple, st.lists(SPANS, max_size=4))


def _texts(kind: str) -> st.SearchStrategy[Block]:
    return st.builds(
        lambda spans, level, label: Block("", kind, "", level=level, spans=spans, label=label),  # type: ignore[arg-type]
        RUNS, st.integers(0, 9), LABELS,
    )  # fmt: skip


LISTS = st.builds(
    lambda items, ordered, start: Block("", "list", "", items=tuple(items), ordered=ordered, start=start),
    st.lists(st.builds(ListItem, WORDS, st.integers(0, 4), RUNS), max_size=5),
    st.booleans(),
    st.integers(0, 12),
)
CELLS = st.integers(0, 3)
TABLES = st.builds(
    lambda rows, marked, merges, header, caption, label: Block(
        "", "table", "", rows=tuple(map(tuple, rows)), marked=tuple(marked), merges=tuple(merges),
        header_rows=header, caption=caption, label=label,
    ),
    st.lists(st.lists(WORDS | st.just(""), max_size=4), max_size=4),
    st.lists(st.builds(MarkedCell, CELLS, CELLS, RUNS), max_size=2),
    st.lists(st.builds(Merge, CELLS, CELLS, st.integers(0, 4), st.integers(0, 4)), max_size=3),
    CELLS,
    WORDS,
    LABELS,
)  # fmt: skip
PICTURES = st.builds(
    lambda image, caption, alt, label: Block("", "image", caption, image=image, alt=alt, label=label),
    st.sampled_from(IMAGES), WORDS, WORDS, LABELS,
)  # fmt: skip
FORMULAS = st.builds(lambda text, label: Block("", "formula", text, label=label), WORDS, LABELS)
BLOCKS = st.lists(
    st.one_of(
        _texts("paragraph"), _texts("heading"), _texts("note"), _texts("reference"), LISTS, TABLES, PICTURES,
        FORMULAS,
    ),
    max_size=5,
)  # fmt: skip
