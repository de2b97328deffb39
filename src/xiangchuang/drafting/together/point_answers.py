"""What is to be answered while a plan is revised: each opinion at its section, with its answer so far."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiangchuang.accounts.actor import Actor
from xiangchuang.documents.plan import Place
from xiangchuang.documents.plan.blocks import block_from_json
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision, PlanSection
from xiangchuang.reviews.models import OpinionAnswer
from xiangchuang.reviews.opinion_lines import OpinionLine, lines_of
from xiangchuang.reviews.opinion_notes import blocks_by_section, opinions_on, passage_of

SHOWN = 40


@dataclass(frozen=True)
class OpinionHere:
    """An opinion beside the manuscript: its words without an author, its answer, where it stands."""

    line: OpinionLine
    answer: OpinionAnswer | None
    place: Place


def opinions_here(actor: Actor, revision: PlanRevision) -> list[OpinionHere]:
    """Return the opinions that this revision answers or still has to, by number."""
    opinions = opinions_on(actor, revision)
    blocks = blocks_by_section(revision) if opinions else {}
    found = []
    for line in lines_of(opinions, pack_of(revision.proposal.case)):
        answer: OpinionAnswer | None = next(iter(line.opinion.given), None)  # type: ignore[attr-defined]
        found.append(OpinionHere(line, answer, passage_of(line.opinion, answer, blocks)))
    return found


def passages_of(sections: Sequence[PlanSection]) -> list[tuple[str, str]]:
    """Return every block of these sections as a choice: "section block" and how it begins."""
    choices = []
    for section in sections:
        for value in section.blocks:
            block = block_from_json(value)
            begins = block.text.strip().replace("\n", " ")[:SHOWN]
            if begins:
                choices.append((f"{section.code} {block.id}", f"{section.code}　{begins}"))
    return choices
