"""Centers with their notices and documents: one founded by the product's own line, the rest copied."""

from datetime import timedelta
from typing import Any

from xiangchuang.demo.names import CITIES, FIELDS

# The first number given to a copy; the line's own numbers lie under it.
_FIRST = 5_000


def found_centers(number: int) -> tuple[list[int], Any]:
    """Return the keys of so many centers, and the officer; every prefecture and field has its share."""
    from bench.rows import Rows
    from xiangchuang.centers.models import Center
    from xiangchuang.decisions.models import Notice
    from xiangchuang.demo.line import Line, passing_days
    from xiangchuang.demo.province import build_province

    province = build_province(enterprises=4)
    line = Line(
        province, province.enterprises[0], "示例技术创新中心", members=(province.universities[0],),
        pause=passing_days,
    )  # fmt: skip
    line.begin().advance_to_end()
    center = Center.objects.select_related("founding_case", "document").get()
    notice = Notice.objects.filter(case=center.founding_case).select_related("run").latest("pk")
    first = [center.founding_case, notice.run, notice, center.document, center]
    tables = [Rows(type(row)) for row in first]
    cases, runs, notices, documents, centers = tables
    ids = [center.pk]
    for n in range(_FIRST, _FIRST + number - 1):
        own = [
            {
                field.attname: getattr(row, field.attname)
                for field in row._meta.concrete_fields
                if field.attname != "id"
            }
            for row in first
        ]
        city, field = CITIES[n % len(CITIES)], FIELDS[n % len(FIELDS)]
        name = f"示例{city[1]}{field[1]}技术创新中心{n}"
        case_id = cases.add(**own[0] | {"number": f"2026-HN-{n}", "title": name})
        run_id = runs.add(**own[1] | {"case_id": case_id})
        # One every six hours, back over seven years for 10,000.
        before = timedelta(hours=6 * (n - _FIRST + 1))
        notices.add(
            **own[2]
            | {
                "case_id": case_id,
                "run_id": run_id,
                "number": f"2026-{n}",
                "title": name,
                "published_at": notice.published_at - before,
            }
        )
        document_id = documents.add(
            **own[3]
            | {
                "case_id": case_id,
                "run_id": run_id,
                "title": name,
                "serial": n,
                "verification_code": f"B{n}",
                "issued_at": center.document.issued_at - before,
            }
        )
        ids.append(
            centers.add(
                **own[4] | {
                    "founding_case_id": case_id, "document_id": document_id, "name": name,
                    "prefecture": city[0], "field": field[0], "field_label": field[1],
                    "approved_on": center.approved_on - before,
                }
            )
        )  # fmt: skip
    for table in tables:
        table.write()
    return ids, province.users["jingban"]
