"""Finds every string shown to people: in Python by its syntax tree, in templates by Django's templatize."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation.template import templatize
from po_catalogue import Message

# Name of the call → positions of context, id and plural among its arguments.
SHAPES: dict[str, tuple[int | None, int, int | None]] = {"_": (None, 0, None)}
for suffix in ("", "_lazy"):
    SHAPES |= {
        f"gettext{suffix}": (None, 0, None),
        f"pgettext{suffix}": (0, 1, None),
        f"ngettext{suffix}": (None, 0, 1),
        f"npgettext{suffix}": (0, 1, 2),
    }
SHAPES["gettext_noop"] = (None, 0, None)

STRING = r"""u?('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b({'|'.join(SHAPES)})\(\s*{STRING}(?:,\s*{STRING})?(?:,\s*{STRING})?")


class TextBuiltAtRunTimeError(Exception):
    """A call whose text is put together before it is looked up, so that no catalogue can hold it."""


def messages_of_python(path: Path, place: str) -> Iterator[Message]:
    """Yield the messages of a module; raises TextBuiltAtRunTimeError at an f-string in the call."""
    tree = ast.parse(path.read_text("utf-8"))
    renamed = _renamed_calls(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        name = renamed.get(name, name)
        if name in SHAPES and len(node.args) > SHAPES[name][1]:
            if isinstance(node.args[SHAPES[name][1]], ast.JoinedStr | ast.BinOp):
                raise TextBuiltAtRunTimeError(
                    f"{place}:{node.lineno}: the text inside {name}() is built at run time"
                )
            texts = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
            if (message := _message(name, texts, place)) is not None:
                yield message


def _renamed_calls(tree: ast.Module) -> dict[str, str]:
    # A module may need both the lazy and the immediate call: `gettext as _now`, `_later = gettext_lazy`.
    renamed: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            renamed |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            renamed |= {name.id: node.value.id for name in node.targets if isinstance(name, ast.Name)}
    return {name: call for name, call in renamed.items() if name not in SHAPES and call in SHAPES}


def messages_of_template(path: Path, place: str) -> Iterator[Message]:
    """Yield the messages of a template."""
    for call in TEMPLATE_CALL.finditer(templatize(path.read_text("utf-8"), origin=place)):
        texts = [ast.literal_eval(text) if text else None for text in call.groups()[1:]]
        if (message := _message(call[1], texts, place)) is not None:
            yield message


def _message(name: str, texts: Sequence[object], place: str) -> Message | None:
    context_at, id_at, plural_at = SHAPES[name]

    def text(position: int | None) -> str | None:
        found = texts[position] if position is not None and position < len(texts) else None
        return found if isinstance(found, str) else None

    message_id = text(id_at)
    if not message_id:
        return None
    return Message(id=message_id, context=text(context_at), plural=text(plural_at), places=(place,))


def messages_of(root: Path) -> dict[tuple[str | None, str], Message]:
    """Return every message of src/ and templates/ by key, each with the files it stands in."""
    found: dict[tuple[str | None, str], Message] = {}
    for path in sorted(
        [*root.glob("src/**/*.py"), *root.glob("src/**/*.html"), *root.glob("templates/**/*")]
    ):
        if not path.is_file():
            continue
        place = path.relative_to(root).as_posix()
        reader = messages_of_python if path.suffix == ".py" else messages_of_template
        for message in reader(path, place):
            known = found.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            known.places = tuple(sorted({*known.places, place}))
    return found
