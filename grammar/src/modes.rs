//! What an `or` or `and` joins at each place of a clause, and how deep the place lies.
//!
//! In: brackets and keywords in order. Out: the [`Mode`] of the place, and whether the
//! nesting or a row without end has become too much. Brackets nest visibly; guards, looking
//! back and chains of `again` nest without them, and all of them count.

use crate::keywords::Keyword;

/// How deep brackets and conditions inside conditions may go.
const MAX_DEPTH: usize = 24;
/// How many signs one sum may have.
const MAX_SUM: usize = 60;

/// What an `or` joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Moments.
    Moment,
    /// Conditions, after `where`, until something shows that the guard is over.
    Guard,
    /// Conditions.
    Condition,
}

/// What is open between two brackets.
#[derive(Debug, Clone, Copy)]
struct Frame {
    mode: Mode,
    /// The bracket is the whole guard so far: `where (`.
    guard: bool,
    /// Guards that are open.
    wheres: usize,
    /// Moments made of moments without brackets: `again`, `but not`, `for 5s after`.
    chain: usize,
    /// Signs of the sum that is being written.
    sum: usize,
    /// A measure is being written: `after M` is over what it looks, no window.
    measuring: bool,
    /// After `between`: the next `and` is its own; whether it is a measure's.
    between: Option<bool>,
    /// `在` of a measure that wait for their `之前` or `之后`.
    waiting: usize,
}

impl Frame {
    fn new(mode: Mode, guard: bool) -> Self {
        Self {
            mode,
            guard,
            wheres: 0,
            chain: 0,
            sum: 0,
            measuring: false,
            between: None,
            waiting: 0,
        }
    }
}

/// One frame for the clause, and one for each bracket that is open.
#[derive(Debug)]
pub(crate) struct Modes {
    frames: Vec<Frame>,
    /// `not` in a row.
    nots: usize,
}

impl Modes {
    pub(crate) fn new() -> Self {
        Self {
            frames: vec![Frame::new(Mode::Moment, false)],
            nots: 0,
        }
    }

    /// The mode of the place.
    pub(crate) fn mode(&self) -> Mode {
        self.frames.last().map_or(Mode::Moment, |frame| frame.mode)
    }

    /// Whether this is more than anybody can read.
    pub(crate) fn too_much(&self) -> bool {
        let depth = |frame: &Frame| 1 + frame.wheres + frame.chain;
        let depth: usize = self.frames.iter().map(depth).sum();
        depth + self.nots > MAX_DEPTH || self.frames.iter().any(|frame| frame.sum > MAX_SUM)
    }

    /// A guard is open in these very brackets, inside a condition.
    pub(crate) fn in_guard_of_condition(&self) -> bool {
        let here = self.frames.last();
        here.is_some_and(|frame| frame.mode == Mode::Condition && frame.wheres > 0)
    }

    pub(crate) fn open(&mut self, mode: Mode, guard: bool) {
        self.frames.push(Frame::new(mode, guard));
    }

    /// `has`: whether a `has` follows, which ends a guard that is all in brackets.
    pub(crate) fn close(&mut self, has: bool) {
        self.nots = 0;
        if self.frames.len() < 2 {
            return;
        }
        let closed = self.frames.pop();
        if has && closed.is_some_and(|frame| frame.guard) {
            self.end_guard_of_condition();
        }
    }

    /// `customer speaks where a > 1` ‖ `has happened`
    pub(crate) fn end_guard_of_condition(&mut self) {
        if let Some(here) = self.here().filter(|frame| frame.mode == Mode::Condition) {
            here.wheres = here.wheres.saturating_sub(1);
        }
    }

    pub(crate) fn comma(&mut self) {
        self.leave_guard();
        self.next_of_row();
        if let Some(here) = self.here() {
            here.chain = 0;
        }
    }

    pub(crate) fn compare(&mut self) {
        self.next_of_row();
    }

    /// A sign of arithmetic.
    pub(crate) fn sign(&mut self) {
        if let Some(here) = self.here().filter(|frame| frame.mode != Mode::Moment) {
            here.sum += 1;
            here.measuring = false;
        }
    }

    /// What `and` is here: `and` of conditions, of moments, or of a `between`.
    pub(crate) fn and(&mut self) -> &'static str {
        if let Some(measure) = self.here().and_then(|here| here.between.take()) {
            if !measure {
                self.leave_guard();
            }
            return "and_to";
        }
        self.next_of_row();
        match self.mode() {
            Mode::Moment => "and_also",
            Mode::Guard | Mode::Condition => {
                self.end_chain();
                "and"
            }
        }
    }

    /// An `or` of conditions.
    pub(crate) fn or(&mut self) {
        self.next_of_row();
        self.end_chain();
    }

    /// An `or` of moments.
    pub(crate) fn or_else(&mut self) {
        self.leave_guard();
        self.or();
    }

    pub(crate) fn set(&mut self, mode: Mode) {
        if let Some(here) = self.here() {
            here.mode = mode;
        }
    }

    fn here(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    fn next_of_row(&mut self) {
        self.nots = 0;
        if let Some(here) = self.here() {
            here.sum = 0;
            here.measuring = false;
        }
    }

    fn end_chain(&mut self) {
        if let Some(here) = self.here() {
            here.chain = 0;
        }
    }

    fn enter_guard(&mut self) {
        if let Some(here) = self.here() {
            here.wheres += 1;
            if here.mode == Mode::Moment {
                here.mode = Mode::Guard;
            }
        }
    }

    fn leave_guard(&mut self) {
        if let Some(here) = self.here().filter(|frame| frame.mode == Mode::Guard) {
            here.mode = Mode::Moment;
            here.wheres = 0;
        }
    }

    /// A keyword that is neither `and` nor `or`.
    pub(crate) fn keyword(&mut self, keyword: Keyword) {
        use Keyword::{AppliesIf, Between, If, Not, OnlyIf, Require, Then, Unless, Where};
        self.nots = if keyword == Not { self.nots + 1 } else { 0 };
        self.count(keyword);
        match keyword {
            If | Unless | Require | AppliesIf => self.set(Mode::Condition),
            OnlyIf => {
                self.leave_guard();
                self.set(Mode::Condition);
            }
            Where => self.enter_guard(),
            Between => self.between(),
            _ if looks_back(keyword) && self.scope(keyword) => {}
            _ if ends_guard(keyword) => self.leave_guard(),
            _ => {}
        }
        if keyword == Then {
            self.or_else();
        }
    }

    fn between(&mut self) {
        let measure = self.here().is_some_and(|here| here.measuring);
        if !measure {
            self.leave_guard();
        }
        if let Some(here) = self.here() {
            here.between = Some(measure);
        }
    }

    /// Whether a word of a window belongs to a measure: `count of M after N`.
    fn scope(&mut self, keyword: Keyword) -> bool {
        use Keyword::{Among, AndTo, At, Earlier, Later};
        let Some(here) = self.here() else {
            return false;
        };
        match keyword {
            At if here.measuring => here.waiting += 1,
            Earlier | Later | Among if here.waiting > 0 => here.waiting -= 1,
            Earlier | Later | Among => return false,
            AndTo if here.waiting > 0 => {}
            AndTo => return false,
            _ => return here.measuring,
        }
        true
    }

    fn count(&mut self, keyword: Keyword) {
        use Keyword::{
            Again, AtAnyTime, ButNot, ButNotMoment, For, ForFirstTime, ForLastTime, ForSecondTime,
            ForThe, ForThirdTime, Ordinal, Times,
        };
        let Some(here) = self.here() else { return };
        if measures(keyword) {
            here.measuring = true;
        }
        here.chain += usize::from(matches!(
            keyword,
            Again
                | AtAnyTime
                | ButNot
                | ButNotMoment
                | For
                | ForFirstTime
                | ForLastTime
                | ForSecondTime
                | ForThe
                | ForThirdTime
                | Ordinal
                | Times
        ));
    }
}

/// What can be looked at over a part of the call.
fn measures(keyword: Keyword) -> bool {
    use Keyword::{
        Average, CountOf, Has, HasNot, Highest, Longest, Lowest, ShareOf, SumOf, TotalTimeOf,
    };
    matches!(
        keyword,
        Average
            | CountOf
            | Has
            | HasNot
            | Highest
            | Longest
            | Lowest
            | ShareOf
            | SumOf
            | TotalTimeOf
    )
}

/// Words that say over which part: of a measure, or as the window of an obligation.
fn looks_back(keyword: Keyword) -> bool {
    use Keyword::{
        After, Among, AndTo, At, Before, Earlier, InTheFirst, InTheLast, Later, Since, SinceThen,
    };
    matches!(
        keyword,
        After
            | Among
            | AndTo
            | At
            | Before
            | Earlier
            | InTheFirst
            | InTheLast
            | Later
            | Since
            | SinceThen
    )
}

/// What ends the guard before it: a window, the next step of a sequence, which time it is.
pub(crate) fn ends_guard(keyword: Keyword) -> bool {
    use Keyword::{
        Again, AllWithin, AnyOrder, AtAnyTime, AtLeast, AtMost, ButNot, ButNotMoment, By, ByTheEnd,
        EachItsOwn, Exactly, ForFirstTime, ForLastTime, ForSecondTime, ForThe, ForThirdTime,
        Immediately, InBetween, NoSoonerThan, OnlyAfter, OnlyIf, Then, Times, Until, Within,
        Without,
    };
    looks_back(keyword)
        || matches!(
            keyword,
            Again
                | AllWithin
                | AnyOrder
                | AtAnyTime
                | AtLeast
                | AtMost
                | ButNot
                | ButNotMoment
                | By
                | ByTheEnd
                | EachItsOwn
                | Exactly
                | ForFirstTime
                | ForLastTime
                | ForSecondTime
                | ForThe
                | ForThirdTime
                | Immediately
                | InBetween
                | NoSoonerThan
                | OnlyAfter
                | OnlyIf
                | Then
                | Times
                | Until
                | Within
                | Without
        )
}
