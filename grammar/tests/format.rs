//! The formatter: one layout, both languages, nothing lost.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may panic"
)]

use zhunze_grammar::{FormatOptions, KeywordLanguage, format, parse};

const SAMPLES: [&str; 2] = [
    include_str!("data/hotline_en.rulebook"),
    include_str!("data/hotline_zh.rulebook"),
];

fn keep(text: &str) -> String {
    format(text, FormatOptions::default()).expect("formats")
}

fn into(text: &str, language: KeywordLanguage) -> String {
    format(
        text,
        FormatOptions {
            keywords: Some(language),
        },
    )
    .expect("formats")
}

#[test]
fn samples_in_english() {
    insta::assert_snapshot!(
        "hotline_in_english",
        into(SAMPLES[0], KeywordLanguage::English)
    );
    insta::assert_snapshot!(
        "chinese_hotline_in_english",
        into(SAMPLES[1], KeywordLanguage::English)
    );
}

#[test]
fn samples_in_chinese() {
    insta::assert_snapshot!(
        "hotline_in_chinese",
        into(SAMPLES[0], KeywordLanguage::Chinese)
    );
    insta::assert_snapshot!(
        "chinese_hotline_in_chinese",
        into(SAMPLES[1], KeywordLanguage::Chinese)
    );
}

#[test]
fn formatting_twice_changes_nothing() {
    for text in SAMPLES {
        let once = keep(text);
        assert_eq!(keep(&once), once);
        for language in [KeywordLanguage::English, KeywordLanguage::Chinese] {
            let once = into(text, language);
            assert_eq!(into(&once, language), once);
        }
    }
}

#[test]
fn there_and_back_says_the_same() {
    for text in SAMPLES {
        let there = into(text, KeywordLanguage::Chinese);
        let back = into(&there, KeywordLanguage::English);
        assert_eq!(parse(text).file(), parse(&back).file());
        assert_eq!(into(&back, KeywordLanguage::Chinese), there);
        assert_eq!(back, into(text, KeywordLanguage::English));
    }
}

#[test]
fn comments_and_blank_lines_stay() {
    let text = "# top\n\n\n# of the rule\nrule x   \"t\"  # title\n\n\n  # before\n  when hold starts # after\n\
                \x20   # inside\n      or mute starts\n  # tail\n\n# between\n\nrule y\n  fatal\n\n\n# end\n";
    insta::assert_snapshot!(keep(text));
    assert_eq!(keep(&keep(text)), keep(text));
}

#[test]
fn clauses_with_mistakes_are_kept() {
    let text = "rule   x \"t\"\n   when   hold   starts\n   agent  mst   say p,\n        within 5s   # why\n   otherwise deduct  5\nwat  is   this\nphrase x=\"(\"\n";
    insta::assert_snapshot!(keep(text));
    assert_eq!(keep(&keep(text)), keep(text));
}

#[test]
fn hard_ones_go_there_and_back() {
    let clauses = [
        "when a happens where (b or c) or d or g happens where e and f",
        "when agent speaks where x or y has happened",
        "if (customer speaks where (a or b) has happened) and c",
        "if customer speaks where (a and b) has happened",
        "if not (a or b) and (c and d) or not not e",
        "if (a = 1) = yes and (not a) = no",
        "if count of (agent speaks where a > 1 or hold starts) >= 3 and count of agent says \"x\" .. y = 2",
        "if agent has not said any of p, \"q\" ..5 r and label \"n\" is \"v\" has happened",
        "if nobody speaks for 1min 30s even on hold has not happened",
        "unless customer says \"a\" first",
        "callback must not happen where a = 1 until x",
        "agent must say p until m within 5s no sooner than 3s within 1h 5min",
        "agent must say p no sooner than 3s within 5s before a or b in customer's next turn",
        "hold must not last 2min within 5s by the end of the call",
        "the call must be answered after agent says p where q = \"1\" or hold starts",
        "before that, a, then within 5s b or c, then customer does not speak for 5.5s",
        "within 5s before that, agent says any of p, q, then within 1d agent says any of r, s",
        "award 5 to q each time, at most 7.125",
        "severity odd",
        "fatal from 3 times",
    ];
    for clause in clauses {
        let text = format!("moment d = hold ends\nrule x\n  {clause}\n");
        assert_eq!(parse(&text).errors, [], "{clause}");
        let there = into(&text, KeywordLanguage::Chinese);
        let back = into(&there, KeywordLanguage::English);
        assert_eq!(parse(&text).file(), parse(&back).file(), "{there}");
        assert_eq!(into(&back, KeywordLanguage::Chinese), there);
    }
}

#[test]
fn random_damage_never_changes_what_is_said() {
    let mut state: u64 = 0x5eed_0007;
    println!("seed {state:#x}");
    let mut next = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % limit as u64) as usize
    };
    for round in 0..200 {
        let mut lines: Vec<String> = SAMPLES[round % 2].lines().map(str::to_owned).collect();
        for _ in 0..next(5) + 1 {
            let at = next(lines.len());
            match next(5) {
                0 => drop(lines.remove(at)),
                1 => lines.insert(
                    at,
                    ["", "  # note", "# note", "   fatal", "x"][next(5)].to_owned(),
                ),
                2 => lines[at].insert_str(0, "  "),
                3 => lines[at].push_str(["  # end", ",", " x", "\""][next(4)]),
                _ => lines[at] = lines[at].replace(' ', "  "),
            }
        }
        let text = lines.join("\n");
        if let Ok(once) = format(&text, FormatOptions::default()) {
            assert_eq!(
                format(&once, FormatOptions::default()).as_ref(),
                Ok(&once),
                "{text}"
            );
        } else {
            panic!("round {round} refused:\n{text}");
        }
    }
}
