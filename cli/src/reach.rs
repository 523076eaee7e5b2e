//! The least and the most that each score of a rulebook can come to.
//!
//! In: a checked rulebook. Out: bounds in thousandths. They follow from the points alone:
//! that two rules cannot both be broken is not looked into.

use zhunze_compiler::book::{Amount, Book, Obligation, Rule, ScoreId, Section, SectionId};

/// Bounds of a score; `None`: there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The least.
    pub(crate) least: Option<i64>,
    /// The most.
    pub(crate) most: Option<i64>,
}

/// The bounds of each score.
pub(crate) fn reach(book: &Book) -> Vec<Reach> {
    (0u32..)
        .zip(&book.scores)
        .map(|(number, _)| of_score(book, ScoreId(number)))
        .collect()
}

fn of_score(book: &Book, id: ScoreId) -> Reach {
    let Some(score) = book.scores.get(id.index()) else {
        return Reach {
            least: None,
            most: None,
        };
    };
    let rules = || book.rules.iter().filter(|rule| rule.score == id);
    let awards = sum(rules().map(|rule| bound(rule, rule.award)));
    let sections = (0u32..)
        .zip(&book.sections)
        .filter(|(_, section)| section.score == id);
    let in_sections = sum(sections.map(|(number, section)| loss(book, SectionId(number), section)));
    let outside = sum(rules()
        .filter(|rule| home(book, rule).is_none())
        .map(|rule| bound(rule, rule.deduct)));
    let least = sum([in_sections, outside].into_iter()).map(|lost| score.from.saturating_sub(lost));
    let floor = |value: i64| {
        if score.below_zero {
            value
        } else {
            value.max(0)
        }
    };
    let least = if score.below_zero {
        least
    } else {
        Some(floor(least.unwrap_or(0)))
    };
    let fatal = rules().any(|rule| rule.fatal_from.is_some());
    Reach {
        least: least.map(|least| if fatal { least.min(0) } else { least }),
        most: awards.map(|awards| floor(score.from.saturating_add(awards))),
    }
}

/// The section that a rule takes from.
fn home(book: &Book, rule: &Rule) -> Option<SectionId> {
    let section = rule.section?;
    let score = book.sections.get(section.index())?.score;
    (score == rule.score).then_some(section)
}

/// The most that a section can lose.
fn loss(book: &Book, id: SectionId, section: &Section) -> Option<i64> {
    let rules = book
        .rules
        .iter()
        .filter(|rule| home(book, rule) == Some(id));
    let lost = sum(rules.map(|rule| bound(rule, rule.deduct)));
    let weight = section.weight.filter(|_| !section.below_zero);
    match (lost, weight) {
        (Some(lost), Some(weight)) => Some(lost.min(weight)),
        (None, weight) => weight,
        (lost, None) => lost,
    }
}

/// The most that an amount can come to in one call.
fn bound(rule: &Rule, amount: Option<Amount>) -> Option<i64> {
    let Some(amount) = amount else { return Some(0) };
    let once = Some(amount.points).filter(|_| !amount.each_time || occurs_once(rule));
    match (once, amount.at_most) {
        (Some(points), Some(most)) => Some(points.min(most)),
        (points, most) => points.or(most),
    }
}

/// Without `when` a call is one occurrence, save for a sole `must not`: each breach counts.
fn occurs_once(rule: &Rule) -> bool {
    let each_breach = matches!(
        rule.obligations.as_slice(),
        [Obligation::Happen { negated: true, .. }]
    );
    rule.trigger.is_none() && !each_breach
}

/// The sum, unless one of them has no bound.
fn sum(amounts: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    amounts
        .into_iter()
        .try_fold(0_i64, |sum, amount| Some(sum.saturating_add(amount?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn bounds(text: &str) -> Vec<(Option<i64>, Option<i64>)> {
        let files = BTreeMap::from([("t.rulebook".to_owned(), text.to_owned())]);
        let checked = zhunze_compiler::check("t.rulebook", &files);
        let book = checked
            .book
            .unwrap_or_else(|| panic!("{:#?}", checked.diagnostics));
        reach(&book)
            .iter()
            .map(|it| (it.least.map(|it| it / 1000), it.most.map(|it| it / 1000)))
            .collect()
    }

    fn rule(name: &str, clauses: &str) -> String {
        format!(
            "rule {name} \"{name}\"\n  when the call is answered\n  agent must speak within 5s\n{clauses}"
        )
    }

    #[test]
    fn once_each_time_and_caps() {
        let head = "rulebook \"x\" version \"1\"\n  language en\n  score q from 100\n";
        let case = |clauses: &str| bounds(&format!("{head}{}", rule("r", clauses)));
        assert_eq!(case("  otherwise deduct 5\n"), [(Some(95), Some(100))]);
        assert_eq!(
            case("  otherwise deduct 5 each time\n"),
            [(Some(0), Some(100))]
        );
        assert_eq!(
            case("  otherwise deduct 5 each time, at most 20\n"),
            [(Some(80), Some(100))]
        );
        assert_eq!(
            case("  otherwise deduct 5\n  fatal\n"),
            [(Some(0), Some(100))]
        );
        assert_eq!(case("  award 5 each time\n"), [(Some(100), None)]);
    }

    #[test]
    fn a_section_loses_no_more_than_its_weight() {
        let head = "rulebook \"x\" version \"1\"\n  language en\n  score q from 100\n";
        let two = format!(
            "{}{}",
            rule("a", "  otherwise deduct 20\n"),
            rule("b", "  otherwise deduct 20\n")
        );
        assert_eq!(
            bounds(&format!("{head}section s \"S\" weight 30\n{two}")),
            [(Some(70), Some(100))]
        );
        let below = format!("{head}section s \"S\" weight 30, may go below zero\n{two}");
        assert_eq!(bounds(&below), [(Some(60), Some(100))]);
    }

    #[test]
    fn below_zero_there_may_be_no_bound() {
        let head =
            "rulebook \"x\" version \"1\"\n  language en\n  score q from 10, may go below zero\n";
        assert_eq!(
            bounds(&format!(
                "{head}{}",
                rule("a", "  otherwise deduct 4 each time\n")
            )),
            [(None, Some(10))]
        );
        assert_eq!(
            bounds(&format!("{head}{}", rule("a", "  otherwise deduct 14\n"))),
            [(Some(-4), Some(10))]
        );
    }
}
