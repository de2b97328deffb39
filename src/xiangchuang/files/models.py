"""Uploaded files. The bytes lie under their SHA-256; a row says who brought them, when and for what."""

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class ScanState(models.TextChoices):
    """What the virus scanner said; without a scanner a file stays unscanned, never clean."""

    CLEAN = "clean", _("已查毒")
    QUARANTINED = "quarantined", _("已隔离")
    UNSCANNED = "unscanned", _("未查毒")


class StoredFile(models.Model):
    """One upload. Equal content is kept once on disk; each upload keeps its own row."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(_("类型"), max_length=120)
    size = models.PositiveBigIntegerField(_("字节"))
    scan_state = models.CharField(
        _("查毒"), max_length=16, choices=ScanState.choices, default=ScanState.UNSCANNED
    )
    purpose = models.CharField(_("用途"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"), default=clock.now)

    class Meta:
        verbose_name = _("文件")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_sha256_whole"
            ),
            models.CheckConstraint(
                condition=Q(scan_state__in=ScanState.values), name="stored_file_scan_state_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="stored_file_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Return where the bytes lie."""
        return Path(settings.MEDIA_ROOT) / self.sha256[:2] / self.sha256
