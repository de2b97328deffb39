"""Who filed a feedback and how to reach them: for its handlers alone, each opening written down."""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, NotFound, NotPermitted
from xiangchuang.decisions.sealed_identity import Identity, unseal_identity
from xiangchuang.feedback.file_feedback import contact_key
from xiangchuang.feedback.handlers import acting_as_handler
from xiangchuang.feedback.models import Feedback
from xiangchuang.feedback.queries import can_view
from xiangchuang.feedback.step import write_step

OPEN_CONTACT: Final = "open_feedback_contact"


def open_contact(*, actor: Actor, feedback: Feedback) -> Identity:
    """Return name and contact as the filer left them. Raises NotFound, NotPermitted, Blocked (none left)."""
    if not can_view(actor, feedback):
        raise NotFound(_("没有这件反馈，或者它不归您查看。"))
    acting = acting_as_handler(actor, feedback)
    if acting is None:
        raise NotPermitted(_("反馈人的联系方式只有主办人和处室负责人能查看。"))
    if feedback.sealed_contact is None:
        raise Blocked(_("反馈人没有留联系方式。"), remedy=_("写好答复，反馈人凭回执号能看到。"))
    with transaction.atomic():
        write_step(feedback, OPEN_CONTACT, actor, acting)
        return unseal_identity(bytes(feedback.sealed_contact), contact_key(feedback.number))
