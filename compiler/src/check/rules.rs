//! Rules: their clauses put together.
//!
//! In: a rule's clauses in any order. Out: a [`Rule`], if all of them make sense together.

use zhunze_grammar::ast::{self, Clause, Expr as Written, Milli, Name, Span, Spanned, Text};

use super::Checker;
use super::conditions::Judged;
use crate::book::{Atom, Expr, Moment, Obligation, Rule, SectionId, Severity, SourceId};
use crate::diagnostics::Code;

/// The most obligations of a rule.
const MOST_OBLIGATIONS: usize = 8;

/// The clauses of a rule, sorted.
#[derive(Default)]
struct Clauses<'a> {
    when: Option<&'a ast::Moment>,
    /// `if` and (true) `unless`.
    conditions: Vec<(bool, &'a Written)>,
    excuse: Option<&'a ast::Moment>,
    owed: Vec<&'a Spanned<Clause>>,
    deduct: Option<&'a ast::Amount>,
    award: Option<&'a ast::Amount>,
    fatal: Option<Option<&'a Milli>>,
    cite: Vec<&'a Text>,
    severity: Option<&'a Name>,
    message: Option<&'a Text>,
}

impl Clauses<'_> {
    /// `must not` alone, without `when`: judged at each breach.
    fn lone_ban(&self) -> Option<&ast::Must> {
        match (self.when, self.owed.as_slice()) {
            (None, [only]) => match &only.node {
                Clause::Must(must) if must.negated => Some(must),
                _ => None,
            },
            _ => None,
        }
    }
}

impl<'a> Checker<'a> {
    /// One rule.
    pub(super) fn rule(&mut self, rule: &'a ast::Rule, section: Option<SectionId>) -> Option<Rule> {
        self.here = SourceId(0);
        self.start_parts();
        let clauses = self.sort(rule);
        let half_read = self.broken(rule.span);
        let trigger = clauses.when.map(|when| self.moment(when));
        let owed = self.owed(&clauses, &trigger, half_read);
        let on = self.judged_on(&clauses, &trigger, &owed, half_read);
        let condition = self.rule_condition(&clauses, &on);
        let excuse = clauses.excuse.map(|moment| self.moment(moment));
        let deduct = clauses.deduct.map(|amount| self.amount(amount));
        let award = clauses.award.map(|amount| self.amount(amount));
        let fatal_from = clauses.fatal.map(|times| self.fatal_from(times));
        let score = self.score_of(clauses.deduct, clauses.award, section);
        let severity = self.severity(&clauses);
        self.something_owed(rule, &clauses, half_read);
        Some(Rule {
            name: rule.name.node.clone(),
            title: rule.title.as_ref().unwrap_or(&rule.name).node.clone(),
            section,
            cite: clauses.cite.iter().map(|text| text.node.clone()).collect(),
            severity,
            message: clauses.message.map(|text| text.node.clone()),
            trigger: all_or_none(trigger)?,
            condition: condition?,
            excuse: all_or_none(excuse)?,
            obligations: owed?,
            deduct: all_or_none(deduct)?,
            award: all_or_none(award)?,
            fatal_from: all_or_none(fatal_from)?,
            score: score?,
            source: self.here,
            span: rule.span,
        })
    }

    /// Sorts the clauses and reports those that may stand only once.
    fn sort(&mut self, rule: &'a ast::Rule) -> Clauses<'a> {
        let mut all = Clauses::default();
        for clause in &rule.clauses {
            let twice = match &clause.node {
                Clause::When(moment) => all.when.replace(moment).is_some(),
                Clause::UnlessFirst(moment) => all.excuse.replace(moment).is_some(),
                Clause::Otherwise(amount) => all.deduct.replace(amount).is_some(),
                Clause::Award(amount) => all.award.replace(amount).is_some(),
                Clause::Fatal(times) => all.fatal.replace(times.as_ref()).is_some(),
                Clause::Severity(name) => all.severity.replace(name).is_some(),
                Clause::Message(text) => all.message.replace(text).is_some(),
                Clause::If(expr) => put(&mut all.conditions, (false, expr)),
                Clause::Unless(expr) => put(&mut all.conditions, (true, expr)),
                Clause::Must(_) | Clause::BeforeThat(_) | Clause::Require(_) => {
                    put(&mut all.owed, clause)
                }
                Clause::Cite(texts) => {
                    all.cite.extend(texts);
                    false
                }
            };
            if twice {
                self.twice(&clause.node, clause.span);
            }
        }
        all
    }

    fn twice(&mut self, clause: &Clause, span: Span) {
        let diagnostic = self.at(
            Code::TwiceInRule,
            span,
            "a rule can have only one line of this kind",
            "一条规则里这样的内容只能写一行",
        );
        let diagnostic = match clause {
            Clause::When(_) => diagnostic.help(
                "join moments by `or`: `when A or B`; or make two rules",
                "用“或”连接两个时刻：“当 甲 或 乙”；或者拆成两条规则",
            ),
            Clause::UnlessFirst(_) => diagnostic.help(
                "join moments by `or`: `unless A or B first`",
                "用“或”连接两个时刻：“除非 甲 或 乙 在先”",
            ),
            _ => diagnostic.help("keep one of them", "只保留一行"),
        };
        self.report.push(diagnostic);
    }

    fn owed(
        &mut self,
        clauses: &Clauses<'a>,
        trigger: &Option<Option<Moment>>,
        half_read: bool,
    ) -> Option<Vec<Obligation>> {
        let mut all = Vec::new();
        for clause in &clauses.owed {
            let ended = matches!(trigger, Some(Some(when)) if when.any == [Atom::CallEnds]);
            all.push(match &clause.node {
                Clause::Must(must) => self.must(must, ended),
                Clause::BeforeThat(before) => {
                    if trigger.is_none() && !half_read {
                        self.before_what(clause.span);
                    }
                    self.before_that(before)
                }
                Clause::Require(expr) => {
                    let on = when_judged(trigger, half_read, Judged::End);
                    self.condition(expr, &on).map(Obligation::Require)
                }
                _ => None,
            });
        }
        if let Some(ninth) = clauses.owed.get(MOST_OBLIGATIONS) {
            self.too_many(ninth.span, MOST_OBLIGATIONS);
        }
        all.into_iter().collect()
    }

    /// Reports that a rule has too much of something.
    pub(super) fn too_many(&mut self, span: Span, most: usize) {
        let diagnostic = self
            .at(
                Code::TooMany,
                span,
                format!("there can be at most {most} of these in a rule"),
                format!("一条规则里最多写 {most} 个"),
            )
            .help("make two rules of it", "请拆成两条规则");
        self.report.push(diagnostic);
    }

    fn before_what(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::BeforeWhat,
                span,
                "before what? A rule with `before that` needs a `when`",
                "在什么之前？有“此前”的规则需要写“当”",
            )
            .help(
                "add for instance `when the call ends`",
                "加上例如“当 通话结束”这一行",
            );
        self.report.push(diagnostic);
    }

    /// What `if` and `unless` are judged on.
    fn judged_on(
        &self,
        clauses: &Clauses<'a>,
        trigger: &Option<Option<Moment>>,
        owed: &Option<Vec<Obligation>>,
        half_read: bool,
    ) -> Judged {
        let alone = clauses.lone_ban().map(|_| match owed.as_deref() {
            Some([Obligation::Happen { moment, .. }]) => judged(moment),
            _ => Judged::Unknown,
        });
        when_judged(trigger, half_read, alone.unwrap_or(Judged::Beginning))
    }

    /// `if` and `unless` together. Outer `None`: broken.
    fn rule_condition(&mut self, clauses: &Clauses<'a>, on: &Judged) -> Option<Option<Expr>> {
        let mut all = Vec::new();
        for (unless, written) in &clauses.conditions {
            let condition = self.condition(written, on);
            all.push(condition.map(|it| if *unless { Expr::Not(Box::new(it)) } else { it }));
        }
        let mut all: Vec<Expr> = all.into_iter().collect::<Option<_>>()?;
        Some(match all.len() {
            0 | 1 => all.pop(),
            _ => Some(Expr::And(all)),
        })
    }

    fn severity(&mut self, clauses: &Clauses<'a>) -> Severity {
        let usual = match clauses.fatal {
            Some(_) => Severity::Critical,
            None => Severity::Minor,
        };
        let Some(name) = clauses.severity else {
            return usual;
        };
        match name.node.as_str() {
            "minor" | "轻微" => Severity::Minor,
            "major" | "严重" => Severity::Major,
            "critical" | "致命" => Severity::Critical,
            _ => {
                let known = ["minor", "major", "critical", "轻微", "严重", "致命"];
                self.one_of(name, &known, ("severity", "严重程度"));
                usual
            }
        }
    }

    fn something_owed(&mut self, rule: &ast::Rule, clauses: &Clauses<'a>, half_read: bool) {
        if !clauses.owed.is_empty() || half_read {
            return;
        }
        let diagnostic = self
            .at(
                Code::NothingOwed,
                rule.name.span,
                format!("the rule `{}` asks for nothing", rule.name.node),
                format!("规则“{}”没有提出任何要求", rule.name.node),
            )
            .help(
                "add what must be, for instance `agent must say \"…\"` or `require …`",
                "写上要求，例如“客服 必须 说 \"…\"”或“要求 …”",
            );
        self.report.push(diagnostic);
    }
}

fn put<T>(list: &mut Vec<T>, item: T) -> bool {
    list.push(item);
    false
}

/// `Some(None)` for what is not there, `None` for what is broken.
fn all_or_none<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        None => Some(None),
        Some(None) => None,
        Some(Some(sound)) => Some(Some(sound)),
    }
}

/// What conditions of a rule are judged on; `otherwise` without `when`.
fn when_judged(trigger: &Option<Option<Moment>>, half_read: bool, otherwise: Judged) -> Judged {
    match trigger {
        Some(Some(moment)) => judged(moment),
        Some(None) => Judged::Unknown,
        None if half_read => Judged::Unknown,
        None => otherwise,
    }
}

/// What is looked at when a moment comes.
fn judged(moment: &Moment) -> Judged {
    let kinds = moment.any.iter().filter_map(|atom| match atom {
        Atom::Event { kind, .. } => Some(*kind),
        Atom::Labelled { .. } => Some(crate::book::Kind::Label),
        Atom::Silence { .. } | Atom::Lasts { .. } | Atom::CallEnds => None,
    });
    let kinds: Vec<_> = kinds.collect();
    if kinds.is_empty() {
        Judged::Instant
    } else {
        Judged::Event(kinds)
    }
}
