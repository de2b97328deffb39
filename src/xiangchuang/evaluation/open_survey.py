"""The survey is opened: of those served some are drawn by the round's seed, and each gets a link (6.5-2)."""

import secrets
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.evaluation.collection_standing import scored_subjects
from xiangchuang.evaluation.models import Round, Subject, SurveyInvitation
from xiangchuang.evaluation.served_firms import Served, served_by
from xiangchuang.evaluation.survey_messages import tell_asked
from xiangchuang.policy.evaluation.survey import draw
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard


def _not_opened(at: Standpoint, actor: Actor) -> bool:
    return _asks(at.pack) and Round.objects.filter(case=at.case, survey_opened_at=None).exists()


def _was_opened(at: Standpoint, actor: Actor) -> bool:
    return Round.objects.filter(case=at.case, survey_opened_at__isnull=False).exists()


def _asks(pack: Pack) -> bool:
    return pack.evaluation.survey is not None


OPEN_SURVEY = Verb(
    "open_survey", gettext_lazy("发放服务对象问卷"), page="evaluation:open-survey", offered=_not_opened,
    tone="primary",
)  # fmt: skip
SEND_LINKS = Verb(
    "list_survey_links", gettext_lazy("问卷链接和回收情况"), page="evaluation:survey-links",
    offered=_was_opened, shared=True,
)  # fmt: skip
contribute("collection", OPEN_SURVEY, SEND_LINKS, matters=("evaluation",))


@guard("survey_closed")
def survey_closed(at: Standpoint) -> list[Blocker]:
    """6.5-2: the survey was opened, and its last day is over or everybody has answered."""
    if not _asks(at.pack):
        return []
    round_ = Round.objects.get(case=at.case)
    if round_.survey_opened_at is None:
        return [Blocker(_("还没有发放服务对象问卷"), "", "open_survey")]
    closes = round_.survey_closes_on
    if closes is None or closes < clock.today() or not waiting_answers(round_):
        return []
    return [Blocker(_("服务对象问卷 %(day)s 24:00 才截止") % {"day": closes.isoformat()}, "", "")]


def waiting_answers(round_: Round) -> int:
    """Return how many of those asked have not answered."""
    return SurveyInvitation.objects.filter(subject__round=round_, is_answered=False).count()


def open_survey(*, actor: Actor, case: Case, seen: int, closes_on: date) -> int:
    """Draw whom to ask about each center and make their invitations; return how many were asked.

    closes_on: the last day on which answers are taken. Raises Invalid for a day that is not ahead or after
    the stage's own, Blocked when the survey is open already.
    """
    with perform(OPEN_SURVEY, actor=actor, case=case, seen=seen) as step:
        round_ = Round.objects.select_related("case").get(case=step.case)
        rule = step.pack.evaluation.survey
        if round_.survey_opened_at is not None or rule is None:
            raise Blocked(_("问卷已经发放。"))
        _refuse_bad_day(closes_on, step.run.due_on)
        subjects = list(scored_subjects(round_, step.pack))
        invitations = _invite(subjects, round_, rule.most_asked)
        SurveyInvitation.objects.bulk_create(invitations)
        Subject.objects.bulk_update(subjects, ["served"])
        round_.survey_opened_at, round_.survey_closes_on = clock.now(), closes_on
        round_.save(update_fields=["survey_opened_at", "survey_closes_on"])
        tell_asked(
            SurveyInvitation.objects.filter(subject__round=round_).select_related("subject__center"), round_
        )
        step.subject = f"evaluation-round:{round_.pk}"
        step.note(asked=len(invitations), closes_on=closes_on.isoformat())
    return len(invitations)


def _refuse_bad_day(closes_on: date, stage_due: date | None) -> None:
    if closes_on <= clock.today():
        raise Invalid(_("截止日选择今天以后的一天。"))
    if stage_due is not None and stage_due >= clock.today() and closes_on > stage_due:
        raise Invalid(_("截止日不晚于本阶段的期限 %(day)s。") % {"day": stage_due.isoformat()})


def _invite(subjects: Sequence[Subject], round_: Round, most: int) -> list[SurveyInvitation]:
    served = served_by([subject.center for subject in subjects], round_)
    found: list[SurveyInvitation] = []
    for subject in subjects:
        firms = served[subject.center_id]
        subject.served = len(firms)
        asked = drawn(subject, firms, most=most, seed=round_.seed)
        now = clock.now()
        found += [
            SurveyInvitation(
                subject=subject, organization_id=firm.organization_id, served_as=firm.served_as,
                nonce=secrets.token_hex(16), asked_at=now,
            )
            for firm in asked
        ]  # fmt: skip
    return found


def drawn(subject: Subject, firms: Sequence[Served], *, most: int, seed: str) -> list[Served]:
    """Return at most `most` of those served; anyone with the seed (hexadecimal) draws the same."""
    named = {f"{subject.code}:{firm.organization_id}": firm for firm in firms}
    return [named[code] for code in draw(named, most, seed=int(seed, 16))]
