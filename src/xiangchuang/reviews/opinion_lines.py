"""Opinions as pages show them: with the section's title, and the author's name only where it may be known."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from xiangchuang.accounts.actor import Actor
from xiangchuang.documents.masking import Mask
from xiangchuang.documents.plan import block_from_json, place_of
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import PlanSection
from xiangchuang.proposals.reading_mask import mask_for
from xiangchuang.reviews.models import Opinion, OpinionState, Review, Severity
from xiangchuang.reviews.queries import opinions_visible_to, sees_inside


@dataclass(frozen=True)
class OpinionLine:
    """One opinion; `author` is "" for everyone outside the department.

    `place` is the address of the passage it quotes, in the revision that was read; "" where it quotes none.
    """

    opinion: Opinion
    section_title: str
    author: str
    place: str = ""

    @property
    def is_demand(self) -> bool:
        return self.opinion.severity == Severity.MUST

    @property
    def is_closed(self) -> bool:
        return self.opinion.state == OpinionState.CLOSED

    @property
    def is_answered(self) -> bool:
        return self.opinion.state == OpinionState.ANSWERED


@dataclass(frozen=True)
class Standing:
    """How far a round's opinions have come: how many of each state, and how many demands are not closed."""

    round: int
    total: int
    open: int
    answered: int
    closed: int
    demands: int


def standing_of(lines: Iterable[OpinionLine], round_number: int = 0) -> Standing:
    """Return the counts over the lines that somebody sees; round 0 where none has begun."""
    rows = list(lines)
    states = [line.opinion.state for line in rows]
    return Standing(
        round_number, len(rows), states.count(OpinionState.OPEN), states.count(OpinionState.ANSWERED),
        states.count(OpinionState.CLOSED), sum(line.is_demand and not line.is_closed for line in rows),
    )  # fmt: skip


def opinion_lines(actor: Actor, case: Case, pack: Pack) -> list[OpinionLine]:
    """Return the opinions the actor may see, in one order for all."""
    opinions = opinions_visible_to(actor, case)
    is_inside = sees_inside(actor, case)
    if is_inside:
        opinions = opinions.select_related("review__seat__expert")
    if (mask := mask_for(actor, case)) is not None:
        return lines_of(opinions, pack, names=is_inside, mask=mask)
    return with_places(case, lines_of(opinions, pack, names=is_inside))


def with_places(case: Case, lines: Iterable[OpinionLine]) -> list[OpinionLine]:
    """Return the lines, each that quotes with the address of the passage: two queries, however many quote.

    A masked reader has no page of the plan to open: there the sheet leads to the passage.
    """
    lines = list(lines)
    quoting = {line.opinion.review_id for line in lines if line.opinion.quote}
    if not quoting:
        return lines
    reviews = Review.objects.filter(pk__in=quoting)
    revision_of = dict(reviews.values_list("pk", "revision_id"))
    sections = {
        (section.revision_id, section.code): section
        for section in PlanSection.objects.filter(
            revision__in=set(revision_of.values()), code__in={line.opinion.section for line in lines}
        ).select_related("revision")
    }
    return [
        replace(line, place=_place(case, line.opinion, section))
        if line.opinion.quote
        and (section := sections.get((revision_of.get(line.opinion.review_id, 0), line.opinion.section)))
        else line
        for line in lines
    ]


def _place(case: Case, opinion: Opinion, section: PlanSection) -> str:
    page = reverse("proposals:plan-section", args=[case.number, section.revision.number])
    block = place_of([block_from_json(block) for block in section.blocks], opinion.quote).block
    return f"{page}#{section.code}-{block}" if block else f"{page}#s-{section.code}"


def lines_of(
    opinions: Iterable[Opinion], pack: Pack, *, names: bool = False, mask: Mask | None = None
) -> list[OpinionLine]:
    """Return lines of these opinions; `names` needs review, seat and expert at hand.

    Under a mask the texts are changed on the rows at hand, which are shown and not saved.
    """
    titles = {s.code: words(s.title) for s in pack.outline.sections}
    opinions = list(opinions)
    for opinion in opinions if mask else ():
        for text in ("quote", "demand", "answer", "rejoinder"):
            setattr(opinion, text, mask.text(getattr(opinion, text)) if mask else "")
    return [
        OpinionLine(o, titles.get(o.section, ""), o.review.seat.expert.name if names else "")
        for o in opinions
    ]
