//! Sequences: one thing after another.
//!
//! In: steps as written. Out: [`Chain`]s. What may be left out, or come in any order, is
//! written out as several chains; `immediately` becomes "nothing of its kind in between".

use std::collections::BTreeSet;

use zhunze_grammar::ast::{self, Span, Spanned};

use super::Checker;
use super::atoms::{event, utterance};
use super::derived::MOST_STEPS;
use crate::book::{Atom, Chain, Derived, DerivedId, Kind, Moment, Step};
use crate::diagnostics::Code;

/// The most steps that may be left out, or come in any order.
const MOST_FREE: usize = 4;
/// The most chains that one sequence can come to.
const MOST_CHAINS: usize = 24;

/// A step before it is known which others stand beside it.
#[derive(Clone)]
struct Draft {
    step: Step,
    optional: bool,
}

/// Kinds of events, and the moments already looked into.
#[derive(Default)]
struct Kin {
    any: Vec<Atom>,
    seen: BTreeSet<u32>,
}

impl<'a> Checker<'a> {
    /// `A then B …` as a moment.
    pub(super) fn sequence_of_moments(
        &mut self,
        atom: &'a Spanned<ast::Atom>,
    ) -> Option<Vec<Atom>> {
        let ast::Atom::Sequence {
            steps,
            within,
            any_order,
            own,
        } = &atom.node
        else {
            return None;
        };
        let within = within.as_ref().map(|within| self.duration(within));
        let chains = self.chains(steps, *any_order, atom.span)?;
        let within = match within {
            None => None,
            Some(within) => Some(within?),
        };
        let mut any = Vec::new();
        for mut chain in chains {
            match chain.steps.len() {
                1 => any.extend(chain.steps.pop().into_iter().flat_map(|it| it.moment.any)),
                _ => {
                    let own = *own;
                    any.push(self.derive(Derived::Chain { chain, within, own }, atom.span)?);
                }
            }
        }
        Some(any)
    }

    /// The chains that steps come to; at least one, each of at least one step.
    pub(super) fn chains(
        &mut self,
        steps: &'a [ast::Step],
        any_order: bool,
        span: Span,
    ) -> Option<Vec<Chain>> {
        let mut drafts = Vec::new();
        for (number, step) in steps.iter().enumerate() {
            drafts.push(self.draft(step, number == 0));
        }
        if let Some(ninth) = steps.get(MOST_STEPS) {
            self.too_many(ninth.moment.span, MOST_STEPS);
            return None;
        }
        let drafts: Vec<Draft> = drafts.into_iter().collect::<Option<_>>()?;
        let free = drafts.iter().filter(|draft| draft.optional).count();
        if free == drafts.len() {
            self.all_optional(span);
            return None;
        }
        if free > MOST_FREE || (any_order && drafts.len() > MOST_FREE) {
            self.too_free(span);
            return None;
        }
        let orders = match any_order {
            true => permutations(&drafts),
            false => vec![drafts],
        };
        let mut chains: Vec<Chain> = Vec::new();
        for order in orders {
            for chain in subsets(&order) {
                if !chains.contains(&chain) {
                    chains.push(chain);
                }
            }
        }
        if chains.len() > MOST_CHAINS {
            self.too_free(span);
            return None;
        }
        Some(chains)
    }

    fn draft(&mut self, step: &'a ast::Step, first: bool) -> Option<Draft> {
        let within = step.within.as_ref().map(|within| self.duration(within));
        let moment = self.moment(&step.moment);
        let without = step.without.as_ref().map(|moment| self.moment(moment));
        let without = match without {
            None => None,
            Some(without) => Some(without?),
        };
        let moment = moment?;
        if first && (step.immediately || without.is_some()) {
            self.after_what(step.moment.span);
            return None;
        }
        let kin = match step.immediately {
            true => Some(self.kin(&moment, step.moment.span)?),
            false => None,
        };
        let within = match within {
            None => None,
            Some(within) => Some(within?),
        };
        Some(Draft {
            step: Step {
                within,
                moment,
                without: joined(without, kin),
            },
            optional: step.optional,
        })
    }

    /// All events of the kinds of a moment: what `immediately` must not skip.
    pub(super) fn kin(&mut self, moment: &Moment, span: Span) -> Option<Moment> {
        let mut kin = Kin::default();
        if self.add_kin(moment, &mut kin) && !kin.any.is_empty() {
            return Some(Moment { any: kin.any });
        }
        let diagnostic = self
            .at(
                Code::NoKind,
                span,
                "`immediately` means the very next event of the same kind, and this is no event",
                "“立即”是指紧接着的下一个同类事件，而这里不是事件",
            )
            .help("say `within 1s` instead", "可以改写成“1秒内”");
        self.report.push(diagnostic);
        None
    }

    /// Whether all of them are events.
    fn add_kin(&self, moment: &Moment, to: &mut Kin) -> bool {
        moment.any.iter().all(|atom| {
            let kin = match atom {
                Atom::Event {
                    kind: Kind::Utterance,
                    who,
                    ..
                } => utterance(*who, None),
                Atom::Event { kind, .. } => event(*kind),
                Atom::Labelled { .. } => event(Kind::Label),
                Atom::Derived(id) => {
                    let seen = !to.seen.insert(id.0);
                    return seen || self.core(*id).is_some_and(|inner| self.add_kin(inner, to));
                }
                _ => return false,
            };
            if !to.any.contains(&kin) {
                to.any.push(kin);
            }
            true
        })
    }

    /// The moment whose events match a moment made of others.
    pub(super) fn core(&self, id: DerivedId) -> Option<&Moment> {
        match self.tables.derived.get(id.index())? {
            Derived::Where { all, .. } => all.first(),
            Derived::Chain { chain, .. } => chain.steps.last().map(|step| &step.moment),
        }
    }

    fn all_optional(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::NothingOwed,
                span,
                "every step of this may be left out",
                "这里每一步都可以省略",
            )
            .help(
                "at least one step must stand without `optionally`",
                "至少要有一步不写“可选”",
            );
        self.report.push(diagnostic);
    }

    fn too_free(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::TooMany,
                span,
                format!(
                    "at most {MOST_FREE} steps can come in any order, and at most {MOST_FREE} be left out"
                ),
                format!("最多 {MOST_FREE} 步可以不分先后，最多 {MOST_FREE} 步可以省略"),
            )
            .help("make two rules of it", "请拆成两条规则");
        self.report.push(diagnostic);
    }

    fn after_what(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::NotTogether,
                span,
                "nothing stands before the first step, so it can not follow `immediately`",
                "第一步之前没有别的步骤，不能说“立即”或“其间没有”",
            )
            .help(
                "put it on the step that follows: `A, then immediately B`",
                "把它写在后一步：“甲，然后 立即 乙”",
            );
        self.report.push(diagnostic);
    }
}

/// Both moments together.
pub(super) fn joined(one: Option<Moment>, other: Option<Moment>) -> Option<Moment> {
    match (one, other) {
        (Some(mut one), Some(other)) => {
            for atom in other.any {
                if !one.any.contains(&atom) {
                    one.any.push(atom);
                }
            }
            Some(one)
        }
        (one, other) => one.or(other),
    }
}

fn permutations(drafts: &[Draft]) -> Vec<Vec<Draft>> {
    let Some((last, others)) = drafts.split_last() else {
        return vec![Vec::new()];
    };
    let mut all = Vec::new();
    for order in permutations(others) {
        for at in (0..=order.len()).rev() {
            let mut order = order.clone();
            order.insert(at, last.clone());
            all.push(order);
        }
    }
    all
}

/// The chain with all steps, and those without some that may be left out.
fn subsets(drafts: &[Draft]) -> Vec<Chain> {
    let mut all: Vec<Vec<Step>> = vec![Vec::new()];
    for draft in drafts {
        let without = match draft.optional {
            true => all.clone(),
            false => Vec::new(),
        };
        for steps in &mut all {
            let mut step = draft.step.clone();
            if steps.is_empty() {
                (step.within, step.without) = (None, None);
            }
            steps.push(step);
        }
        all.extend(without);
    }
    let filled = all.into_iter().filter(|steps| !steps.is_empty());
    filled.map(|steps| Chain { steps }).collect()
}
