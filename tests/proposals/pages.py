"""What a browser would send back from a page: every field as it stands there."""

from html.parser import HTMLParser

from django.http import HttpResponse


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name, kind = told.get("name", ""), told.get("type", "text")
        if tag == "input" and name and kind not in {"file", "submit"}:
            if kind not in {"radio", "checkbox"} or "checked" in told:
                self.found[name] = told.get("value", "")
        elif tag == "select":
            self._select = name
            self.found.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in told:
            self.found[self._select] = told.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.found[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area] += data


def fields_of(response: HttpResponse) -> dict[str, str]:
    """Return name and value of every field on the page, without files and buttons."""
    parser = _Fields()
    parser.feed(response.content.decode())
    return {name: value.removeprefix("\r\n").removeprefix("\n") for name, value in parser.found.items()}
