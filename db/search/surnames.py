"""Surnames that a dictionary of characters reads wrongly.

A character's commonest reading is not its reading as a surname (单 is dān in a sentence and Shàn in a family). The surname's
reading comes first; the ordinary ones are kept, since the clerk may type either.
"""

from __future__ import annotations

SINGLE: dict[str, tuple[str, ...]] = {
    char: tuple(readings.split())
    for char, readings in {
        "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha", "朴": "piao", "覃": "qin tan",
        "翟": "zhai di", "任": "ren", "盖": "ge gai", "华": "hua", "宁": "ning", "缪": "miao", "燕": "yan", "冼": "xian",
        "洗": "xian", "乐": "yue le", "员": "yun", "贠": "yun", "黑": "he hei", "召": "shao", "种": "chong", "折": "she",
        "逄": "pang", "逯": "lu", "牟": "mu mou", "乜": "nie", "撒": "sa", "秘": "bi", "祭": "zhai", "句": "gou",
        "繁": "po", "那": "na", "哈": "ha", "谌": "chen shen", "隗": "wei kui", "郗": "xi chi", "宓": "mi fu", "阚": "kan",
        "车": "che", "卜": "bu", "曲": "qu", "藏": "zang", "柏": "bai bo", "相": "xiang", "应": "ying", "纪": "ji",
        "过": "guo", "么": "yao", "钭": "tou", "眭": "sui", "妫": "gui", "郇": "xun huan", "仉": "zhang", "尉": "wei yu",
        "石": "shi", "叶": "ye", "沈": "shen", "陆": "lu", "贾": "jia", "葛": "ge", "俞": "yu", "訾": "zi", "占": "zhan",
        "难": "ning", "强": "qiang jiang", "殷": "yin", "颉": "xie jie", "盛": "sheng", "南": "nan", "万": "wan",
        "都": "du", "费": "fei bi", "贲": "ben", "晟": "cheng sheng", "适": "kuo", "大": "da", "曹": "cao", "长": "zhang chang",
        "重": "chong", "教": "jiao", "行": "xing", "降": "jiang", "郄": "qie xi", "郤": "xi", "亓": "qi", "佴": "nai",
        "褚": "chu", "晁": "chao", "角": "jue", "尹": "yin", "余": "yu", "佘": "she", "薄": "bo", "鲍": "bao", "暴": "bao",
        "候": "hou", "禚": "zhuo", "昝": "zan", "笪": "da", "蒯": "kuai", "璩": "qu", "濮": "pu", "麹": "qu", "谷": "gu",
        "呙": "guo", "伽": "jia", "骆": "luo", "库": "ku", "厍": "she", "舍": "she", "幺": "yao", "恽": "yun", "郓": "yun",
        "甯": "ning", "於": "yu", "邸": "di", "庹": "tuo", "蹇": "jian", "瞿": "qu", "戴": "dai", "臧": "zang", "尧": "yao",
        "参": "shen", "朝": "chao", "会": "gui", "给": "ji", "可": "ke", "泠": "ling", "洱": "er", "澹": "tan", "祝": "zhu",
        "哀": "ai", "粘": "nian", "呼": "hu", "佟": "tong", "冯": "feng", "鲜": "xian", "令": "ling", "盘": "pan",
    }.items()
}  # fmt: skip

_DOUBLE = """
尉迟 yu chi,万俟 mo qi,长孙 zhang sun,澹台 tan tai,令狐 ling hu,单于 chan yu,亓官 qi guan,夏侯 xia hou,夹谷 jia gu,
呼延 hu yan,拓跋 tuo ba,拓拔 tuo ba,鲜于 xian yu,皇甫 huang fu,南宫 nan gong,濮阳 pu yang,宰父 zai fu,欧阳 ou yang,
上官 shang guan,司马 si ma,诸葛 zhu ge,东方 dong fang,独孤 du gu,公孙 gong sun,慕容 mu rong,司徒 si tu,太史 tai shi,
宇文 yu wen,钟离 zhong li,轩辕 xuan yuan,端木 duan mu,闻人 wen ren,赫连 he lian,百里 bai li,东郭 dong guo,南门 nan men,
西门 xi men,羊舌 yang she,仲孙 zhong sun,申屠 shen tu,公冶 gong ye,宗政 zong zheng,淳于 chun yu,太叔 tai shu,乐正 yue zheng,
漆雕 qi diao,公良 gong liang,段干 duan gan,哥舒 ge shu,第五 di wu,左丘 zuo qiu,梁丘 liang qiu,巫马 wu ma
"""

DOUBLE: dict[str, tuple[str, str]] = {
    name: (first, second) for name, first, second in (entry.split() for entry in _DOUBLE.split(","))
}
