"""Receipts as they were given, the keys they were signed with, and how often the public form is asked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReceiptKind(models.TextChoices):
    """What was received."""

    PLAN = "plan", _("建设方案")
    INTENTION = "intention", _("建设意向")


class ReceiptKey(models.Model):
    """A public key that receipts were signed with: it stays published when another takes its place."""

    public_key = models.BinaryField(max_length=32)
    fingerprint = models.CharField(max_length=64, unique=True)
    first_used_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-first_used_at", "-pk"]

    def __str__(self) -> str:
        return self.fingerprint


class Receipt(models.Model):
    """A receipt, written once: what was received when, with which hashes, and the signed statement of it.

    `statement` is what is signed, byte for byte; the columns repeat what is looked for. `subject` is the row
    it is about, such as "plan_revision:12".
    """

    number = models.CharField(max_length=32, unique=True)
    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=16, choices=ReceiptKind)
    case = models.ForeignKey("procedure.Case", models.PROTECT, related_name="receipts")
    subject = models.CharField(max_length=64, db_index=True)
    received_at = models.DateTimeField()
    content_sha256 = models.CharField(max_length=64)
    statement = models.TextField()
    signature = models.BinaryField(max_length=64)
    key = models.ForeignKey(ReceiptKey, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="receipt_kind_known", condition=Q(kind__in=ReceiptKind.values)),
            models.CheckConstraint(
                name="receipt_content_sha256_whole", condition=Q(content_sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReceivedHash(models.Model):
    """The hash of a file that a receipt names, so that whoever holds the file can ask for it."""

    receipt = models.ForeignKey(Receipt, models.CASCADE, related_name="hashes")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["receipt", "sha256"], name="received_hash_once")
        ]

    def __str__(self) -> str:
        return self.sha256


class ReceiptCheck(models.Model):
    """One asking of the public form, for the limit alone: the address is a digest that changes every day."""

    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["address", "at"], name="receipt_check_by_address")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
