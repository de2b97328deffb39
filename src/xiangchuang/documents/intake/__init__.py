"""Refuses hostile and broken uploads before anything opens them, and opens the rest in a limited child."""

from xiangchuang.documents.intake.check import CheckedFile, check_upload, check_upload_limited
from xiangchuang.documents.intake.limited import run_limited
from xiangchuang.documents.intake.limits import TABLE_LIMITS, UploadLimits
from xiangchuang.documents.intake.refusal import RefusedFile
from xiangchuang.documents.intake.take_in import take_in_limited

__all__ = [
    "TABLE_LIMITS",
    "CheckedFile",
    "RefusedFile",
    "UploadLimits",
    "check_upload",
    "check_upload_limited",
    "run_limited",
    "take_in_limited",
]
