"""What must hold at any time, as each app says it in its module `invariants`: gathered, listed nowhere."""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

Invariant = Callable[[], Iterator[str]]


def invariants() -> dict[str, Invariant]:
    """Return every invariant of the installed apps by "app.name", in the order of the apps."""
    found: dict[str, Invariant] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.invariants"
        if not config.name.startswith("xiangchuang.") or find_spec(name) is None:
            continue
        for rule, function in inspect.getmembers(import_module(name), inspect.isfunction):
            if function.__module__ == name and not rule.startswith("_"):
                found[f"{config.label}.{rule}"] = function
    return found
