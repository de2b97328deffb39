"""Publishing an answered feedback, with its filer's consent and without anybody's personal data."""

from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.documents.personal import find_personal_data
from xiangchuang.feedback.handlers import acting_as_handler
from xiangchuang.feedback.models import Feedback
from xiangchuang.feedback.step import refuse_unless, step, write_step
from xiangchuang.search.follow import refresh

PUBLISH: Final = "publish_feedback"
TAKE_DOWN: Final = "take_down_feedback"
WITHDRAW_CONSENT: Final = "withdraw_feedback_consent"
_LABELS: Final = {
    "public_title": gettext_lazy("公开的主题"),
    "public_text": gettext_lazy("公开的情况"),
    "public_answer": gettext_lazy("公开的答复"),
}
KIND: Final = "feedback"
"""The kind under which the public finds it."""


def publish_feedback(
    *, actor: Actor, feedback: Feedback, seen: int, title: str, text: str, answer: str
) -> None:
    """Let everybody read it, in these words: the handler may leave out what leads to persons.

    Raises NotFound, NotPermitted, Stale, Blocked (no consent, not answered), Invalid (personal data, empty).
    """
    words = {
        "public_title": normalise_line(title), "public_text": normalise_text(text),
        "public_answer": normalise_text(answer),
    }  # fmt: skip
    for name, said in words.items():
        _refuse_unfit(name, within(Feedback, name, said))
    acting = acting_as_handler(actor, feedback)
    with step(PUBLISH, actor=actor, acting=acting, feedback=feedback, seen=seen) as row:
        refuse_unless(row.may_publish, _("反馈人没有同意公开。"), _("答复只给反馈人本人看。"))
        refuse_unless(row.is_answered, _("还没有答复，不能公开。"), _("先答复。"))
        for name, said in words.items():
            setattr(row, name, said)
        row.published_at = row.published_at or clock.now()
        row.save()
        follow_public(row)


def take_down_feedback(*, actor: Actor, feedback: Feedback, seen: int) -> None:
    """Let the public read it no longer. Raises NotFound, NotPermitted, Stale, Blocked."""
    acting = acting_as_handler(actor, feedback)
    with step(TAKE_DOWN, actor=actor, acting=acting, feedback=feedback, seen=seen) as row:
        refuse_unless(row.published_at is not None, _("它没有公开。"))
        row.published_at = None
        row.save()
        follow_public(row)


def withdraw_consent(*, actor: Actor, feedback: Feedback) -> None:
    """The filer no longer agrees: it is taken down, and not put up again. Again, nothing happens.

    Whoever holds the receipt, or has filed it signed in, is the filer: the page asks for one of the two.
    """
    with transaction.atomic():
        agreeing = Feedback.objects.filter(pk=feedback.pk, may_publish=True)
        if agreeing.update(may_publish=False, published_at=None, version=F("version") + 1):
            feedback.refresh_from_db()
            write_step(feedback, WITHDRAW_CONSENT, actor, None)
            follow_public(feedback)


def follow_public(row: Feedback) -> None:
    """Let the search follow, in the transaction of the change."""
    refresh(KIND, [row.number])


def _refuse_unfit(name: str, said: str) -> None:
    label = _LABELS[name]
    if not said:
        raise Invalid(_("“%(label)s”没有填写。") % {"label": label})
    if found := find_personal_data(said):
        raise Invalid(
            _("“%(label)s”里有%(kind)s（%(masked)s），不能公开。")
            % {"label": label, "kind": found[0].label, "masked": found[0].masked},
            remedy=_("去掉或改写后再公开；原文不受影响。"),
        )
