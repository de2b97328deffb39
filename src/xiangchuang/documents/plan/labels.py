"""Bookmarks that stand for labels: what a table, an image, a formula or a reference is pointed to by."""

import hashlib
import re
from xml.etree.ElementTree import Element, SubElement

from xiangchuang.documents.plan.wordxml import attribute, q

TARGET, REFERENCE = "t", "r"
PREFIXES = {TARGET: "plan_to_", REFERENCE: "plan_ref_"}
PLAIN = re.compile(r"^[0-9A-Za-z]{1,30}$")
# Noncharacters, as around a heading's mark: a program between us and the text passes them through.
LABEL = re.compile("\ufdd2([tr])([0-9A-Za-z]+)\ufdd3")


def label_bookmark(label: str, kind: str = TARGET) -> str:
    """The bookmark of a label; Word allows 40 letters and digits."""
    plain = label if PLAIN.match(label) else hashlib.sha256(label.encode()).hexdigest()[:16]
    return PREFIXES[kind] + plain


def label_of(bookmark: str) -> str:
    """The label that a bookmark stands for, "" where it is none of ours."""
    return _parts(bookmark)[1]


def mark_labels(body: Element) -> None:
    """Write each label into the text where its bookmark stands; what reads the tree takes it out again."""
    for parent in [body, *body.iter(q("w:tc")), *body.iter(q("w:p"))]:
        for place, child in reversed(list(enumerate(parent))):
            if child.tag != q("w:bookmarkStart"):
                continue
            kind, label = _parts(attribute(child, "w:name"))
            if label and parent.tag == q("w:p"):
                parent.insert(place, _label_run(kind, label))
            elif label:
                _open_next(parent, place, _label_run(kind, label))


def _label_run(kind: str, label: str) -> Element:
    run = Element(q("w:r"))
    SubElement(run, q("w:t")).text = f"\ufdd2{kind}{label}\ufdd3"
    return run


def _open_next(parent: Element, place: int, run: Element) -> None:
    """Put the run at the beginning of the paragraph that follows the bookmark."""
    for following in parent[place:]:
        if following.tag == q("w:p"):
            following.insert(0 if following.find(q("w:pPr")) is None else 1, run)
            return


def _parts(bookmark: str) -> tuple[str, str]:
    for kind, prefix in PREFIXES.items():
        if bookmark.startswith(prefix):
            label = bookmark.removeprefix(prefix)
            # A copy of a passage brings its bookmarks along under names made up by the program.
            return (kind, label) if PLAIN.match(label) else ("", "")
    return "", ""
