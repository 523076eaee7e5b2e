//! What must be said against what must not.

use super::sentences::{self, Letter, Sentences};
use super::{at_rule, place};
use crate::book::{
    Arm, Atom, Book, Duty, Expr, Kind, Moment, PhraseBody, PhraseId, Rule, Who, Window,
};
use crate::diagnostics::{Code, Diagnostic};

/// What somebody must, or must not, say.
struct Words<'a> {
    rule: &'a Rule,
    arm: &'a Arm,
    who: Who,
    phrase: PhraseId,
}

pub(super) fn lint(book: &Book) -> Vec<Diagnostic> {
    let asked: Vec<Words> = book.rules.iter().flat_map(asked).collect();
    let forbidden: Vec<(Words, Sentences)> = book
        .rules
        .iter()
        .filter_map(|rule| {
            let never = forbidden(rule)?;
            let looked_for = sentences::looked_for(book, never.phrase)?;
            Some((never, looked_for))
        })
        .collect();
    let mut found = vec![];
    for required in &asked {
        let Some(said) = sentences::said(book, required.phrase) else {
            continue;
        };
        for (never, looked_for) in &forbidden {
            let everywhere = never.arm.trigger.is_none() && never.arm.condition.is_none();
            let together = never.arm.trigger == required.arm.trigger
                && never.arm.condition == required.arm.condition;
            let same_people = never.who == Who::Anyone || never.who == required.who;
            let applies =
                never.rule.applies.is_none() || never.rule.applies == required.rule.applies;
            if !same_people || !applies || !(everywhere || together) {
                continue;
            }
            if let Some(utterance) = sentences::shortest_common(&said, looked_for) {
                found.extend(told(book, required, never, &utterance));
            }
        }
    }
    found
}

/// What there is to say of an utterance that is required and forbidden, unless something that
/// either phrase excludes stands in it.
fn told(book: &Book, required: &Words, never: &Words, utterance: &[Letter]) -> Option<Diagnostic> {
    for id in [required.phrase, never.phrase] {
        for not in exclusions(book, id)? {
            let excluded = sentences::looked_for(book, not)?;
            if excluded.is_in(utterance) {
                return None;
            }
        }
    }
    let text = sentences::written(utterance);
    let (one, two) = (&required.rule.title, &never.rule.title);
    let diagnostic = at_rule(
        Code::RequiredForbidden,
        required.rule,
        format!("“{one}” asks for words that “{two}” forbids: “{text}”"),
        format!("“{one}”要求的话里含有“{two}”禁止的话：“{text}”"),
    );
    Some(
        diagnostic
            .here("this rule", "这条规则")
            .also(
                place(never.rule),
                "whoever says so breaks this rule",
                "这样说就违反了这一条",
            )
            .help(
                "change one of the phrases, or exclude the required words with `but not`",
                "改其中一个短语，或者用“但不含”把必须说的话排除在外",
            ),
    )
}

/// The phrases that exclude a match, at any depth.
fn exclusions(book: &Book, id: PhraseId) -> Option<Vec<PhraseId>> {
    match &book.phrases.get(id.index())?.body {
        PhraseBody::ButNot { phrase, not } => {
            let mut all = exclusions(book, *phrase)?;
            all.extend(not);
            Some(all)
        }
        PhraseBody::AtLeast { of, .. } => {
            let parts: Option<Vec<_>> = of.iter().map(|id| exclusions(book, *id)).collect();
            Some(parts?.concat())
        }
        PhraseBody::Pattern(_) | PhraseBody::Regex(_) => Some(vec![]),
    }
}

/// What has to be said whenever the rule starts, in every way that it can be kept.
fn asked(rule: &Rule) -> Vec<Words<'_>> {
    let mut found = vec![];
    for arm in &rule.arms {
        for group in arm.groups() {
            let [one] = group else { continue };
            let moments: Vec<&Moment> = match &one.duty {
                Duty::Happen {
                    moment, at_least, ..
                } if *at_least > 0 => vec![moment],
                Duty::Before { chain, .. } => chain.steps.iter().map(|step| &step.moment).collect(),
                Duty::Happen { .. } | Duty::Require(_) => vec![],
            };
            for moment in moments {
                found.extend(utterance(moment).map(|(who, phrase, _)| Words {
                    rule,
                    arm,
                    who,
                    phrase,
                }));
            }
        }
    }
    found
}

/// What must not be said at all, or not from when the rule starts.
fn forbidden(rule: &Rule) -> Option<Words<'_>> {
    let [arm] = rule.arms.as_slice() else {
        return None;
    };
    let [one] = arm.obligations.as_slice() else {
        return None;
    };
    match &one.duty {
        Duty::Happen {
            moment,
            at_most: Some(0),
            window,
            matching: None,
            ..
        } if *window == Window::default() && arm.excuse.is_none() => {
            let (who, phrase, guard) = utterance(moment)?;
            guard.is_none().then_some(Words {
                rule,
                arm,
                who,
                phrase,
            })
        }
        _ => None,
    }
}

/// Somebody says a phrase, and nothing else is meant.
fn utterance(moment: &Moment) -> Option<(Who, PhraseId, Option<&Expr>)> {
    match moment.any.as_slice() {
        [
            Atom::Event {
                kind: Kind::Utterance,
                who,
                phrase: Some(phrase),
                guard,
            },
        ] => Some((*who, *phrase, guard.as_ref())),
        _ => None,
    }
}
