"""The expert library on the pages."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.browser.person import Person
from tests.sheets.workbooks import written


def import_experts(officer: Person, people: Sequence[Mapping[str, str]], path: Path) -> None:
    """Fill the template's columns, look at what they would do, and do it."""
    officer.go("/experts/").follow("批量导入专家")
    path.write_bytes(officer.download("下载模板"))
    head = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0]
    names = [str(column).rstrip("* ") for column in head]
    written(path, [head, *([person.get(name, "") for name in names] for person in people)])
    officer.main.locator("input[type=file]").set_input_files(path)
    officer.press("上传并预览")
    officer.shot("50-import-experts", narrow=True)
    officer.press(f"导入 {len(people)} 行")
    officer.sees("已导入")
