"""What a row needs at hand to be named: the rows it points to, and those that name them in turn."""

from collections.abc import Iterable, Iterator

from django.db import models

from xiangchuang.centers.registers.entry import Entry
from xiangchuang.organizations.models import Organization

_OWN = frozenset(field.name for field in Entry._meta.fields)


def related_paths(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """Return the paths for `select_related` from the foreign keys among `names`, through rows to their names.

    A promise names its member, and the member its organisation: without the last step each line of a list
    would ask for it.
    """
    return list(_paths(model, names, frozenset({model})))


def naming_paths(model: type[models.Model]) -> list[str]:
    """Return the paths from all foreign keys of a register's model."""
    return related_paths(model, _keys(model))


def organization_paths(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """Return those paths that end at an organisation, so that rows are found by its name."""
    return [path for path in related_paths(model, names) if _end(model, path) is Organization]


def _paths(
    model: type[models.Model], names: Iterable[str], seen: frozenset[type[models.Model]]
) -> Iterator[str]:
    for name in names:
        field = model._meta.get_field(name)
        if not isinstance(field, models.ForeignKey):
            continue
        yield name
        target = field.related_model
        if isinstance(target, type) and issubclass(target, Entry) and target not in seen:
            for further in _paths(target, _keys(target), seen | {target}):
                yield f"{name}__{further}"


def _keys(model: type[models.Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey) and field.name not in _OWN
    ]


def _end(model: type[models.Model], path: str) -> object:
    target: object = model
    for name in path.split("__"):
        assert isinstance(target, type) and issubclass(target, models.Model)
        target = target._meta.get_field(name).related_model
    return target
