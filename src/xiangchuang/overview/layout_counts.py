"""Centers as they are laid out: by category, field and city, and what they came to in the last round."""

from collections import Counter
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from xiangchuang.centers.models import Center, CenterState
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.pages.charts import Chart, Point, Series
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words


def category_label(pack: Pack, code: str) -> str:
    """Return what the pack calls a category; the code where it knows none."""
    return next((words(c.label) for c in pack.categories if c.code == code), code)


def counted(centers: Sequence[Center], name: Callable[[Center], str]) -> list[tuple[str, int, int]]:
    """Return (name, all ever laid out, of them still going on), the most first."""
    ever, going = Counter(map(name, centers)), Counter(name(c) for c in centers if c.goes_on)
    return [(label, number, going[label]) for label, number in ever.most_common()]


def layout_table(centers: Sequence[Center], name: Callable[[Center], str], head: str) -> ListTable:
    """Return the numbers of centers by what `name` says of each."""
    columns = [
        Column(head, is_lead=True), Column(_("批准建设"), _("个"), is_number=True),
        Column(_("仍在建设运行"), _("个"), is_number=True),
    ]  # fmt: skip
    return ListTable(columns, [Row(list(line)) for line in counted(centers, name)], head)


def city_chart(centers: Sequence[Center], source: str) -> Chart:
    """Return the centers by city, the most first."""
    lines = counted(centers, lambda center: prefecture_label(center.prefecture))
    told: dict[str, object] = {"cities": len(lines), "count": len(centers)}
    title = _("%(count)s 个中心分布在 %(cities)s 个市州。") % told
    if len(lines) > 1:
        told |= {"first": lines[0][0], "most": lines[0][1]}
        title = _("%(count)s 个中心分布在 %(cities)s 个市州，%(first)s最多，有 %(most)s 个。") % told
    points = [Point(label, ever, str(ever)) for label, ever, _going in lines]
    table = layout_table(centers, lambda center: prefecture_label(center.prefecture), _("市州"))
    return Chart(title, _("个"), source, [Series("", points)], table)


def state_counts(centers: Sequence[Center]) -> list[tuple[str, int]]:
    """Return how many centers stand in each state that any stands in."""
    found = Counter(center.state for center in centers)
    return [(str(state.label), found[state]) for state in CenterState if found[state]]
