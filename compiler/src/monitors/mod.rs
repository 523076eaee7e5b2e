//! The intermediate form: rules become monitors over signals.
//!
//! A **signal** is an atom of a moment, each distinct one once. A **monitor** is an arm of a
//! rule: it listens to signals in **roles** (bits of a mask: trigger, excuse, target, step of
//! a chain …) and knows what each role does to its occurrences. A **derived** moment listens
//! in the same way and raises a signal of its own. In: the checked rulebook. Out: [`Program`],
//! which [`crate::engine`] turns into tables, and whose `Display` is what `zhunze inspect
//! --monitors` prints.

pub(crate) mod asks;
mod lower;
mod print;
mod windows;

use std::collections::HashMap;

use crate::book::{Atom, Expr, Moment, Part, Pick, Term, ValueUnit, Who};
use crate::phrases::{Features, Groups, listed::Listed};
use crate::text::regex::Machine;

pub(crate) use lower::lower;
pub(crate) use windows::decided_late;

/// Why a rulebook cannot be compiled although it is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TooLarge {
    /// The phrases' alternatives multiply to too many strings.
    Phrases,
    /// A rule listens to more moments, or has more branches, than the module can tell apart
    /// (its position).
    Rule(u32),
    /// A moment is made of too many others (its position among the derived ones).
    Moment(u32),
    /// There are too many rules, moments or conditions in all.
    Rulebook,
}

/// Position in [`Program::signals`].
pub(crate) type SignalId = u16;
/// Position in [`Program::guards`].
pub(crate) type GuardId = u16;

/// A signal: an atom, its phrase and guard replaced by positions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Signal {
    /// What raises it.
    pub atom: Atom,
    /// The phrase it needs, in [`Program::phrases`].
    pub phrase: Option<u32>,
    /// Its guard.
    pub guard: Option<GuardId>,
}

/// A condition as a function of the module.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Guard {
    /// The condition.
    pub expr: Expr,
    /// What its fields read.
    pub view: View,
}

/// What the fields of a condition read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum View {
    /// The step's event.
    Step,
    /// `matching` of a target: the step's event, and what was saved of the trigger.
    Target,
    /// `matching` of `before that`: what was saved of the earlier event; `OfTrigger` reads
    /// the step's event, which is the trigger.
    Earlier,
}

/// A set of signals in one role of a listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Role {
    /// Its bit in the listener's mask.
    pub bit: u8,
    /// Position in [`Program::moments`].
    pub moment: u32,
}

/// An arm of a rule as a monitor.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Monitor {
    /// Position of the rule.
    pub rule: u32,
    /// Position of the arm in it.
    pub arm: u8,
    /// The rule's name, with the branch's.
    pub name: String,
    /// How occurrences start.
    pub shape: Shape,
    /// Judged when an occurrence starts (of [`Shape::Never`]: at each breach).
    pub condition: Option<GuardId>,
    /// Withdraws a waiting occurrence.
    pub excuse: Option<Role>,
    /// What is owed, in order.
    pub obligations: Vec<Obligation>,
    /// A target settles only the oldest occurrence.
    pub own: bool,
    /// Which occurrences count.
    pub pick: Pick,
}

/// How the occurrences of a monitor start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One for each trigger.
    Triggered(Role),
    /// The call is the only one.
    Call,
    /// The call must not see the target; each breach is a finding. `by_metadata`: the
    /// condition looks at metadata alone (or there is none).
    Never {
        /// See above.
        by_metadata: bool,
    },
}

/// An obligation of a monitor.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Obligation {
    /// Number of its group in the arm.
    pub group: u8,
    /// What is owed.
    pub duty: Duty,
}

/// What is owed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Duty {
    /// `must`, `must not`
    Happen(Happen),
    /// `before that`
    Before {
        /// The sequence.
        chain: Chain,
        /// First step's end to the trigger.
        within: Option<u64>,
        /// What it and the trigger must have to do with each other.
        matching: Option<GuardId>,
    },
    /// `require`
    Require(GuardId),
}

/// `must`, `must not`
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Happen {
    /// What.
    pub target: Role,
    /// How often at least.
    pub at_least: u8,
    /// How often at most.
    pub at_most: Option<u8>,
    /// When it counts.
    pub window: Window,
    /// What target and trigger must have to do with each other.
    pub matching: Option<GuardId>,
}

/// When a target counts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Window {
    /// No sooner than (ms from the trigger's end).
    pub min: Option<u64>,
    /// No later than.
    pub max: Option<Limit>,
    /// Only after this.
    pub after: Option<Role>,
    /// Only before this.
    pub before: Option<Role>,
    /// Only in the next turn of this speaker.
    pub next_turn: Option<Who>,
    /// Only among the next of these: role, how many, inclusive.
    pub next: Option<(Role, u8, bool)>,
    /// Only in this part of the call.
    pub part: Option<Part>,
    /// "Any utterance", when turns or utterances are counted.
    pub utterance: Option<Role>,
}

/// The end of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Milliseconds after the trigger's end.
    After(u64),
    /// A value (position in [`Program::terms`]) of this unit.
    Value(u16, ValueUnit),
    /// A time of its day.
    Clock(u64),
    /// So many working days after it.
    WorkingDays(u32),
}

/// A sequence of moments.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chain {
    /// Its steps.
    pub steps: Vec<Step>,
}

/// A step of a sequence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    /// What happens.
    pub role: Role,
    /// At most so long after the step before.
    pub within: Option<u64>,
    /// Not since the step before.
    pub without: Option<Role>,
}

/// A derived moment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Derived {
    /// The signal it raises; `None` when nobody listens.
    pub signal: Option<SignalId>,
    /// When.
    pub body: DerivedBody,
}

/// When a derived moment matches.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum DerivedBody {
    /// All of these, none of those, and a condition.
    Where {
        /// The first gives the words.
        all: Vec<Role>,
        /// See above.
        none: Vec<Role>,
        /// See above.
        guard: Option<GuardId>,
    },
    /// A sequence is complete.
    Chain {
        /// The sequence.
        chain: Chain,
        /// From the first step's end to the last.
        within: Option<u64>,
        /// It starts anew then.
        own: bool,
    },
}

/// All monitors of a rulebook and what they listen to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Program {
    /// Signals.
    pub signals: Vec<Signal>,
    /// Moments as lists of signals, in the order written, each distinct list once.
    pub moments: Vec<Vec<SignalId>>,
    /// Conditions, each distinct one once.
    pub guards: Vec<Guard>,
    /// The values of limits, each distinct one once.
    pub terms: Vec<Term>,
    /// The phrases in use, each distinct one once.
    pub phrases: Listed,
    /// The groups of their patterns.
    pub groups: Groups,
    /// Regular expressions: the phrase and its tables.
    pub machines: Vec<(u32, Machine)>,
    /// What the phrases need of the scanner.
    pub features: Features,
    /// Derived moments, in the order of the rulebook's.
    pub derived: Vec<Derived>,
    /// Monitors, one an arm, in rulebook order.
    pub monitors: Vec<Monitor>,
    /// Who listens: by signal, (listener, role bit). Derived moments come first, then from
    /// [`Program::first_monitor`] on the monitors.
    pub listeners: Vec<Vec<(u16, u8)>>,
    /// By rule: the condition on the metadata under which it applies.
    pub applies: Vec<Option<GuardId>>,
    /// Positions of signals by the debug form of their atoms.
    known: HashMap<String, SignalId>,
}

impl Program {
    /// The number of the first monitor among the listeners: a whole word of touched bits.
    pub(crate) fn first_monitor(&self) -> u32 {
        (self.derived.len() as u32).next_multiple_of(64)
    }

    /// How many listeners' numbers there are.
    pub(crate) fn listener_count(&self) -> u32 {
        self.first_monitor() + self.monitors.len() as u32
    }

    /// The position of a moment in [`Program::moments`].
    pub(crate) fn moment_of(&self, moment: &Moment) -> Option<u32> {
        let signals: Option<Vec<SignalId>> =
            moment.any.iter().map(|atom| self.signal_of(atom)).collect();
        let place = self
            .moments
            .iter()
            .position(|m| Some(m) == signals.as_ref())?;
        Some(place as u32)
    }

    fn signal_of(&self, atom: &Atom) -> Option<SignalId> {
        self.known.get(&format!("{atom:?}")).copied()
    }
}
