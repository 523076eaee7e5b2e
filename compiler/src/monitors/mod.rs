//! The intermediate form: rules become monitors over signals.
//!
//! A **signal** is an atom of a moment, each distinct one once. A **monitor** is a rule: it
//! listens to signals in **roles** (bits of a mask: trigger, excuse, target, step of a
//! chain …) and knows what each role does to its occurrences. In: the checked rulebook.
//! Out: [`Program`], which [`crate::engine`] turns into tables, and whose `Display` is what
//! `zhunze inspect --monitors` prints.

mod print;

use std::collections::HashMap;

use crate::book::{
    Atom, Book, Expr, Moment, Obligation, Pattern, PhraseId, Rule, Term, Who, Window,
};
use crate::phrases::{self, Groups, alphabet::Alphabet};

/// Why a rulebook cannot be compiled although it is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TooLarge {
    /// The phrases' alternatives multiply to too many strings.
    Phrases,
    /// A rule has more roles than a mask has bits (its position).
    Rule(u32),
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
    /// The phrase it needs, in [`Program::patterns`].
    pub phrase: Option<u32>,
    /// Its guard.
    pub guard: Option<GuardId>,
}

/// A set of signals in one role of a monitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Role {
    /// Its bit in the monitor's mask.
    pub bit: u8,
    /// Position in [`Program::moments`].
    pub moment: u32,
}

/// A rule as a monitor.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Monitor {
    /// The rule's name.
    pub name: String,
    /// How occurrences start.
    pub shape: Shape,
    /// Judged when an occurrence starts (of [`Shape::Never`]: at each breach).
    pub condition: Option<GuardId>,
    /// Withdraws a waiting occurrence.
    pub excuse: Option<Role>,
    /// What is owed, in order.
    pub obligations: Vec<Duty>,
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
pub(crate) enum Duty {
    /// `must`, `must not`
    Happen {
        /// What.
        target: Role,
        /// `must not`
        negated: bool,
        /// No sooner than, within (ms from the trigger's end).
        min: Option<u64>,
        /// See `min`.
        max: Option<u64>,
        /// Only after this.
        after: Option<Role>,
        /// Only before this.
        before: Option<Role>,
        /// Only in the next turn of this speaker; the role is "any utterance".
        next_turn: Option<(Who, Role)>,
    },
    /// `before that`
    Before {
        /// The steps.
        steps: Vec<(Role, Option<u64>)>,
        /// First step's end to the trigger.
        within: Option<u64>,
    },
    /// `require`
    Require(GuardId),
}

/// All monitors of a rulebook and what they listen to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Program {
    /// Signals.
    pub signals: Vec<Signal>,
    /// Moments as lists of signals, in the order written, each distinct list once.
    pub moments: Vec<Vec<SignalId>>,
    /// Moments whose occurrences are counted for conditions (positions in `moments`).
    pub counters: Vec<u32>,
    /// Conditions, each distinct one once.
    pub guards: Vec<Expr>,
    /// Patterns of the phrases in use, each distinct one once.
    pub patterns: Vec<Pattern>,
    /// Their groups.
    pub groups: Groups,
    /// Monitors, one a rule, in rulebook order.
    pub monitors: Vec<Monitor>,
    /// Who listens: by signal, (monitor, role bit).
    pub listeners: Vec<Vec<(u16, u8)>>,
}

/// Makes monitors of all rules.
pub(crate) fn lower(book: &Book) -> Result<(Program, Option<Alphabet>), TooLarge> {
    let mut lowering = Lowering {
        book,
        program: Program::default(),
        seen: HashMap::new(),
    };
    for (rule, position) in book.rules.iter().zip(0..) {
        let monitor = lowering.monitor(rule, position)?;
        lowering.program.monitors.push(monitor);
    }
    let mut program = lowering.program;
    let patterns: Vec<&Pattern> = program.patterns.iter().collect();
    program.groups = phrases::groups(&patterns).map_err(|_| TooLarge::Phrases)?;
    if program.groups.0.len() >= usize::from(u16::MAX) {
        return Err(TooLarge::Phrases);
    }
    let alphabet = Alphabet::new(&program.groups, book.language);
    if alphabet.is_none() {
        Err(TooLarge::Phrases)
    } else {
        Ok((program, alphabet))
    }
}

struct Lowering<'a> {
    book: &'a Book,
    program: Program,
    /// Positions of what has been met, by a kind letter and its debug form.
    seen: HashMap<(char, String), u32>,
}

/// Hands out the bits of one monitor's mask.
struct Roles {
    monitor: u16,
    next: u8,
}

impl Lowering<'_> {
    fn monitor(&mut self, rule: &Rule, position: u32) -> Result<Monitor, TooLarge> {
        let mut roles = Roles {
            monitor: position as u16,
            next: 1,
        };
        let shape = self.shape(rule, &mut roles)?;
        let condition = rule.condition.as_ref().map(|expr| self.guard(expr));
        let excuse = rule
            .excuse
            .as_ref()
            .map(|m| self.role(m, &mut roles))
            .transpose()?;
        let duties = rule
            .obligations
            .iter()
            .map(|duty| self.duty(duty, &mut roles));
        let obligations = duties.collect::<Result<_, _>>()?;
        Ok(Monitor {
            name: rule.name.clone(),
            shape,
            condition,
            excuse,
            obligations,
        })
    }

    fn shape(&mut self, rule: &Rule, roles: &mut Roles) -> Result<Shape, TooLarge> {
        if let Some(trigger) = &rule.trigger {
            let moment = self.moment(trigger);
            return Ok(Shape::Triggered(self.listen(moment, 0, roles.monitor)));
        }
        Ok(match rule.obligations.as_slice() {
            [Obligation::Happen { negated: true, .. }] => Shape::Never {
                by_metadata: rule.condition.as_ref().is_none_or(by_metadata),
            },
            _ => Shape::Call,
        })
    }

    fn duty(&mut self, duty: &Obligation, roles: &mut Roles) -> Result<Duty, TooLarge> {
        Ok(match duty {
            Obligation::Require(expr) => Duty::Require(self.guard(expr)),
            Obligation::Before { steps, within } => {
                let steps = steps
                    .iter()
                    .map(|s| Ok((self.role(&s.moment, roles)?, s.within)));
                Duty::Before {
                    steps: steps.collect::<Result<_, _>>()?,
                    within: *within,
                }
            }
            Obligation::Happen {
                moment,
                negated,
                window,
            } => self.happen(moment, *negated, window, roles)?,
        })
    }

    fn happen(
        &mut self,
        target: &Moment,
        negated: bool,
        window: &Window,
        roles: &mut Roles,
    ) -> Result<Duty, TooLarge> {
        let utterance = Atom::Event {
            kind: crate::book::Kind::Utterance,
            who: Who::Anyone,
            phrase: None,
            guard: None,
        };
        let utterance = Moment {
            any: vec![utterance],
        };
        Ok(Duty::Happen {
            target: self.role(target, roles)?,
            negated,
            min: window.min,
            max: window.max,
            after: window
                .after
                .as_ref()
                .map(|m| self.role(m, roles))
                .transpose()?,
            before: window
                .before
                .as_ref()
                .map(|m| self.role(m, roles))
                .transpose()?,
            next_turn: window
                .next_turn
                .map(|who| Ok((who, self.role(&utterance, roles)?)))
                .transpose()?,
        })
    }

    fn role(&mut self, moment: &Moment, roles: &mut Roles) -> Result<Role, TooLarge> {
        let bit = roles.next;
        if bit >= 63 {
            return Err(TooLarge::Rule(u32::from(roles.monitor)));
        }
        roles.next += 1;
        let moment = self.moment(moment);
        Ok(self.listen(moment, bit, roles.monitor))
    }

    fn listen(&mut self, moment: u32, bit: u8, monitor: u16) -> Role {
        let signals = self
            .program
            .moments
            .get(moment as usize)
            .cloned()
            .unwrap_or_default();
        for signal in signals {
            if let Some(listeners) = self.program.listeners.get_mut(usize::from(signal)) {
                listeners.push((monitor, bit));
            }
        }
        Role { bit, moment }
    }

    /// The position of something in its table, added when it is new.
    fn intern(&mut self, letter: char, key: String, add: impl FnOnce(&mut Self) -> usize) -> u32 {
        if let Some(position) = self.seen.get(&(letter, key.clone())) {
            return *position;
        }
        let position = add(self) as u32;
        self.seen.insert((letter, key), position);
        position
    }

    fn moment(&mut self, moment: &Moment) -> u32 {
        let signals: Vec<SignalId> = moment.any.iter().map(|atom| self.signal(atom)).collect();
        self.intern('m', format!("{signals:?}"), |me| {
            me.program.moments.push(signals);
            me.program.moments.len() - 1
        })
    }

    fn signal(&mut self, atom: &Atom) -> SignalId {
        self.intern('s', format!("{atom:?}"), |me| {
            let (phrase, guard) = match atom {
                Atom::Event { phrase, guard, .. } => (*phrase, guard.as_ref()),
                Atom::Labelled { guard, .. } => (None, guard.as_ref()),
                Atom::Silence { .. } | Atom::Lasts { .. } | Atom::CallEnds => (None, None),
            };
            let phrase = phrase.and_then(|phrase| me.phrase(phrase));
            let guard = guard.map(|guard| me.guard(guard));
            me.program.signals.push(Signal {
                atom: atom.clone(),
                phrase,
                guard,
            });
            me.program.listeners.push(vec![]);
            me.program.signals.len() - 1
        }) as SignalId
    }

    fn phrase(&mut self, phrase: PhraseId) -> Option<u32> {
        let pattern = &self.book.phrases.get(phrase.index())?.pattern;
        Some(self.intern('p', format!("{pattern:?}"), |me| {
            me.program.patterns.push(pattern.clone());
            me.program.patterns.len() - 1
        }))
    }

    fn guard(&mut self, expr: &Expr) -> GuardId {
        each_moment(expr, &mut |moment| self.counter(moment));
        self.intern('g', format!("{expr:?}"), |me| {
            me.program.guards.push(expr.clone());
            me.program.guards.len() - 1
        }) as GuardId
    }

    fn counter(&mut self, moment: &Moment) {
        let moment = self.moment(moment);
        if !self.program.counters.contains(&moment) {
            self.program.counters.push(moment);
        }
    }
}

/// Calls `f` for each moment that a condition looks back on.
fn each_moment(expr: &Expr, f: &mut dyn FnMut(&Moment)) {
    match expr {
        Expr::Const(_) | Expr::TextIn { .. } | Expr::Flag { .. } => {}
        Expr::Not(inside) => each_moment(inside, f),
        Expr::And(all) | Expr::Or(all) => all.iter().for_each(|expr| each_moment(expr, f)),
        Expr::Happened(moment) => f(moment),
        Expr::Compare { left, right, .. } => {
            for term in [left, right] {
                if let Term::Count(moment) = term {
                    f(moment);
                }
            }
        }
    }
}

/// The condition looks at metadata alone.
fn by_metadata(expr: &Expr) -> bool {
    use crate::book::Field::Meta;
    let term = |term: &Term| matches!(term, Term::Number(_) | Term::Field(Meta(_)));
    match expr {
        Expr::Const(_) => true,
        Expr::Not(inside) => by_metadata(inside),
        Expr::And(all) | Expr::Or(all) => all.iter().all(by_metadata),
        Expr::Compare { left, right, .. } => term(left) && term(right),
        Expr::TextIn { value, .. } | Expr::Flag { value, .. } => matches!(value, Meta(_)),
        Expr::Happened(_) => false,
    }
}

impl Program {
    /// The position of a moment among the counters.
    pub(crate) fn counter_of(&self, moment: &Moment) -> Option<usize> {
        let signals: Option<Vec<SignalId>> =
            moment.any.iter().map(|atom| self.signal_of(atom)).collect();
        let moment = self
            .moments
            .iter()
            .position(|m| Some(m) == signals.as_ref())?;
        self.counters
            .iter()
            .position(|counter| *counter as usize == moment)
    }

    fn signal_of(&self, atom: &Atom) -> Option<SignalId> {
        self.signals
            .iter()
            .position(|signal| signal.atom == *atom)
            .map(|s| s as SignalId)
    }
}
