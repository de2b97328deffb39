"""Every paper the department makes: sound words, the layout of GB/T 9704, Word and PDF that say the same."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdfplumber.page import Page

from tests.documents.official.conftest import fonts  # noqa: F401
from tests.documents.official.test_same_words import closed_up, words_of_docx
from xiangchuang.documents.official import OfficialDocument, Verification, render_docx, render_pdf
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import DOCUMENT_NUMBER, Value
from xiangchuang.wordings.compose_paper import paper
from xiangchuang.wordings.edit_wording import wording_faults
from xiangchuang.wordings.kinds import PaperKind, Place, paper_kind, paper_kinds

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28, 184, 37, 262
KINDS = (
    "approval", "refusal", "deferral", "notice_approval", "notice_evaluation", "notice_adjustment",
    "evaluation_opinion", "adjustment", "support_agreement", "review_statement",
)  # fmt: skip
_WITHOUT_A_TABLE = {"refusal", "deferral", "adjustment", "review_statement"}
WITH_A_TABLE = tuple(code for code in KINDS if code not in _WITHOUT_A_TABLE)
LONG_TABLE = (("项目", "内容", "数量"), *((f"第{n}项", f"示例内容{n}", str(n)) for n in range(1, 61)))
SENTENCE = "围绕关键共性技术开展攻关并向行业提供公共服务，"


def test_every_kind_is_tried_here() -> None:
    assert {kind.code for kind in paper_kinds()} == set(KINDS)
    tabled = {kind.code for kind in paper_kinds() if any(place.shape == "table" for place in kind.places)}
    assert tabled == set(WITH_A_TABLE)


@pytest.mark.parametrize("code", KINDS)
def test_the_packs_first_version_has_no_fault(code: str, hunan_pack: Pack) -> None:
    shipped = hunan_pack.wordings.wording(code)
    assert shipped is not None
    assert wording_faults(paper_kind(code), shipped.text) == []


@pytest.mark.parametrize("code", ["approval", "refusal", "deferral", "notice_approval"])
def test_another_provinces_words_have_none_either(code: str, minimal_pack: Pack) -> None:
    shipped = minimal_pack.wordings.wording(code)
    assert shipped is not None
    assert wording_faults(paper_kind(code), shipped.text) == []


def value_of(place: Place) -> Value:
    if place.name == DOCUMENT_NUMBER:
        return "湘科发〔2026〕1号"
    if place.shape == "table":
        return LONG_TABLE
    if place.shape in ("lines", "items"):
        return tuple(f"{place.name}的第{n}段。{SENTENCE * 3}" for n in range(1, 13))
    return f"示例{place.name}"


def sample(kind: PaperKind, pack: Pack, *, table: int = 60) -> OfficialDocument:
    """A paper of that kind whose every place is filled, its table over several pages."""
    shipped = pack.wordings.wording(kind.code)
    assert shipped is not None
    values: dict[str, Value] = {}
    for place in kind.all_places:
        value = value_of(place)
        values[place.name] = value[: table + 1] if place.shape == "table" else value
    made = paper(kind, shipped.text, pack, values, on=date(2026, 11, 23), sample=True)
    code = "2222-3333-444D"
    proof = Verification(code, f"https://example.org/verify/{code}") if kind.headed else None
    return replace(made, verification=proof)


@contextmanager
def opened(document: OfficialDocument, folders: tuple[Path, ...]) -> Iterator[list[Page]]:
    with pdfplumber.open(BytesIO(render_pdf(document, fonts=folders))) as pdf:
        yield pdf.pages


def mm(value: Any) -> float:
    return float(value) / MM


def rows(page: Page, size: float) -> list[list[dict[str, Any]]]:
    chars = sorted(
        (c for c in page.chars if abs(c["size"] - size) < 0.1), key=lambda c: (round(c["top"]), c["x0"])
    )
    return [list(line) for _, line in groupby(chars, key=lambda c: round(c["top"]))]


def words_of(pages: list[Page]) -> str:
    """What the pages say within the type area; a table's head is said once for each page it runs over."""
    areas = [page.crop((0, page.height * 0.11, page.width, page.height * 0.89)) for page in pages]
    return closed_up("".join(area.extract_text() for area in areas))


@pytest.mark.parametrize("code", KINDS)
def test_word_and_pdf_say_the_same(code: str, hunan_pack: Pack, fonts: tuple[Path, ...]) -> None:  # noqa: F811
    document = sample(paper_kind(code), hunan_pack, table=4)
    with opened(document, fonts) as pages:
        in_pdf = words_of(pages)
    in_word = words_of_docx(render_docx(document))
    heads = re.compile("项目内容数量")
    # The seal's ring is drawn, and a head repeats where its table breaks.
    once = (heads.sub("", said).replace("（印章）", "") for said in (in_pdf, in_word))
    assert len(set(map("".join, map(sorted, once)))) == 1
    for place in paper_kind(code).places:
        if place.must and place.shape == "words":
            assert f"示例{place.name}" in in_pdf


@pytest.mark.parametrize("code", KINDS)
def test_the_layout_is_that_of_the_standard(code: str, hunan_pack: Pack, fonts: tuple[Path, ...]) -> None:  # noqa: F811
    kind = paper_kind(code)
    with opened(sample(kind, hunan_pack), fonts) as pages:
        assert len(pages) >= 2
        for number, page in enumerate(pages, start=1):
            assert (mm(page.width), mm(page.height)) == pytest.approx((210, 297), abs=0.1)
            inside = [c for c in page.chars if mm(c["top"]) > TOP - 1 and mm(c["bottom"]) < BOTTOM + 1]
            assert min(mm(c["x0"]) for c in inside) > LEFT - 0.3
            # The box of a sign of punctuation is as wide as a character's; at a line's end its half is empty.
            assert max(mm(c["x1"]) for c in inside if c["text"] not in "，。；：、）》”") < RIGHT + 0.6
            (foot,) = [
                line for line in rows(page, 14) if "".join(c["text"] for c in line).strip() == f"— {number} —"
            ]
            one = 14 / MM
            odd, even = mm(foot[-1]["x1"]) - RIGHT + one, mm(foot[0]["x0"]) - LEFT - one
            assert abs(odd if number % 2 else even) < 0.5
            assert mm(foot[0]["top"]) == pytest.approx(BOTTOM + 7, abs=1.5)
        titled = [c for page in pages for c in page.chars if abs(c["size"] - 22) < 0.1]
        assert titled, "the title is in 二号 (22 pt)"
        pitches = [
            mm(b[0]["top"]) - mm(a[0]["top"])
            for page in pages
            for a, b in pairwise([line for line in rows(page, 16) if len(line) >= 26])
        ]
        assert [p for p in pitches if p < 12] == pytest.approx(
            [225 / 22] * len([p for p in pitches if p < 12]), abs=0.1
        )


@pytest.mark.parametrize("code", WITH_A_TABLE)
def test_a_long_table_runs_over_pages_with_its_head_and_loses_no_row(
    code: str,
    hunan_pack: Pack,
    fonts: tuple[Path, ...],  # noqa: F811
) -> None:
    with opened(sample(paper_kind(code), hunan_pack), fonts) as pages:
        texts = [closed_up(page.extract_text()) for page in pages]
    with_rows = [text for text in texts if "示例内容" in text]
    assert len(with_rows) >= 2
    assert all("项目内容数量" in text for text in with_rows)
    said = "".join(texts)
    assert all(f"示例内容{n}{n}" in said for n in range(1, 61))


@pytest.mark.parametrize("code", [code for code in KINDS if code != "support_agreement"])
@pytest.mark.parametrize("table", [9, 14, 19, 24])
def test_signature_and_seal_never_stand_alone_on_a_page(
    code: str,
    table: int,
    hunan_pack: Pack,
    fonts: tuple[Path, ...],  # noqa: F811
) -> None:
    with opened(sample(paper_kind(code), hunan_pack, table=table), fonts) as pages:
        for page in pages:
            signed = [line for line in rows(page, 16) if "2026年11月23日" in "".join(c["text"] for c in line)]
            if not signed or "（印章）" not in closed_up(page.extract_text()):
                continue
            above = [c for c in page.chars if mm(c["top"]) > TOP - 1 and c["top"] < signed[-1][0]["top"] - 80]
            assert above, "text of the paper stands on the page of its seal"
