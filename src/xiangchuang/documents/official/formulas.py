"""Formulas from LaTeX to the typesetter's own notation, each tried before it goes into a document."""

import json
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypandoc
import typst

# The one piece of code that the converter writes into a formula; anything else of the kind is no formula.
CODE = re.compile(r"#(?!none\b)")
ONE = re.compile(r"^\$ ?(.*?) ?\$$", re.DOTALL)
LONGEST = 2_000


def typst_formulas(formulas: Sequence[str]) -> dict[str, str]:
    """Each formula that can be set, by its LaTeX; the others are left out, to be printed as typed."""
    short = [formula for formula in formulas if len(formula) <= LONGEST]
    if not short:
        return {}
    found = {
        formula: matched[1]
        for formula, text in zip(short, _converted(short), strict=True)
        if (matched := ONE.match(text)) and not CODE.search(matched[1])
    }
    if _compiles(list(found.values())):
        return found
    return {formula: text for formula, text in found.items() if _compiles([text])}


def _converted(formulas: Sequence[str]) -> list[str]:
    blocks = []
    for formula in formulas:
        blocks.append({"t": "Para", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, formula]}]})
        blocks.append({"t": "RawBlock", "c": ["typst", "//next"]})
    tree = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    done = subprocess.run(  # noqa: S603 – a fixed program; what people wrote is on stdin
        [
            *(pypandoc.get_pandoc_path(), "--sandbox", "--quiet", "--wrap=preserve"),
            *("--from", "json", "--to", "typst"),
        ],
        input=json.dumps(tree).encode(),
        capture_output=True,
        check=False,
    )
    pieces = [piece.strip() for piece in done.stdout.decode().split("//next")]
    return pieces[: len(formulas)] if len(pieces) > len(formulas) else [""] * len(formulas)


def _compiles(formulas: Sequence[str]) -> bool:
    with tempfile.TemporaryDirectory(prefix="formula-") as name:
        root = Path(name)
        (root / "content.json").write_text(json.dumps(list(formulas)), encoding="utf-8")
        source = '#for formula in json("content.json") { eval(formula, mode: "math") }'
        (root / "main.typ").write_text(source, encoding="utf-8")
        try:
            typst.Compiler(root / "main.typ", root=root, ignore_system_fonts=True).compile(format="pdf")
        except typst.TypstError:
            return False
    return True
