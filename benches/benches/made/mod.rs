//! What the benchmarks run on, made from fixed seeds: phrases, texts, rulebooks, calls.
#![allow(dead_code, reason = "each benchmark uses a part")]

use std::collections::BTreeMap;

use zhunze_calls::call::{Call, Event, Kind, Speaker};
use zhunze_compiler::{Checked, Compiled};

/// Chinese or English.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

impl Language {
    pub fn code(self) -> &'static str {
        match self {
            Language::Chinese => "zh",
            Language::English => "en",
        }
    }
}

/// The characters of service talk, the common ones first.
const CHARACTERS: &str = "的您我是好请一下这个有了不在能可以帮查件到快递号吗呢服务电话中通为没问题稍等谢感来再见\
    客户网点联系时间今天明天派送签收地址姓名手机单号包裹核实登记反馈处理投诉理赔费用元天内小时回复方便麻烦抱歉给带来\
    便还需要其他助生活愉快听清楚重复遍说法人们他她它都也就和上大国年与后对工作分成会主发年动同进行经本部那些样事起\
    把性前开因只从想实日军者意无力加什两体制机当使点业本去现应家加量都两体如心反你明看原又利比或但质气第向道命此变条";

const WORDS: &str = "the you to i a and that it of me is my for can have on your in with not this do so be just we \
    if are at what was there okay know one thank please help today account card number name call back bank \
    transfer order shipping balance check payment hold minute moment sorry problem issue refund address phone \
    email verify security question date birth last four digits social agent customer service representative \
    appreciate patience waiting anything else great wonderful day morning afternoon evening speak manager \
    supervisor policy cancel subscription charge fee credit debit statement online password reset update";

/// SplitMix64.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

fn stock(language: Language) -> Vec<String> {
    match language {
        // The tail of a real vocabulary: characters that are rarer the later they come.
        Language::Chinese => (CHARACTERS.chars().filter(|c| !c.is_whitespace()))
            .chain((0x4e00..0x9f00).step_by(20).filter_map(char::from_u32))
            .map(String::from)
            .collect(),
        Language::English => WORDS
            .split_whitespace()
            .map(String::from)
            .chain(rare_words())
            .collect(),
    }
}

/// Words that are rarer the later they come.
fn rare_words() -> impl Iterator<Item = String> {
    const SYLLABLES: [&str; 20] = [
        "con", "ter", "al", "pre", "ing", "ment", "ver", "sta", "de", "ri", "ple", "no", "ca",
        "tion", "su", "ba", "len", "dor", "fi", "mu",
    ];
    let mut random = Random::new(5);
    (0..1500).map(move |_| {
        (0..2 + random.below(2))
            .map(|_| SYLLABLES[random.below(20)])
            .collect()
    })
}

/// A run of units, common ones more often.
fn units(random: &mut Random, stock: &[String], count: usize, language: Language) -> String {
    let pick = |random: &mut Random| {
        // Zipf's law, roughly: the k-th unit with a frequency like 1/k.
        let most = stock.len() as f64;
        let rank = most.powf(random.below(1 << 20) as f64 / f64::from(1 << 20));
        stock[(rank as usize).min(stock.len() - 1)].as_str()
    };
    let units: Vec<&str> = (0..count).map(|_| pick(random)).collect();
    units.join(if language == Language::Chinese {
        ""
    } else {
        " "
    })
}

/// Distinct phrases of 3 to 9 characters, or 2 to 5 words.
pub fn phrases(count: usize, language: Language) -> Vec<String> {
    let (mut random, stock) = (Random::new(count as u64), stock(language));
    let mut phrases = std::collections::BTreeSet::new();
    while phrases.len() < count {
        let length = match language {
            Language::Chinese => 3 + random.below(7),
            Language::English => 2 + random.below(4),
        };
        phrases.insert(units(&mut random, &stock, length, language));
    }
    phrases.into_iter().collect()
}

/// Utterances of about 86 bytes; one in ten has a phrase in it.
pub fn texts(count: usize, phrases: &[String], language: Language) -> Vec<String> {
    let (mut random, stock) = (Random::new(7), stock(language));
    let text = |random: &mut Random| {
        let length = if language == Language::Chinese {
            28
        } else {
            18
        };
        let text = units(random, &stock, length, language);
        if random.below(10) == 0 {
            let phrase = &phrases[random.below(phrases.len())];
            let gap = if language == Language::Chinese {
                ""
            } else {
                " "
            };
            return format!("{phrase}{gap}{text}");
        }
        text
    };
    (0..count).map(|_| text(&mut random)).collect()
}

/// Checks and compiles.
pub fn compile(source: &str) -> Compiled {
    let files = BTreeMap::from([("book.rulebook".to_owned(), source.to_owned())]);
    let Checked {
        book, diagnostics, ..
    } = zhunze_compiler::check("book.rulebook", &files);
    let book = book.unwrap_or_else(|| panic!("{diagnostics:?}"));
    zhunze_compiler::compile(&book).unwrap()
}

/// A rulebook whose only rule forbids all the phrases, on this condition.
pub fn scanning_book(phrases: &[String], language: Language, condition: &str) -> String {
    let list: Vec<String> = phrases
        .iter()
        .map(|phrase| format!("  \"{phrase}\"\n"))
        .collect();
    format!(
        "rulebook \"scan\"\n  language {}\n\nphrase listed = any of\n{}\nrule never\n{condition}  agent must not say listed\n",
        language.code(),
        list.concat()
    )
}

/// A rulebook of `rules` rules of the usual kinds over `phrases` phrases.
pub fn working_book(phrases: &[String], rules: usize) -> String {
    let mut book =
        String::from("rulebook \"work\"\n  language zh\n  score quality from 100, pass 60\n\n");
    for (i, phrase) in phrases.iter().enumerate() {
        book += &format!("phrase p{i} = \"{phrase}\"\n");
    }
    let each = phrases.len() / rules;
    for rule in 0..rules {
        let p: Vec<String> = (rule * each..(rule + 1) * each)
            .map(|i| format!("p{i}"))
            .collect();
        let any = format!("any of {}", p[1..].join(", "));
        let body = match rule % 10 {
            0..4 => format!(
                "  agent must not say any of {}\n  otherwise deduct 1 each time, at most 5\n",
                p.join(", ")
            ),
            4..7 => format!(
                "  when customer says {}\n  agent must say {any} within 10s\n  otherwise deduct 2\n",
                p[0]
            ),
            7..9 => format!(
                "  when agent says {}\n  before that, customer says {any}\n  otherwise deduct 1\n",
                p[0]
            ),
            _ => format!(
                "  when agent says any of {}\n  require rings <= 3\n  otherwise deduct 1\n",
                p.join(", ")
            ),
        };
        book += &format!("\nrule r{rule}\n{body}");
    }
    book
}

/// Calls of `events` events: mostly utterances, some holds and actions.
pub fn calls(count: usize, events: usize, texts: &[String]) -> Vec<Call> {
    let mut random = Random::new(11);
    (0..count)
        .map(|number| {
            let mut call = Call {
                call_id: format!("c-{number}"),
                ..Call::default()
            };
            for at in 0..events as i64 {
                let t = at * 2500;
                let kind = match random.below(40) {
                    0 => Kind::HoldStart,
                    1 => Kind::HoldEnd,
                    2 => Kind::Action,
                    _ => Kind::Utterance,
                };
                let mut event = Event::new(t, kind.clone());
                if kind == Kind::Utterance {
                    event.speaker = if at % 2 == 0 {
                        Speaker::Agent
                    } else {
                        Speaker::Customer
                    };
                    event.end = t + 2000;
                    event.text.clone_from(&texts[random.below(texts.len())]);
                }
                call.events.push(event);
            }
            call
        })
        .collect()
}

/// The median of criterion's last run of a benchmark, in nanoseconds.
pub fn median(group: &str, id: &str) -> f64 {
    let target = std::env::var("CARGO_TARGET_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../target").into());
    let home = std::env::var("CRITERION_HOME").unwrap_or_else(|_| format!("{target}/criterion"));
    let path = format!("{home}/{group}/{id}/new/estimates.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    json["median"]["point_estimate"].as_f64().unwrap()
}
