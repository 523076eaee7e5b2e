//! Texts of numerals and what stands beside them, and phrases that ask for every kind of value.

use zhunze_compiler::book::*;
use zhunze_compiler::text::Unit;

use crate::random::Random;
use crate::random_phrases::SLOTS;

const NUMERALS: [&str; 112] = [
    "零",
    "〇",
    "一",
    "二",
    "两",
    "三",
    "四",
    "五",
    "九",
    "十",
    "百",
    "千",
    "万",
    "亿",
    "半",
    "点",
    "几",
    "数",
    "个",
    "幺",
    "年",
    "月",
    "日",
    "号",
    "分",
    "元",
    "块",
    "毛",
    "角",
    "刻",
    "整",
    "钟",
    "上",
    "下",
    "午",
    "明",
    "天",
    "凌晨",
    "晚上",
    "中午",
    "时",
    "钱",
    "美元",
    "0",
    "1",
    "2",
    "5",
    "10",
    "12",
    "24",
    "30",
    "59",
    "60",
    "000",
    "999",
    "2026",
    "123456789012345",
    "1234567890123456",
    "11010119900307123",
    "11010119900307123x",
    "6pm",
    "12am",
    "x",
    "X",
    "one",
    "two",
    "nine",
    "ten",
    "twelve",
    "twenty",
    "thirty",
    "ninety",
    "hundred",
    "thousand",
    "and",
    "a",
    "zero",
    "point",
    "half",
    "quarter",
    "past",
    "to",
    "pm",
    "am",
    "p",
    "m",
    "o'clock",
    "noon",
    "of",
    "november",
    "may",
    "dollars",
    "cents",
    "王",
    "欧",
    "阳",
    "小",
    "先",
    "生",
    "经理",
    "John",
    "Mary",
    "１２",
    "ＰＭ",
    "贰",
    "拾",
    "伍",
    "一",
    "三",
    "十",
    "百",
    "二",
];
const BETWEEN: [&str; 26] = [
    "", "", "", "", "", "", "", "", "", "", " ", " ", " ", " ", "-", ".", ",", ":", "/", "，", "¥",
    "$", "．", "嗯", " ¥", "  ",
];

/// A rulebook that asks for every kind of value behind each of the first units.
pub fn value_book(random: &mut Random, empty: Book) -> Book {
    let mut book = empty;
    book.language = random.of(&[Language::Chinese, Language::English]);
    book.fillers = vec![vec![Unit::Char('嗯')]];
    for kind in SLOTS {
        for place in 0..6 {
            let start = Pattern::Units(vec![Unit::Start]);
            let gap = Pattern::Gap {
                min: place,
                max: place,
            };
            let slot = Pattern::Slot {
                kind,
                capture: Some(0),
            };
            let name = "value".to_owned();
            book.phrases.push(Phrase {
                name: None,
                body: PhraseBody::Pattern(Pattern::Seq(vec![start, gap, slot])),
                captures: vec![Capture { name, kind }],
                source: SourceId(0),
                span: Span::default(),
            });
        }
    }
    book
}

/// A text of numerals and what stands beside them.
pub fn value_text(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..1 + random.below(12) {
        text += random.of(&NUMERALS);
        text += random.of(&BETWEEN);
    }
    text
}
