"""Who builds the center and with what: people, members, bodies, resources (A.1.5, A.3.1 to A.3.3)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiangchuang.plan_parts.models.rows import LINE, PartRow, code_cell, line_cell, party_cell, text_cell


class PersonRow(PartRow):
    """The head or one of the key staff, and what each did (A.1.5)."""

    name = line_cell()
    title = line_cell()
    organization = party_cell()
    standing = code_cell()
    full_time = models.BooleanField(null=True, blank=True)
    tasks = text_cell()
    results = text_cell()
    patents = text_cell()
    awards = text_cell()
    promotion = text_cell()
    related = text_cell()


class MemberRow(PartRow):
    """A founding party: its position, rights and duties (A.3.1)."""

    organization = party_cell()
    role = line_cell()
    rights = text_cell()
    duties = text_cell()


class Contribution(models.Model):
    """What a founding party brings in of one kind: fen, a number, or words (4.2-1)."""

    row = models.ForeignKey(MemberRow, models.CASCADE, related_name="cells")
    kind = models.CharField(max_length=32)
    fen = models.BigIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    words = models.CharField(max_length=LINE, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["row", "kind"], name="plan_contribution_kind_once"),
            models.CheckConstraint(
                condition=Q(fen__gte=0, number=None, words="")
                | Q(fen=None, number__gte=0, words="")
                | (Q(fen=None, number=None) & ~Q(words="")),
                name="plan_contribution_has_one_measure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.kind}"


class BodyRow(PartRow):
    """A board, a committee, a department, an institute (A.3.2)."""

    name = line_cell()
    kind = code_cell()
    head = line_cell()
    size = models.PositiveIntegerField(null=True, blank=True)
    composition = text_cell()
    duty = text_cell()


class ResourceRow(PartRow):
    """A resource and how it is shared (A.3.3); `worth` in fen."""

    name = line_cell()
    kind = code_cell()
    organization = party_cell()
    place = line_cell()
    worth = models.BigIntegerField(null=True, blank=True)
    sharing = text_cell()
