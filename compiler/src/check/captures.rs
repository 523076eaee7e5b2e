//! What a phrase captured, and what the trigger had.
//!
//! In: `PHRASE.NAME` and `that.NAME`. Out: fields of the event under judgement or of the
//! trigger's, with their types.

use zhunze_grammar::ast::{Name, Span};

use super::Checker;
use super::events::Type;
use super::names::Sort;
use super::seen::{Judged, Seen, That};
use super::suggest::closest;
use super::values::{Measure, Side};
use crate::book::{Field, PhraseBody, PhraseId, SlotKind, Term};
use crate::diagnostics::Code;

/// A capture: its phrase, its number, its kind.
type Found = (PhraseId, u32, SlotKind);

impl<'a> Checker<'a> {
    /// `PHRASE.NAME`
    pub(super) fn capture(
        &mut self,
        phrase: &str,
        slot: &str,
        span: Span,
        on: &Judged,
    ) -> Option<Side> {
        let found = self.captured(phrase, slot, span)?;
        let own = |seen: &Seen| seen.phrases.iter().any(|name| name == phrase);
        let here = |seen: &Seen| (own(seen), seen.speaks());
        let (own, speaks) = match on {
            Judged::Unknown => return None,
            Judged::Event(seen) => here(seen),
            _ => (false, false),
        };
        match &self.moments.that {
            That::Trigger(Judged::Unknown) => return None,
            That::Trigger(Judged::Event(trigger)) if !own && trigger.speaks() => {
                self.moments.of_trigger = true;
                return Some(side(found, true));
            }
            That::Elsewhere if !own => {
                self.not_from_here(span);
                return None;
            }
            _ => {}
        }
        if !speaks {
            self.nothing_said(phrase, span);
            return None;
        }
        Some(side(found, false))
    }

    /// The capture of this name. What it is of counts as used.
    fn captured(&mut self, phrase: &str, slot: &str, span: Span) -> Option<Found> {
        let id = self.phrase_of_name(phrase, span)?;
        let captures = &self.tables.phrases.get(id.index())?.captures;
        let found = captures.iter().position(|capture| capture.name == slot);
        if let Some(at) = found
            && let Some(capture) = captures.get(at)
        {
            return Some((id, u32::try_from(at).ok()?, capture.kind));
        }
        let names: Vec<String> = captures.iter().map(|it| it.name.clone()).collect();
        let parts = self.tables.phrases.get(id.index()).map(|it| &it.body);
        let listed = matches!(parts, Some(PhraseBody::AtLeast { .. }));
        self.no_capture((phrase, slot), span, &names, listed);
        None
    }

    fn phrase_of_name(&mut self, phrase: &str, span: Span) -> Option<PhraseId> {
        let Some(at) = self.scope.phrase(phrase, span) else {
            let name = Name {
                node: phrase.to_owned(),
                span,
            };
            self.scope
                .unknown(&name, Sort::Phrase, &[], &mut self.report);
            return None;
        };
        if let Some(decl) = self.scope.phrases.list.get_mut(at) {
            decl.used = true;
        }
        self.named_phrase(at)
    }

    /// A list of which parts are looked for one by one (`2 of`, or with a `but not` or a `regex`
    /// among them) captures nothing.
    fn no_capture(
        &mut self,
        (phrase, slot): (&str, &str),
        span: Span,
        known: &[String],
        listed: bool,
    ) {
        let diagnostic = self.at(
            Code::UnknownAttribute,
            span,
            format!("the phrase `{phrase}` captures nothing called `{slot}`"),
            format!("短语“{phrase}”里没有取名“{slot}”的内容"),
        );
        let near = closest(slot, known.iter().map(String::as_str));
        let diagnostic = match near {
            Some(near) => diagnostic
                .help(
                    format!("did you mean `{phrase}.{near}`?"),
                    format!("是不是想写“{phrase}.{near}”？"),
                )
                .fix(self.place(span), format!("{phrase}.{near}")),
            None if listed => diagnostic.help(
                "a list with `but not` or `regex` in it, `all of` and `2 of` capture nothing: make a \
                 phrase of its own of what captures",
                "带“但不含”或“正则”的列表、“全部”和“任 2 个”都不取值：请把要取值的说法单独写成一个短语",
            ),
            None => diagnostic.help(
                format!("name the slot in the phrase: `{{{slot}: number}}`"),
                format!("在短语里给它取名：“{{{slot}: 数字}}”"),
            ),
        };
        self.report.push(diagnostic);
    }

    fn nothing_said(&mut self, phrase: &str, span: Span) {
        let diagnostic = self
            .at(
                Code::NoEvent,
                span,
                format!("nobody says `{phrase}` here, so it captures nothing"),
                format!("这里没有人说“{phrase}”，也就没有可取的内容"),
            )
            .help(
                format!("start the rule with it: `when agent says {phrase}`"),
                format!("让规则从它开始：“当 客服 说 {phrase}”"),
            );
        self.report.push(diagnostic);
    }

    /// `that.NAME`: an attribute of the trigger's event, or what its phrases captured.
    pub(super) fn of_that(&mut self, name: &'a str, span: Span, on: &Judged) -> Option<Side> {
        match self.moments.that.clone() {
            That::Itself => self.of_event(name, span, on, false),
            That::Trigger(trigger) => {
                let side = self.of_event(name, span, &trigger, true)?;
                self.moments.of_trigger = true;
                Some(side)
            }
            That::Nothing => {
                let diagnostic = self
                    .at(
                        Code::ThatHere,
                        span,
                        "there is no `that` here: the rule has no `when`",
                        "这里没有“该”可指：规则没有“当”",
                    )
                    .help(
                        "in the conditions after `when … where` leave `that.` away",
                        "在“当 … 其中”之后的条件里，去掉“该.”即可",
                    );
                self.report.push(diagnostic);
                None
            }
            That::Elsewhere => {
                self.not_from_here(span);
                None
            }
        }
    }

    /// A capture of this name, else an attribute.
    fn of_event(&mut self, name: &'a str, span: Span, on: &Judged, trigger: bool) -> Option<Side> {
        if let Judged::Event(seen) = on {
            let all = seen.phrases.iter();
            let found: Vec<(&String, Found)> = all
                .filter_map(|phrase| Some((phrase, self.capture_named(phrase, name)?)))
                .collect();
            match found.as_slice() {
                [] => {}
                [(_, one)] => return Some(side(*one, trigger)),
                [(one, _), (other, _), ..] => {
                    let (one, other) = ((*one).clone(), (*other).clone());
                    self.captured_twice(name, span, &one, &other);
                    return None;
                }
            }
        }
        match (trigger, self.attribute(name, span, on)?) {
            (true, Side::Field(Field::Attribute(id), kind)) => {
                Some(Side::Field(Field::OfTrigger(id), kind))
            }
            (true, _) => {
                self.only_sent(name, span);
                None
            }
            (false, side) => Some(side),
        }
    }

    fn capture_named(&self, phrase: &str, name: &str) -> Option<Found> {
        let phrases = &self.tables.phrases;
        let at = phrases
            .iter()
            .position(|known| known.name.as_deref() == Some(phrase))?;
        let captures = &phrases.get(at)?.captures;
        let slot = captures.iter().position(|capture| capture.name == name)?;
        let kind = captures.get(slot)?.kind;
        Some((
            PhraseId(u32::try_from(at).ok()?),
            u32::try_from(slot).ok()?,
            kind,
        ))
    }

    fn captured_twice(&mut self, name: &str, span: Span, one: &str, other: &str) {
        let diagnostic = self
            .at(
                Code::ThatHere,
                span,
                format!("`{one}` and `{other}` both capture `{name}`: which is meant?"),
                format!("短语“{one}”和“{other}”都取了“{name}”，不知道指哪一个"),
            )
            .help(
                format!("put them into one phrase, `phrase … = {one} or {other}`, and say that"),
                format!("把它们合成一个短语：“短语 … = {one} 或 {other}”，再用这个短语"),
            );
        self.report.push(diagnostic);
    }

    fn only_sent(&mut self, name: &str, span: Span) {
        let diagnostic = self
            .at(
                Code::ThatHere,
                span,
                format!("`{name}` of the trigger is not kept"),
                format!("规则起点的“{name}”没有保留下来"),
            )
            .help(
                "put it as a condition on the trigger: `when … where …`",
                "把它写成起点的条件：“当 … 其中 …”",
            );
        self.report.push(diagnostic);
    }

    /// Reports that the trigger can not be looked at from here.
    pub(super) fn not_from_here(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::ThatHere,
                span,
                "what started the rule can be looked at only in the `where` of what must \
                 happen, when that is a single event",
                "只有在要求的那一个事件的“其中”里，才能看规则起点的内容",
            )
            .help(
                "for instance `callback must happen where case = that.case`; make a rule of \
                 its own for each event",
                "例如：callback 必须 发生 其中 case = 该.case；每个事件各写一条规则",
            );
        self.report.push(diagnostic);
    }
}

/// A capture as a side of a comparison.
fn side((phrase, slot, kind): Found, trigger: bool) -> Side {
    let field = match trigger {
        true => Field::CaptureOfTrigger(phrase, slot),
        false => Field::Capture(phrase, slot),
    };
    match kind {
        SlotKind::Number | SlotKind::Money => Side::Number(Term::Field(field), Measure::Open),
        SlotKind::Time => Side::Number(Term::Field(field), Measure::Minutes),
        _ => Side::Field(field, Type::Text),
    }
}
