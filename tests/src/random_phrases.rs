//! Random phrases of every construct, and texts in which they are often found.
//!
//! Words are few and the texts are made from the phrases, with fillers and punctuation put
//! in, so that matches, near misses and ties are common.

use zhunze_compiler::book::*;
use zhunze_compiler::text::{Unit, sounds, units};

use crate::random::Random;

const WORDS: [&str; 22] = [
    "你", "好", "谢谢", "一", "二十", "点", "半", "号", "块", "王", "先生", "喂", "是", "再见",
    "a", "to", "Hello", "twenty", "App", "12", "行", "长",
];
const NOISE: [&str; 28] = [
    "嗯",
    "就是",
    "那个",
    "啊",
    "，",
    "。",
    " ",
    "-",
    "—",
    "！",
    "e",
    "😀",
    "謝謝",
    "ＡＰＰ",
    "do",
    "养",
    "但",
    "的",
    "今天",
    "小",
    "明",
    "3",
    "千",
    "万",
    "点",
    "五",
    "x",
    "'",
];
const VALUES: [&str; 60] = [
    "24",
    "２４",
    "二十四",
    "三百五",
    "一万五千",
    "半",
    "两个半",
    "三点五",
    "几十",
    "十几",
    "三四",
    "1,000",
    "2.5",
    "3万",
    "1.5亿",
    "twenty four",
    "a hundred and five",
    "two point five",
    "twenty-one",
    "一二三",
    "二零二六",
    "13800138000",
    "幺三八 0013",
    "010-1234567",
    "11010119900307123X",
    "110101199003071234",
    "一二三四五六七八九零一二三四五六七x",
    "2026年11月24日",
    "十一月二号",
    "24号",
    "明天",
    "2026-1-5",
    "november 3",
    "tomorrow",
    "18:30",
    "下午六点半",
    "三点一刻",
    "十点零五",
    "9点59分",
    "half past six",
    "quarter to ten",
    "6 pm",
    "6pm",
    "6:30 p.m.",
    "凌晨12点",
    "晚上十二点",
    "100元",
    "三十块五",
    "五毛",
    "¥5",
    "$20",
    "twenty dollars",
    "3块2毛5",
    "八千万亿",
    "张",
    "欧阳锋",
    "王小明",
    "李老师",
    "John Smith",
    "Mary",
];
const FILLERS: [&str; 5] = ["嗯", "就是", "就是说", "那个", "um"];
const CONFUSIONS: [(&str, &str); 3] = [("n", "l"), ("z", "zh"), ("in", "ing")];
const REGEXES: [&str; 6] = [
    r"\d+元?",
    "好|好的",
    "(?i)hello",
    "^你",
    "[^a]谢$",
    r"(一|二)+",
];
pub(crate) const SLOTS: [SlotKind; 12] = [
    SlotKind::Number,
    SlotKind::Number,
    SlotKind::Digits { min: 3, max: 11 },
    SlotKind::Digits { min: 1, max: 4 },
    SlotKind::Date,
    SlotKind::Time,
    SlotKind::Money,
    SlotKind::Phone,
    SlotKind::IdCard,
    SlotKind::Card,
    SlotKind::PersonName,
    SlotKind::Any { min: 1, max: 4 },
];

/// A rulebook of up to eight phrases, and a rule for each that says where it is found.
pub fn phrase_book(random: &mut Random, empty: Book) -> Book {
    let mut book = empty;
    book.language = random.of(&[Language::Chinese, Language::Chinese, Language::English]);
    if random.one_in(2) {
        book.fillers = FILLERS.iter().map(|it| cut(it, book.language)).collect();
    }
    let pair = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
    book.confusions = CONFUSIONS.iter().map(pair).collect();
    for _ in 0..1 + random.below(8) {
        let phrase = phrase(random, &book);
        book.phrases.push(phrase);
    }
    book
}

fn phrase(random: &mut Random, book: &Book) -> Phrase {
    let mut captures = vec![];
    let known = book.phrases.len() as u64;
    let any = |random: &mut Random| PhraseId(random.below(known.max(1)) as u32);
    let body = match random.below(12) {
        0 => PhraseBody::Regex(random.of(&REGEXES).to_owned()),
        1 if known > 1 => {
            let mut of = vec![any(random), any(random), any(random)];
            of.sort();
            of.dedup();
            let n = 1 + random.below(of.len() as u64) as u32;
            PhraseBody::AtLeast { n, of }
        }
        2 if known > 1 => {
            let phrase = any(random);
            let inner = book.phrases.get(phrase.index());
            captures = inner.map_or(vec![], |inner| inner.captures.clone());
            let not = vec![any(random)];
            PhraseBody::ButNot { phrase, not }
        }
        3 => PhraseBody::Pattern(exact(random)),
        _ => {
            let inner = pattern(random, book, &mut captures, 2);
            PhraseBody::Pattern(anchored(random, inner))
        }
    };
    Phrase {
        name: None,
        body,
        captures,
        source: SourceId(0),
        span: Span::default(),
    }
}

fn anchored(random: &mut Random, inner: Pattern) -> Pattern {
    let mut parts = vec![inner];
    if random.one_in(5) {
        parts.insert(0, Pattern::Units(vec![Unit::Start]));
    }
    if random.one_in(5) {
        parts.push(Pattern::Units(vec![Unit::End]));
    }
    Pattern::Seq(parts)
}

fn cut(text: &str, language: Language) -> Vec<Unit> {
    let placed = units(text, language);
    placed.into_iter().map(|placed| placed.unit).collect()
}

fn words(random: &mut Random, book: &Book) -> Vec<Unit> {
    let count = 1 + random.below(3);
    let text: Vec<&str> = (0..count).map(|_| random.of(&WORDS)).collect();
    cut(&text.join(" "), book.language)
}

fn exact(random: &mut Random) -> Pattern {
    let raw = |text: &str| Pattern::Units(text.chars().map(Unit::Raw).collect());
    let one = raw(random.of(&["好！", "a", "谢谢", "，", "App", " 3"]));
    match random.below(3) {
        0 => {
            let gap = gap(random);
            Pattern::Seq(vec![one, gap, raw(random.of(&["好", "。", "-"]))])
        }
        _ => anchored(random, one),
    }
}

fn gap(random: &mut Random) -> Pattern {
    let min = random.below(3) as u32;
    let max = min + random.below(5) as u32;
    Pattern::Gap { min, max }
}

/// Never empty, never with a gap at either end.
fn pattern(random: &mut Random, book: &Book, captures: &mut Vec<Capture>, depth: u32) -> Pattern {
    if depth == 0 {
        return leaf(random, book, captures);
    }
    let mut inner = |random: &mut Random| pattern(random, book, captures, depth - 1);
    match random.below(9) {
        0 => Pattern::Any((0..1 + random.below(3)).map(|_| inner(random)).collect()),
        1 | 2 => {
            let (first, last) = (inner(random), inner(random));
            Pattern::Seq(vec![first, gap(random), last])
        }
        3 => {
            let middle = Pattern::Optional(Box::new(inner(random)));
            let (first, last) = (inner(random), inner(random));
            Pattern::Seq(vec![first, middle, last])
        }
        4 => {
            let (a, b, c) = (inner(random), inner(random), inner(random));
            let maybe = Pattern::Optional(Box::new(b));
            Pattern::Seq(vec![a, gap(random), maybe, gap(random), c])
        }
        5 => {
            let tolerance = random.of(&[Tolerance::Sounds, Tolerance::About]);
            Pattern::Tolerant(tolerance, Box::new(inner(random)))
        }
        6 => Pattern::Seq(vec![inner(random), inner(random)]),
        _ => leaf(random, book, captures),
    }
}

fn leaf(random: &mut Random, book: &Book, captures: &mut Vec<Capture>) -> Pattern {
    match random.below(10) {
        0..3 => slot(random, captures),
        3 => Pattern::Word(Box::new(Pattern::Units(words(random, book)))),
        4 => about(random, book),
        5 => sounds_like(random, book),
        _ => Pattern::Units(words(random, book)),
    }
}

fn slot(random: &mut Random, captures: &mut Vec<Capture>) -> Pattern {
    let kind = random.of(&SLOTS);
    let capture = (captures.len() < 4 && !random.one_in(3)).then(|| {
        let name = format!("c{}", captures.len());
        captures.push(Capture { name, kind });
        captures.len() as u32 - 1
    });
    Pattern::Slot { kind, capture }
}

fn about(random: &mut Random, book: &Book) -> Pattern {
    let exact = [words(random, book), words(random, book)].concat();
    let mut near = exact.clone();
    let inside = 1 + random.below(near.len() as u64 - 1) as usize;
    match random.below(3) {
        0 => near.insert(inside, Unit::One),
        1 if inside + 1 < near.len() => near[inside] = Unit::One,
        _ => drop(near.remove(inside)),
    }
    let near = Pattern::Tolerant(Tolerance::About, Box::new(Pattern::Units(near)));
    Pattern::Any(vec![Pattern::Units(exact), near])
}

fn sounds_like(random: &mut Random, book: &Book) -> Pattern {
    let exact = words(random, book);
    let sound = |unit: &Unit| {
        let syllables = match unit {
            Unit::Char(c) => sounds::syllables(*c, &book.confusions),
            _ => vec![],
        };
        let sounds = syllables
            .into_iter()
            .map(|it| Pattern::Units(vec![Unit::Sound(it)]));
        let sounds: Vec<Pattern> = sounds.collect();
        if sounds.is_empty() {
            Pattern::Units(vec![unit.clone()])
        } else {
            Pattern::Any(sounds)
        }
    };
    let near = Pattern::Seq(exact.iter().map(sound).collect());
    let near = Pattern::Tolerant(Tolerance::Sounds, Box::new(near));
    Pattern::Any(vec![Pattern::Units(exact), near])
}

/// A text in which some phrase is often found.
pub fn phrase_text(random: &mut Random, book: &Book) -> String {
    let mut said = vec![];
    for _ in 0..random.below(3) {
        said.push(noise(random));
    }
    for _ in 0..random.below(3) {
        let phrase = random.below(book.phrases.len() as u64) as usize;
        if let Some(PhraseBody::Pattern(pattern)) = book.phrases.get(phrase).map(|it| &it.body) {
            say(random, pattern, &mut said);
        }
        said.push(noise(random));
    }
    for _ in 0..random.below(4) {
        said.push(noise(random));
    }
    let mut text = String::new();
    for part in said {
        text += &part;
        text += random.of(&["", "", "", " ", " ", "，", "嗯"]);
    }
    text
}

fn noise(random: &mut Random) -> String {
    let list: &[&str] = random.of(&[&NOISE[..], &WORDS[..], &VALUES[..]]);
    random.of(list).to_owned()
}

fn say(random: &mut Random, pattern: &Pattern, said: &mut Vec<String>) {
    match pattern {
        Pattern::Units(units) => said.extend(units.iter().map(|unit| {
            match unit {
                Unit::Char(c) | Unit::Raw(c) => c.to_string(),
                Unit::Word(word) => word.clone(),
                Unit::Start | Unit::End => String::new(),
                Unit::One => noise(random),
                Unit::Sound(_) => random
                    .of(&["你", "泥", "号", "写", "见", "行", "宁", "长"])
                    .to_owned(),
            }
        })),
        Pattern::Seq(parts) => parts.iter().for_each(|part| say(random, part, said)),
        Pattern::Any(parts) => {
            let part = random.below(parts.len() as u64) as usize;
            say(random, &parts[part], said);
        }
        Pattern::Optional(part) if random.one_in(2) => say(random, part, said),
        Pattern::Optional(_) => {}
        Pattern::Gap { min, max } => {
            let count = min + random.below(u64::from(max - min + 1)) as u32;
            (0..count).for_each(|_| said.push(noise(random)));
        }
        Pattern::Slot { .. } => said.push(random.of(&VALUES).to_owned()),
        Pattern::Tolerant(_, part) | Pattern::Word(part) => say(random, part, said),
    }
}
