"""Names of people in the text that the plan's table of people does not have."""

import re
from collections.abc import Iterator
from typing import Final

from xiangchuang.documents.plan.numbering import halved
from xiangchuang.documents.plan_check.finding import CheckedSection, Found

# The surnames that most people bear; a rarer one is not looked for, so nothing is said of it.
_SURNAMES: Final = (
    "欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|"
    "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢"
    "蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙"
    "万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦"
    "向柳邢路岳齐梅莫庄辛管祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍位覃"
    "霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜饶刁瞿戚丘古米池滕晋苑邬臧]"
)
_NAME: Final = rf"((?:{_SURNAMES})[一-鿿]{{1,2}})"
_OFFICE: Final = (
    "负责人|带头人|首席科学家|首席专家|主任|总工程师|总设计师|院长|所长"
    "|董事长|理事长|总经理|组长|项目经理|召集人"
)
_TITLE: Final = (
    "正高级工程师|高级工程师|工程师|副教授|教授|副研究员|研究员|院士|博士|同志|主任|院长|总工程师|总设计师"
)
_AFTER_OFFICE: Final = re.compile(
    rf"(?:{_OFFICE})\s*(?:为|是|由|:|,)?\s*{_NAME}(?=$|[\s,。、;:(（)）]|{_TITLE}|担任|负责|主持|等)"
)
_BEFORE_TITLE: Final = re.compile(rf"(?:^|[\s,。、;:(（)）由]){_NAME}\s*(?:{_TITLE})")
# Words that begin with a surname's sign and stand where a name would.
_NO_NAME: Final = frozenset(
    {
        "高级", "高校", "高层", "任期", "任职", "任命", "方案", "方向", "文件", "管理", "项目", "常务",
        "安排", "单位", "万人", "包括", "石油", "金属", "白天", "向全",
    }
)  # fmt: skip


def names_in(text: str) -> Iterator[str]:
    """Names of people that stand by an office or a title, in reading order."""
    plain = halved(text)
    for pattern in (_AFTER_OFFICE, _BEFORE_TITLE):
        for found in pattern.finditer(plain):
            if found[1][:2] not in _NO_NAME and found[1] not in _NO_NAME:
                yield found[1]


def unlisted_findings(section: CheckedSection, people: frozenset[str]) -> Iterator[Found]:
    """Names of the section's text that are not among `people`, each once a block."""
    for block in section.blocks:
        if block.kind == "table":
            continue
        for name in dict.fromkeys(names_in(block.text)):
            # 张三丰 in the table, 张三 read from 张三丰教授 by the shorter pattern: the same person.
            if not any(known.startswith(name) or name.startswith(known) for known in people):
                yield Found("person_unlisted", section.code, block.id, {"name": name})
