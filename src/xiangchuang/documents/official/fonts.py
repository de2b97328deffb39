"""Which fonts a document is set in, out of those that an installation has.

Licensed 仿宋, 楷体 and 小标宋 are used when an installation puts them into its font folder;
otherwise the free Noto fonts stand in for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

from .errors import FontsMissingError

_SERIF = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun")
_SANS = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC")
# A name outside the basic planes of the free fonts is drawn from these, where present.
_RARE = ("SimSun-ExtB", "Plangothic P1", "Plangothic P2", "HanaMinB", "Jigmo2", "Jigmo3")


@dataclass(frozen=True)
class Families:
    """Font families by use, best first. The real faces carry their own weight; stand-ins are set bolder."""

    title: tuple[str, ...] = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", *_SERIF)
    body: tuple[str, ...] = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", *_SERIF)
    hei: tuple[str, ...] = ("SimHei", "黑体", *_SANS)
    kai: tuple[str, ...] = ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", *_SERIF)
    song: tuple[str, ...] = ("SimSun", "宋体", *_SERIF)


GB_FAMILIES = Families()


@lru_cache(maxsize=8)
def load(folders: tuple[Path, ...], formulas: bool = False) -> typst.Fonts:
    """The fonts of these folders alone, read once: what the machine has besides must not change a document.

    For a document with formulas the typesetter's own come in addition, the same everywhere.

    Raises FontsMissingError when a folder is absent or no Chinese family is found.
    """
    absent = [str(folder) for folder in folders if not folder.is_dir()]
    if absent or not folders:
        raise FontsMissingError(
            f"字体目录不存在：{'、'.join(absent) or '未设置'}。先构建前端资源或设置字体目录，再生成文件。"
        )
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=formulas,
        font_paths=[str(folder) for folder in folders],
    )
    known = {name for use in vars(GB_FAMILIES).values() for name in use}
    if not known.intersection(fonts.families()):
        raise FontsMissingError(
            "字体目录中没有可用的中文字体。放入思源宋体、思源黑体或仿宋等字体后再生成文件。"
        )
    return fonts


def chosen(families: Families, folders: Sequence[Path]) -> dict[str, dict[str, object]]:
    """For each use the families present, best first, and whether a stand-in is at work."""
    present = set(load(tuple(folders)).families())
    rare = [name for name in _RARE if name in present]
    return {
        use: {
            "families": [name for name in names if name in present] + rare or sorted(present),
            "stand_in": not any(name in present for name in names if name not in (*_SERIF, *_SANS)),
        }
        for use, names in vars(families).items()
    }
