//! The standard library: rulebooks that every contact centre needs, as texts.
//!
//! In: the path of a file, as `std/hold.rulebook`. Out: its text. All files of `std/` are
//! in the table below; a test sees to it.

macro_rules! files {
    ($($name:literal)*) => {
        /// Each file: its path and its text.
        const FILES: &[(&str, &str)] = &[$((
            concat!("std/", $name, ".rulebook"),
            include_str!(concat!("../std/", $name, ".rulebook")),
        ),)*];
    };
}

files! {
    "answer"
    "anything_else"
    "apology"
    "cannot_hear"
    "chat_punctuation"
    "chat_reply"
    "closing"
    "complaint"
    "confirm"
    "dead_air"
    "hangup"
    "hold"
    "identity"
    "interruption"
    "opening"
    "praise"
    "privacy"
    "promise"
    "record"
    "repetition"
    "respond"
    "scorecard"
    "silent_call"
    "speech_rate"
    "state"
    "survey"
    "taboo"
    "thanks"
    "transfer"
    "words_en"
    "words_zh"
    "听不清"
    "回访调查"
    "在线回复"
    "在线标点"
    "应答"
    "开场"
    "承诺"
    "投诉"
    "挂机"
    "接听"
    "插话"
    "无声"
    "核身"
    "状态"
    "确认"
    "禁语"
    "等候"
    "结束语"
    "致谢回应"
    "表扬"
    "记录"
    "评分卡"
    "语速"
    "转接"
    "还有疑问"
    "道歉"
    "重复"
    "隐私"
    "静默"
}

/// The text of a file, if there is one of this path.
pub fn source(path: &str) -> Option<&'static str> {
    let found = FILES.iter().find(|(known, _)| *known == path);
    found.map(|(_, text)| *text)
}

/// The paths of all files, in the order of their names.
pub fn paths() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(path, _)| *path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_the_table() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/std");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| format!("std/{}", entry.unwrap().file_name().to_str().unwrap()))
            .filter(|path| path.ends_with(".rulebook"))
            .collect();
        found.sort();
        assert_eq!(paths().collect::<Vec<_>>(), found);
        assert!(found.iter().all(|path| source(path).is_some()));
        assert!(source("std/none.rulebook").is_none());
    }
}
