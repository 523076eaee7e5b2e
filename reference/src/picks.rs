//! Which of a rule's occurrences count.
//!
//! In: the occurrences of a rule for which there was room. Out: those that are reported.

use zhunze_compiler::book::Pick;

use crate::occurrence::Occurrence;
use crate::world::World;

/// Those that are reported.
pub(crate) fn pick(world: &World, pick: Pick, all: Vec<Occurrence>) -> Vec<Occurrence> {
    match pick {
        Pick::Each => all,
        Pick::Any => any(world, all).into_iter().collect(),
        Pick::Last => {
            let last = all.into_iter().max_by_key(|one| one.start);
            last.map(|last| at_the_end(world, last))
                .into_iter()
                .collect()
        }
    }
}

/// The first that is satisfied; when there is none, the one that was violated last.
fn any(world: &World, all: Vec<Occurrence>) -> Option<Occurrence> {
    let decided = |one: &Occurrence| Some(one.finding.as_ref()?.satisfied);
    let order = |one: &Occurrence| (one.until, one.arm, one.start);
    let (mut satisfied, mut violated) = (vec![], vec![]);
    for one in all {
        match decided(&one) {
            Some(true) => satisfied.push(one),
            Some(false) => violated.push(one),
            None => {}
        }
    }
    let first = satisfied.into_iter().min_by_key(order);
    let last = violated.into_iter().max_by_key(order);
    first.or_else(|| Some(at_the_end(world, last?)))
}

/// What was kept back is reported when the call is over.
fn at_the_end(world: &World, mut one: Occurrence) -> Occurrence {
    one.until = world.close();
    if let Some(finding) = &mut one.finding {
        finding.at = one.until.at;
        let of_trigger = usize::from(finding.trigger.is_some());
        finding.evidence.truncate(of_trigger);
    }
    one
}
