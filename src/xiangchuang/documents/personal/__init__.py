"""Finds personal data in a text before it is published, however it was spelled. Pure Python."""

from .find import LABELS, OF_AN_OFFICE, Kind, PersonalData, find_personal_data
from .withhold import WITHHELD, without_personal_data

__all__ = [
    "LABELS",
    "OF_AN_OFFICE",
    "WITHHELD",
    "Kind",
    "PersonalData",
    "find_personal_data",
    "without_personal_data",
]
