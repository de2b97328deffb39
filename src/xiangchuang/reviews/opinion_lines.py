"""Opinions as pages show them: with the section's title, and the author's name only where it may be known."""

from collections.abc import Iterable
from dataclasses import dataclass

from xiangchuang.accounts.actor import Actor
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
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
    return lines_of(opinions, pack, names=is_inside)


def lines_of(opinions: Iterable[Opinion], pack: Pack, *, names: bool = False) -> list[OpinionLine]:
    """Return lines of these opinions; `names` needs review, seat and expert at hand."""
    titles = {s.code: words(s.title) for s in pack.outline.sections}
    return [
        OpinionLine(o, titles.get(o.section, ""), o.review.seat.expert.name if names else "")
        for o in opinions
    ]
