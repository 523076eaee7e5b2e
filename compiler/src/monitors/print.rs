//! The printed form of the monitors, for `zhunze inspect --monitors`.

use std::fmt::{self, Display, Formatter, Write};

use super::{
    Chain, Derived, DerivedBody, Duty, Happen, Limit, Monitor, Program, Role, Shape, Signal, View,
};
use crate::book::{Atom, Extent, Part, Pick, ValueUnit};

impl Display for Program {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        writeln!(f, "signals")?;
        for (number, signal) in self.signals.iter().enumerate() {
            writeln!(f, "  s{number} {signal}")?;
        }
        writeln!(f, "guards")?;
        for (number, guard) in self.guards.iter().enumerate() {
            let view = match guard.view {
                View::Step => "",
                View::Target => " (of target and trigger)",
                View::Earlier => " (of an earlier event and the trigger)",
            };
            writeln!(f, "  g{number} {:?}{view}", guard.expr)?;
        }
        for (number, term) in self.terms.iter().enumerate() {
            writeln!(f, "  v{number} {term:?}")?;
        }
        for (number, derived) in self.derived.iter().enumerate() {
            self.write_derived(f, number, derived)?;
        }
        for (number, monitor) in self.monitors.iter().enumerate() {
            writeln!(f, "monitor {number} {}", monitor.name)?;
            self.write_monitor(f, monitor)?;
        }
        Ok(())
    }
}

impl Display for Signal {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        match &self.atom {
            Atom::Event { kind, who, .. } => write!(f, "{kind:?} by {who:?}")?,
            Atom::Labelled { who, value, .. } => write!(f, "label {value:?} of {who:?}")?,
            Atom::Silence {
                who,
                length,
                even_on_hold,
                after,
            } => {
                let on_hold = if *even_on_hold { " even on hold" } else { "" };
                let after = if after.is_some() {
                    " after a moment"
                } else {
                    ""
                };
                write!(f, "silence of {who:?} {length} ms{on_hold}{after}")?;
            }
            Atom::Lasts { span, length } => write!(f, "{span:?} lasts {length} ms")?,
            Atom::OverlapLasts(length) => write!(f, "overlap lasts {length} ms")?,
            Atom::OverlapEnds => write!(f, "end of overlap")?,
            Atom::CallBegins => write!(f, "begin of call")?,
            Atom::CallEnds => write!(f, "end of call")?,
            Atom::Derived(id) => write!(f, "derived {}", id.0)?,
        }
        self.phrase
            .map_or(Ok(()), |phrase| write!(f, " with phrase p{phrase}"))?;
        self.guard
            .map_or(Ok(()), |guard| write!(f, " where g{guard}"))
    }
}

/// Writes ` name value` when there is a value.
fn some(f: &mut Formatter, name: &str, value: Option<impl Display>) -> fmt::Result {
    value.map_or(Ok(()), |value| write!(f, " {name} {value}"))
}

impl Program {
    fn write_derived(&self, f: &mut Formatter, number: usize, derived: &Derived) -> fmt::Result {
        writeln!(f, "derived {number}")?;
        match &derived.body {
            DerivedBody::Where { all, none, guard } => {
                write!(f, "  all of{}", self.roles(all))?;
                if !none.is_empty() {
                    write!(f, " none of{}", self.roles(none))?;
                }
                some(f, "where", guard.map(|guard| format!("g{guard}")))?;
            }
            DerivedBody::Chain { chain, within, own } => {
                write!(f, "  sequence")?;
                self.write_chain(f, chain, *within)?;
                write!(f, "{}", if *own { " each its own" } else { "" })?;
            }
        }
        writeln!(f)
    }

    fn write_monitor(&self, f: &mut Formatter, monitor: &Monitor) -> fmt::Result {
        match &monitor.shape {
            Shape::Triggered(role) => writeln!(f, "  on {}", self.role(role))?,
            Shape::Call => writeln!(f, "  once a call")?,
            Shape::Never { .. } => writeln!(f, "  each breach")?,
        }
        let applies = self.applies.get(monitor.rule as usize).copied().flatten();
        if let Some(guard) = applies {
            writeln!(f, "  on calls with g{guard}")?;
        }
        if let Some(guard) = monitor.condition {
            writeln!(f, "  if g{guard}")?;
        }
        match monitor.pick {
            Pick::Each => {}
            Pick::Any => writeln!(f, "  one is enough")?,
            Pick::Last => writeln!(f, "  the last counts")?,
        }
        if monitor.own {
            writeln!(f, "  each its own")?;
        }
        if let Some(role) = &monitor.excuse {
            writeln!(f, "  withdraw on {}", self.role(role))?;
        }
        let mut group = 0;
        for owed in &monitor.obligations {
            let or = owed.group == group && owed.duty != first(monitor);
            write!(f, "{}", if or { "  or " } else { "  " })?;
            group = owed.group;
            self.write_duty(f, &owed.duty)?;
        }
        Ok(())
    }

    fn write_duty(&self, f: &mut Formatter, duty: &Duty) -> fmt::Result {
        match duty {
            Duty::Require(guard) => writeln!(f, "require g{guard}"),
            Duty::Before {
                chain,
                within,
                matching,
            } => {
                write!(f, "before")?;
                self.write_chain(f, chain, *within)?;
                some(f, "matching", matching.map(|guard| format!("g{guard}")))?;
                writeln!(f)
            }
            Duty::Happen(happen) => self.write_happen(f, happen),
        }
    }

    fn write_happen(&self, f: &mut Formatter, happen: &Happen) -> fmt::Result {
        let target = self.role(&happen.target);
        match (happen.at_least, happen.at_most) {
            (0, Some(0)) => write!(f, "never {target}")?,
            (1, None) => write!(f, "await {target}")?,
            (least, None) => write!(f, "await {least} times {target}")?,
            (least, Some(most)) => write!(f, "await {least} to {most} times {target}")?,
        }
        let window = &happen.window;
        some(f, "from", window.min.map(|ms| format!("{ms} ms")))?;
        some(f, "to", window.max.map(limit))?;
        some(
            f,
            "after",
            window.after.as_ref().map(|role| self.role(role)),
        )?;
        some(
            f,
            "before",
            window.before.as_ref().map(|role| self.role(role)),
        )?;
        some(
            f,
            "in next turn of",
            window.next_turn.map(|who| format!("{who:?}")),
        )?;
        if let Some((role, count, inclusive)) = &window.next {
            let last = if *inclusive {
                ""
            } else {
                " and until one more"
            };
            write!(f, " in next {count} of {}{last}", self.role(role))?;
        }
        some(f, "in", window.part.as_ref().map(part))?;
        some(
            f,
            "matching",
            happen.matching.map(|guard| format!("g{guard}")),
        )?;
        writeln!(f)
    }

    fn write_chain(&self, f: &mut Formatter, chain: &Chain, within: Option<u64>) -> fmt::Result {
        for step in &chain.steps {
            write!(f, " {}", self.role(&step.role))?;
            some(f, "within", step.within.map(|ms| format!("{ms} ms")))?;
            some(
                f,
                "without",
                step.without.as_ref().map(|role| self.role(role)),
            )?;
        }
        some(f, "all within", within.map(|ms| format!("{ms} ms")))
    }

    fn roles(&self, roles: &[Role]) -> String {
        roles.iter().fold(String::new(), |mut all, role| {
            // Writing to a string cannot fail.
            let _ = write!(all, " {}", self.role(role));
            all
        })
    }

    fn role(&self, role: &Role) -> String {
        let signals = self.moments.get(role.moment as usize).into_iter().flatten();
        let signals: Vec<String> = signals.map(|signal| format!("s{signal}")).collect();
        format!("[{}]", signals.join(" "))
    }
}

fn first(monitor: &Monitor) -> Duty {
    monitor
        .obligations
        .first()
        .map_or(Duty::Require(0), |owed| owed.duty.clone())
}

fn limit(limit: Limit) -> String {
    match limit {
        Limit::After(ms) => format!("{ms} ms"),
        Limit::Value(term, ValueUnit::Millis(ms)) => format!("v{term} × {ms} ms"),
        Limit::Value(term, ValueUnit::WorkingDays) => format!("v{term} working days"),
        Limit::Value(term, ValueUnit::TimeOfDay) => format!("v{term} min of the day"),
        Limit::Clock(time) => format!("{time} ms of the day"),
        Limit::WorkingDays(days) => format!("{days} working days"),
    }
}

fn part(part: &Part) -> String {
    let end = if part.last { "last" } else { "first" };
    match part.extent {
        Extent::Time(ms) => format!("{end} {ms} ms"),
        Extent::Percent(percent) => format!("{end} {percent} thousandths of a percent"),
        Extent::Utterances(who, n) => format!("{end} {n} utterances of {who:?}"),
        Extent::Turns(n) => format!("{end} {n} turns"),
    }
}
