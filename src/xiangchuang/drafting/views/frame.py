"""What the pages of writing share: the case among those the person may see, the desk, the section."""

from typing import Any

from django.utils.functional import cached_property

from xiangchuang.drafting.desk import Desk, desk_of, section_of
from xiangchuang.pages.typed import whole
from xiangchuang.policy.outline import Section
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import PlanSection
from xiangchuang.proposals.views.signed_in import CasePage


class DeskPage(CasePage):
    """Base of pages for those who write the plan of a case."""

    @cached_property
    def desk(self) -> Desk:
        return desk_of(self.actor, self.case)

    def frame(self, **more: Any) -> dict[str, Any]:
        """What each template of writing needs."""
        return {"case": self.case, "case_url": case_url(self.case), "desk": self.desk, **more}

    @property
    def seen(self) -> int:
        """The version of the section that the person's page showed; -1 is never one."""
        return whole(self.request.POST.get("version", ""), -1)


class SectionPage(DeskPage):
    """Base of pages of one section."""

    @cached_property
    def section(self) -> PlanSection:
        return section_of(self.desk, str(self.kwargs["code"]))

    @cached_property
    def rule(self) -> Section:
        try:
            return self.desk.at.pack.outline.section(self.section.code)
        except KeyError as error:
            raise NotFound(f"{self.section.code}") from error

    def frame(self, **more: Any) -> dict[str, Any]:
        shown = {"section": self.section, "rule": self.rule, "title": words(self.rule.title)}
        return super().frame(**shown, **more)
