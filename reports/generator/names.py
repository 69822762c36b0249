"""Names of persons: surnames by their frequency, given names by sex and generation."""

from random import Random

from branches.choices import Sex

# Surname and its weight; the common ones first, some two-character ones at the end.
_SURNAMES = (
    *(("王", 70), ("李", 70), ("张", 66), ("刘", 52), ("陈", 44), ("杨", 30), ("黄", 22), ("赵", 22), ("吴", 20)),
    *(("周", 20), ("徐", 16), ("孙", 16), ("马", 14), ("朱", 13), ("胡", 13), ("郭", 12), ("何", 12), ("高", 11)),
    *(("林", 11), ("罗", 10), ("郑", 10), ("梁", 9), ("谢", 8), ("宋", 8), ("唐", 8), ("许", 7), ("邓", 7)),
    *(("冯", 7), ("韩", 7), ("曹", 6), ("彭", 6), ("萧", 3), ("蔡", 6), ("潘", 6), ("田", 5), ("董", 5)),
    *(("袁", 5), ("于", 5), ("余", 5), ("叶", 5), ("蒋", 5), ("杜", 5), ("苏", 5), ("魏", 5), ("程", 5)),
    *(("吕", 4), ("丁", 4), ("沈", 4), ("任", 4), ("姚", 4), ("卢", 4), ("傅", 4), ("钟", 4), ("姜", 4)),
    *(("崔", 4), ("谭", 3), ("廖", 3), ("范", 3), ("汪", 3), ("陆", 3), ("金", 3), ("石", 3), ("戴", 3)),
    *(("贾", 2), ("韦", 2), ("夏", 2), ("邱", 2), ("方", 2), ("侯", 2), ("邹", 2), ("熊", 2), ("孟", 2)),
    *(("欧阳", 1), ("上官", 1), ("司徒", 1)),
)
_FAMILIES = [surname for surname, _ in _SURNAMES]
_FREQUENCIES = [weight for _, weight in _SURNAMES]

_ELDER_MEN = "建国明志伟军平德福荣新民永强忠义卫东学文长江立华启"
_ELDER_WOMEN = "秀英桂兰玉珍淑芳凤琴素梅金花美玲惠敏爱莲雅春月红"
_MIDDLE_MEN = "伟强勇军涛斌超鹏辉杰峰磊刚波浩亮志海建东晓宏毅林"
_MIDDLE_WOMEN = "丽娟敏静艳霞燕玲萍红梅莉婷娜芳洁慧英琳颖晓雪春岚"
_YOUNG_MEN = "子浩宇轩博文俊杰嘉睿铭泽晨阳思远承志天佑昊然明哲凯"
_YOUNG_WOMEN = "雨欣梓涵思琪佳怡诗雅梦洁若曦语桐静怡心悦可昕悠然晗"

_NATIONS = ("汉族",) * 92 + ("回族", "满族", "壮族", "苗族", "土家族", "蒙古族", "瑶族", "侗族")


def person_name(rng: Random, *, sex: str, birth_year: int) -> str:
    """A name of two to four characters, as parents of that year gave them."""
    if birth_year < 1965:
        characters = _ELDER_MEN if sex == Sex.MALE else _ELDER_WOMEN
    elif birth_year < 1988:
        characters = _MIDDLE_MEN if sex == Sex.MALE else _MIDDLE_WOMEN
    else:
        characters = _YOUNG_MEN if sex == Sex.MALE else _YOUNG_WOMEN
    given = "".join(rng.sample(sorted(set(characters)), 2 if rng.random() < 0.8 else 1))
    return rng.choices(_FAMILIES, _FREQUENCIES)[0] + given


def nation(rng: Random) -> str:
    return rng.choice(_NATIONS)


def phone(rng: Random) -> str:
    """Eleven digits in a block that is visibly made up."""
    return f"1390000{rng.randrange(10_000):04d}"
