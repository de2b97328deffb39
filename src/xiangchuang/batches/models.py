"""Batches: a spreadsheet read once, looked at, written into a register as a whole, and undone as a whole."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class BatchState(models.TextChoices):
    PREVIEWED = "previewed", _("待导入")
    APPLIED = "applied", _("已导入")
    UNDONE = "undone", _("已撤销")


class ImportBatch(models.Model):
    """One spreadsheet for one register of one target; `kind` and `target_key` are known to `kinds`.

    `rows` keeps what was read, as `reading.ReadRow.kept` writes it: it is shown and written, never searched.
    `notes` are the reader's sentences on what it left aside.
    """

    kind = models.CharField(_("登记"), max_length=64)
    target_key = models.CharField(max_length=64)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    rows: models.JSONField[Any, Any] = models.JSONField(default=list)
    notes: models.JSONField[Any, Any] = models.JSONField(default=list)
    state = models.CharField(
        _("状态"), max_length=16, choices=BatchState.choices, default=BatchState.PREVIEWED
    )
    rows_good = models.PositiveIntegerField(_("无误"))
    rows_faulty = models.PositiveIntegerField(_("有误"))
    rows_empty = models.PositiveIntegerField(_("空行"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("上传时间"), default=clock.now)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(_("导入时间"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("导入批次")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="previewed", applied_at=None, undone_at=None)
                | Q(state="applied", applied_at__isnull=False, undone_at=None)
                | Q(state="undone", applied_at__isnull=False, undone_at__isnull=False),
                name="import_batch_state_dated",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "target_key", "-created_at"], name="import_batch_of_target")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"


class ImportedRow(models.Model):
    """What one row of a batch became in its register."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="imported")
    row_number = models.PositiveIntegerField()
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    instance = GenericForeignKey("content_type", "object_id")

    class Meta:
        verbose_name = _("导入的行")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "row_number"], name="imported_row_once"),
            models.UniqueConstraint(fields=["content_type", "object_id"], name="imported_object_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row_number}"
