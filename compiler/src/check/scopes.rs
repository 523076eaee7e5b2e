//! What has happened and how often, over a part of the call; measures of what lasts.
//!
//! In: conditions with their scopes. Out: [`Term`]s and [`Expr`]s that need no scope: what
//! counts only after something becomes a moment with a condition.

use zhunze_grammar::ast::{self, Extent, Scope, Span};

use super::Checker;
use super::atoms::{event, one};
use super::moments::who_code;
use super::seen::Judged;
use super::values::{Measure, Side};
use crate::book::{
    ArithmeticOp, Atom, CompareOp, Expr, Field, Kind, MeasuredSpan, Moment, Term, Who,
};
use crate::diagnostics::Code;

use ast::MeasureHow;

/// A moment within its scope.
struct Scoped {
    moment: Moment,
    since: Option<Moment>,
    last: Option<u64>,
}

impl<'a> Checker<'a> {
    /// `count of M SCOPE`
    pub(super) fn count(
        &mut self,
        moment: &'a ast::Moment,
        scope: Option<&'a Scope>,
        span: Span,
        on: &Judged,
    ) -> Option<Term> {
        let moment = self.looked_back(moment, span, on);
        let Scoped {
            moment,
            since,
            last,
        } = self.scoped(moment, scope, span, on)?;
        Some(Term::Count {
            moment,
            since,
            last,
        })
    }

    /// `M has happened SCOPE`
    pub(super) fn has_happened(
        &mut self,
        moment: &'a ast::Moment,
        scope: Option<&'a Scope>,
        span: Span,
        on: &Judged,
    ) -> Option<Expr> {
        let moment = self.looked_back(moment, span, on);
        let Scoped {
            moment,
            since,
            last,
        } = self.scoped(moment, scope, span, on)?;
        Some(match last {
            None => Expr::Happened { moment, since },
            Some(_) => Expr::Compare {
                left: Term::Count {
                    moment,
                    since,
                    last,
                },
                op: CompareOp::GreaterEqual,
                right: Term::Number(1_000),
            },
        })
    }

    fn scoped(
        &mut self,
        moment: Option<Moment>,
        scope: Option<&'a Scope>,
        span: Span,
        on: &Judged,
    ) -> Option<Scoped> {
        let all = |moment: Moment| Scoped {
            moment,
            since: None,
            last: None,
        };
        match scope {
            None => moment.map(all),
            Some(Scope::Since(since)) => {
                let since = self.looked_back(since, since.span, on)?;
                moment.map(|moment| Scoped {
                    since: Some(since),
                    ..all(moment)
                })
            }
            Some(Scope::After(other)) => {
                let after = happened(self.looked_back(other, other.span, on)?, None);
                self.when_also(moment?, after, span).map(all)
            }
            Some(Scope::Before(other)) => {
                let after = happened(self.looked_back(other, other.span, on)?, None);
                let before = Expr::Not(Box::new(after));
                self.when_also(moment?, before, span).map(all)
            }
            Some(Scope::Between(from, to)) => {
                let from = self.looked_back(from, from.span, on);
                let to = self.looked_back(to, to.span, on);
                let between = happened(from?, Some(to?));
                self.when_also(moment?, between, span).map(all)
            }
            Some(Scope::Part(part)) => self.part_scope(moment, part, span, all),
        }
    }

    fn part_scope(
        &mut self,
        moment: Option<Moment>,
        part: &'a ast::Part,
        span: Span,
        all: impl Fn(Moment) -> Scoped,
    ) -> Option<Scoped> {
        let Extent::Time(length) = &part.extent else {
            self.scope_here(
                part.span,
                (
                    "here a part of the call can only be a length of time",
                    "这里只能用一段时间来限定范围",
                ),
                ("for instance `in the last 60s`", "例如“最近 60 秒内”"),
            );
            return None;
        };
        let length = self.duration(length)?;
        if part.last {
            return moment.map(|moment| Scoped {
                last: Some(length),
                ..all(moment)
            });
        }
        let early = Expr::Compare {
            left: Term::CallTime,
            op: CompareOp::LessEqual,
            right: Term::Number(i64::try_from(length).ok()?),
        };
        self.when_also(moment?, early, span).map(all)
    }

    fn scope_here(&mut self, span: Span, what: (&str, &str), help: (&str, &str)) {
        let diagnostic = self
            .at(Code::ScopeHere, span, what.0, what.1)
            .help(help.0, help.1);
        self.report.push(diagnostic);
    }

    /// Statistics are over the whole call so far.
    pub(super) fn no_scope(&mut self, scope: Option<&Scope>) {
        let Some(scope) = scope else { return };
        self.scope_here(
            scope_span(scope),
            (
                "an average and the like is always over the whole call so far",
                "平均值等总是按到目前为止的整个通话来算",
            ),
            ("leave this away", "请去掉这里的限定"),
        );
    }

    /// `total time of SPAN`, `longest SPAN`, `share of SPAN`
    pub(super) fn measure(
        &mut self,
        (how, what): (MeasureHow, MeasuredSpan),
        scope: Option<&'a Scope>,
        span: Span,
        on: &Judged,
    ) -> Option<Side> {
        let may = self.may_look_back(span, on);
        let since = match scope {
            None => None,
            Some(Scope::Since(since)) => Some(self.looked_back(since, since.span, on)?),
            Some(other) => {
                self.scope_here(
                    scope_span(other),
                    (
                        "how long something lasts can only be limited by `since`",
                        "时长的范围只能用“自 … 以来”限定",
                    ),
                    ("write `since M`", "写成“自 … 以来”"),
                );
                return None;
            }
        };
        may?;
        let total = |what: MeasuredSpan| Term::Measure {
            span: what,
            longest: false,
            since: since.clone(),
        };
        match (how, what) {
            (MeasureHow::Total, _) => Some(Side::Number(total(what), Measure::Seconds)),
            (MeasureHow::Longest, _) if since.is_none() => {
                let longest = Term::Measure {
                    span: what,
                    longest: true,
                    since: None,
                };
                Some(Side::Number(longest, Measure::Seconds))
            }
            (MeasureHow::Share, MeasuredSpan::Talk(_)) => {
                let by = |who| Box::new(total(MeasuredSpan::Talk(who)));
                let all = Term::Arithmetic(by(Who::Agent), ArithmeticOp::Add, by(Who::Customer));
                Some(Side::Number(share(total(what), all), Measure::Percent))
            }
            (MeasureHow::Share, _) if since.is_none() => Some(Side::Number(
                share(total(what), Term::CallTime),
                Measure::Percent,
            )),
            (MeasureHow::Longest | MeasureHow::Share, _) => {
                self.scope_here(
                    scope.map_or(span, scope_span),
                    (
                        "only a total, or a share of talk, can be counted since something",
                        "只有累计时长和讲话占比可以从某个时刻算起",
                    ),
                    ("leave this away", "请去掉这里的限定"),
                );
                None
            }
        }
    }

    /// `label "NAME" is now "VALUE"`: it came, and no other value of it since.
    pub(super) fn label_now(
        &mut self,
        name: &'a ast::Text,
        value: &'a ast::Text,
        span: Span,
        on: &Judged,
    ) -> Option<Expr> {
        let named = (self.not_empty(name), self.not_empty(value));
        self.may_look_back(span, on)?;
        let (Some(()), Some(())) = named else {
            return None;
        };
        if let Some(who) = whose(&name.node) {
            return Some(self.labelled_now(who, &value.node));
        }
        self.tables.label(&name.node);
        let is_name = self.is_text("name", &name.node);
        let is_value = self.is_text("value", &value.node);
        let moment = label(vec![is_name.clone(), is_value.clone()]);
        let other = label(vec![is_name, opposite(is_value)]);
        Some(happened(one(moment), Some(one(other))))
    }

    /// `customer is now labelled "VALUE"`: no label about the customer since had another.
    fn labelled_now(&mut self, who: Who, value: &str) -> Expr {
        let code = who_code(who);
        self.tables.attribute("name");
        let other = opposite(self.is_text("value", value));
        self.tables.label(&format!("{code}.*"));
        let about = |label: &String| {
            let rest = label.strip_prefix(code);
            rest.is_some_and(|rest| rest.is_empty() || (rest.starts_with('.') && rest != ".*"))
        };
        let mut names: Vec<String> = vec![code.to_owned(), format!("{code}.emotion")];
        let known = self.tables.labels.iter().filter(|label| about(label));
        let known: Vec<String> = known.filter(|it| !names.contains(it)).cloned().collect();
        names.extend(known);
        let is_name = Expr::TextIn {
            value: Field::Attribute(self.tables.attribute("name")),
            list: names,
            negated: false,
        };
        let by_speaker = Atom::Event {
            kind: Kind::Label,
            who,
            phrase: None,
            guard: Some(other.clone()),
        };
        let moment = Atom::Labelled {
            who,
            value: value.to_owned(),
            guard: None,
        };
        let others = Moment {
            any: vec![by_speaker, label(vec![is_name, other])],
        };
        happened(one(moment), Some(others))
    }
}

/// Whose labels a name stands for.
fn whose(name: &str) -> Option<Who> {
    match name {
        "agent" | "agent.*" => Some(Who::Agent),
        "customer" | "customer.*" => Some(Who::Customer),
        "system" | "system.*" => Some(Who::System),
        _ => None,
    }
}

fn happened(moment: Moment, since: Option<Moment>) -> Expr {
    Expr::Happened { moment, since }
}

fn label(all: Vec<Expr>) -> Atom {
    match event(Kind::Label) {
        Atom::Event {
            kind, who, phrase, ..
        } => Atom::Event {
            kind,
            who,
            phrase,
            guard: Some(Expr::And(all)),
        },
        other => other,
    }
}

/// Another text than these. (Not when it is missing.)
fn opposite(is: Expr) -> Expr {
    match is {
        Expr::TextIn { value, list, .. } => Expr::TextIn {
            value,
            list,
            negated: true,
        },
        other => Expr::Not(Box::new(other)),
    }
}

/// A part in percent of the whole.
fn share(part: Term, whole: Term) -> Term {
    let hundred = Box::new(Term::Number(100_000));
    let part = Term::Arithmetic(Box::new(part), ArithmeticOp::Multiply, hundred);
    Term::Arithmetic(Box::new(part), ArithmeticOp::Divide, Box::new(whole))
}

fn scope_span(scope: &Scope) -> Span {
    match scope {
        Scope::Since(moment) | Scope::After(moment) | Scope::Before(moment) => moment.span,
        Scope::Between(from, to) => from.span.to(to.span),
        Scope::Part(part) => part.span,
    }
}
