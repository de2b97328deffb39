"""A center whose governance is in order, recorded by its staff: each test breaks one thing."""

from datetime import date
from typing import Any

from tests.factories.centers import CenterWorld
from tests.factories.registers import valid_uscc
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.centers.registers.register import Register
from xiangchuang.governance import registers
from xiangchuang.governance.models import Charter, Matter

APPROVED = date(2026, 3, 2)
WAN = 1_000_000


def add(world: CenterWorld, register: Register, **values: Any) -> Any:
    """Let the center's staff record a row; what may be empty and is not told stays empty."""
    fields = {name: register.model._meta.get_field(name) for name in register.fields}
    blank = {name: None for name, field in fields.items() if getattr(field, "null", False)}
    entry: Entry = record_entry(register, actor=world.staff, center=world.center, values={**blank, **values})
    return entry


def legal_form(world: CenterWorld, **other: Any) -> Any:
    values = {
        "name": "示例创新中心有限公司", "kind": "limited_company", "uscc": valid_uscc(900_001),
        "registered_capital": 1_000 * WAN, "scope": "技术研究开发、技术服务；中试熟化。",
        "effective_from": APPROVED,
    }  # fmt: skip
    return add(world, registers.LEGAL_FORMS, **{**values, **other})


def charter(world: CenterWorld, *, without: tuple[str, ...] = (), **deciders: str) -> Charter:
    """Record a charter that leaves every matter to the council, but those `without` or decided otherwise."""
    made: Charter = add(
        world, registers.CHARTERS, number="第一版", adopted_on=APPROVED, adopted_by="第一届理事会",
        in_force_from=APPROVED,
    )  # fmt: skip
    for number, matter in enumerate(Matter.values):
        if matter not in without:
            add(
                world, registers.AUTONOMY, matter=matter, charter=made, article=f"第{number + 20}条",
                decider=deciders.get(matter, "council"),
            )  # fmt: skip
    return made


def body(world: CenterWorld, kind: str, *, until: date = date(2029, 3, 1), name: str = "") -> Any:
    return add(
        world, registers.BODIES, name=name or f"第一届{kind}", kind=kind, term_from=APPROVED, term_to=until
    )


def person(world: CenterWorld, name: str, post: str = "deputy", *, full: bool = True, **other: Any) -> Any:
    values: dict[str, Any] = {"function": "management", "began_on": APPROVED, **other}
    return add(world, registers.STAFF, person=name, post=post, is_full_time=full, **values)


def in_order(world: CenterWorld) -> CenterWorld:
    """Record everything 4.1 asks for."""
    legal_form(world)
    charter(world)
    body(world, "council")
    body(world, "expert_committee")
    person(world, "示例主任", "director")
    person(world, "示例副主任")
    return world
