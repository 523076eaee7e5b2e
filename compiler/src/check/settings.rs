//! The `rulebook` line, its settings, and the sections.
//!
//! In: their syntax. Out: name, version, channel, scores with grades, sections.

use zhunze_grammar::ast as syntax;
use zhunze_grammar::ast::{File, Grades, Item, Name, Rulebook, Setting};

use super::Checker;
use super::load::Files;
use super::names::Sort;
use super::numbers::Limits;
use super::suggest::closest;
use crate::book::Span;
use crate::book::{Language, Score, ScoreId, Section};
use crate::diagnostics::Code;

/// What the `rulebook` item says, scores apart.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) channel: Option<String>,
    pub(super) waiting: u32,
}

/// As many occurrences may wait unless it is said otherwise.
const WAITING: u32 = 64;

/// The rulebook's language; if it does not say, Chinese if it has any Chinese characters.
pub(super) fn language(files: &Files, text: &str) -> Language {
    let items = files
        .files
        .first()
        .into_iter()
        .flat_map(|main| &main.file.items);
    let rulebooks = items.filter_map(|item| match item {
        Item::Rulebook(rulebook) => Some(rulebook),
        _ => None,
    });
    let said = rulebooks
        .flat_map(|rulebook| &rulebook.settings)
        .find_map(|it| match it {
            Setting::Language(name) => match name.node.as_str() {
                "zh" => Some(Language::Chinese),
                "en" => Some(Language::English),
                _ => None,
            },
            _ => None,
        });
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}');
    said.unwrap_or(match text.chars().any(han) {
        true => Language::Chinese,
        false => Language::English,
    })
}

impl<'a> Checker<'a> {
    /// The settings; scores go to `self.scores`, which is never empty afterwards.
    pub(super) fn settings(&mut self, file: &'a File) -> Option<Settings> {
        let rulebook = self.the_rulebook(file);
        let settings = rulebook.map(|rulebook| {
            let (mut channel, mut waiting) = (None, WAITING);
            for setting in &rulebook.settings {
                self.setting(setting, &mut channel, &mut waiting);
            }
            Settings {
                name: rulebook.name.node.clone(),
                version: rulebook
                    .version
                    .as_ref()
                    .map_or(String::new(), |it| it.node.clone()),
                channel,
                waiting,
            }
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

    fn the_rulebook(&mut self, file: &'a File) -> Option<&'a Rulebook> {
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
        if found.is_none()
            && self
                .files
                .get(self.here)
                .is_some_and(|it| it.broken.is_empty())
        {
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
        found
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

    fn setting(&mut self, setting: &'a Setting, channel: &mut Option<String>, waiting: &mut u32) {
        match setting {
            Setting::Language(name) => {
                self.one_of(name, &["zh", "en"], ("language", "语言"));
            }
            Setting::Channel(name) => {
                if self.one_of(name, &["voice", "chat"], ("channel", "渠道")) {
                    *channel = Some(name.node.clone());
                }
            }
            Setting::Score(score) => self.score(score),
            Setting::Grades(_) => {}
            Setting::Waiting(number) => {
                let what = ("what may wait", "同时等待的数目");
                let limits = Limits {
                    what,
                    least: 1,
                    most: i64::from(WAITING),
                };
                *waiting = self.whole(number, &limits).unwrap_or(WAITING);
            }
        }
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

    fn grades(&mut self, grades: &'a Grades) {
        let Some(id) = self.score_or_first(grades.score.as_ref()) else {
            return;
        };
        let mut bands: Vec<(String, Option<i64>)> = Vec::new();
        let (mut below, mut sound) = (None, true);
        for band in &grades.bands {
            let from = band
                .from
                .as_ref()
                .map(|from| self.number(from.node, from.span));
            if bands.iter().any(|(name, _)| *name == band.name.node) {
                self.same_grade(&band.name);
            }
            if let Some(limit) = &band.below {
                below = self
                    .number(limit.node, limit.span)
                    .map(|value| (value, limit.span));
            }
            sound &= from != Some(None);
            bands.push((band.name.node.clone(), from.flatten()));
        }
        bands.sort_by_key(|(_, from)| std::cmp::Reverse(*from));
        if sound {
            self.grades_meet(grades, &bands, below);
        }
        if let Some(score) = self.scores.get_mut(id.index()) {
            score.grades = bands;
        }
    }

    fn same_grade(&mut self, name: &Name) {
        let diagnostic = self.at(
            Code::Duplicate,
            name.span,
            format!("the grade `{}` is given twice", name.node),
            format!("等级“{}”重复了", name.node),
        );
        self.report.push(diagnostic);
    }

    /// Grades must leave no hole and not share a limit.
    fn grades_meet(
        &mut self,
        grades: &Grades,
        bands: &[(String, Option<i64>)],
        below: Option<(i64, Span)>,
    ) {
        let limits: Vec<i64> = bands.iter().filter_map(|(_, from)| *from).collect();
        let twice = limits
            .windows(2)
            .any(|pair| matches!(pair, [a, b] if a == b));
        let rests = bands.len() - limits.len();
        if twice || rests > 1 {
            let diagnostic = self.at(
                Code::GradeGap,
                grades.span,
                "two grades start at the same score",
                "两个等级从同一个分数开始",
            );
            self.report.push(diagnostic);
        }
        let Some((below, span)) = below else { return };
        if limits.last().is_some_and(|last| *last != below) {
            let diagnostic = self
                .at(
                    Code::GradeGap,
                    span,
                    "the last grade does not start where the others end",
                    "最后一个等级与前面的等级接不上",
                )
                .help(
                    "`below` takes the lowest number that stands after `from`",
                    "“低于”后面的数字应与前面最低的“从”相同",
                );
            self.report.push(diagnostic);
        }
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
                .unknown(name, Sort::Score, self.here, &names, &mut self.report);
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
