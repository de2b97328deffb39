"""National tables brought in, the scans of them, and what people judged of an industry (5.1-1, 3.3-6)."""

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class NationalTable(models.Model):
    """A table of organisations as somebody brought it; the bytes lie under their SHA-256."""

    title = models.CharField(_("名称"), max_length=200)
    source = models.CharField(_("来源"), max_length=300)
    data_as_of = models.DateField(_("数据截至"))
    file_name = models.CharField(_("文件名"), max_length=200)
    suffix = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("字节"))
    headers = models.JSONField(_("表头"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"), default=clock.now)

    class Meta:
        verbose_name = _("全国机构数据表")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="national_table_sha256_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> Path:
        """Where the bytes lie; the ending tells the reader the kind of file."""
        return Path(settings.MEDIA_ROOT) / "national-tables" / f"{self.sha256}{self.suffix}"


class ScanState(models.TextChoices):
    """How far a scan has come."""

    QUEUED = "queued", _("排队")
    READING = "reading", _("读取")
    JUDGING = "judging", _("判断")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未完成")


UNDER_WAY = (ScanState.READING, ScanState.JUDGING)


class Scan(models.Model):
    """One table read by one mapping and judged by one policy version on one day.

    ``mapping`` is what `mapping_record` writes; ``result``, once done, what `run_scan` found: counts that no
    list filters by. The organisations themselves lie in the DuckDB file of ``release_file``.
    ``attempt`` counts the starts: work of an earlier start that is still alive finds its number outdated.
    """

    table = models.ForeignKey(NationalTable, on_delete=models.PROTECT, related_name="scans")
    policy_version = models.ForeignKey("procedure.PolicyVersion", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField(_("认定日"))
    mapping = models.JSONField(_("列的对应"))
    state = models.CharField(
        _("进度"), max_length=16, choices=ScanState.choices, default=ScanState.QUEUED, db_index=True
    )
    attempt = models.PositiveSmallIntegerField(default=1)
    percent = models.PositiveSmallIntegerField(default=0)
    rows_read = models.PositiveBigIntegerField(_("已读行数"), default=0)
    rows_total = models.PositiveBigIntegerField(_("总行数"), null=True, blank=True)
    message = models.CharField(_("说明"), max_length=500, blank=True)
    result = models.JSONField(null=True, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    queued_at = models.DateTimeField(_("发起时间"), default=clock.now)
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("扫描")
        ordering = ["-queued_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=ScanState.values), name="scan_state_known"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="scan_percent_within_100"),
            models.CheckConstraint(
                condition=~Q(state=ScanState.DONE) | Q(finished_at__isnull=False, result__isnull=False),
                name="scan_done_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.as_of}"

    @property
    def is_done(self) -> bool:
        """Whether there is something to look at."""
        return self.state == ScanState.DONE

    @property
    def release_file(self) -> Path:
        """The DuckDB database of this start."""
        return self.release_folder / f"scan-{self.pk}-{self.attempt}.duckdb"

    @property
    def lock_file(self) -> Path:
        """Held by whoever works on the scan; the system lets go of it when the worker dies."""
        return self.release_folder / f"scan-{self.pk}.lock"

    @property
    def release_folder(self) -> Path:
        """Where all scans keep their databases."""
        return Path(settings.MEDIA_ROOT) / "scans"


class ModeJudgement(models.Model):
    """What a person found of an industry's market and technology, beside its figures (3.3-6)."""

    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="judgements")
    industry = models.CharField(_("行业代码"), max_length=5)
    field = models.CharField(_("领域"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    market_is_mature = models.BooleanField(_("市场已经成熟"))
    technology_push = models.BooleanField(_("主要由技术研发牵引推动"))
    enterprises_important = models.BooleanField(_("有关企业作为重要的主体参与"))
    reason = models.TextField(_("理由"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=clock.now)

    class Meta:
        verbose_name = _("组建模式判断")
        ordering = ["-at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="mode_judgement_has_reason"),
        ]

    @property
    def market_not_mature(self) -> bool:
        """3.3-6 names both: research drives the field, and its market is not yet mature."""
        return self.technology_push and not self.market_is_mature
