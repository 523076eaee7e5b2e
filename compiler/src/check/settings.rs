//! The `rulebook` line, its settings, and the sections.
//!
//! In: their syntax, settings of extended rulebooks included. Out: name, version, channel,
//! scores, sections, fillers. Grades are next door.

use zhunze_grammar::ast as syntax;
use zhunze_grammar::ast::{File, Item, Milli, Name, Rulebook, Setting};

use super::Checker;
use super::expand::Expanded;
use super::names::Sort;
use super::numbers::Limits;
use super::seen::Judged;
use super::suggest::closest;
use crate::book::{Language, Score, ScoreId, Section, SourceId, Span};
use crate::diagnostics::Code;
use crate::sources::Sources;
use crate::text::{Unit, sounds, units};

/// What the `rulebook` item says, scores apart.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) channel: Option<String>,
    pub(super) case: bool,
    pub(super) waiting: u32,
    pub(super) fillers: Vec<Vec<Unit>>,
}

/// As many occurrences may wait unless it is said otherwise.
const WAITING: u32 = 64;

/// Words that people put anywhere, unless a rulebook says its own.
const FILLERS_ZH: &[&str] = &[
    "嗯",
    "呃",
    "啊",
    "哦",
    "额",
    "唉",
    "那个",
    "这个",
    "就是",
    "就是说",
    "然后呢",
];
/// The same in English.
const FILLERS_EN: &[&str] = &["uh", "um", "er", "erm", "hmm", "you know"];

/// The rulebook's language; if it does not say, Chinese if it has any Chinese characters.
pub(super) fn language(expanded: &Expanded, sources: &Sources) -> Language {
    let settings = expanded.header.iter().flat_map(|it| &it.settings);
    let said = settings.into_iter().find_map(|it| match it {
        Setting::Language(name) => match name.node.as_str() {
            "zh" => Some(Language::Chinese),
            "en" => Some(Language::English),
            _ => None,
        },
        _ => None,
    });
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}');
    let chinese = |source: &SourceId| sources.text(*source).chars().any(han);
    said.unwrap_or(match expanded.chain.iter().any(chinese) {
        true => Language::Chinese,
        false => Language::English,
    })
}

/// Syllables taken for the same unless a rulebook says its own.
pub(super) fn default_confusions() -> Vec<(String, String)> {
    let own = |(a, b): (&str, &str)| (a.to_owned(), b.to_owned());
    sounds::CONFUSIONS.into_iter().map(own).collect()
}

impl<'a> Checker<'a> {
    /// The settings; scores go to `self.scores`, which is never empty afterwards.
    pub(super) fn settings(&mut self) -> Option<Settings> {
        if let Some(main) = self.files.files.first() {
            self.the_rulebook(&main.file);
        }
        let rulebook = self.expanded.header.as_ref();
        let settings = rulebook.map(|rulebook| {
            let mut settings = self.start(rulebook);
            for setting in &rulebook.settings {
                self.setting(setting, &mut settings);
            }
            settings
        });
        if self.scores.is_empty() {
            self.scores.push(default_score());
        }
        for setting in rulebook.map_or(&[][..], |rulebook| &rulebook.settings) {
            if let Setting::Grades(grades) = setting {
                self.grades(grades);
            }
        }
        settings
    }

    /// What holds when nothing is said.
    fn start(&self, rulebook: &Rulebook) -> Settings {
        let fillers = match self.language {
            Language::Chinese => FILLERS_ZH,
            Language::English => FILLERS_EN,
        };
        let version = rulebook.version.as_ref();
        Settings {
            name: rulebook.name.node.clone(),
            version: version.map_or(String::new(), |it| it.node.clone()),
            channel: None,
            case: false,
            waiting: WAITING,
            fillers: fillers.iter().map(|text| self.filler(text)).collect(),
        }
    }

    fn filler(&self, text: &str) -> Vec<Unit> {
        let placed = units(text, self.language);
        placed.into_iter().map(|placed| placed.unit).collect()
    }

    /// Reports a `rulebook` line that is missing, comes late or comes twice.
    fn the_rulebook(&mut self, file: &'a File) {
        let mut found: Option<&Rulebook> = None;
        for (number, item) in file.items.iter().enumerate() {
            let Item::Rulebook(rulebook) = item else {
                continue;
            };
            match found {
                Some(_) => self.second_rulebook(rulebook.name.span),
                None if number > 0 => self.late_rulebook(rulebook.name.span),
                None => {}
            }
            found.get_or_insert(rulebook);
        }
        let start = Span::new(0, 0);
        let unread = |span: &Span| self.files.places.source(*span) == SourceId(0);
        if found.is_none() && !self.files.broken.iter().any(unread) {
            let diagnostic = self
                .at(
                    Code::NoRulebook,
                    start,
                    "the `rulebook` line is missing",
                    "缺少“规则书”这一行",
                )
                .help(
                    "start the file with a line like `rulebook \"Our service standard\"`",
                    "文件第一行写成例如：规则书 \"热线服务规范\"",
                );
            self.report.push(diagnostic);
        }
    }

    fn second_rulebook(&mut self, span: Span) {
        let diagnostic = self.at(
            Code::TwoRulebooks,
            span,
            "there is a `rulebook` line already",
            "前面已经有“规则书”这一行",
        );
        self.report.push(diagnostic);
    }

    fn late_rulebook(&mut self, span: Span) {
        let diagnostic = self.at(
            Code::LateRulebook,
            span,
            "the `rulebook` line must come first in the file",
            "“规则书”这一行要写在文件最前面",
        );
        self.report.push(diagnostic);
    }

    fn setting(&mut self, setting: &'a Setting, to: &mut Settings) {
        match setting {
            Setting::Language(name) => {
                self.one_of(name, &["zh", "en"], ("language", "语言"));
            }
            Setting::Channel(name) => {
                if self.one_of(name, &["voice", "chat"], ("channel", "渠道")) {
                    to.channel = Some(name.node.clone());
                }
            }
            Setting::Unit(name) => {
                self.one_of(name, &["call", "case"], ("unit", "统计单位"));
                to.case = name.node == "case";
            }
            Setting::Score(score) => self.score(score),
            // The total is looked at when sections are known, grades when scores are.
            Setting::Grades(_) | Setting::WeightsTotal { .. } => {}
            Setting::Waiting(number) => to.waiting = self.waiting(number),
            Setting::Applies(condition) => {
                let condition = self.condition(condition, &Judged::Applies);
                self.applies.extend(condition);
            }
            Setting::Effective(effective) => {
                let days = self.effective(effective);
                self.applies.extend(days.into_iter().flatten());
            }
            Setting::Fillers(texts) => to.fillers = self.fillers(texts),
            Setting::Confusions(texts) => self.confusions = self.pairs(texts),
        }
    }

    fn waiting(&mut self, number: &Milli) -> u32 {
        let what = ("what may wait", "同时等待的数目");
        let limits = Limits {
            what,
            least: 1,
            most: i64::from(WAITING),
        };
        self.whole(number, &limits).unwrap_or(WAITING)
    }

    fn fillers(&mut self, texts: &[syntax::Text]) -> Vec<Vec<Unit>> {
        let mut all = Vec::new();
        for text in texts {
            let filler = self.filler(&text.node);
            if filler.is_empty() {
                let diagnostic = self
                    .at(
                        Code::EmptyPhrase,
                        text.span,
                        "this filler has no words",
                        "这个语气词里没有字词",
                    )
                    .help("write words in the quotes", "请在引号里写上字词");
                self.report.push(diagnostic);
            } else if !all.contains(&filler) {
                all.push(filler);
            }
        }
        all
    }

    fn pairs(&mut self, texts: &[syntax::Text]) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for text in texts {
            let syllable = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_lowercase());
            match text.node.split_once(['/', '／']) {
                Some((a, b)) if syllable(a) && syllable(b) && a != b => {
                    all.push((a.to_owned(), b.to_owned()));
                }
                _ => {
                    let diagnostic = self
                        .at(
                            Code::UnknownWord,
                            text.span,
                            format!("`{}` does not say which sounds are mixed up", text.node),
                            format!("“{}”没有写明哪两个音容易混", text.node),
                        )
                        .help(
                            "write two parts of syllables: `\"n/l\"`, `\"an/ang\"`",
                            "写出音节的两个部分，例如 \"n/l\"、\"an/ang\"",
                        );
                    self.report.push(diagnostic);
                }
            }
        }
        all
    }

    /// Whether a word is one of those that a setting knows.
    pub(super) fn one_of(&mut self, name: &Name, known: &[&str], what: (&str, &str)) -> bool {
        if known.contains(&name.node.as_str()) {
            return true;
        }
        let diagnostic = self
            .at(
                Code::UnknownWord,
                name.span,
                format!("there is no {} `{}`", what.0, name.node),
                format!("没有“{}”这种{}", name.node, what.1),
            )
            .help(
                format!("it can be {}", known.join(", ")),
                format!("可以写 {}", known.join("、")),
            );
        let near = closest(&name.node, known.iter().copied());
        let place = self.place(name.span);
        let diagnostic = match near {
            Some(near) => diagnostic.fix(place, near),
            None => diagnostic,
        };
        self.report.push(diagnostic);
        false
    }

    fn score(&mut self, score: &'a syntax::Score) {
        if self
            .scores
            .iter()
            .any(|known| known.name == score.name.node)
        {
            let diagnostic = self.at(
                Code::Duplicate,
                score.name.span,
                format!("the score `{}` is given twice", score.name.node),
                format!("分数“{}”重复了", score.name.node),
            );
            self.report.push(diagnostic);
        }
        let from = self.number(score.from.node, score.from.span).unwrap_or(0);
        let pass = score
            .pass
            .as_ref()
            .and_then(|pass| self.number(pass.node, pass.span));
        self.scores.push(Score {
            name: score.name.node.clone(),
            from,
            pass,
            unit: score.unit.as_ref().map(|unit| unit.node.clone()),
            below_zero: score.below_zero,
            grades: Vec::new(),
        });
    }

    /// The score of this name; the first one if there is no name.
    pub(super) fn score_or_first(&mut self, name: Option<&Name>) -> Option<ScoreId> {
        let Some(name) = name else {
            return Some(ScoreId(0));
        };
        let known = self.scores.iter().position(|score| score.name == name.node);
        if known.is_none() {
            let names: Vec<&str> = self
                .scores
                .iter()
                .map(|score| score.name.as_str())
                .collect();
            self.scope
                .unknown(name, Sort::Score, &names, &mut self.report);
        }
        u32::try_from(known?).ok().map(ScoreId)
    }

    /// All sections, into `self.sections`.
    pub(super) fn sections(&mut self) {
        let items: Vec<&syntax::Section> = self
            .scope
            .sections
            .list
            .iter()
            .map(|decl| decl.item)
            .collect();
        for item in items {
            let weight = item.weight.as_ref();
            let weight = weight.and_then(|weight| self.positive(weight, ("a weight", "权重")));
            let score = self
                .score_or_first(item.score.as_ref())
                .unwrap_or(ScoreId(0));
            let title = item.title.as_ref().unwrap_or(&item.name);
            self.sections.push(Section {
                name: item.name.node.clone(),
                title: title.node.clone(),
                weight,
                score,
                below_zero: item.below_zero,
            });
        }
        self.weight_totals();
    }
}

fn default_score() -> Score {
    Score {
        name: "score".to_owned(),
        from: 100_000,
        pass: None,
        unit: None,
        below_zero: false,
        grades: Vec::new(),
    }
}
