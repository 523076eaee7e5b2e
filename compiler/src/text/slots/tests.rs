//! What values are: tables of texts.

use super::*;
use crate::book::Language;
use crate::text::units;

/// All values of a kind in a text, each with where it stands.
fn values(kind: SlotKind, text: &str) -> Vec<String> {
    let language = if text.is_ascii() {
        Language::English
    } else {
        Language::Chinese
    };
    let (units, chars) = (units(text, language), text.chars().collect::<Vec<_>>());
    let tokens = Tokens::new(&units, &chars);
    let (mut all, mut known) = (vec![], 0);
    let composite = matches!(kind, SlotKind::Date | SlotKind::Time | SlotKind::Money);
    for at in 0..units.len() {
        for (end, value) in tokens.find(kind, at) {
            // Parts of dates are dates too.
            if composite && end <= known {
                continue;
            }
            known = end;
            let range = units[at].start as usize..units[end - 1].end as usize;
            let written: String = chars[range].iter().collect();
            all.push(match value {
                Value::Number(n) if n % 1000 == 0 => format!("{written}={}", n / 1000),
                Value::Number(n) => format!("{written}={}.{:03}", n / 1000, n % 1000),
                Value::Text(text) => format!("{written}={text}"),
            });
        }
    }
    all
}

fn check(kind: SlotKind, cases: &[(&str, &[&str])]) {
    for (text, expect) in cases {
        assert_eq!(values(kind, text), *expect, "{text}");
    }
}

#[test]
fn numbers() {
    check(
        SlotKind::Number,
        &[
            ("24", &["24=24"]),
            ("２４个", &["２４=24"]),
            ("二十四小时", &["二十四=24"]),
            ("十", &["十=10"]),
            ("十五", &["十五=15"]),
            ("一百零五", &["一百零五=105"]),
            ("三百五", &["三百五=350"]),
            ("三百五十", &["三百五十=350"]),
            ("两千三", &["两千三=2300"]),
            ("一万五", &["一万五=15000"]),
            ("十二万三千四百五十六", &["十二万三千四百五十六=123456"]),
            ("一亿两千万", &["一亿两千万=120000000"]),
            ("一万亿", &["一万亿=1000000000000"]),
            ("三千零五十", &["三千零五十=3050"]),
            ("一百", &["一百=100"]),
            ("百分之二十", &["二十=20"]),
            ("半小时", &["半=0.500"]),
            ("两个半小时", &["两个半=2.500"]),
            ("三点五", &["三点五=3.500"]),
            ("零点二五", &["零点二五=0.250"]),
            ("三点五万", &["三点五万=35000"]),
            ("三点五十", &["三=3", "五十=50"]),
            ("2.5", &["2.5=2.500"]),
            ("1,000元", &["1,000=1000"]),
            ("1,234,567.89", &["1,234,567.89=1234567.890"]),
            ("1，000", &["1=1", "000=0"]),
            ("3万", &["3万=30000"]),
            ("1.5亿", &["1.5亿=150000000"]),
            ("几十个", &["几十=10"]),
            ("十几天", &["十几=11"]),
            ("数百人", &["数百=100"]),
            ("几点了", &[]),
            ("三四天", &["三四=3"]),
            ("二三十块", &["二三十=20"]),
            ("一两个", &["一两=1"]),
            ("二零二六年", &["二零二六=2026"]),
            ("一二三", &["一二三=123"]),
            ("三百五百", &["三百=300", "五百=500"]),
            ("第12345678901234567号", &[]),
            ("A17", &[]),
            ("两", &["两=2"]),
            ("一百二十三点四五六七", &["一百二十三点四五六七=123.456"]),
            ("二十 四", &["二十=20", "四=4"]),
            ("twenty four", &["twenty four=24"]),
            ("Twenty-Four hours", &["Twenty-Four=24"]),
            ("one hundred and five", &["one hundred and five=105"]),
            ("a thousand", &["a thousand=1000"]),
            ("a book", &[]),
            (
                "nine hundred ninety nine thousand nine hundred ninety nine",
                &["nine hundred ninety nine thousand nine hundred ninety nine=999999"],
            ),
            ("two point five", &["two point five=2.500"]),
            ("twenty twenty six", &["twenty=20", "twenty six=26"]),
            ("20 thousand", &["20 thousand=20000"]),
            ("one two", &["one=1", "two=2"]),
            ("zero", &["zero=0"]),
            ("five and six", &["five=5", "six=6"]),
        ],
    );
}

#[test]
fn dates() {
    check(
        SlotKind::Date,
        &[
            ("2026年11月24日", &["2026年11月24日=2026-11-24"]),
            (
                "二零二六年十一月二十四号",
                &["二零二六年十一月二十四号=2026-11-24"],
            ),
            ("11月24号", &["11月24号=11-24"]),
            ("24号", &["24号=24"]),
            ("明天上午", &["明天=+1"]),
            ("今日", &["今日=+0"]),
            ("昨天", &["昨天=-1"]),
            ("2026-11-24", &["2026-11-24=2026-11-24"]),
            ("2026/1/5到", &["2026/1/5=2026-01-05"]),
            ("13月1日", &["1日=01"]),
            ("2026 年 11 月 24 日", &["2026 年 11 月 24 日=2026-11-24"]),
            ("tomorrow", &["tomorrow=+1"]),
            ("november 24", &["november 24=11-24"]),
            ("24 of November", &["24 of November=11-24"]),
            ("32号", &[]),
        ],
    );
}

#[test]
fn times() {
    check(
        SlotKind::Time,
        &[
            ("18:30", &["18:30=1110"]),
            ("18：05", &["18：05=1085"]),
            ("下午六点半", &["下午六点半=1110"]),
            ("3点", &["3点=180"]),
            ("三点一刻", &["三点一刻=195"]),
            ("三点十五分", &["三点十五分=195"]),
            ("三点五十", &["三点五十=230"]),
            ("六点零五", &["六点零五=365"]),
            ("十二点整", &["十二点整=720"]),
            ("凌晨12点", &["凌晨12点=0"]),
            ("中午一点", &["中午一点=780"]),
            ("晚上八点", &["晚上八点=1200"]),
            ("18时30分", &["18时30分=1110"]),
            ("25点", &[]),
            ("几点", &[]),
            ("half past six", &["half past six=390"]),
            ("quarter to seven", &["quarter to seven=405"]),
            ("6 pm", &["6 pm=1080"]),
            ("6pm", &["6pm=1080"]),
            ("6:30pm", &["6:30pm=1110"]),
            ("6 p.m.", &["6 p.m=1080"]),
            ("12 am", &["12 am=0"]),
            ("six thirty pm", &["six thirty pm=1110"]),
            ("six o'clock", &["six o'clock=360"]),
            ("noon", &["noon=720"]),
        ],
    );
}

#[test]
fn money() {
    check(
        SlotKind::Money,
        &[
            ("100元", &["100元=100"]),
            ("三十块五", &["三十块五=30.500"]),
            ("三块二毛五", &["三块二毛五=3.250"]),
            ("五毛", &["五毛=0.500"]),
            ("一百块钱", &["一百块钱=100"]),
            ("¥5", &["5=5"]),
            ("￥5.5元", &["5.5元=5.500"]),
            ("1.5万元", &["1.5万元=15000"]),
            ("100美元", &["100美元=100"]),
            ("3元零5分", &["3元=3"]),
            ("3元5分", &["3元5分=3.050"]),
            ("扣5分", &[]),
            ("$20", &["20=20"]),
            ("twenty dollars", &["twenty dollars=20"]),
            ("five dollars 20 cents", &["five dollars 20 cents=5.200"]),
        ],
    );
}

#[test]
fn digits_and_names() {
    check(
        SlotKind::Digits { min: 4, max: 11 },
        &[
            ("13800138000", &["13800138000=13800138000"]),
            ("幺三八 0013-8000", &["幺三八 0013-8000=13800138000"]),
            ("一二三", &[]),
            ("1234567890123", &[]),
            ("二十四五六七", &[]),
            ("尾号一二三四的", &["一二三四=1234"]),
        ],
    );
    check(
        SlotKind::Phone,
        &[("010-12345678", &["010-12345678=01012345678"])],
    );
    check(
        SlotKind::IdCard,
        &[
            (
                "11010119900307123X",
                &["11010119900307123X=11010119900307123x"],
            ),
            (
                "110101199003071234",
                &["110101199003071234=110101199003071234"],
            ),
            (
                "110101 19900307 123 x",
                &["110101 19900307 123 x=11010119900307123x"],
            ),
            ("1101011990030712", &[]),
        ],
    );
    check(
        SlotKind::PersonName,
        &[
            ("我是王小明，", &["王=王", "王小明=王小明", "明=明"]),
            ("张先生您好", &["张=张"]),
            ("王小明先生", &["王=王", "王小明=王小明", "明=明"]),
            (
                "欧阳锋",
                &["欧阳=欧阳", "欧阳锋=欧阳锋", "阳=阳", "阳锋=阳锋"],
            ),
            (
                "John Smith here",
                &[
                    "John=john",
                    "John Smith=john smith",
                    "Smith=smith",
                    "here=here",
                ],
            ),
        ],
    );
    check(
        SlotKind::Any { min: 2, max: 3 },
        &[("你好App", &["你好=你好", "你好App=你好app", "好App=好app"])],
    );
}
