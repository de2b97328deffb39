"""Agreements are drafted and signed by both sides; a city keeps one promise and breaks another (6.4-1)."""

from datetime import datetime

import pytest

from tests.factories.registers import StoredFileFactory
from tests.support.world import DUE, WAN, SupportWorld
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.calendars import clock
from xiangchuang.files.gates import may_read
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.support.draft_agreement import (
    AgreementDraft,
    amend_agreement,
    end_agreement,
    sign_for_department,
    sign_for_partner,
)
from xiangchuang.support.evidence import PURPOSE
from xiangchuang.support.invariants import (
    promises_run_only_under_signed_agreements,
    settled_promises_were_confirmed,
)
from xiangchuang.support.keep_commitment import (
    confirm_kept,
    confirm_partly,
    declare_broken,
    dispute_performance,
    report_performance,
)
from xiangchuang.support.models import AgreementState, Commitment, CommitmentState, SupportAgreement
from xiangchuang.support.queries import agreements_visible_to, commitments_visible_to, may_view
from xiangchuang.support.tallies import city_tallies, commitment_year, tally


@pytest.mark.clause("6.4-1")
def test_a_city_keeps_one_promise_and_breaks_another(world: SupportWorld) -> None:
    agreement = world.draft(kind="money", text="建设经费 1000 万元", amount_fen=1000 * WAN)
    land = world.write_in(agreement)
    world.sign(agreement)
    money = agreement.commitments.get(kind="money")
    land.refresh_from_db()
    assert agreement.state == AgreementState.SIGNED
    assert (money.state, land.state) == (CommitmentState.OPEN, CommitmentState.OPEN)

    report_performance(actor=world.bureau, commitment=money, seen=money.version, text="已拨付。")
    confirm_kept(actor=world.staff, commitment=money, seen=money.version)
    with clock.at(clock.end_of_day(DUE)):
        declare_broken(actor=world.officer, commitment=land, seen=land.version, reason="用地未落实。")
        found = commitment_year(world.center, 2026, clock.today())
        cities = city_tallies(commitments_visible_to(world.officer), clock.today())

    assert (money.state, land.state) == (CommitmentState.KEPT, CommitmentState.BROKEN)
    assert (found.promised, found.kept_in_time, found.broken, found.kept_share) == (2, 1, 1, 5000)
    assert [(c.prefecture, c.tally.kept, c.tally.broken, c.fen) for c in cities] == [
        ("430100", 1, 1, 1000 * WAN)
    ]
    verbs = list(LedgerEntry.objects.filter(subject=f"commitment:{money.pk}").values_list("verb", flat=True))
    assert verbs == ["commitment_begin", "commitment_report", "commitment_confirm"]


def test_each_step_belongs_to_one_side(world: SupportWorld) -> None:
    promise = world.promise()
    for stranger in (world.staff, world.officer):
        with pytest.raises(NotPermitted):
            report_performance(actor=stranger, commitment=promise, seen=promise.version, text="已拨付。")
    report_performance(actor=world.bureau, commitment=promise, seen=promise.version, text="已拨付。")
    for stranger in (world.bureau, world.officer):
        with pytest.raises(NotPermitted):
            confirm_kept(actor=stranger, commitment=promise, seen=promise.version)
    with pytest.raises(NotPermitted):
        declare_broken(actor=world.staff, commitment=promise, seen=promise.version, reason="没有")
    with pytest.raises(Stale):
        confirm_kept(actor=world.staff, commitment=promise, seen=promise.version - 1)


def test_the_day_itself_is_in_time_and_nothing_breaks_by_the_clock(world: SupportWorld) -> None:
    promise = world.promise()
    last_second = datetime(2026, 12, 31, 23, 59, 59, tzinfo=clock.SHANGHAI)
    with clock.at(last_second):
        assert not promise.is_overdue(clock.today())
        assert tally(commitments_visible_to(world.officer), clock.today()).overdue == 0
        with pytest.raises(Blocked, match="还没有过"):
            declare_broken(actor=world.officer, commitment=promise, seen=promise.version, reason="未拨付")
    with clock.at(clock.end_of_day(DUE)):
        assert promise.is_overdue(clock.today())
        assert tally(commitments_visible_to(world.officer), clock.today()).overdue == 1
        promise.refresh_from_db()
        assert promise.state == CommitmentState.OPEN
        report_performance(actor=world.bureau, commitment=promise, seen=promise.version, text="已拨付。")
        confirm_kept(actor=world.staff, commitment=promise, seen=promise.version)
        assert tally(commitments_visible_to(world.officer), clock.today()).kept_late == 1


def test_a_disputed_or_partly_kept_promise_is_still_owed(world: SupportWorld) -> None:
    promise = world.promise()
    report_performance(actor=world.bureau, commitment=promise, seen=promise.version, text="已拨付。")
    dispute_performance(actor=world.staff, commitment=promise, seen=promise.version, reason="没有到账")
    report_performance(actor=world.bureau, commitment=promise, seen=promise.version, text="补拨一半。")
    confirm_partly(actor=world.staff, commitment=promise, seen=promise.version, text="还差 500 万元")

    with clock.at(clock.end_of_day(DUE)):
        assert promise.is_overdue(clock.today())
    with pytest.raises(Invalid, match="还差什么"):
        confirm_partly(actor=world.staff, commitment=promise, seen=promise.version, text=" ")


def test_a_change_of_the_draft_undoes_the_signature_already_given(world: SupportWorld) -> None:
    agreement = world.draft()
    sign_for_partner(actor=world.bureau, agreement=agreement, seen=agreement.version)
    amend_agreement(
        actor=world.officer,
        agreement=agreement,
        seen=agreement.version,
        draft=AgreementDraft("协议", "改过的要点。"),
    )
    sign_for_department(actor=world.leader, agreement=agreement, seen=agreement.version)

    assert agreement.state == AgreementState.DRAFT
    assert agreement.partner_signed_on is None


def test_who_drafts_and_who_signs(world: SupportWorld) -> None:
    agreement = world.draft()
    for actor in (world.officer, world.bureau):
        with pytest.raises(NotPermitted):
            sign_for_department(actor=actor, agreement=agreement, seen=agreement.version)
    with pytest.raises(NotPermitted):
        sign_for_partner(actor=world.division_head, agreement=agreement, seen=agreement.version)
    with pytest.raises(NotFound):
        sign_for_partner(actor=world.other_city, agreement=agreement, seen=agreement.version)


def test_an_ended_agreement_lets_lapse_what_is_not_settled(world: SupportWorld) -> None:
    agreement = world.draft()
    world.sign(agreement)
    end_agreement(actor=world.leader, agreement=agreement, seen=agreement.version, reason="双方协商一致终止")

    assert agreement.commitments.get().state == CommitmentState.LAPSED
    assert tally(commitments_visible_to(world.officer), clock.today()).promised == 0


def test_the_pack_says_what_can_be_promised(world: SupportWorld) -> None:
    with pytest.raises(Invalid, match="类别"):
        world.promise(kind="gold")
    with pytest.raises(Invalid, match="金额"):
        world.promise(kind="land")
    with pytest.raises(Invalid, match="已经过去"):
        world.promise(due_on=clock.today().replace(day=22))


def test_another_city_and_other_centers_see_nothing_and_a_center_sees_no_draft(world: SupportWorld) -> None:
    agreement = world.draft()
    drafted = agreement.commitments.get()
    strangers = {"another city": world.other_city, "another center": world.other_staff, "firm": world.firm}
    for name, actor in strangers.items():
        assert not may_view(actor, agreement), name
        assert not may_view(actor, drafted), name
    assert not may_view(world.staff, agreement)
    world.sign(agreement)

    assert may_view(world.staff, agreement)
    assert may_view(world.staff, drafted)
    for name, actor in strangers.items():
        assert not agreements_visible_to(actor).exists(), name
        assert not commitments_visible_to(actor).exists(), name
    # A supervising department that has no part in this agreement reads nothing of the city's.
    assert not commitments_visible_to(world.supervisor).exists()


def test_evidence_is_read_by_the_parties_of_its_promise(world: SupportWorld) -> None:
    promise = world.promise()
    evidence = StoredFileFactory(purpose=PURPOSE, uploaded_by=world.bureau.user)
    report_performance(
        actor=world.bureau, commitment=promise, seen=promise.version, text="已拨付。", evidence=evidence
    )

    assert may_read(world.staff, evidence)
    assert may_read(world.officer, evidence)
    assert not may_read(world.other_city, evidence)
    assert not may_read(world.member, evidence)
    foreign = StoredFileFactory(purpose=PURPOSE)
    with pytest.raises(NotFound):
        report_performance(
            actor=world.bureau, commitment=promise, seen=promise.version, text="再报", evidence=foreign
        )


def test_the_invariants_hold_after_the_verbs_and_tell_when_someone_went_round_them(
    world: SupportWorld,
) -> None:
    agreement = world.draft()
    world.sign(agreement)
    promise = world.promise()
    report_performance(actor=world.bureau, commitment=promise, seen=promise.version, text="已拨付。")
    confirm_kept(actor=world.staff, commitment=promise, seen=promise.version)
    assert [*promises_run_only_under_signed_agreements(), *settled_promises_were_confirmed()] == []

    Commitment.objects.filter(agreement=agreement).update(state="kept", reported_on=clock.today())
    SupportAgreement.objects.filter(pk=agreement.pk).update(state="draft", signed_on=None)
    assert len(list(promises_run_only_under_signed_agreements())) == 1
    assert len(list(settled_promises_were_confirmed())) == 1
