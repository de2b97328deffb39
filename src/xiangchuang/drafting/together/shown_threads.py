"""Conversations as pages show them, each with where its passage stands today."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiangchuang.accounts.actor import Actor
from xiangchuang.documents.plan import Block, Place, place_of
from xiangchuang.documents.plan.blocks import block_from_json
from xiangchuang.drafting.models import Thread
from xiangchuang.drafting.together.task_list import threads_in
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision, PlanSection


@dataclass(frozen=True)
class ShownThread:
    """A conversation, the title of its section, and where its passage stands in the newest revision."""

    thread: Thread
    section_title: str
    place: Place

    @property
    def has_changed(self) -> bool:
        """Whether the words it was begun on read otherwise now, or are gone."""
        return bool(self.thread.quote or self.thread.block) and self.place.found != "here"


def shown_threads(actor: Actor, case: Case, section: str = "") -> list[ShownThread]:
    """Return the conversations of a case or of one section, the open ones first."""
    threads = threads_in(actor, case, section)
    blocks = _blocks(case, {thread.section for thread in threads}) if threads else {}
    titles = {rule.code: words(rule.title) for rule in pack_of(case).outline.sections}
    return [
        ShownThread(
            thread, titles.get(thread.section, ""),
            place_of(blocks.get(thread.section, ()), thread.quote, thread.block),
        )
        for thread in threads
    ]  # fmt: skip


def _blocks(case: Case, codes: set[str]) -> dict[str, Sequence[Block]]:
    newest = PlanRevision.objects.filter(proposal__case=case).order_by("-number").values("pk")[:1]
    sections = PlanSection.objects.filter(revision__in=newest, code__in=codes)
    return {s.code: [block_from_json(block) for block in s.blocks] for s in sections}
