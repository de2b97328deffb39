"""Checks that every string shown to people has its English.

`check_messages.py` exits 1 and lists what is missing, empty, fuzzy, left over, or has other placeholders
than its source. `--update` brings the catalogue's list of entries up to the source; the English itself is
then written by a person.
"""

import re
import sys
from pathlib import Path

from po_catalogue import Message, read_po, write_po
from source_messages import TextBuiltAtRunTimeError, messages_of

Catalogue = dict[tuple[str | None, str], Message]

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HEADER = Message(
    id="",
    strings={
        0: "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
        "Language: en\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    },
)


def problem_of(message: Message) -> str | None:
    """Return what is wrong with one entry, or None."""
    needed = 1 if message.plural is None else 2
    if len([text for text in message.strings.values() if text.strip()]) < needed:
        return "no English yet"
    if message.fuzzy:
        return "the English is marked fuzzy"
    wanted = set(PLACEHOLDER.findall(message.id))
    for text in message.strings.values():
        # A plural form may say "one" in words; no form may name what the source does not offer.
        if (found := set(PLACEHOLDER.findall(text))) != wanted and (message.plural is None or found - wanted):
            return f"placeholders differ: {sorted(wanted)} in the source, {sorted(found)} in the English"
    return None


def update(
    source: dict[tuple[str | None, str], Message], kept: dict[tuple[str | None, str], Message]
) -> None:
    """Rewrite the catalogue: the source's entries with the English they have, sorted by file."""
    for key, message in source.items():
        if key in kept:
            message.strings, message.fuzzy = kept[key].strings, kept[key].fuzzy
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    ordered = sorted(source.values(), key=lambda message: (message.places, message.id))
    write_po(CATALOGUE, [kept.get((None, ""), HEADER), *ordered])


def main() -> int:
    try:
        source = messages_of(ROOT)
    except TextBuiltAtRunTimeError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    kept = {message.key: message for message in read_po(CATALOGUE)} if CATALOGUE.exists() else {}
    if "--update" in sys.argv[1:]:
        update(source, kept)
        return 0
    problems = [f"{m.places[0]}: {m.id!r}: not in the catalogue" for k, m in source.items() if k not in kept]
    for key, message in kept.items():
        if key[1] and key not in source:
            problems.append(f"{message.id!r}: left over, the source no longer has it")
        elif key[1] and (problem := problem_of(message)):
            problems.append(f"{source[key].places[0]}: {message.id!r}: {problem}")
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    sys.stdout.write(f"messages: {len(source)} in the source, {len(problems)} problems\n")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
