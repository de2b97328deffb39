"""What the library adds: the ledger's words, and what waits for an officer or an expert."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.consents import has_consented, notice_for
from xiangchuang.experts.integrity import reads_lobbying
from xiangchuang.experts.keeping import CLAUSE
from xiangchuang.experts.models import (
    ConsentKind,
    Correction,
    Expert,
    ExpertApplication,
    LobbyingReport,
    LobbyingState,
    RequestState,
)
from xiangchuang.experts.terms import ending_soon
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.procedure.errands import Errand, Matter, contribute_errands

ACTS = {
    "apply_to_library": gettext_lazy("申请入专家库"),
    "nominate_for_library": gettext_lazy("推荐专家入库"),
    "withdraw_application": gettext_lazy("撤回入库申请"),
    "decide_application": gettext_lazy("审核入库申请"),
    "withdraw_expert": gettext_lazy("撤销专家登记"),
    "renew_expert": gettext_lazy("续聘专家"),
    "exit_expert": gettext_lazy("专家退出"),
    "readmit_expert": gettext_lazy("专家重新入库"),
    "give_consent": gettext_lazy("同意个人信息告知"),
    "withdraw_consent": gettext_lazy("撤回个人信息同意"),
    "add_expert_work": gettext_lazy("登记专家的项目或成果"),
    "remove_expert_work": gettext_lazy("删去专家的项目或成果"),
    "add_absence": gettext_lazy("登记不便参加的日期"),
    "remove_absence": gettext_lazy("删去不便参加的日期"),
    "declare_tie": gettext_lazy("登记专家之间的关系"),
    "amend_expert": gettext_lazy("修改专家登记"),
    "ask_expert_correction": gettext_lazy("申请更正专家登记"),
    "withdraw_expert_correction": gettext_lazy("撤回专家登记更正"),
    "decide_expert_correction": gettext_lazy("审核专家登记更正"),
    "record_fee": gettext_lazy("登记专家费"),
    "record_integrity": gettext_lazy("登记专家诚信情况"),
    "report_lobbying": gettext_lazy("报告请托情况"),
    "handle_lobbying": gettext_lazy("处理请托报告"),
}


APPLICATIONS = Matter(lambda: ExpertApplication.objects.filter(state=RequestState.FILED))
CORRECTIONS = Matter(lambda: Correction.objects.filter(state=RequestState.FILED))
TERMS = Matter(lambda: Expert.objects.filter(is_active=True, term_until__isnull=False))
LOBBYING = Matter(lambda: LobbyingReport.objects.filter(state=LobbyingState.FILED))


def contribute() -> None:
    """Add them; called once from the app's `ready()`."""
    name_acts(ACTS)
    contribute_errands([Role.OFFICER], _applications, [APPLICATIONS])
    contribute_errands([Role.OFFICER], _corrections, [CORRECTIONS])
    contribute_errands([Role.OFFICER], _ending, [TERMS])
    contribute_errands([Role.EXPERT], _for_expert)
    contribute_errands([Role.DIVISION_HEAD, Role.LEADERSHIP], _lobbying, [LOBBYING])


def _applications(actor: Actor) -> Iterator[Errand]:
    waiting = ExpertApplication.objects.filter(state=RequestState.FILED).count()
    if waiting:
        what = ngettext("审核专家入库申请 %(count)d 份", "审核专家入库申请 %(count)d 份", waiting)
        yield Errand(what % {"count": waiting}, "", reverse("library:requests"), clause=CLAUSE)


def _corrections(actor: Actor) -> Iterator[Errand]:
    corrections = Correction.objects.filter(state=RequestState.FILED).count()
    if corrections:
        what = ngettext("审核专家登记更正 %(count)d 项", "审核专家登记更正 %(count)d 项", corrections)
        url = f"{reverse('library:requests')}?view=corrections"
        yield Errand(what % {"count": corrections}, "", url, clause=CLAUSE)


def _ending(actor: Actor) -> Iterator[Errand]:
    ending = ending_soon(Expert.objects.all(), clock.today()).count()
    if ending:
        what = ngettext("专家聘期将满 %(count)d 人", "专家聘期将满 %(count)d 人", ending)
        url = f"{reverse('library:experts')}?state=ending"
        yield Errand(what % {"count": ending}, "", url, clause=CLAUSE)


def _for_expert(actor: Actor) -> Iterator[Errand]:
    expert = Expert.objects.filter(user=actor.user, is_active=True).first()
    if expert is None or notice_for(ConsentKind.REGISTER) is None:
        return
    if not has_consented(expert, ConsentKind.REGISTER):
        yield Errand(_("阅读并同意个人信息告知"), _("专家库"), reverse("library:own"), clause=CLAUSE)


def _lobbying(actor: Actor) -> Iterator[Errand]:
    waiting = LobbyingReport.objects.filter(state=LobbyingState.FILED).count() if reads_lobbying(actor) else 0
    if waiting:
        what = ngettext("核实请托报告 %(count)d 份", "核实请托报告 %(count)d 份", waiting)
        yield Errand(what % {"count": waiting}, "", reverse("library:lobbying"), clause=CLAUSE)
