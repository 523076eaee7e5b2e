//! What any call can come to: the least and the most of each score and section.
//!
//! In: a checked rulebook. Out: bounds in thousandths. They follow from the points alone
//! (weights, caps, once or each time, fatal): that two rules can not both be broken is not
//! looked into, so a bound may never be reached, but nothing is ever beyond it.

use crate::book::{
    Amount, Book, Cost, Duty, Extent, Pick, Rule, Score, ScoreId, Section, SectionId,
};

/// Bounds; `None`: there is none on that side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    /// The least.
    pub least: Option<i64>,
    /// The most.
    pub most: Option<i64>,
}

/// The bounds of all scores and sections, in the order of the book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// Of each score.
    pub scores: Vec<Range>,
    /// Of each section.
    pub sections: Vec<Range>,
}

/// What any call judged by this rulebook can come to.
pub fn reach(book: &Book) -> Reach {
    let scores = (0u32..).zip(&book.scores);
    let sections = (0u32..).zip(&book.sections);
    Reach {
        scores: scores
            .map(|(number, score)| of_score(book, ScoreId(number), score))
            .collect(),
        sections: sections
            .map(|(number, section)| of_section(book, SectionId(number), section))
            .collect(),
    }
}

/// What may be taken and added; `None`: without bound.
#[derive(Clone, Copy)]
struct Moves {
    lost: Option<i64>,
    won: Option<i64>,
}

fn of_score(book: &Book, id: ScoreId, score: &Score) -> Range {
    let sections = (0u32..).zip(&book.sections);
    let sections = sections.filter(|(_, section)| section.score == id);
    let sections: Vec<Moves> = sections
        .map(|(number, section)| moves(book, SectionId(number), section))
        .collect();
    let outside: Vec<Moves> = costs(book, id)
        .filter(|(rule, _)| home(book, rule) != Some(id))
        .map(|(rule, cost)| bounds(rule, cost))
        .collect();
    let all = || sections.iter().chain(&outside);
    let lost = sum(all().map(|moves| moves.lost));
    let won = sum(all().map(|moves| moves.won));
    let floor = |value: i64| {
        if score.below_zero {
            value
        } else {
            value.max(0)
        }
    };
    let least = match (lost, score.below_zero) {
        (Some(lost), _) => Some(floor(score.from.saturating_sub(lost))),
        (None, true) => None,
        (None, false) => Some(floor(score.from.min(0))),
    };
    let fatal = book
        .rules
        .iter()
        .any(|rule| rule.score == id && !rule.fatal_section && can_be_fatal(rule));
    let most = won.map(|won| floor(score.from.saturating_add(won)));
    Range {
        least: least.map(|least| if fatal { least.min(0) } else { least }),
        most: most.map(|most| if fatal { most.max(0) } else { most }),
    }
}

fn of_section(book: &Book, id: SectionId, section: &Section) -> Range {
    let Moves { lost, won } = moves(book, id, section);
    let whole = section.weight.unwrap_or(0);
    let least = lost.map(|lost| whole.saturating_sub(lost));
    let most = won.map(|won| whole.saturating_add(won));
    let fatal = fatal_for(book, id);
    Range {
        least: least.map(|least| if fatal { least.min(0) } else { least }),
        most,
    }
}

/// What a section can lose and win.
fn moves(book: &Book, id: SectionId, section: &Section) -> Moves {
    let rules = book.rules.iter().filter(|rule| rule.section == Some(id));
    let cost = |rule: &Rule| {
        rule.costs
            .iter()
            .find(|cost| cost.score == section.score)
            .cloned()
    };
    let own: Vec<(&Rule, Cost)> = rules.filter_map(|rule| Some((rule, cost(rule)?))).collect();
    let lost = sum(own.iter().map(|(rule, cost)| bounds(rule, cost).lost));
    let won = sum(own.iter().map(|(rule, cost)| bounds(rule, cost).won));
    let left_out = own.iter().filter(|(rule, _)| rule.leave_out);
    let left_out = left_out.filter_map(|(_, cost)| cost.weight.map(|weight| weight.points));
    let lost = scaled(lost, section.weight, left_out.sum());
    let lost = match section.weight {
        Some(weight) if !section.below_zero => Some(lost.unwrap_or(weight).min(weight)),
        _ => lost,
    };
    let lost = match (section.weight, fatal_for(book, id)) {
        (Some(weight), true) => lost.map(|lost| lost.max(weight)),
        _ => lost,
    };
    Moves { lost, won }
}

/// What is lost weighs more when rules of this weight are left out.
fn scaled(lost: Option<i64>, weight: Option<i64>, left_out: i64) -> Option<i64> {
    let (Some(lost), Some(weight)) = (lost, weight) else {
        return lost;
    };
    if left_out <= 0 || left_out >= weight {
        return Some(lost);
    }
    let scaled = i128::from(lost) * i128::from(weight) / i128::from(weight - left_out);
    i64::try_from(scaled).ok()
}

fn fatal_for(book: &Book, id: SectionId) -> bool {
    book.rules
        .iter()
        .any(|rule| rule.section == Some(id) && rule.fatal_section && can_be_fatal(rule))
}

fn can_be_fatal(rule: &Rule) -> bool {
    let enough = rule
        .fatal_from
        .is_some_and(|from| from <= 1 || !occurs_once(rule));
    enough && !rule.advice
}

/// The costs in a score, with their rules.
fn costs(book: &Book, id: ScoreId) -> impl Iterator<Item = (&Rule, &Cost)> {
    book.rules.iter().flat_map(move |rule| {
        let costs = rule.costs.iter().filter(move |cost| cost.score == id);
        costs.map(move |cost| (rule, cost))
    })
}

/// The score that a rule counts for through its section.
fn home(book: &Book, rule: &Rule) -> Option<ScoreId> {
    let section = rule.section?;
    Some(book.sections.get(section.index())?.score)
}

/// What a rule can cost and bring in one call.
fn bounds(rule: &Rule, cost: &Cost) -> Moves {
    if rule.advice {
        return Moves {
            lost: Some(0),
            won: Some(0),
        };
    }
    let weight = cost.weight.map_or(0, |weight| weight.points);
    let deduct = bound(rule, cost.deduct);
    Moves {
        lost: deduct.map(|deduct| deduct.saturating_add(weight)),
        won: bound(rule, cost.award),
    }
}

/// The most that an amount can come to in one call.
fn bound(rule: &Rule, amount: Option<Amount>) -> Option<i64> {
    let Some(amount) = amount else { return Some(0) };
    let once = Some(amount.points).filter(|_| amount.after_first == 0 || occurs_once(rule));
    match (once, amount.at_most) {
        (Some(points), Some(most)) => Some(points.min(most)),
        (points, most) => points.or(most),
    }
}

/// Without `when` a call is one occurrence, save for a sole `must not`: each breach counts.
/// Of a rule that picks an occurrence one counts.
fn occurs_once(rule: &Rule) -> bool {
    if rule.pick != Pick::Each {
        return true;
    }
    match rule.arms.as_slice() {
        [arm] if arm.trigger.is_none() => match arm.obligations.as_slice() {
            [only] => !each_breach(&only.duty),
            _ => true,
        },
        _ => false,
    }
}

fn each_breach(duty: &Duty) -> bool {
    match duty {
        Duty::Happen {
            at_most, window, ..
        } => {
            let late =
                |part: &crate::book::Part| part.last || matches!(part.extent, Extent::Percent(_));
            *at_most == Some(0) && !window.part.as_ref().is_some_and(late)
        }
        Duty::Before { .. } | Duty::Require(_) => false,
    }
}

/// The sum, unless one of them has no bound.
fn sum(amounts: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    amounts
        .into_iter()
        .try_fold(0_i64, |sum, amount| Some(sum.saturating_add(amount?)))
}
