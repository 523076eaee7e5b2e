//! Several phrases become one: `or`, `any of`, `all of`, `2 of`.

use zhunze_grammar::ast::{Milli, Span};

use super::lowered::{Body, Child, Lowered, Spread};
use crate::book::{Capture, Pattern};
use crate::check::numbers::Limits;
use crate::check::{Checker, spelling};
use crate::diagnostics::Code;

impl Checker<'_> {
    /// Any of these: one pattern, if all are patterns.
    pub(super) fn any_of(&mut self, children: Vec<Child>, span: Span) -> Option<Lowered> {
        if let [one] = children.as_slice() {
            return Some(Lowered::clone(&one.phrase));
        }
        let mut captures = Vec::new();
        let mut patterns = Vec::new();
        let mut others: Vec<Child> = Vec::new();
        for child in &children {
            match &child.phrase.body {
                Body::Pattern(pattern) => {
                    let numbers = self.share(&child.phrase.captures, &mut captures, span)?;
                    patterns.push(Some(renumbered(pattern, &numbers)));
                }
                _ if others.contains(child) => {}
                _ => others.push(child.clone()),
            }
        }
        let spread = self.spreads(&children, span)?;
        let mut lowered = match spelling::any(patterns) {
            Some(pattern) => {
                self.fits(&pattern, &captures, span)?;
                Some(Lowered::of(Body::Pattern(pattern), captures, span))
            }
            None => None,
        };
        if !others.is_empty() {
            let all = lowered.map(Child::new).into_iter().chain(others);
            let body = Body::AtLeast(1, all.collect());
            lowered = Some(Lowered::of(body, Vec::new(), span));
        }
        Some(Lowered { spread, ..lowered? })
    }

    /// All of these; so many of these.
    pub(super) fn some_of(
        &mut self,
        count: Option<&Milli>,
        children: Vec<Child>,
        span: Span,
    ) -> Option<Lowered> {
        let mut of: Vec<Child> = Vec::new();
        for child in children {
            self.no_spread(&child, span)?;
            if !of.contains(&child) {
                of.push(child);
            }
        }
        let most = i64::try_from(of.len()).unwrap_or(i64::MAX);
        let n = match count {
            None => u32::try_from(of.len()).ok()?,
            Some(count) => {
                let what = ("how many are needed", "需要的数目");
                let least = 1;
                self.whole(count, &Limits { what, least, most })?
            }
        };
        match of.as_slice() {
            [one] => Some(Lowered::clone(&one.phrase)),
            _ => Some(Lowered::of(Body::AtLeast(n, of), Vec::new(), span)),
        }
    }

    /// Reports a phrase that goes over several utterances where that has no meaning.
    pub(super) fn no_spread(&mut self, child: &Child, span: Span) -> Option<()> {
        if child.phrase.spread.is_none() {
            return Some(());
        }
        let diagnostic = self
            .at(
                Code::NotAPart,
                span,
                "what goes `across` several utterances can not be part of another phrase",
                "跨几句的短语不能放进另一个短语",
            )
            .help(
                "use it by itself: `agent says …`, or join it by `or`",
                "请单独使用它，例如“客服 说 …”，或者用“或”连接",
            );
        self.report.push(diagnostic);
        None
    }

    /// All ways of all phrases that may be spread. Outer `None`: they do not fit.
    fn spreads(&mut self, children: &[Child], span: Span) -> Option<Option<Spread>> {
        let mut all: Option<Spread> = None;
        for spread in children
            .iter()
            .filter_map(|child| child.phrase.spread.as_ref())
        {
            match &mut all {
                None => all = Some(spread.clone()),
                Some(known) if known.utterances == spread.utterances => {
                    known.ways.extend(spread.ways.iter().cloned());
                }
                Some(_) => {
                    let diagnostic = self
                        .at(
                            Code::NotAPart,
                            span,
                            "these go `across` different numbers of utterances",
                            "这几个短语跨的句数不同",
                        )
                        .help("give them all the same number", "请写成同样的句数");
                    self.report.push(diagnostic);
                    return None;
                }
            }
        }
        Some(all)
    }

    /// Enters captures into those of the whole: the numbers they have there.
    pub(super) fn share(
        &mut self,
        captures: &[Capture],
        all: &mut Vec<Capture>,
        span: Span,
    ) -> Option<Vec<u32>> {
        let mut numbers = Vec::new();
        for capture in captures {
            numbers.push(self.capture_number(capture, all, span)?);
        }
        Some(numbers)
    }

    /// The number of a capture; one name stands for one kind of value.
    pub(super) fn capture_number(
        &mut self,
        capture: &Capture,
        all: &mut Vec<Capture>,
        span: Span,
    ) -> Option<u32> {
        let known = all.iter().position(|it| it.name == capture.name);
        let at = known.unwrap_or_else(|| {
            all.push(capture.clone());
            all.len() - 1
        });
        let same = std::mem::discriminant(&all.get(at)?.kind);
        if same != std::mem::discriminant(&capture.kind) {
            let name = &capture.name;
            let diagnostic = self
                .at(
                    Code::CaptureKinds,
                    span,
                    format!("`{name}` stands for two kinds of value in this phrase"),
                    format!("“{name}”在这个短语里取了两种值"),
                )
                .help("give one of them another name", "给其中一个换个名称");
            self.report.push(diagnostic);
            return None;
        }
        u32::try_from(at).ok()
    }
}

/// The pattern with other numbers for its captures.
pub(super) fn renumbered(pattern: &Pattern, numbers: &[u32]) -> Pattern {
    let all = |parts: &[Pattern]| parts.iter().map(|part| renumbered(part, numbers)).collect();
    let boxed = |inner: &Pattern| Box::new(renumbered(inner, numbers));
    match pattern {
        Pattern::Units(_) | Pattern::Gap { .. } => pattern.clone(),
        Pattern::Seq(parts) => Pattern::Seq(all(parts)),
        Pattern::Any(parts) => Pattern::Any(all(parts)),
        Pattern::Optional(inner) => Pattern::Optional(boxed(inner)),
        Pattern::Slot { kind, capture } => {
            let number = capture.and_then(|old| numbers.get(old as usize).copied());
            Pattern::Slot {
                kind: *kind,
                capture: number,
            }
        }
        Pattern::Tolerant(how, inner) => Pattern::Tolerant(*how, boxed(inner)),
        Pattern::Word(inner) => Pattern::Word(boxed(inner)),
    }
}
