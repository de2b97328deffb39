"""What pages of writing together share: the case among the actor's own as an author, and the row of tabs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.drafting.together.authors import must_be_author
from xiangchuang.pages.parts import Tab
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.views.signed_in import CasePage

TEAM, THREADS, WRITERS = "drafting:team", "drafting:threads", "drafting:writers"


def together_tabs(case: Case, current: str) -> list[Tab]:
    """Return the pages on which a consortium divides its plan and talks about it."""
    pages = ((TEAM, _("分工")), (THREADS, _("讨论")), (WRITERS, _("填报权限")))
    return [Tab(label, reverse(name, args=[case.number]), name == current) for name, label in pages]


class AuthorPage(CasePage):
    """A page for the authors of the plan alone; to anybody else there is no such page."""

    def context(self, current: str = "", **more: Any) -> dict[str, Any]:
        """Return what every page needs; raises NotFound for who is no author."""
        must_be_author(self.actor, self.case)
        return {
            "case": self.case, "case_url": case_url(self.case), "pack": pack_of(self.case),
            "tabs": together_tabs(self.case, current), **more,
        }  # fmt: skip
