"""What was done, and the anchors that hold its chain."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.base import ModelBase
from django.utils.translation import gettext_lazy as _

from xiangchuang.ledger.chain import Link


class AppendOnlyError(RuntimeError):
    """A row of the ledger was to be changed or deleted."""


class AppendOnly(models.Model):
    """Rows that are written once. The database's triggers refuse the same where this class is bypassed."""

    class Meta:
        abstract = True

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Insert the row. Raises AppendOnlyError if it exists already."""
        if not self._state.adding or force_update or update_fields:
            raise AppendOnlyError(str(_("留痕只增不改：更正时另记一条，说明更正了哪一条")))
        super().save(force_insert=force_insert or True, using=using)

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """Raise AppendOnlyError, always."""
        raise AppendOnlyError(str(_("留痕不得删除：更正时另记一条，说明更正了哪一条")))


class LedgerEntry(AppendOnly):
    """One act: by `actor` for `on_behalf_of`, on a case or subject, resting on a clause.

    Actor and subject are references in text ("user:12", "organization:3", "proposal:5"), and names are kept
    as they were, so that an entry still reads when what it names has changed or gone.
    `seq`, `previous_hash` and `hash` are empty until the sealer chains the entry (see `seal`).
    """

    seq = models.BigIntegerField(_("序号"), null=True, unique=True, editable=False)
    actor = models.CharField(_("操作人"), max_length=64)
    actor_name = models.CharField(_("操作人姓名"), max_length=200)
    on_behalf_of = models.CharField(_("代表"), max_length=64, blank=True)
    on_behalf_name = models.CharField(_("代表单位名称"), max_length=200, blank=True)
    role = models.CharField(_("角色"), max_length=64, blank=True)
    verb = models.CharField(_("动作"), max_length=64)
    case_number = models.CharField(_("案卷号"), max_length=64, blank=True)
    subject = models.CharField(_("对象"), max_length=64, blank=True)
    clause = models.CharField(_("依据条款"), max_length=64, blank=True)
    at = models.DateTimeField(_("时间"))
    detail = models.JSONField(_("要点"), default=dict)
    previous_hash = models.CharField(_("前一条散列值"), max_length=64, blank=True, editable=False)
    hash = models.CharField(_("散列值"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("留痕")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["case_number", "id"], name="ledger_entry_of_case"),
            # The sealer asks after every commit; without this it would read the whole ledger.
            models.Index(fields=["id"], condition=Q(seq__isnull=True), name="ledger_entry_unsealed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(seq__isnull=True, hash="", previous_hash="")
                | (Q(seq__gte=1) & ~Q(hash="") & ~Q(previous_hash="")),
                name="ledger_entry_sealed_whole",
            )
        ]

    @property
    def content(self) -> dict[str, object]:
        """All that the seal covers, spelled the same on every database."""
        return {
            "id": self.pk,
            "actor": self.actor,
            "actor_name": self.actor_name,
            "on_behalf_of": self.on_behalf_of,
            "on_behalf_name": self.on_behalf_name,
            "role": self.role,
            "verb": self.verb,
            "case_number": self.case_number,
            "subject": self.subject,
            "clause": self.clause,
            "at": _instant(self.at),
            "detail": self.detail,
        }

    @property
    def link(self) -> Link:
        """The sealed entry as a link of the chain. Raises ValueError while it is not sealed."""
        if self.seq is None:
            raise ValueError(f"ledger entry {self.pk} is not sealed yet")
        return Link(self.seq, self.previous_hash, self.hash, self.content)


class LedgerAnchor(AppendOnly):
    """The hash of entry `seq`, noted when it was sealed: a chain cut off before it is found out."""

    seq = models.BigIntegerField(_("序号"), unique=True)
    hash = models.CharField(_("散列值"), max_length=64)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("留痕锚点")
        ordering = ["seq"]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
