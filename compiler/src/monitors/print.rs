//! The printed form of the monitors, for `zhunze inspect --monitors`.

use std::fmt::{self, Display, Formatter};

use super::{Duty, Monitor, Program, Role, Shape, Signal};
use crate::book::Atom;

impl Display for Program {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        writeln!(f, "signals")?;
        for (signal, number) in self.signals.iter().zip(0..) {
            writeln!(f, "  s{number} {signal}")?;
        }
        writeln!(f, "guards")?;
        for (guard, number) in self.guards.iter().zip(0..) {
            writeln!(f, "  g{number} {guard:?}")?;
        }
        for (monitor, number) in self.monitors.iter().zip(0..) {
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
            } => {
                write!(f, "silence of {who:?} {length} ms")?;
                if *even_on_hold {
                    write!(f, " even on hold")?;
                }
            }
            Atom::Lasts { span, length } => write!(f, "{span:?} lasts {length} ms")?,
            Atom::CallEnds => write!(f, "end of call")?,
        }
        self.phrase
            .map_or(Ok(()), |phrase| write!(f, " with phrase p{phrase}"))?;
        self.guard
            .map_or(Ok(()), |guard| write!(f, " where g{guard}"))
    }
}

impl Program {
    fn write_monitor(&self, f: &mut Formatter, monitor: &Monitor) -> fmt::Result {
        match &monitor.shape {
            Shape::Triggered(role) => writeln!(f, "  on {}", self.role(role))?,
            Shape::Call => writeln!(f, "  once a call")?,
            Shape::Never { .. } => writeln!(f, "  each breach")?,
        }
        if let Some(guard) = monitor.condition {
            writeln!(f, "  if g{guard}")?;
        }
        if let Some(role) = &monitor.excuse {
            writeln!(f, "  withdraw on {}", self.role(role))?;
        }
        monitor
            .obligations
            .iter()
            .try_for_each(|duty| self.write_duty(f, duty))
    }

    fn write_duty(&self, f: &mut Formatter, duty: &Duty) -> fmt::Result {
        match duty {
            Duty::Require(guard) => writeln!(f, "  require g{guard}"),
            Duty::Before { steps, within } => {
                write!(f, "  before")?;
                for (role, within) in steps {
                    write!(f, " {}", self.role(role))?;
                    within.map_or(Ok(()), |ms| write!(f, " within {ms} ms"))?;
                }
                within.map_or(Ok(()), |ms| write!(f, " all within {ms} ms"))?;
                writeln!(f)
            }
            Duty::Happen {
                target,
                negated,
                min,
                max,
                after,
                before,
                next_turn,
            } => {
                write!(
                    f,
                    "  {} {}",
                    if *negated { "never" } else { "await" },
                    self.role(target)
                )?;
                min.map_or(Ok(()), |ms| write!(f, " from {ms} ms"))?;
                max.map_or(Ok(()), |ms| write!(f, " to {ms} ms"))?;
                after
                    .as_ref()
                    .map_or(Ok(()), |role| write!(f, " after {}", self.role(role)))?;
                before
                    .as_ref()
                    .map_or(Ok(()), |role| write!(f, " before {}", self.role(role)))?;
                next_turn
                    .as_ref()
                    .map_or(Ok(()), |(who, _)| write!(f, " in next turn of {who:?}"))?;
                writeln!(f)
            }
        }
    }

    fn role(&self, role: &Role) -> String {
        let signals = self.moments.get(role.moment as usize).into_iter().flatten();
        let signals: Vec<String> = signals.map(|signal| format!("s{signal}")).collect();
        format!("[{}]", signals.join(" "))
    }
}
