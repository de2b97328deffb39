"""Steps on the pages of an approved center: rows of its registers, its money, its services, its changes."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, expect

from tests.browser.person import Person


def fill_in(person: Person, values: Mapping[str, str]) -> Person:
    """Fill each field by its label, whatever kind it is; a unit or 可不填 behind the label does not count."""
    for label, value in values.items():
        field = _field(person, label)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        elif field.get_attribute("type") == "checkbox":
            field.check()
        else:
            field.fill(value)
    return person


def _field(person: Person, label: str) -> Locator:
    return person.main.get_by_label(re.compile(rf"^{re.escape(label)}(（[^）]*）)*$"))


def record(person: Person, file: str, register: str, row: str, values: Mapping[str, str]) -> Person:
    """Record a row from its register's list; `file` is the address of the center's file."""
    person.go(f"{file}registers/{register}/").follow(f"登记{row}")
    fill_in(person, values).press("登记")
    return person.sees(f"已登记：{row}")


def record_below(person: Person, row: str, values: Mapping[str, str]) -> Person:
    """Record a row that hangs on the one whose page is open; it is filled in already which that is."""
    person.follow(f"登记{row}")
    fill_in(person, values).press("登记")
    return person.sees(f"已登记：{row}")


def open_row(person: Person, file: str, register: str, name: str) -> Person:
    """Open a row from its register's list."""
    person.go(f"{file}registers/{register}/")
    person.main.get_by_role("link", name=name).first.click()
    return person


def step(person: Person, button: str, values: Mapping[str, str] | None = None) -> Person:
    """Follow an action of the open page to its form, fill it and send it by the same words."""
    person.main.get_by_role("link", name=button, exact=True).first.click()
    fill_in(person, values or {}).press(button)
    return person


def in_row(person: Person, name: str, words: str) -> Person:
    """Assert that the row of a table that names something says these words."""
    expect(person.main.get_by_role("row").filter(has_text=name).first).to_contain_text(words)
    return person
