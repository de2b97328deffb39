"""Opinions as pages show them: with the section's title, and the author's name only where it may be known."""

from collections.abc import Iterable
from dataclasses import dataclass

from xiangchuang.accounts.actor import Actor
from xiangchuang.documents.masking import Mask
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.reading_mask import mask_for
from xiangchuang.reviews.models import Opinion, OpinionState, Severity
from xiangchuang.reviews.queries import opinions_visible_to, sees_inside


@dataclass(frozen=True)
class OpinionLine:
    """One opinion; `author` is "" for everyone outside the department."""

    opinion: Opinion
    section_title: str
    author: str

    @property
    def is_demand(self) -> bool:
        return self.opinion.severity == Severity.MUST

    @property
    def is_closed(self) -> bool:
        return self.opinion.state == OpinionState.CLOSED

    @property
    def is_answered(self) -> bool:
        return self.opinion.state == OpinionState.ANSWERED


def opinion_lines(actor: Actor, case: Case, pack: Pack) -> list[OpinionLine]:
    """Return the opinions the actor may see, in one order for all."""
    opinions = opinions_visible_to(actor, case)
    is_inside = sees_inside(actor, case)
    if is_inside:
        opinions = opinions.select_related("review__seat__expert")
    return lines_of(opinions, pack, names=is_inside, mask=mask_for(actor, case))


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
