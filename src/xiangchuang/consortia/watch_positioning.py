"""Keeps the findings in step with what the registers show, in the transaction of every write (2-3)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.consortia.models import FindingState, PositioningFinding
from xiangchuang.consortia.models.findings import UNSETTLED
from xiangchuang.consortia.signs import SignSeen, signs_seen
from xiangchuang.ledger.record import Fact

UNDECIDED = (FindingState.OPEN, FindingState.EXPLAINED)


def watch_positioning(center: Center, actor: Actor) -> None:
    """Open a finding for each sign that has none, tell anew what changed, and drop what is no longer so.

    A finding a person has confirmed stays until a person closes it; one that was closed comes back only when
    its row says something else. The system acts, whoever wrote the row.
    """
    seen = {sign.key: sign for sign in signs_seen(center)}
    known = {(f.sign, f.register, f.row): f for f in _unsettled(center)}
    if not seen and not known:
        return
    settled = _settled(center) if seen.keys() - known.keys() else frozenset()
    for key, sign in seen.items():
        if key in known:
            _refresh(known[key], sign)
        elif (*key, sign.fingerprint) not in settled:
            _open(center, sign)
    for key, finding in known.items():
        if key not in seen and finding.state in UNDECIDED:
            _drop(finding)


def _unsettled(center: Center) -> list[PositioningFinding]:
    rows = PositioningFinding.objects.filter(center=center, state__in=UNSETTLED)
    return list(rows.select_related("center"))


def _settled(center: Center) -> frozenset[tuple[str, str, int, str]]:
    rows = PositioningFinding.objects.filter(center=center, state=FindingState.CLOSED)
    return frozenset(rows.values_list("sign", "register", "row", "fingerprint"))


def _open(center: Center, sign: SignSeen) -> None:
    try:
        with transaction.atomic():
            finding = PositioningFinding.objects.create(
                center=center, sign=sign.sign, register=sign.register, row=sign.row, told=sign.told,
                fingerprint=sign.fingerprint,
            )  # fmt: skip
    except IntegrityError:
        return  # another write to the center's file has just opened the same
    enter(Actor.system(), finding, "open_finding", {"sign": sign.sign, "told": sign.told})


def _refresh(finding: PositioningFinding, sign: SignSeen) -> None:
    if finding.fingerprint == sign.fingerprint or finding.state not in UNDECIDED:
        return
    rows = PositioningFinding.objects.filter(pk=finding.pk, version=finding.version)
    rows.update(told=sign.told, fingerprint=sign.fingerprint, version=finding.version + 1)
    enter(Actor.system(), finding, "refresh_finding", {"told": sign.told})


def _drop(finding: PositioningFinding) -> None:
    reason = _("所依据的登记已改正或撤销，迹象不再存在。")
    rows = PositioningFinding.objects.filter(pk=finding.pk, version=finding.version)
    rows.update(state=FindingState.CLOSED, reason=reason, decided_at=clock.now(), version=finding.version + 1)
    enter(Actor.system(), finding, "drop_finding", {"reason": reason})


def enter(
    actor: Actor,
    finding: PositioningFinding,
    verb: str,
    detail: dict[str, Fact],
    *,
    acting: HeldAppointment | None = None,
) -> None:
    """Write what was done with a finding into the center's ledger, on clause 2-3."""
    write_entry(
        actor,
        verb=verb,
        acting=acting,
        subject=f"positioning:{finding.pk}",
        case_number=finding.center.ledger_key,
        clause="2-3",
        detail={"center": finding.center_id, **detail},
    )
