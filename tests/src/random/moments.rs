//! Moments: single events, timers, and moments made of others.

use zhunze_compiler::book::*;

use super::look::{Looks, seen};
use super::{EVENTS, Maker, WHO};

/// Moments made of others in one rulebook.
const MOST_DERIVED: usize = 12;

impl Maker<'_> {
    /// A moment; conditions in it nest no deeper than `depth`.
    pub(super) fn moment(&mut self, depth: u32) -> Moment {
        let mut any = vec![];
        let most = if self.part() { 2 } else { 1 };
        for atom in self.list(most, |maker| maker.atom(depth)) {
            if !any.contains(&atom) {
                any.push(atom);
            }
        }
        Moment { any }
    }

    /// A moment that does not nest much.
    pub(super) fn past(&mut self, depth: u32) -> Moment {
        self.moment(depth.saturating_sub(1))
    }

    fn atom(&mut self, depth: u32) -> Atom {
        match self.r.below(40) {
            0..16 => self.utterance(depth),
            16..25 => self.other_event(depth),
            25..27 => self.labelled(depth),
            27..30 => self.silence(depth),
            30 => Atom::Lasts {
                span: self.r.of(&[SpanKind::Hold, SpanKind::Mute]),
                length: self.time(),
            },
            31 => {
                let least = self.r.of(&[0, 0, 1, 2, 4]);
                Atom::OverlapLasts(least * self.scale)
            }
            32 => Atom::OverlapEnds,
            33 => Atom::CallBegins,
            34 => Atom::CallEnds,
            _ if depth > 0 && self.parts > 0 => self.derived(depth),
            _ => self.utterance(depth),
        }
    }

    /// A condition on an event; seldom, and not in the depths.
    fn guard(&mut self, depth: u32, speech: bool) -> Option<Expr> {
        let looks = Looks {
            event: true,
            speech,
            history: true,
            ..Looks::nothing()
        };
        if depth == 0 || !self.part() {
            return None;
        }
        self.some(4, |maker| maker.condition(looks, depth))
    }

    pub(super) fn utterance(&mut self, depth: u32) -> Atom {
        let count = self.book.phrases.len();
        Atom::Event {
            kind: Kind::Utterance,
            who: self.r.of(&WHO),
            phrase: self.some(2, |maker| PhraseId(maker.r.id(count))),
            guard: self.guard(depth, true),
        }
    }

    fn other_event(&mut self, depth: u32) -> Atom {
        let declared = Kind::Declared(EventId(self.r.id(EVENTS.len())));
        let kind = self.r.of(&[
            Kind::Ring,
            Kind::Answer,
            Kind::HoldStart,
            Kind::HoldEnd,
            Kind::MuteStart,
            Kind::MuteEnd,
            Kind::Transfer,
            Kind::Hangup,
            Kind::Dtmf,
            Kind::Action,
            Kind::Label,
            Kind::Contact,
            declared,
            declared,
            declared,
        ]);
        let who = match kind {
            Kind::Hangup | Kind::Label => self.r.of(&WHO),
            _ => Who::Anyone,
        };
        Atom::Event {
            kind,
            who,
            phrase: None,
            guard: self.guard(depth, false),
        }
    }

    fn labelled(&mut self, depth: u32) -> Atom {
        Atom::Labelled {
            who: self.r.of(&[Who::Agent, Who::Customer, Who::System]),
            value: self.r.of(&["angry", "mood", "customer"]).into(),
            guard: self.guard(depth, false),
        }
    }

    fn silence(&mut self, depth: u32) -> Atom {
        Atom::Silence {
            who: self.r.of(&WHO),
            length: self.time(),
            even_on_hold: self.r.one_in(3),
            after: (depth > 0)
                .then(|| self.some(3, |maker| maker.past(depth)))
                .flatten(),
        }
    }

    fn derived(&mut self, depth: u32) -> Atom {
        let known = self.book.derived.len();
        if known > 0 && (known >= MOST_DERIVED || self.r.one_in(3)) {
            return Atom::Derived(DerivedId(self.r.id(known)));
        }
        let derived = match self.r.below(2) {
            0 => self.where_(depth - 1),
            _ => Derived::Chain {
                chain: self.chain(2, depth - 1),
                within: self.some(3, Self::time),
                own: self.r.one_in(2),
            },
        };
        let known = self.book.derived.iter().position(|it| *it == derived);
        let at = known.unwrap_or_else(|| {
            self.book.derived.push(derived);
            self.book.derived.len() - 1
        });
        Atom::Derived(DerivedId(at as u32))
    }

    fn where_(&mut self, depth: u32) -> Derived {
        let most = self.r.weighted(&[(3, 1), (2, 2)]);
        let all = self.list(most, |maker| maker.moment(depth));
        let none = self.some(3, |maker| maker.moment(depth));
        let mut looks = Looks::at(seen(&self.book, &all[0]));
        for moment in &all {
            let other = seen(&self.book, moment);
            looks.event |= other.event;
            looks.speech |= other.speech;
        }
        Derived::Where {
            all,
            none: none.into_iter().collect(),
            guard: self.some(2, |maker| maker.condition(looks, depth + 1)),
        }
    }

    /// A sequence of at least so many steps.
    pub(super) fn chain(&mut self, least: u64, depth: u32) -> Chain {
        let more = self.r.weighted(&[(4, 0), (3, 1), (1, 2), (1, 6)]);
        let count = (least + more).min(8);
        let step = |maker: &mut Self, number: u64| Step {
            within: maker.some(3, Self::time).filter(|_| number > 0),
            moment: maker.moment(depth),
            without: maker
                .some(4, |maker| maker.moment(depth))
                .filter(|_| number > 0),
        };
        Chain {
            steps: (0..count).map(|number| step(self, number)).collect(),
        }
    }
}
