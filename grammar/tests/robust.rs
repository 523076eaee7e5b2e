//! Parsing never fails and never loses a byte, whatever it is given.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may panic"
)]

use zhunze_grammar::parse;

const SEED: u64 = 0x5eed_2024;

/// A small xorshift generator, so that a failure can be repeated from its seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

const ENGLISH: &str = include_str!("data/hotline_en.rulebook");
const CHINESE: &str = include_str!("data/hotline_zh.rulebook");

fn lossless(text: &str) {
    let parse = parse(text);
    assert_eq!(parse.syntax().text().to_string(), text);
    for error in &parse.errors {
        assert!(
            text.get(error.span.range()).is_some(),
            "{error:?} in {text:?}"
        );
    }
}

#[test]
fn odd_texts_are_kept() {
    let texts = [
        "",
        "\n",
        "\r\n\r",
        "\u{feff}rule x",
        "\u{0}",
        "\"",
        "“",
        "rule",
        "rule x\n\twhen",
        "#",
        "＃ a",
        "phrase x = \"a\\",
        "规则",
        "短语x=\"a\"",
        "   indented",
        "rule x\n  when hold starts,",
        "test \"x\"\n5s",
        "。。。．．",
        "'s",
        "e\u{301}",
        "phrase x = any of",
        "rule x\n  otherwise deduct 99999999999999999999",
        "rule x \"t\"\n  #",
        "a\u{200b}b",
    ];
    texts.iter().for_each(|text| lossless(text));
}

#[test]
fn every_prefix_is_kept() {
    for source in [ENGLISH, CHINESE] {
        for (end, _) in source.char_indices().step_by(7) {
            lossless(&source[..end]);
        }
    }
}

#[test]
fn mutations_are_kept() {
    let mut random = Random(SEED);
    println!("seed {SEED:#x}");
    let odd = [
        '"', '“', '(', '）', '\n', ' ', '，', '.', '。', '5', '内', '#', '\\', 'x', '当', '\u{0}',
    ];
    for round in 0..300 {
        let mut chars: Vec<char> = if round % 2 == 0 { ENGLISH } else { CHINESE }
            .chars()
            .collect();
        for _ in 0..random.below(8) + 1 {
            let at = random.below(chars.len());
            match random.below(3) {
                0 => drop(chars.remove(at)),
                1 => chars.insert(at, odd[random.below(odd.len())]),
                _ => chars[at] = odd[random.below(odd.len())],
            }
        }
        lossless(&chars.into_iter().collect::<String>());
    }
}

#[test]
fn random_bytes_are_kept() {
    let mut random = Random(SEED);
    for _ in 0..300 {
        let bytes: Vec<u8> = (0..random.below(200))
            .map(|_| random.next() as u8)
            .collect();
        lossless(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn random_words_are_kept() {
    let mut random = Random(SEED);
    let words: Vec<&str> = ENGLISH
        .split_inclusive(' ')
        .chain(CHINESE.split_inclusive(' '))
        .collect();
    for _ in 0..300 {
        let text: String = (0..60).map(|_| words[random.below(words.len())]).collect();
        lossless(&text);
    }
}

#[test]
fn deep_nesting_is_an_error_and_not_a_crash() {
    let depth = 10_000;
    let nested = [
        format!("rule x\n  if {}a{}\n", "(".repeat(depth), ")".repeat(depth)),
        format!("rule x\n  if {}a\n", "not ".repeat(depth)),
        format!("rule x\n  if {}a\n", "not (".repeat(depth)),
        format!(
            "rule x\n  if {}a > 1\n",
            "count of agent speaks where ".repeat(depth)
        ),
        format!(
            "rule x\n  when {}\n",
            "agent speaks where b = count of ".repeat(depth)
        ),
        format!("phrase x = \"{}\"\n", "(".repeat(depth)),
        format!(
            "phrase x = \"{}a{}\"\n",
            "[".repeat(depth),
            "]".repeat(depth)
        ),
    ];
    for text in &nested {
        lossless(text);
        let codes: Vec<_> = parse(text).errors.iter().map(|error| error.code).collect();
        assert!(
            matches!(codes.as_slice(), ["E0105"] | ["E0104"]),
            "{codes:?}"
        );
    }
}

#[test]
fn long_rows_are_no_problem() {
    let rows = 3000;
    for text in [
        format!("rule x\n  if a{}\n", " and a".repeat(rows)),
        format!("rule x\n  if a{}\n", " or b = 1 and c".repeat(rows)),
        format!(
            "moment x = a{}\n",
            " or agent speaks where a > 1 or b = 2".repeat(rows)
        ),
        format!("phrase x = \"a\"{}\n", " or \"b\" .. c".repeat(rows)),
        format!(
            "rule x\n  before that, a{}\n",
            ", then within 5s a".repeat(rows)
        ),
        format!("rule x\n  cite \"a\"{}\n", ", \"b\"".repeat(rows)),
        format!("phrase x = \"{}\"\n", "(a|b)..".repeat(rows)),
        format!("phrase x = any of\n{}", "  \"a\" .. \"b\"\n".repeat(rows)),
    ] {
        lossless(&text);
        assert_eq!(parse(&text).errors, []);
    }
}

#[test]
fn a_long_rulebook_is_quick() {
    let rule = "\nrule rN \"t\"\n  when agent says p where a > 1 or b = N or hold starts\n  if (a or b) and not c\n  \
                agent must say p within 5s before customer hangs up\n  otherwise deduct 5 each time, at most 10\n";
    let text: String = (0..400)
        .map(|n| rule.replace('N', &n.to_string()))
        .collect();
    let broken = text.replace("within 5s", "within 5s 5s x");
    lossless(&text);
    lossless(&broken);
    assert_eq!(parse(&broken).errors.len(), 400);
}

#[test]
fn reparsing_gives_the_same_and_keeps_what_did_not_change() {
    let old = parse(ENGLISH);
    let edited = ENGLISH.replacen(
        "otherwise deduct 5\n",
        "otherwise deduct 7.5 each time\n  wen x\n",
        1,
    );
    let new = old.reparse(&edited);
    let fresh = parse(&edited);
    assert_eq!(new.file(), fresh.file());
    assert_eq!(
        format!("{:?}", new.file()),
        format!("{:?}", fresh.file()),
        "places too"
    );
    assert_eq!(new.errors, fresh.errors);
    assert_eq!(new.syntax().text().to_string(), edited);
    assert_eq!(new.shared_items(&old), old.file().items.len() - 1);
}
