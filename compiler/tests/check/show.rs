//! The forms of a book as short text, to be read in tests.

use zhunze_compiler::book::{
    ArithmeticOp, Atom, Book, Chain, CompareOp, Derived, Expr, Field, MeasuredSpan, Moment,
    SpanKind, SpeechValue, StatisticHow, Step, Term, TimeOf, Who,
};

/// Shows what a book is made of.
pub(crate) struct Show<'a>(pub(crate) &'a Book);

pub(crate) fn low(value: impl std::fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}

pub(crate) fn milli(value: i64) -> String {
    match value % 1000 {
        0 => (value / 1000).to_string(),
        _ => format!("{}", value as f64 / 1000.0),
    }
}

fn op(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "=",
        CompareOp::NotEqual => "!=",
        CompareOp::Less => "<",
        CompareOp::LessEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterEqual => ">=",
    }
}

pub(crate) fn who(who: Who) -> String {
    low(who)
}

impl Show<'_> {
    pub(crate) fn moment(&self, moment: &Moment) -> String {
        let all: Vec<_> = moment.any.iter().map(|atom| self.atom(atom)).collect();
        match all.as_slice() {
            [one] => one.clone(),
            _ => format!("({})", all.join(" | ")),
        }
    }

    fn phrase(&self, id: usize) -> String {
        let phrase = &self.0.phrases[id];
        match &phrase.name {
            Some(name) => name.clone(),
            None => format!("#{id}"),
        }
    }

    fn guarded(&self, text: String, guard: &Option<Expr>) -> String {
        match guard {
            None => text,
            Some(guard) => format!("{text}[{}]", self.expr(guard)),
        }
    }

    fn atom(&self, atom: &Atom) -> String {
        match atom {
            Atom::Event {
                kind,
                who: by,
                phrase,
                guard,
            } => {
                let mut text = low(kind);
                if *by != Who::Anyone {
                    text += &format!(" by {}", who(*by));
                }
                if let Some(id) = phrase {
                    text += &format!(" says {}", self.phrase(id.index()));
                }
                self.guarded(text, guard)
            }
            Atom::Labelled {
                who: by,
                value,
                guard,
            } => self.guarded(format!("{} labelled {value:?}", who(*by)), guard),
            Atom::Silence {
                who: by,
                length,
                even_on_hold,
                after,
            } => {
                let mut text = format!("silence of {} {length}ms", who(*by));
                if *even_on_hold {
                    text += " even on hold";
                }
                if let Some(after) = after {
                    text += &format!(" after {}", self.moment(after));
                }
                text
            }
            Atom::Lasts { span, length } => format!("{} lasts {length}ms", span_kind(*span)),
            Atom::OverlapLasts(length) => format!("overlap lasts {length}ms"),
            Atom::OverlapEnds => "overlap ends".to_owned(),
            Atom::CallBegins => "call begins".to_owned(),
            Atom::CallEnds => "call ends".to_owned(),
            Atom::Derived(id) => self.derived(&self.0.derived[id.index()]),
        }
    }

    fn derived(&self, derived: &Derived) -> String {
        match derived {
            Derived::Where { all, none, guard } => {
                let mut parts: Vec<String> = all.iter().map(|it| self.moment(it)).collect();
                parts.extend(none.iter().map(|it| format!("not {}", self.moment(it))));
                let text = format!("where({})", parts.join(" & "));
                self.guarded(text, guard)
            }
            Derived::Chain { chain, within, own } => {
                let within = within.map_or(String::new(), |it| format!(" all within {it}ms"));
                let own = if *own { " own" } else { "" };
                format!("chain({}{within}{own})", self.chain(chain))
            }
        }
    }

    pub(crate) fn chain(&self, chain: &Chain) -> String {
        let step = |step: &Step| {
            let mut text = String::new();
            if let Some(within) = step.within {
                text += &format!("within {within}ms ");
            }
            text += &self.moment(&step.moment);
            if let Some(without) = &step.without {
                text += &format!(" without {}", self.moment(without));
            }
            text
        };
        chain.steps.iter().map(step).collect::<Vec<_>>().join(", ")
    }

    fn field(&self, field: &Field) -> String {
        let capture = |phrase: usize, slot: u32| {
            let name = &self.0.phrases[phrase].captures[slot as usize].name;
            format!("{}.{name}", self.phrase(phrase))
        };
        match field {
            Field::Attribute(id) => self.0.attributes[id.index()].clone(),
            Field::Meta(id) => format!("call.{}", self.0.metadata[id.index()]),
            Field::Capture(phrase, slot) => capture(phrase.index(), *slot),
            Field::OfTrigger(id) => format!("that.{}", self.0.attributes[id.index()]),
            Field::CaptureOfTrigger(phrase, slot) => {
                format!("that.{}", capture(phrase.index(), *slot))
            }
        }
    }

    pub(crate) fn term(&self, term: &Term) -> String {
        let since = |since: &Option<Moment>| match since {
            Some(since) => format!(" since {}", self.moment(since)),
            None => String::new(),
        };
        match term {
            Term::Number(number) => milli(*number),
            Term::Field(field) => self.field(field),
            Term::Rings => "rings".to_owned(),
            Term::Count {
                moment,
                since: from,
                last,
            } => {
                let last = last.map_or(String::new(), |last| format!(" last {last}ms"));
                format!("count {}{}{last}", self.moment(moment), since(from))
            }
            Term::Measure {
                span,
                longest,
                since: from,
            } => {
                let how = if *longest { "longest" } else { "total" };
                format!("{how} {}{}", measured(*span), since(from))
            }
            Term::Statistic {
                how,
                value,
                who: of,
            } => format!("{} {} of {}", statistic(*how), self.term(value), who(*of)),
            Term::TimeOf { which, moment } => {
                format!("{} {}", time_of(*which), self.moment(moment))
            }
            Term::CallTime => "call time".to_owned(),
            Term::Clock(part) => format!("clock {}", low(part)),
            Term::Speech(SpeechValue::Similarity { turns }) => format!("similarity in {turns}"),
            Term::Speech(value) => low(value),
            Term::Arithmetic(left, by, right) => {
                let by = match by {
                    ArithmeticOp::Add => "+",
                    ArithmeticOp::Subtract => "-",
                    ArithmeticOp::Multiply => "*",
                    ArithmeticOp::Divide => "/",
                };
                format!("({} {by} {})", self.term(left), self.term(right))
            }
        }
    }

    pub(crate) fn expr(&self, expr: &Expr) -> String {
        let all = |parts: &[Expr], by: &str| {
            let parts: Vec<_> = parts.iter().map(|it| self.expr(it)).collect();
            format!("({})", parts.join(by))
        };
        let not = |negated: bool| if negated { "not " } else { "" };
        match expr {
            Expr::Const(value) => value.to_string(),
            Expr::Not(inner) => format!("not {}", self.expr(inner)),
            Expr::And(parts) => all(parts, " and "),
            Expr::Or(parts) => all(parts, " or "),
            Expr::Compare {
                left,
                op: how,
                right,
            } => format!("{} {} {}", self.term(left), op(*how), self.term(right)),
            Expr::TextIn {
                value,
                list,
                negated,
            } => format!("{} {}in {list:?}", self.field(value), not(*negated)),
            Expr::Flag { value, negated } => {
                let is = if *negated { "no" } else { "yes" };
                format!("{} is {is}", self.field(value))
            }
            Expr::Happened { moment, since } => {
                let since = since.as_ref();
                let since = since.map_or(String::new(), |it| format!(" since {}", self.moment(it)));
                format!("happened {}{since}", self.moment(moment))
            }
            Expr::SameText {
                left,
                right,
                negated,
            } => format!(
                "{} {}same as {}",
                self.field(left),
                not(*negated),
                self.field(right)
            ),
            Expr::Outcome {
                rule,
                outcome,
                negated,
            } => format!("rule {} {}{}", rule.0, not(*negated), low(outcome)),
            Expr::TurnStart => "turn start".to_owned(),
        }
    }
}

fn span_kind(span: SpanKind) -> String {
    low(span)
}

fn measured(span: MeasuredSpan) -> String {
    match span {
        MeasuredSpan::Hold => "hold".to_owned(),
        MeasuredSpan::Mute => "mute".to_owned(),
        MeasuredSpan::Overlap => "overlap".to_owned(),
        MeasuredSpan::Silence(of) => format!("silence of {}", who(of)),
        MeasuredSpan::Talk(of) => format!("talk of {}", who(of)),
    }
}

fn statistic(how: StatisticHow) -> String {
    low(how)
}

fn time_of(which: TimeOf) -> String {
    format!("time {}", low(which))
}
