"""One plan of 30,000 signs against all earlier ones: signing, finding candidates, aligning what is shared.

Texts are sentences out of a vocabulary of made-up phrases, so that unrelated plans share runs of a few signs,
as real ones do. One plan in fifty has taken a paragraph of 600 signs over from another.
"""

import random
import time
from collections.abc import Iterator

from xiangchuang.documents.plan import Block
from xiangchuang.documents.plan.blocks import numbered_blocks
from xiangchuang.documents.similarity import Alike, SectionText, alike, common_passages, section_text, sign

SIZES = (100, 1_000)
SECTIONS = [f"S.{number}" for number in range(1, 22)]
PLAN_SIGNS = 30_000
COPIED_SIGNS = 600
ONE_IN = 50
SHORTEST, GAP = 40, 6


class Writer:
    """Writes plans of phrases of two to six signs, some of them much used."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        signs = [chr(0x4E00 + place) for place in range(3_500)]
        self.phrases = [
            "".join(self.chance.choices(signs, k=self.chance.randint(2, 6))) for _ in range(20_000)
        ]
        self.weights = [1 / (place + 10) for place in range(len(self.phrases))]

    def text(self, length: int) -> str:
        """Return about so many signs."""
        return "".join(self.chance.choices(self.phrases, weights=self.weights, k=length // 4))[:length]

    def plan(self, copied: str = "") -> list[SectionText]:
        """Return a plan over 21 sections; `copied` stands in the middle of one of them."""
        each, taken = PLAN_SIGNS // len(SECTIONS), self.chance.choice(SECTIONS)
        texts = {code: self.text(each) for code in SECTIONS}
        texts[taken] = texts[taken][:700] + copied + texts[taken][700:]
        return [_section(code, text) for code, text in texts.items()]


def _section(code: str, text: str) -> SectionText:
    return section_text(code, numbered_blocks([Block(id="", kind="paragraph", text=text)]))


def report(sizes: tuple[int, ...] = SIZES) -> int:
    """Measure every size and print a table; 1 when a copied paragraph is missed or a stranger is found."""
    print("| earlier plans | signing one ms | finding ms | aligning ms | whole ms | copied found | false |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    missed = False
    for row, whole in map(_measure, sizes):
        print(row, flush=True)
        missed = missed or not whole
    print("\n| two sections | aligning CPU ms | unlike texts = 1 |")
    print("| --- | ---: | ---: |")
    for row in _repetition():
        print(row, flush=True)
    return int(missed)


def _repetition() -> Iterator[str]:
    """Two sections of the length of a whole plan that repeat themselves, beside two that share nothing."""
    writer = Writer(20_201_231)
    sentences = [writer.text(39) for _ in range(6)]
    one, other = writer.text(PLAN_SIGNS), writer.text(PLAN_SIGNS)
    again = sentences[0] * (PLAN_SIGNS // 39)
    mixed = ["".join(writer.chance.choices(sentences, k=PLAN_SIGNS // 39)) for _ in range(2)]
    pairs = {
        "unlike": (one, other),
        "the same": (one, one),
        "the same, a sign changed in every 20": (one, "".join(map(_changed, range(len(one)), one))),
        "one sentence over and over": (again, again),
        "the same sentence, a sign changed in each": (again, again.replace(sentences[0][7], "子")),
        "six sentences in two orders": (mixed[0], mixed[1]),
    }
    unlike = 0.0
    for name, texts in pairs.items():
        first, second = (_section("S.1", text) for text in texts)
        took = min(_aligning(first, second) for _ in range(5))
        unlike = unlike or took
        yield f"| {name} | {took * 1000:.1f} | {took / unlike:.2f} |"


def _changed(place: int, sign: str) -> str:
    return "子" if place % 20 == 0 else sign


def _aligning(one: SectionText, other: SectionText) -> float:
    started = time.process_time()
    common_passages(one, other, shortest=SHORTEST, gap=GAP)
    return time.process_time() - started


def _measure(size: int) -> tuple[str, bool]:
    writer = Writer(20_201_231)
    copied = writer.text(COPIED_SIGNS)
    copies = set(range(0, size, ONE_IN))
    earlier = {key: writer.plan(copied if key in copies else "") for key in range(size)}
    started = time.perf_counter()
    signed = {key: sign(texts) for key, texts in earlier.items()}
    signing = (time.perf_counter() - started) / size
    asked = writer.plan(copied)
    started = time.perf_counter()
    own = sign(asked)
    pairs = alike(own, signed.items())
    finding = time.perf_counter() - started
    started = time.perf_counter()
    found = set(_shared(asked, earlier, pairs))
    aligning = time.perf_counter() - started
    hits, wrong = len(found & copies), len(found - copies)
    row = (
        f"| {size:,} | {signing * 1000:.0f} | {finding * 1000:.0f} | {aligning * 1000:.0f} "
        f"| {(finding + aligning) * 1000:.0f} | {hits} of {len(copies)} | {wrong} |"
    )
    return row, hits == len(copies) and not wrong


def _shared(
    asked: list[SectionText], earlier: dict[int, list[SectionText]], pairs: list[Alike]
) -> Iterator[int]:
    own = {text.code: text for text in asked}
    for pair in pairs:
        other = next(text for text in earlier[pair.key] if text.code == pair.other_section)
        if common_passages(own[pair.section], other, shortest=SHORTEST, gap=GAP):
            yield pair.key
