"""Answer one opinion beside the text, naming the passage that was changed because of it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.drafting.together.forms import PointAnswerForm
from xiangchuang.drafting.together.point_answers import passages_of
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.act_view import ActView
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanSection
from xiangchuang.reviews.models import Opinion, OpinionAnswer, OpinionState
from xiangchuang.reviews.opinion_lines import lines_of
from xiangchuang.reviews.opinions import ANSWER, Changed, answer_opinion


class PointAnswerPage(ActView):
    """One opinion with its answer; the section pages post here.

    ?opinion= is its number: keys of rows lie together by author, and would tell the applicant who wrote what.
    """

    verb = ANSWER
    form_class = PointAnswerForm
    template_name = "drafting/together/point_answer.html"

    def opinion(self) -> Opinion:
        """Return the opinion of the address; raises NotFound for one not released or closed."""
        released = Opinion.objects.filter(case=self.case, released_at__isnull=False)
        wanted = whole(self.request.GET.get("opinion", ""), 0)
        found = released.exclude(state=OpinionState.CLOSED).filter(number=wanted).first()
        if found is None:
            raise NotFound(_("本案卷没有这条待答复的论证意见。"))
        return found

    def sections(self) -> list[PlanSection]:
        """Return the sections of the manuscript."""
        newest = PlanSection.objects.filter(
            revision__proposal__case=self.case, revision__frozen_at__isnull=True
        )
        return list(newest)

    def form_arguments(self) -> dict[str, Any]:
        outline = pack_of(self.case).outline
        titles = [(s.code, f"{s.code} {words(s.title)}") for s in outline.sections]
        return {"sections": titles, "passages": passages_of(self.sections())}

    def initial(self) -> dict[str, Any]:
        opinion = self.opinion()
        given = OpinionAnswer.objects.filter(opinion=opinion, run__closed_at__isnull=True).first()
        if given is None:
            return {"answer": opinion.answer, "section": opinion.section}
        passage = f"{given.section} {given.block}" if given.block else ""
        return {"answer": given.text, "section": given.section, "passage": passage}

    def do(self, form: Any, seen: int) -> str:
        data = form.cleaned_data
        # A passage lies in its section, whatever the other box says.
        section, _space, block = data["passage"].partition(" ")
        changed = Changed(section or data["section"], block, self._begins(section, block))
        opinion = answer_opinion(
            actor=self.actor, case=self.case, seen=seen, opinion_id=self.opinion().pk, answer=data["answer"],
            changed=changed,
        )  # fmt: skip
        return _("第 %(number)s 条意见已答复。") % {"number": opinion.number}

    def _begins(self, section: str, block: str) -> str:
        own = next((one.blocks for one in self.sections() if one.code == section), ())
        return next((str(b["text"]) for b in own if b["id"] == block), "")

    def next_url(self) -> str:
        back = self.request.POST.get("back", "")
        if any(rule.code == back for rule in pack_of(self.case).outline.sections):
            return reverse("drafting:section", args=[self.case.number, back])
        return reverse("reviews:answer-opinions", args=[self.case.number])

    def extra_context(self) -> dict[str, Any]:
        return {"line": lines_of([self.opinion()], pack_of(self.case))[0]}
