"""Feeds: what is new, for programs that read along (Atom, RFC 4287)."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.pages.public import public_page
from xiangchuang.procedure.packs import current_pack
from xiangchuang.search.models import PublicText

NEWEST: Final = 50
_SUMMARY: Final = 400
# name in the address → kind of public text, title
FEEDS: Final = {
    "notices": ("notice", gettext_lazy("湖南省技术创新中心公示")),
    "documents": ("document", gettext_lazy("湖南省技术创新中心批复")),
    "results": ("result", gettext_lazy("湖南省技术创新中心绩效评价结果")),
    "feedback": ("feedback", gettext_lazy("问题和建议的答复")),
}


class _Feed(Atom1Feed):
    """A feed that is the same until something changes, an empty one too."""

    def latest_post_date(self) -> datetime:
        """Return the last change, on the house's clock; this morning where there was none."""
        days = [item["updateddate"] for item in self.items if item["updateddate"]]
        return max(days, default=clock.moment_on(clock.today()))


@public_page
def feed(request: HttpRequest, name: str) -> HttpResponse:
    """Write the newest texts of a kind; what was withdrawn is not among them."""
    if name not in FEEDS:
        raise Http404
    kind, title = FEEDS[name]
    site = settings.SITE_URL
    atom = _Feed(
        title=str(title), link=f"{site}{reverse('portal:home')}", description=None, language="zh-Hans",
        feed_url=f"{site}{request.path}", author_name=current_pack().identity.issued_by.zh,
    )  # fmt: skip
    rows = PublicText.objects.filter(kind=kind, published_at__isnull=False).order_by("-published_at", "-pk")
    for row in rows[:NEWEST]:
        summary = row.body[:_SUMMARY]
        atom.add_item(
            title=f"{row.title}{_('（示例数据）') if row.is_sample else ''}", link=f"{site}{row.url}",
            description=summary, unique_id=f"{site}{row.url}", pubdate=row.published_at,
            updateddate=row.changed_at,
        )  # fmt: skip
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    atom.write(response, "utf-8")
    return response
