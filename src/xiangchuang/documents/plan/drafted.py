"""A block as the reading of the tree leaves it, before it has an id and a place in a section."""

from dataclasses import dataclass

from xiangchuang.documents.plan.blocks import Block


@dataclass(frozen=True, slots=True)
class Drafted:
    """A block without an id; `mark` is the index of its heading mark or None, `image` the name of its part,
    `caption` says that it is one."""

    block: Block
    mark: int | None = None
    image: str = ""
    caption: str = ""
