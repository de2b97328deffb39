"""How large and how complex an upload may be."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Ceilings of one upload. Sizes are bytes; `max_ratio` is inflated size over stored size.

    The values are operating defaults (the notice is silent); a 150-page plan with 60 images stays well below.
    """

    max_bytes: int = 50 * MEBIBYTE
    max_entries: int = 3_000
    max_part_bytes: int = 100 * MEBIBYTE
    max_xml_bytes: int = 40 * MEBIBYTE
    max_total_bytes: int = 300 * MEBIBYTE
    max_ratio: int = 200
    # XML of repeated empty cells packs well without being a bomb: the ratio is asked only above this size.
    ratio_from_bytes: int = 10 * MEBIBYTE
    max_elements: int = 2_000_000
    max_depth: int = 200
    max_pixels: int = 60_000_000
    max_pdf_pages: int = 2_000


TABLE_LIMITS = UploadLimits(
    max_bytes=200 * MEBIBYTE,
    max_part_bytes=1024 * MEBIBYTE,
    max_xml_bytes=1024 * MEBIBYTE,
    max_total_bytes=1536 * MEBIBYTE,
    max_elements=50_000_000,
)
"""For a national table as a workbook: a row of ten cells is some thirty elements. An operating default."""
