//! The forms of moments, conditions and values.

use zhunze_compiler::book::*;

use super::{Seen, forms};

/// Parts that may be there or not.
const PARTS: &[&str] = &[
    "event.phrase",
    "event.guard",
    "labelled.guard",
    "silence.even_on_hold",
    "silence.after",
    "where, several",
    "where.none",
    "where.guard",
    "chain.within",
    "chain.own",
    "step.within",
    "step.without",
    "negated",
    "happened.since",
    "count.since",
    "count.last",
    "measure.longest",
    "measure.since",
];

forms!(DERIVED, derived_form, Derived, {
    Derived::Where { .. } => "Derived::Where",
    Derived::Chain { .. } => "Derived::Chain",
});
forms!(ATOMS, atom_form, Atom, {
    Atom::Event { .. } => "Atom::Event",
    Atom::Labelled { .. } => "Atom::Labelled",
    Atom::Silence { .. } => "Atom::Silence",
    Atom::Lasts { span: SpanKind::Hold, .. } => "Atom::Lasts hold",
    Atom::Lasts { span: SpanKind::Mute, .. } => "Atom::Lasts mute",
    Atom::OverlapLasts(0) => "Atom::OverlapLasts 0",
    Atom::OverlapLasts(_) => "Atom::OverlapLasts",
    Atom::OverlapEnds => "Atom::OverlapEnds",
    Atom::CallBegins => "Atom::CallBegins",
    Atom::CallEnds => "Atom::CallEnds",
    Atom::Derived(_) => "Atom::Derived",
});
forms!(KINDS, kind_form, Kind, {
    Kind::Ring => "Kind::Ring",
    Kind::Answer => "Kind::Answer",
    Kind::Utterance => "Kind::Utterance",
    Kind::HoldStart => "Kind::HoldStart",
    Kind::HoldEnd => "Kind::HoldEnd",
    Kind::MuteStart => "Kind::MuteStart",
    Kind::MuteEnd => "Kind::MuteEnd",
    Kind::Transfer => "Kind::Transfer",
    Kind::Hangup => "Kind::Hangup",
    Kind::Dtmf => "Kind::Dtmf",
    Kind::Action => "Kind::Action",
    Kind::Label => "Kind::Label",
    Kind::Contact => "Kind::Contact",
    Kind::Declared(_) => "Kind::Declared",
});
forms!(WHO, who_form, Who, {
    Who::Agent => "Who::Agent",
    Who::Customer => "Who::Customer",
    Who::System => "Who::System",
    Who::Anyone => "Who::Anyone",
});
forms!(EXPRS, expr_form, Expr, {
    Expr::Const(_) => "Expr::Const",
    Expr::Not(_) => "Expr::Not",
    Expr::And(_) => "Expr::And",
    Expr::Or(_) => "Expr::Or",
    Expr::Compare { op: CompareOp::Equal, .. } => "=",
    Expr::Compare { op: CompareOp::NotEqual, .. } => "!=",
    Expr::Compare { op: CompareOp::Less, .. } => "<",
    Expr::Compare { op: CompareOp::LessEqual, .. } => "<=",
    Expr::Compare { op: CompareOp::Greater, .. } => ">",
    Expr::Compare { op: CompareOp::GreaterEqual, .. } => ">=",
    Expr::TextIn { .. } => "Expr::TextIn",
    Expr::Flag { .. } => "Expr::Flag",
    Expr::Happened { .. } => "Expr::Happened",
    Expr::SameText { .. } => "Expr::SameText",
    Expr::Outcome { outcome: Outcome::Violated, .. } => "Outcome::Violated",
    Expr::Outcome { outcome: Outcome::Satisfied, .. } => "Outcome::Satisfied",
    Expr::Outcome { outcome: Outcome::Applied, .. } => "Outcome::Applied",
    Expr::TurnStart => "Expr::TurnStart",
});
forms!(TERMS, term_form, Term, {
    Term::Number(_) => "Term::Number",
    Term::Field(_) => "Term::Field",
    Term::Rings => "Term::Rings",
    Term::Count { .. } => "Term::Count",
    Term::Measure { span: MeasuredSpan::Hold, .. } => "MeasuredSpan::Hold",
    Term::Measure { span: MeasuredSpan::Mute, .. } => "MeasuredSpan::Mute",
    Term::Measure { span: MeasuredSpan::Silence(_), .. } => "MeasuredSpan::Silence",
    Term::Measure { span: MeasuredSpan::Overlap, .. } => "MeasuredSpan::Overlap",
    Term::Measure { span: MeasuredSpan::Talk(_), .. } => "MeasuredSpan::Talk",
    Term::Statistic { how: StatisticHow::Average, .. } => "StatisticHow::Average",
    Term::Statistic { how: StatisticHow::Highest, .. } => "StatisticHow::Highest",
    Term::Statistic { how: StatisticHow::Lowest, .. } => "StatisticHow::Lowest",
    Term::Statistic { how: StatisticHow::Sum, .. } => "StatisticHow::Sum",
    Term::TimeOf { which: TimeOf::First, .. } => "TimeOf::First",
    Term::TimeOf { which: TimeOf::Last, .. } => "TimeOf::Last",
    Term::TimeOf { which: TimeOf::Since, .. } => "TimeOf::Since",
    Term::CallTime => "Term::CallTime",
    Term::Clock(ClockPart::Weekday) => "ClockPart::Weekday",
    Term::Clock(ClockPart::Date) => "ClockPart::Date",
    Term::Clock(ClockPart::Month) => "ClockPart::Month",
    Term::Clock(ClockPart::Day) => "ClockPart::Day",
    Term::Clock(ClockPart::CallTime) => "ClockPart::CallTime",
    Term::Clock(ClockPart::Now) => "ClockPart::Now",
    Term::Speech(SpeechValue::Length) => "SpeechValue::Length",
    Term::Speech(SpeechValue::Duration) => "SpeechValue::Duration",
    Term::Speech(SpeechValue::SpeechRate) => "SpeechValue::SpeechRate",
    Term::Speech(SpeechValue::ResponseTime) => "SpeechValue::ResponseTime",
    Term::Speech(SpeechValue::Overlap) => "SpeechValue::Overlap",
    Term::Speech(SpeechValue::Similarity { .. }) => "SpeechValue::Similarity",
    Term::Arithmetic(_, ArithmeticOp::Add, _) => "ArithmeticOp::Add",
    Term::Arithmetic(_, ArithmeticOp::Subtract, _) => "ArithmeticOp::Subtract",
    Term::Arithmetic(_, ArithmeticOp::Multiply, _) => "ArithmeticOp::Multiply",
    Term::Arithmetic(_, ArithmeticOp::Divide, _) => "ArithmeticOp::Divide",
});
forms!(FIELDS, field_form, Field, {
    Field::Attribute(_) => "Field::Attribute",
    Field::Meta(_) => "Field::Meta",
    Field::Capture(..) => "Field::Capture",
    Field::OfTrigger(_) => "Field::OfTrigger",
    Field::CaptureOfTrigger(..) => "Field::CaptureOfTrigger",
});

pub(super) fn all() -> Vec<&'static [&'static str]> {
    vec![PARTS, DERIVED, ATOMS, KINDS, WHO, EXPRS, TERMS, FIELDS]
}

impl Seen {
    pub(super) fn derived(&mut self, derived: &Derived) {
        self.add(derived_form(derived));
        match derived {
            Derived::Where { all, none, guard } => {
                self.when(all.len() > 1, "where, several");
                self.when(!none.is_empty(), "where.none");
                self.maybe(guard, "where.guard");
                let moments = all.iter().chain(none);
                moments.for_each(|moment| self.moment(moment));
                guard.iter().for_each(|guard| self.condition(guard));
            }
            Derived::Chain { chain, within, own } => {
                self.maybe(within, "chain.within");
                self.when(*own, "chain.own");
                self.chain(chain);
            }
        }
    }

    pub(super) fn chain(&mut self, chain: &Chain) {
        let Chain { steps } = chain;
        for Step {
            within,
            moment,
            without,
        } in steps
        {
            self.maybe(within, "step.within");
            self.maybe(without, "step.without");
            self.moment(moment);
            without.iter().for_each(|moment| self.moment(moment));
        }
    }

    pub(super) fn moment(&mut self, moment: &Moment) {
        let Moment { any } = moment;
        any.iter().for_each(|atom| self.atom(atom));
    }

    fn atom(&mut self, atom: &Atom) {
        self.add(atom_form(atom));
        match atom {
            Atom::Event {
                kind,
                who,
                phrase,
                guard,
            } => {
                self.add(kind_form(kind));
                self.add(who_form(who));
                self.maybe(phrase, "event.phrase");
                self.maybe(guard, "event.guard");
                guard.iter().for_each(|guard| self.condition(guard));
            }
            Atom::Labelled {
                who,
                value: _,
                guard,
            } => {
                self.add(who_form(who));
                self.maybe(guard, "labelled.guard");
                guard.iter().for_each(|guard| self.condition(guard));
            }
            Atom::Silence {
                who,
                length: _,
                even_on_hold,
                after,
            } => {
                self.add(who_form(who));
                self.when(*even_on_hold, "silence.even_on_hold");
                self.maybe(after, "silence.after");
                after.iter().for_each(|moment| self.moment(moment));
            }
            Atom::Lasts { span: _, length: _ } => {}
            Atom::OverlapLasts(_)
            | Atom::OverlapEnds
            | Atom::CallBegins
            | Atom::CallEnds
            | Atom::Derived(_) => {}
        }
    }

    pub(super) fn condition(&mut self, expr: &Expr) {
        self.add(expr_form(expr));
        match expr {
            Expr::Not(inner) => self.condition(inner),
            Expr::And(all) | Expr::Or(all) => all.iter().for_each(|one| self.condition(one)),
            Expr::Compare { left, op: _, right } => {
                self.term(left);
                self.term(right);
            }
            Expr::TextIn {
                value,
                list: _,
                negated,
            }
            | Expr::Flag { value, negated } => {
                self.add(field_form(value));
                self.when(*negated, "negated");
            }
            Expr::Happened { moment, since } => {
                self.maybe(since, "happened.since");
                self.moment(moment);
                since.iter().for_each(|moment| self.moment(moment));
            }
            Expr::SameText {
                left,
                right,
                negated: _,
            } => {
                self.add(field_form(left));
                self.add(field_form(right));
            }
            Expr::Const(_) | Expr::Outcome { .. } | Expr::TurnStart => {}
        }
    }

    pub(super) fn term(&mut self, term: &Term) {
        self.add(term_form(term));
        match term {
            Term::Field(field) => self.add(field_form(field)),
            Term::Count {
                moment,
                since,
                last,
            } => {
                self.maybe(since, "count.since");
                self.maybe(last, "count.last");
                self.moment(moment);
                since.iter().for_each(|moment| self.moment(moment));
            }
            Term::Measure {
                span: _,
                longest,
                since,
            } => {
                self.when(*longest, "measure.longest");
                self.maybe(since, "measure.since");
                since.iter().for_each(|moment| self.moment(moment));
            }
            Term::Statistic {
                how: _,
                value,
                who: _,
            } => self.term(value),
            Term::TimeOf { which: _, moment } => self.moment(moment),
            Term::Arithmetic(left, _, right) => {
                self.term(left);
                self.term(right);
            }
            Term::Number(_) | Term::Rings | Term::CallTime | Term::Clock(_) | Term::Speech(_) => {}
        }
    }
}
