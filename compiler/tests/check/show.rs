//! The forms of a book as short text, to be read in tests.

use zhunze_compiler::book::{
    Amount, ArithmeticOp, Arm, Atom, Book, Chain, CompareOp, Cost, Derived, Duty, Expr, Extent,
    Field, Limit, MeasuredSpan, Moment, Obligation, Rule, SpanKind, SpeechValue, StatisticHow,
    Step, Term, TimeOf, Who, Window,
};

/// Shows what a book is made of.
pub struct Show<'a>(pub &'a Book);

fn low(value: impl std::fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}

fn milli(value: i64) -> String {
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

fn who(who: Who) -> String {
    low(who)
}

impl Show<'_> {
    pub fn moment(&self, moment: &Moment) -> String {
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

    fn chain(&self, chain: &Chain) -> String {
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

    fn term(&self, term: &Term) -> String {
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

    pub fn expr(&self, expr: &Expr) -> String {
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

    fn window(&self, window: &Window) -> String {
        let mut parts = Vec::new();
        if let Some(min) = window.min {
            parts.push(format!("from {min}ms"));
        }
        match &window.max {
            Some(Limit::After(max)) => parts.push(format!("within {max}ms")),
            Some(Limit::Value { value, unit }) => {
                parts.push(format!("within {} x {unit}ms", self.term(value)));
            }
            Some(Limit::Clock(at)) => parts.push(format!("by the clock {at}ms")),
            Some(Limit::WorkingDays(days)) => parts.push(format!("within {days} working days")),
            None => {}
        }
        for (word, moment) in [("after", &window.after), ("before", &window.before)] {
            if let Some(moment) = moment {
                parts.push(format!("{word} {}", self.moment(moment)));
            }
        }
        if let Some(speaker) = window.next_turn {
            parts.push(format!("next turn of {}", who(speaker)));
        }
        if let Some(next) = &window.next {
            let last = if next.inclusive {
                ", closing with the last"
            } else {
                ""
            };
            let moment = self.moment(&next.moment);
            parts.push(format!("among next {} of {moment}{last}", next.count));
        }
        if let Some(part) = &window.part {
            let end = if part.last { "last" } else { "first" };
            let extent = match part.extent {
                Extent::Time(time) => format!("{time}ms"),
                Extent::Percent(percent) => format!("{}%", milli(percent)),
                Extent::Utterances(by, count) => format!("{count} utterances of {}", who(by)),
                Extent::Turns(count) => format!("{count} turns"),
            };
            parts.push(format!("in {end} {extent}"));
        }
        parts.join(", ")
    }

    pub fn obligation(&self, obligation: &Obligation) -> String {
        let or = if obligation.or_else { "or " } else { "" };
        let matching = |matching: &Option<Expr>| match matching {
            Some(matching) => format!(" matching {}", self.expr(matching)),
            None => String::new(),
        };
        let duty = match &obligation.duty {
            Duty::Happen {
                moment,
                at_least,
                at_most,
                window,
                matching: fits,
            } => {
                let most = at_most.map_or(String::new(), |it| it.to_string());
                let window = self.window(window);
                let window = if window.is_empty() {
                    window
                } else {
                    format!(" {window}")
                };
                format!(
                    "{at_least}..{most} {}{}{window}",
                    self.moment(moment),
                    matching(fits)
                )
            }
            Duty::Before {
                chain,
                within,
                matching: fits,
            } => {
                let within = within.map_or(String::new(), |it| format!(" within {it}ms"));
                format!("before{within} {}{}", self.chain(chain), matching(fits))
            }
            Duty::Require(expr) => format!("require {}", self.expr(expr)),
        };
        format!("{or}{duty}")
    }

    fn arm(&self, arm: &Arm) -> String {
        let mut lines = Vec::new();
        if let Some(branch) = &arm.branch {
            lines.push(format!("branch {branch:?}"));
        }
        if let Some(trigger) = &arm.trigger {
            lines.push(format!("when {}", self.moment(trigger)));
        }
        if let Some(condition) = &arm.condition {
            lines.push(format!("if {}", self.expr(condition)));
        }
        if let Some(excuse) = &arm.excuse {
            lines.push(format!("unless first {}", self.moment(excuse)));
        }
        lines.extend(arm.obligations.iter().map(|it| self.obligation(it)));
        lines.join("\n")
    }

    pub fn rule(&self, rule: &Rule) -> String {
        let arms: Vec<_> = rule.arms.iter().map(|arm| self.arm(arm)).collect();
        let mut text = arms.join("\n");
        if let Some(applies) = &rule.applies {
            text += &format!("\napplies {}", self.expr(applies));
        }
        for cost in &rule.costs {
            text += &format!("\n{}", self.cost(cost));
        }
        let marks = [
            (rule.own, "own"),
            (rule.advice, "advice"),
            (rule.needs_review, "needs review"),
            (rule.leave_out, "left out when not applicable"),
            (rule.fatal_section, "fatal for section"),
        ];
        for (is, mark) in marks {
            if is {
                text += &format!("\n{mark}");
            }
        }
        if let Some(from) = rule.fatal_from {
            text += &format!("\nfatal from {from}");
        }
        if rule.pick != zhunze_compiler::book::Pick::Each {
            text += &format!("\npick {}", low(rule.pick));
        }
        text
    }

    fn cost(&self, cost: &Cost) -> String {
        let mut text = format!("{}:", self.0.scores[cost.score.index()].name);
        let amount = |amount: Amount| {
            let most = amount
                .at_most
                .map_or(String::new(), |it| format!(" <= {}", milli(it)));
            format!(
                "{} then {}{most}",
                milli(amount.points),
                milli(amount.after_first)
            )
        };
        if let Some(deduct) = cost.deduct {
            text += &format!(" -{}", amount(deduct));
        }
        if let Some(award) = cost.award {
            text += &format!(" +{}", amount(award));
        }
        if let Some(weight) = cost.weight {
            let share = if weight.by_share { " by share" } else { "" };
            text += &format!(" weight {}{share}", milli(weight.points));
        }
        text
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
