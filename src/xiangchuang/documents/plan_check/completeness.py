"""Sections without content, and lengths far from what is usual for a section."""

from collections.abc import Iterator, Sequence

from xiangchuang.documents.plan_check.finding import CheckedPlan, CheckedSection, Found


def has_content(section: CheckedSection | None) -> bool:
    """Whether anything stands in the section: words, a table or a picture."""
    return section is not None and any(
        block.text.strip() or block.image or any(any(row) for row in block.rows) for block in section.blocks
    )


def empty_sections(plan: CheckedPlan, codes: Sequence[str]) -> Iterator[Found]:
    """Sections of the outline in which nothing stands."""
    for code in codes:
        if not has_content(plan.section(code)):
            yield Found("section_empty", code)


def odd_lengths(section: CheckedSection, *, fewest: int, most: int) -> Iterator[Found]:
    """A section far shorter or longer than usual; what stands in tables and pictures is not short.

    Words are as `count_words` counts them; 0 is no bound.
    """
    if not has_content(section):
        return
    is_all_text = not any(block.kind in {"table", "image", "formula"} for block in section.blocks)
    if fewest and section.words < fewest and is_all_text:
        yield Found("words_few", section.code, "", {"words": str(section.words), "usual": str(fewest)})
    if most and section.words > most:
        yield Found("words_many", section.code, "", {"words": str(section.words), "usual": str(most)})
