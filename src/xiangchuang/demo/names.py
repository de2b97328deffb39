"""Names for the example province. All organisations and persons are fictitious (示例数据)."""

from typing import Final

# Prefecture code, short name: each gets a bureau, enterprises and, where listed below, institutes.
CITIES: Final = (
    ("430100", "长沙"), ("430200", "株洲"), ("430300", "湘潭"), ("430400", "衡阳"), ("430500", "邵阳"),
    ("430600", "岳阳"), ("430700", "常德"), ("430800", "张家界"), ("430900", "益阳"), ("431000", "郴州"),
    ("431100", "永州"), ("431200", "怀化"), ("431300", "娄底"), ("433100", "湘西"),
)  # fmt: skip
# Field code of the pack, words of the field, industry of GB/T 4754.
FIELDS: Final = (
    ("deep_equipment", "地下空间装备", "C3511"),
    ("intelligent_manufacturing", "智能制造", "C3490"),
    ("new_materials", "先进储能材料", "C3985"),
    ("biological_breeding", "油茶种业", "A0511"),
    ("integrated_circuits", "功率半导体", "C3972"),
    ("environmental_treatment", "重金属治理", "N7721"),
    ("trusted_computing", "自主可控计算", "I6513"),
    ("aerospace", "航空动力", "C3744"),
    ("biomedicine", "中药创新", "C2740"),
    ("medical_devices", "医用影像", "C3581"),
    ("green_construction", "装配式建造", "E4710"),
    ("water_security", "水安全监测", "N7620"),
    ("modern_agriculture", "智慧农机", "C3572"),
    ("digital_creative", "音视频", "I6579"),
)
# Numbers of the enterprises whose centers have run for years, in various fields and prefectures.
EARLY_LEADS: Final = (21, 36, 20, 46, 47, 23, 13)
BRANDS: Final = (
    "岳麓", "橘洲", "渌江", "韶峰", "雁城", "宝庆", "洞庭", "桃源", "天门", "资江",
    "苏仙", "潇湘", "五溪", "梅山", "酉水", "云麓", "捞刀河", "神农", "昭山", "石鼓",
)  # fmt: skip
UNIVERSITIES: Final = (
    ("430100", "示例湘江工业大学"), ("430100", "示例麓南师范大学"), ("430300", "示例韶山理工大学"),
    ("430400", "示例雁峰医科大学"), ("430200", "示例渌口轨道交通大学"),
)  # fmt: skip
INSTITUTES: Final = (
    ("430100", "示例省农业装备研究所", "institute"), ("430100", "示例省水利科学研究院", "institute"),
    ("430200", "示例先进材料研究院", "new_rd_institution"), ("430100", "示例智能计算研究院", "new_rd_institution"),
    ("430700", "示例油茶研究所", "institute"), ("430600", "示例绿色化工研究院", "new_rd_institution"),
)  # fmt: skip
SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN: Final = (
    "建国", "文斌", "晓岚", "志强", "丽华", "国庆", "雪梅", "海涛", "思远", "明德",
    "佳宁", "振华", "素珍", "立新", "春燕", "守仁", "若兰", "永康", "玉洁", "天佑",
)  # fmt: skip


def person(number: int) -> str:
    """Return the name of the fictitious person number `number` (0–799 are all different)."""
    return SURNAMES[number % len(SURNAMES)] + GIVEN[(number // len(SURNAMES) + number) % len(GIVEN)]
