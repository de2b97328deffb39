"""Text as the registers keep it; written in accounts, the lowest register, and read from here."""

from xiangchuang.accounts.text import normalise_line, normalise_text

__all__ = ["normalise_line", "normalise_text"]
