//! Rules and derived moments become monitors: tables of signals, moments and conditions in
//! which each distinct one stands once, and roles for all who listen.

use std::collections::HashMap;

use super::asks::{
    each_field, each_field_of_term, each_moment, each_moment_of_term, each_term, each_term_in,
};
use super::{
    Derived, DerivedBody, Duty, Guard, GuardId, Monitor, Obligation, Program, Role, Shape, Signal,
    SignalId, TooLarge, View, windows,
};
use crate::book::{self, Arm, Atom, Book, Expr, Field, Moment, PhraseId, Rule, Term};
use crate::phrases::{self, alphabet::Alphabet};

/// Makes monitors of all rules.
pub(crate) fn lower(book: &Book) -> Result<(Program, Option<Alphabet>), TooLarge> {
    let mut lowering = Lowering {
        book,
        program: Program::default(),
        seen: HashMap::new(),
    };
    lowering.derived()?;
    for (rule, position) in book.rules.iter().zip(0..) {
        lowering.rule(rule, position)?;
    }
    let mut program = lowering.program;
    if !fits(&program) {
        return Err(TooLarge::Rulebook);
    }
    let built = phrases::build(&program.phrases, book).map_err(|_| TooLarge::Phrases)?;
    program.groups = built.groups;
    program.machines = built.machines;
    program.features = built.features;
    program.features.hashes = compares_utterances(&program);
    Ok((program, Some(built.alphabet)))
}

/// Some condition asks how alike utterances are.
fn compares_utterances(program: &Program) -> bool {
    let mut any = false;
    let mut look = |term: &Term| {
        any |= matches!(term, Term::Speech(book::SpeechValue::Similarity { .. }));
    };
    program
        .guards
        .iter()
        .for_each(|guard| each_term(&guard.expr, &mut look));
    program
        .terms
        .iter()
        .for_each(|term| each_term_in(term, &mut look));
    any
}

/// All numbers fit 16 bits; 0xffff ends lists.
fn fits(program: &Program) -> bool {
    let lengths = [
        program.signals.len(),
        program.guards.len() + program.terms.len() + program.signals.len(),
        program.listener_count() as usize,
    ];
    lengths.iter().all(|length| *length < usize::from(u16::MAX))
}

/// The lowering under way.
pub(super) struct Lowering<'a> {
    pub(super) book: &'a Book,
    pub(super) program: Program,
    /// Positions of what has been met, by a kind letter and its debug form.
    seen: HashMap<(char, String), u32>,
}

/// Hands out the bits of one listener's mask.
pub(super) struct Roles {
    listener: u16,
    next: u8,
    /// What to say when the bits are used up.
    full: TooLarge,
}

impl Lowering<'_> {
    fn derived(&mut self) -> Result<(), TooLarge> {
        for (derived, number) in self.book.derived.iter().zip(0u32..) {
            let mut roles = Roles {
                listener: number as u16,
                next: 0,
                full: TooLarge::Moment(number),
            };
            let body = match derived {
                book::Derived::Where { all, none, guard } => DerivedBody::Where {
                    all: self.all_roles(all, &mut roles)?,
                    none: self.all_roles(none, &mut roles)?,
                    guard: guard.as_ref().map(|guard| self.guard(guard, View::Step)),
                },
                book::Derived::Chain { chain, within, own } => DerivedBody::Chain {
                    chain: self.chain(chain, &mut roles)?,
                    within: *within,
                    own: *own,
                },
            };
            self.program.derived.push(Derived { signal: None, body });
        }
        Ok(())
    }

    fn all_roles(&mut self, moments: &[Moment], roles: &mut Roles) -> Result<Vec<Role>, TooLarge> {
        moments
            .iter()
            .map(|moment| self.role(moment, roles))
            .collect()
    }

    fn rule(&mut self, rule: &Rule, position: u32) -> Result<(), TooLarge> {
        let applies = rule
            .applies
            .as_ref()
            .map(|expr| self.guard(expr, View::Step));
        self.program.applies.push(applies);
        for (arm, number) in rule.arms.iter().zip(0u32..) {
            let number = u8::try_from(number).map_err(|_| TooLarge::Rule(position))?;
            let monitor = self.monitor(rule, arm, position, number)?;
            self.program.monitors.push(monitor);
        }
        Ok(())
    }

    fn monitor(
        &mut self,
        rule: &Rule,
        arm: &Arm,
        position: u32,
        number: u8,
    ) -> Result<Monitor, TooLarge> {
        let listener =
            (self.book.derived.len().next_multiple_of(64) + self.program.monitors.len()) as u16;
        let mut roles = Roles {
            listener,
            next: 1,
            full: TooLarge::Rule(position),
        };
        let shape = self.shape(arm, listener);
        let condition = arm
            .condition
            .as_ref()
            .map(|expr| self.guard(expr, View::Step));
        let excuse = self.maybe_role(arm.excuse.as_ref(), &mut roles)?;
        let mut obligations: Vec<Obligation> = vec![];
        for owed in &arm.obligations {
            let group = match obligations.last() {
                Some(last) => last.group + u8::from(!owed.or_else),
                None => 0,
            };
            let duty = self.duty(&owed.duty, &mut roles)?;
            obligations.push(Obligation { group, duty });
        }
        if obligations.len() > 8 {
            return Err(TooLarge::Rule(position));
        }
        let name = match &arm.branch {
            Some(branch) => format!("{} ({branch})", rule.name),
            None => rule.name.clone(),
        };
        Ok(Monitor {
            rule: position,
            arm: number,
            name,
            shape,
            condition,
            excuse,
            obligations,
            own: rule.own,
            pick: rule.pick,
        })
    }

    fn shape(&mut self, arm: &Arm, listener: u16) -> Shape {
        if let Some(trigger) = &arm.trigger {
            let moment = self.moment(trigger);
            return Shape::Triggered(self.listen(moment, 0, listener));
        }
        let never = match arm.obligations.as_slice() {
            [only] => match &only.duty {
                book::Duty::Happen {
                    at_most, window, ..
                } => {
                    *at_most == Some(0) && !window.part.as_ref().is_some_and(windows::decided_late)
                }
                book::Duty::Before { .. } | book::Duty::Require(_) => false,
            },
            _ => false,
        };
        if never {
            Shape::Never {
                by_metadata: arm.condition.as_ref().is_none_or(super::asks::by_metadata),
            }
        } else {
            Shape::Call
        }
    }

    fn duty(&mut self, duty: &book::Duty, roles: &mut Roles) -> Result<Duty, TooLarge> {
        Ok(match duty {
            book::Duty::Require(expr) => Duty::Require(self.guard(expr, View::Step)),
            book::Duty::Before {
                chain,
                within,
                matching,
            } => Duty::Before {
                chain: self.chain(chain, roles)?,
                within: *within,
                matching: matching
                    .as_ref()
                    .map(|expr| self.guard(expr, View::Earlier)),
            },
            book::Duty::Happen { .. } => self.happen(duty, roles)?,
        })
    }

    fn chain(&mut self, chain: &book::Chain, roles: &mut Roles) -> Result<super::Chain, TooLarge> {
        let steps = chain.steps.iter().map(|step| {
            Ok(super::Step {
                role: self.role(&step.moment, roles)?,
                within: step.within,
                without: self.maybe_role(step.without.as_ref(), roles)?,
            })
        });
        Ok(super::Chain {
            steps: steps.collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn maybe_role(
        &mut self,
        moment: Option<&Moment>,
        roles: &mut Roles,
    ) -> Result<Option<Role>, TooLarge> {
        moment.map(|moment| self.role(moment, roles)).transpose()
    }

    pub(super) fn role(&mut self, moment: &Moment, roles: &mut Roles) -> Result<Role, TooLarge> {
        let bit = roles.next;
        if bit >= 63 {
            return Err(roles.full.clone());
        }
        roles.next += 1;
        let moment = self.moment(moment);
        Ok(self.listen(moment, bit, roles.listener))
    }

    fn listen(&mut self, moment: u32, bit: u8, listener: u16) -> Role {
        let signals = self.program.moments.get(moment as usize).cloned();
        for signal in signals.unwrap_or_default() {
            if let Some(listeners) = self.program.listeners.get_mut(usize::from(signal)) {
                listeners.push((listener, bit));
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
        let key = format!("{atom:?}");
        if let Some(known) = self.program.known.get(&key) {
            return *known;
        }
        let (phrase, guard) = match atom {
            Atom::Event { phrase, guard, .. } => (*phrase, guard.as_ref()),
            Atom::Labelled { guard, .. } => (None, guard.as_ref()),
            Atom::Silence { after, .. } => {
                after.iter().for_each(|moment| {
                    self.moment(moment);
                });
                (None, None)
            }
            Atom::Lasts { .. }
            | Atom::OverlapLasts(_)
            | Atom::OverlapEnds
            | Atom::CallBegins
            | Atom::CallEnds
            | Atom::Derived(_) => (None, None),
        };
        let phrase = phrase.and_then(|phrase| self.phrase(phrase));
        let guard = guard.map(|guard| self.guard(guard, View::Step));
        let number = self.program.signals.len() as SignalId;
        self.program.signals.push(Signal {
            atom: atom.clone(),
            phrase,
            guard,
        });
        self.program.listeners.push(vec![]);
        if let Atom::Derived(id) = atom
            && let Some(derived) = self.program.derived.get_mut(id.index())
        {
            derived.signal = Some(number);
        }
        self.program.known.insert(key, number);
        number
    }

    fn phrase(&mut self, phrase: PhraseId) -> Option<u32> {
        self.program.phrases.add(self.book, phrase)
    }

    pub(super) fn guard(&mut self, expr: &Expr, view: View) -> GuardId {
        each_moment(expr, &mut |moment| {
            self.moment(moment);
        });
        each_field(expr, &mut |field| self.captured(field));
        self.intern('g', format!("{view:?} {expr:?}"), |me| {
            let expr = expr.clone();
            me.program.guards.push(Guard { expr, view });
            me.program.guards.len() - 1
        }) as GuardId
    }

    /// A phrase whose value is asked for is looked for.
    fn captured(&mut self, field: Field) {
        if let Field::Capture(phrase, _) | Field::CaptureOfTrigger(phrase, _) = field {
            self.phrase(phrase);
        }
    }

    pub(super) fn term(&mut self, term: &Term) -> u16 {
        each_moment_of_term(term, &mut |moment| {
            self.moment(moment);
        });
        each_field_of_term(term, &mut |field| self.captured(field));
        self.intern('t', format!("{term:?}"), |me| {
            me.program.terms.push(term.clone());
            me.program.terms.len() - 1
        }) as u16
    }
}
