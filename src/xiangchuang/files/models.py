"""Uploaded files. The bytes lie under their SHA-256; a row says who brought them, when and for what."""

import secrets
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class ScanState(models.TextChoices):
    """What the virus scanner said; without a scanner a file stays unscanned, never clean."""

    CLEAN = "clean", _("已查毒")
    QUARANTINED = "quarantined", _("待查毒，已隔离")
    INFECTED = "infected", _("有病毒，已隔离")
    UNSCANNED = "unscanned", _("未查毒")


UNFINISHED = "unfinished"
"""The folder, beside the files, of uploads that no form has taken in."""
KEPT_APART = frozenset({ScanState.QUARANTINED, ScanState.INFECTED})
"""Nobody is given the bytes of a file in one of these states."""


def new_token() -> str:
    """Return what an upload is called in its address: 192 bits that nobody guesses."""
    return secrets.token_urlsafe(24)


class StoredFile(models.Model):
    """One upload. Equal content is kept once on disk; each upload keeps its own row."""

    sha256 = models.CharField(max_length=64, db_index=True)
    # Of the bytes as they were brought, where an image was made anew; empty where nothing was changed.
    original_sha256 = models.CharField(max_length=64, blank=True, default="")
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(_("类型"), max_length=120)
    size = models.PositiveBigIntegerField(_("字节"))
    scan_state = models.CharField(
        _("查毒"), max_length=16, choices=ScanState.choices, default=ScanState.UNSCANNED
    )
    scanned_at = models.DateTimeField(_("查毒时间"), null=True, blank=True)
    # What the scanner calls the virus it found.
    virus = models.CharField(_("病毒"), max_length=200, blank=True, default="")
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
            models.CheckConstraint(
                condition=~Q(scan_state=ScanState.CLEAN) | Q(scanned_at__isnull=False),
                name="stored_file_clean_only_when_scanned",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Return where the bytes lie."""
        return Path(settings.MEDIA_ROOT) / self.sha256[:2] / self.sha256

    @property
    def is_kept_apart(self) -> bool:
        """Return whether nobody may have the bytes: not yet scanned while a scanner is asked, or infected."""
        return self.scan_state in KEPT_APART


class Upload(models.Model):
    """A file on its way in, piece by piece; the bytes up to `received` are on disk, synced.

    It is nobody's record yet: a form takes it in (`store`), or it is swept away after some days.
    """

    token = models.CharField(max_length=43, unique=True, default=new_token)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveBigIntegerField(_("字节"))
    received = models.PositiveBigIntegerField(_("已收到字节"), default=0)
    # What the browser can tell of the file before it sends it: by it the same file is known again.
    fingerprint = models.CharField(max_length=64)
    # As the browser told it, else counted when the last byte was in.
    sha256 = models.CharField(max_length=64, blank=True, default="")
    begun_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(_("最近一次"), default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("上传")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "fingerprint"], name="upload_by_fingerprint"),
            models.Index(fields=["touched_at"], name="upload_by_age"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(size__gt=0, received__lte=F("size")), name="upload_within_its_size"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(received=F("size")) & ~Q(sha256=""),
                name="upload_finished_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Return where the bytes lie that have come so far."""
        return Path(settings.MEDIA_ROOT) / UNFINISHED / self.token

    @property
    def percent(self) -> int:
        """Return how much has come, in whole percent, rounded down."""
        return self.received * 100 // self.size
