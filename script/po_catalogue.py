"""Reads and writes gettext catalogues (.po, .mo) with no gettext installed: a fresh machine has none."""

import ast
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

CONTEXT_MARK = "\x04"  # between context and id in a .mo key, as GNU gettext has it
MO_MAGIC = 0x950412DE
KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s+(".*")')


@dataclass
class Message:
    """One entry: `strings` holds one translation, or one per plural form."""

    id: str
    context: str | None = None
    plural: str | None = None
    strings: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False
    places: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str | None, str]:
        """What makes an entry unique."""
        return (self.context, self.id)


def read_po(path: Path) -> list[Message]:
    """Return the entries of a catalogue, the header (empty id) first; obsolete ones (#~) are left out."""
    blocks = re.split(r"\n\s*\n", path.read_text("utf-8"))
    return [message for block in blocks if (message := _read_block(block)) is not None]


def _read_block(block: str) -> Message | None:
    parts: dict[tuple[str, int], str] = {}
    current: tuple[str, int] | None = None
    fuzzy = False
    places: list[str] = []
    for line in block.splitlines():
        if line.startswith("#,"):
            fuzzy = "fuzzy" in line
        elif line.startswith("#:"):
            places += line[2:].split()
        elif found := KEYWORD.match(line):
            current = (found[1], int(found[2] or 0))
            parts[current] = ast.literal_eval(found[3])
        elif line.startswith('"') and current:
            parts[current] += ast.literal_eval(line)
    if ("msgid", 0) not in parts:
        return None
    return Message(
        id=parts["msgid", 0],
        context=parts.get(("msgctxt", 0)),
        plural=parts.get(("msgid_plural", 0)),
        strings={form: text for (keyword, form), text in parts.items() if keyword == "msgstr"},
        fuzzy=fuzzy,
        places=tuple(places),
    )


def write_po(path: Path, messages: Iterable[Message]) -> None:
    """Write the entries in the order given."""
    path.write_text("\n".join(_block(message) for message in messages), "utf-8")


def _block(message: Message) -> str:
    lines = [f"#: {place}" for place in message.places]
    if message.fuzzy:
        lines.append("#, fuzzy")
    if message.context is not None:
        lines.append(f"msgctxt {_quoted(message.context)}")
    lines.append(f"msgid {_quoted(message.id)}")
    if message.plural is None:
        lines.append(f"msgstr {_quoted(message.strings.get(0, ''))}")
    else:
        lines.append(f"msgid_plural {_quoted(message.plural)}")
        forms = message.strings or {0: "", 1: ""}
        lines += [f"msgstr[{form}] {_quoted(text)}" for form, text in sorted(forms.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return `text` as gettext quotes it: one line, or one quoted line for each line of the text."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "\\r")
    pieces = [f'"{line}"' for line in re.findall(r"[^\n]*\\n|[^\n]+", escaped.replace("\n", "\\n\n"))]
    return "\n".join(['""', *pieces]) if len(pieces) > 1 else "".join(pieces) or '""'


def mo_bytes(messages: Iterable[Message]) -> bytes:
    """Return the compiled catalogue of the translated entries (GNU .mo, little-endian, no hash table)."""
    pairs = sorted(_mo_pair(message) for message in messages if any(message.strings.values()))
    header_size = 7 * 4
    originals_at = header_size
    translations_at = originals_at + 8 * len(pairs)
    texts_at = translations_at + 8 * len(pairs)
    table: list[int] = []
    texts = b""
    for column in (0, 1):
        for pair in pairs:
            table += [len(pair[column]), texts_at + len(texts)]
            texts += pair[column] + b"\0"
    header = struct.pack("<7I", MO_MAGIC, 0, len(pairs), originals_at, translations_at, 0, texts_at)
    return header + struct.pack(f"<{len(table)}I", *table) + texts


def _mo_pair(message: Message) -> tuple[bytes, bytes]:
    key = message.id if message.plural is None else f"{message.id}\0{message.plural}"
    if message.context is not None:
        key = message.context + CONTEXT_MARK + key
    value = "\0".join(text for _, text in sorted(message.strings.items()))
    return key.encode(), value.encode()
