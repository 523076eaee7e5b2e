//! Moments in words.

use super::Teller;
use crate::book::{
    Atom, Chain, Derived, DerivedId, Expr, Kind, Moment, NamedMoment, PhraseId, SpanKind, Who,
};

impl Teller<'_> {
    pub(super) fn moment(&self, moment: &Moment) -> String {
        let mut parts = vec![];
        let mut rest = moment.any.as_slice();
        while let Some((first, others)) = rest.split_first() {
            let named = self.named(rest);
            rest = named.map_or(others, |named| {
                rest.get(named.moment.any.len()..).unwrap_or(&[])
            });
            parts.push(match named {
                Some(named) => named.name.clone(),
                None => self.atom(first),
            });
        }
        self.list(&parts, "or", "或")
    }

    /// The longest named moment with which these begin.
    fn named(&self, atoms: &[Atom]) -> Option<&NamedMoment> {
        let all = self.book.named.iter().filter(|_| self.names);
        let fitting = all.filter(|named| atoms.starts_with(&named.moment.any));
        fitting.rev().max_by_key(|named| named.moment.any.len())
    }

    fn atom(&self, atom: &Atom) -> String {
        match atom {
            Atom::Event {
                kind,
                who,
                phrase,
                guard,
            } => {
                let what = match phrase {
                    Some(phrase) => self.says(*who, *phrase),
                    None => self.event(*kind, *who),
                };
                self.guarded(what, guard.as_ref())
            }
            Atom::Labelled { who, value, guard } => {
                let (who, value) = (self.who(*who), self.quoted(value));
                let what = match self.chinese {
                    true => format!("{who}被标为{value}"),
                    false => format!("{who} is labelled {value}"),
                };
                self.guarded(what, guard.as_ref())
            }
            Atom::Silence {
                who,
                length,
                even_on_hold,
                after,
            } => self.silence(*who, *length, *even_on_hold, after.as_ref()),
            Atom::Lasts { span, length } => {
                let (span, length) = (self.span(*span), self.length(*length));
                match self.chinese {
                    true => format!("{span}持续 {length}"),
                    false => format!("a {span} has lasted {length}"),
                }
            }
            Atom::OverlapLasts(0) => self
                .either("both begin to speak at once", "双方开始同时说话")
                .to_owned(),
            Atom::OverlapLasts(length) => {
                let length = self.length(*length);
                match self.chinese {
                    true => format!("双方同时说话 {length}"),
                    false => format!("both have spoken at once for {length}"),
                }
            }
            Atom::OverlapEnds => self
                .either("they no longer both speak", "双方不再同时说话")
                .to_owned(),
            Atom::CallBegins => self.either("the call begins", "通话开始").to_owned(),
            Atom::CallEnds => self.either("the call ends", "通话结束").to_owned(),
            Atom::Derived(id) => self.derived(*id),
        }
    }

    fn guarded(&self, what: String, guard: Option<&Expr>) -> String {
        let Some(guard) = guard else { return what };
        let guard = self.condition(guard);
        match self.chinese {
            true => format!("{what}（其中{guard}）"),
            false => format!("{what} (where {guard})"),
        }
    }

    fn says(&self, who: Who, phrase: PhraseId) -> String {
        let who = self.who(who);
        let words = self.quoted(&self.words(phrase));
        match self.chinese {
            true => format!("{who}说{words}"),
            false => format!("{who} says {words}"),
        }
    }

    fn event(&self, kind: Kind, who: Who) -> String {
        let by = self.who(who);
        let (english, chinese) = match kind {
            Kind::Ring => ("it rings".to_owned(), "振铃".to_owned()),
            Kind::Answer => ("the call is answered".to_owned(), "电话接通".to_owned()),
            Kind::Utterance => (format!("{by} speaks"), format!("{by}说话")),
            Kind::HoldStart => ("a hold starts".to_owned(), "等候开始".to_owned()),
            Kind::HoldEnd => ("the hold ends".to_owned(), "等候结束".to_owned()),
            Kind::MuteStart => ("a mute starts".to_owned(), "静音开始".to_owned()),
            Kind::MuteEnd => ("the mute ends".to_owned(), "静音结束".to_owned()),
            Kind::Transfer => ("the call is transferred".to_owned(), "电话转接".to_owned()),
            Kind::Hangup => (format!("{by} hangs up"), format!("{by}挂机")),
            Kind::Dtmf => ("keys are pressed".to_owned(), "按键".to_owned()),
            Kind::Action => ("the agent does something".to_owned(), "操作发生".to_owned()),
            Kind::Label => ("a label is given".to_owned(), "给出标签".to_owned()),
            Kind::Contact => ("a contact starts".to_owned(), "新的联系开始".to_owned()),
            Kind::Declared(id) => {
                let event = self.book.events.get(id.index());
                let name = event.map_or("", |event| event.name.as_str());
                (format!("{name} happens"), format!("{name}发生"))
            }
        };
        if self.chinese { chinese } else { english }
    }

    fn span(&self, span: SpanKind) -> &'static str {
        match (span, self.chinese) {
            (SpanKind::Hold, true) => "等候",
            (SpanKind::Hold, false) => "hold",
            (SpanKind::Mute, true) => "静音",
            (SpanKind::Mute, false) => "mute",
        }
    }

    fn silence(&self, who: Who, length: u64, even: bool, after: Option<&Moment>) -> String {
        let length = self.length(length);
        let after = after.map(|after| self.moment(after));
        let even = if even {
            self.either(" (even on hold)", "（等候也算）")
        } else {
            ""
        };
        if self.chinese {
            let who = if who == Who::Anyone {
                "无人"
            } else {
                self.who(who)
            };
            let not = if who == "无人" { "" } else { "没有" };
            let after = after.map_or_else(String::new, |after| format!("在{after}之后，"));
            return format!("{after}{who}{not}说话达 {length}{even}");
        }
        let silent = match who {
            Who::Anyone => "nobody has spoken".to_owned(),
            who => format!("{} has not spoken", self.who(who)),
        };
        let after = after.map_or_else(String::new, |after| format!(" after {after}"));
        format!("{silent} for {length}{after}{even}")
    }

    fn derived(&self, id: DerivedId) -> String {
        let Some(derived) = self.book.derived.get(id.index()) else {
            return String::new();
        };
        match derived {
            Derived::Where { all, none, guard } => {
                let all: Vec<String> = all.iter().map(|one| self.moment(one)).collect();
                let mut what = self.list(&all, "and at once", "且同时");
                if !none.is_empty() {
                    let none: Vec<String> = none.iter().map(|one| self.moment(one)).collect();
                    let none = self.list(&none, "or", "或");
                    what = match self.chinese {
                        true => format!("{what}（但不是{none}）"),
                        false => format!("{what} (but not {none})"),
                    };
                }
                self.guarded(what, guard.as_ref())
            }
            Derived::Chain { chain, within, .. } => {
                let steps = self.chain(chain);
                match (within, self.chinese) {
                    (None, _) => steps,
                    (Some(within), true) => format!("{steps}（全程 {}内）", self.length(*within)),
                    (Some(within), false) => {
                        format!("{steps}, all within {}", self.length(*within))
                    }
                }
            }
        }
    }

    /// Steps in their order.
    pub(super) fn chain(&self, chain: &Chain) -> String {
        let mut said = String::new();
        for (nth, step) in chain.steps.iter().enumerate() {
            if nth > 0 {
                said += self.either(", then ", "，然后");
            }
            if let Some(within) = step.within {
                let within = self.length(within);
                said += &match self.chinese {
                    true => format!("{within}内"),
                    false => format!("within {within} "),
                };
            }
            said += &self.moment(&step.moment);
            if let Some(without) = &step.without {
                let without = self.moment(without);
                said += &match self.chinese {
                    true => format!("（其间没有{without}）"),
                    false => format!(" (without {without} in between)"),
                };
            }
        }
        said
    }
}
