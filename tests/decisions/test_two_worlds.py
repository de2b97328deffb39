"""Two worlds that differ only in who objected look the same to all but the handler who opened it."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.test import Client

from tests.decisions.world import OPENING, World, signed_in
from tests.factories.registers import actor_as
from tests.worlds.rewind import world_taken_back
from tests.worlds.sight import Sight, sight_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import Objection
from xiangchuang.decisions.object_to_notice import handle_objection, open_objector_identity
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.notify.models import Message
from xiangchuang.procedure.packs import forget_packs

WORLDS = (
    {"name": "赵立群", "contact": "13800138000"},
    {"name": "钱学明某", "contact": "qian.xueming@example.cn"},
)
# Drawn by chance beside what every page draws: receipts and hashes of sealed files.
_CHANCE = re.compile(
    r"YY\d{4}-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}|[0-9a-f]{32,64}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


def seen_by_everyone(world: World, auditor: Actor, who: dict[str, str]) -> dict[str, Sight]:
    """Build the world, and return what each person sees on each page: questions asked, and the words."""
    case = world.case_at("publicity")
    notice = world.publish(case)
    objection = world.object_to(notice, uuid4(), **who)
    people: dict[str, Actor | None] = {
        "public": None, "auditor": auditor,
        "applicant": world.applicant, "city": world.city, "officer": world.officer,
        "head": world.division_head, "leadership": world.leadership, "stranger": world.stranger,
    }  # fmt: skip
    addresses = [
        "/notices/", f"/notices/{notice.number}/", f"/notices/{notice.number}.pdf",
        f"/objections/{objection.receipt}/", f"/cases/{case.number}/", f"/cases/{case.number}/?tab=publicity",
        f"/cases/{case.number}/?tab=ledger", f"/cases/{case.number}/objections/", "/decisions/", "/meetings/",
        "/messages/", "/cases/?q=赵立群", "/cases/?q=13800138000", f"/files/{objection.letter_id}/",
        f"/files/{objection.evidence_id}/", "/archives/?q=赵立群", f"/cases/{case.number}/no-such-page/",
        "/decisions/?format=csv", "/cases/?format=csv", "/work-list/", "/cases/export/?view=all", "/ledger/",
        "/ledger/?q=赵立群", "/dashboard/", "/dashboard/deadlines/", "/dashboard/deadlines/?format=csv",
        "/feeds/notices.atom", "/feeds/documents.atom", "/sitemap/1.xml", "/search/?q=赵立群",
        "/search/?q=示例", "/open-data/notices.json", "/open-data/notices.csv",
        f"/notices/{notice.number}/object/", "/experts/?q=赵立群", "/organizations/?q=赵立群",
    ]  # fmt: skip
    found: dict[str, Sight] = {}
    for person, actor in people.items():
        client = signed_in(actor) if actor else Client()
        for address in addresses:
            sight = sight_of(client, address)
            # A page repeats what is looked for, in both worlds alike.
            for secret in who.values() if "q=" not in address else ():
                assert secret not in sight.told
            place = _CHANCE.sub("", address)
            found[f"{person} {place}"] = Sight(sight.asked, _CHANCE.sub("", sight.told))
    found["ledger"] = Sight(0, str([_entry(e) for e in LedgerEntry.objects.order_by("pk")]))
    found["messages"] = Sight(0, str([_whole(m) for m in Message.objects.order_by("pk")]))
    handle_objection(
        actor=world.officer, case=case, seen=case.version, objection_id=objection.pk, verdict="dismissed",
        reasons="经核实不属实。",
    )  # fmt: skip
    receipt = Client().get(f"/objections/{objection.receipt}/").content.decode()
    found["receipt after the verdict"] = Sight(0, _CHANCE.sub("", receipt))
    return found


def _whole(row: Model) -> list[tuple[str, str]]:
    """Return every column of a row but its key, so that none can be forgotten."""
    return [
        (column.name, _CHANCE.sub("", str(getattr(row, column.attname))))
        for column in row._meta.concrete_fields
        if not column.primary_key and not column.is_relation
    ]


def _entry(entry: LedgerEntry) -> tuple[str, str, str]:
    return (entry.verb, entry.actor, _CHANCE.sub("", str(sorted(entry.detail.items()))))


@pytest.fixture
def two_worlds(db: None, tmp_path: Path) -> Iterator[list[dict[str, Sight]]]:
    """What is seen in the one world and in the other, each built from the same ground."""
    forget_packs()
    found = []
    with clock.at(OPENING):
        world, auditor = World(tmp_path), actor_as(Role.AUDIT_ADMIN)
        get_user_model().objects.update(last_login=clock.now())
        for who in WORLDS:
            with world_taken_back():
                found.append(seen_by_everyone(world, auditor, who))
    yield found


def test_nobody_can_tell_who_objected(two_worlds: list[dict[str, Sight]]) -> None:
    one, two = two_worlds
    assert one.keys() == two.keys()
    # The pages were really there to be read.
    assert sum(sight.told.startswith("200") for sight in one.values()) > 40
    differing = [place for place in one if one[place] != two[place]]
    assert differing == []


def test_the_handler_who_opened_it_reads_who_it_was_and_a_colleague_not_yet(world: World) -> None:
    case = world.case_at("publicity")
    objection = world.object_to(world.publish(case))
    identity = open_objector_identity(actor=world.officer, case=case, objection_id=objection.pk)
    assert identity.name == "赵立群"
    entry = LedgerEntry.objects.get(verb="open_objector_identity")
    assert "赵立群" not in str(entry.detail)
    opened = signed_in(world.officer).get(f"/files/{objection.letter_id}/")
    assert b"".join(opened.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert signed_in(world.leadership).get(f"/files/{objection.letter_id}/").status_code == 404
    assert b"\xe8\xb5\xb5" not in bytes(Objection.objects.get().sealed_identity)
