"""Who reads an addressee's local plan (0-2)."""

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.addressees import own_addressees
from xiangchuang.procedure.models import PolicyReceipt


def may_read_local_plan(actor: Actor, file: StoredFile) -> bool:
    """The department reads every local plan, an addressee its own."""
    if actor.is_department_staff:
        return True
    return PolicyReceipt.objects.filter(local_plan=file, organization__in=own_addressees(actor)).exists()
