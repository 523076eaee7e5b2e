//! Offsets of the fields of the records in the data segment, and what their bits mean:
//! [`super::records`] writes them, the code of the other files reads them.

/// A rule's record.
pub(super) mod rule {
    /// Offset of its counts in the state.
    pub(crate) const COUNTS: u32 = 0;
    /// Offset of the byte that says that it does not apply; 0 none.
    pub(crate) const OFF: u32 = 4;
    pub(crate) const COSTS: u32 = 8;
    pub(crate) const COST_COUNT: u32 = 12;
    pub(crate) const FATAL_FROM: u32 = 16;
    /// Its section + 1.
    pub(crate) const SECTION: u32 = 20;
    pub(crate) const SCORE: u32 = 24;
    pub(crate) const FLAGS: u32 = 28;
    /// Its monitors.
    pub(crate) const FIRST: u32 = 32;
    pub(crate) const ARMS: u32 = 36;
    /// The guard + 1 of its `applies`.
    pub(crate) const APPLIES: u32 = 40;
    pub(crate) const SIZE: u32 = 48;
    /// Flag bits.
    pub(crate) const LEAVE_OUT: i32 = 1;
    pub(crate) const FATAL_SECTION: i32 = 2;
}

/// What a rule costs in one score.
pub(super) mod cost {
    pub(crate) const SCORE: u32 = 0;
    pub(crate) const FLAGS: u32 = 4;
    pub(crate) const DEDUCT: u32 = 8;
    pub(crate) const AWARD: u32 = 32;
    pub(crate) const WEIGHT: u32 = 56;
    pub(crate) const SIZE: u32 = 64;
    /// Flag bits.
    pub(crate) const IN_SECTION: i32 = 1;
    pub(crate) const BY_SHARE: i32 = 2;
}

/// An amount inside a cost: for the first, for each after it, at most.
pub(super) mod amount {
    pub(crate) const FIRST: u32 = 0;
    pub(crate) const AFTER: u32 = 8;
    pub(crate) const CAP: u32 = 16;
}

/// A monitor's record.
pub(super) mod monitor {
    /// Address of the rule's record.
    pub(crate) const RULE: u32 = 0;
    pub(crate) const NUMBER: u32 = 4;
    pub(crate) const ARM: u32 = 6;
    pub(crate) const FLAGS: u32 = 7;
    pub(crate) const QUEUE: u32 = 8;
    /// Address of the trigger's moment.
    pub(crate) const TRIGGER: u32 = 12;
    pub(crate) const HAPPENS: u32 = 16;
    pub(crate) const OBLIGATIONS: u32 = 17;
    pub(crate) const CELLS: u32 = 18;
    /// The bit of the group that its only `Happen` is in.
    pub(crate) const ONLY_GROUP: u32 = 19;
    /// Bits of the groups that never wait, and of all.
    pub(crate) const DONE_GROUPS: u32 = 20;
    pub(crate) const ALL_GROUPS: u32 = 21;
    pub(crate) const CONDITION: u32 = 24;
    pub(crate) const DUTIES: u32 = 28;
    pub(crate) const EXCUSE: u32 = 32;
    pub(crate) const CHAIN_MASK: u32 = 40;
    pub(crate) const WAIT_MASK: u32 = 48;
    pub(crate) const OWN_CELL: u32 = 56;
    /// Offset of what is kept back; 0 none.
    pub(crate) const KEPT: u32 = 60;
    pub(crate) const SIZE: u32 = 64;
    /// Flag bits.
    pub(crate) const IS_NEVER: i32 = 1;
    pub(crate) const IS_CALL: i32 = 2;
    pub(crate) const BY_METADATA: i32 = 4;
    /// Its first cell has the trigger's evidence and is that of its only `Happen`.
    pub(crate) const SINGLE: i32 = 8;
    /// Each target settles one occurrence.
    pub(crate) const OWN: i32 = 16;
    /// `Pick::Last` (else, with `KEPT`: `Pick::Any`).
    pub(crate) const LAST: i32 = 32;
    /// The last cell of an occurrence holds saved values.
    pub(crate) const SAVES: i32 = 64;
    /// Of shape never: something of its window is remembered.
    pub(crate) const WINDOW: i32 = 128;
}

/// An obligation's record.
pub(super) mod duty {
    pub(crate) const TYPE: u32 = 0;
    pub(crate) const FLAGS: u32 = 1;
    pub(crate) const AT_LEAST: u32 = 2;
    /// [`NO_MOST`]: none.
    pub(crate) const AT_MOST: u32 = 3;
    /// The guard + 1: of `require`, or `matching`.
    pub(crate) const GUARD: u32 = 4;
    pub(crate) const TARGET: u32 = 8;
    pub(crate) const AFTER: u32 = 16;
    pub(crate) const BEFORE: u32 = 24;
    pub(crate) const NEXT: u32 = 32;
    pub(crate) const UTTERANCE: u32 = 40;
    pub(crate) const MIN: u32 = 48;
    /// Of a limit that is a span of time; else [`super::super::layout::LONG_AGO`] negated.
    pub(crate) const MAX: u32 = 56;
    /// Of other limits: the time, the days or the unit.
    pub(crate) const LIMIT: u32 = 64;
    /// The part of the call: milliseconds, thousandths of a percent, utterances or turns.
    pub(crate) const PART_SIZE: u32 = 72;
    /// Address of the target's moment.
    pub(crate) const MOMENT: u32 = 80;
    /// Address of the chain.
    pub(crate) const CHAIN: u32 = 84;
    /// Table entry of the limit's value.
    pub(crate) const VALUE: u32 = 88;
    /// Table entry + 1 of what saves the values of `matching`, and where in the cell.
    pub(crate) const SAVE: u32 = 92;
    pub(crate) const SAVE_AT: u32 = 96;
    /// The bits of its group and of itself.
    pub(crate) const GROUP: u32 = 100;
    pub(crate) const BIT: u32 = 101;
    pub(crate) const TURN_OF: u32 = 102;
    pub(crate) const NEXT_COUNT: u32 = 103;
    /// Kinds of limit and of part.
    pub(crate) const LIMIT_KIND: u32 = 104;
    pub(crate) const PART: u32 = 105;
    /// Offset of the count of utterances that its part looks at.
    pub(crate) const PART_OF: u32 = 106;
    /// Its bit again, when each target settles one occurrence only; else 0.
    pub(crate) const OWN_BIT: u32 = 108;
    pub(crate) const SIZE: u32 = 112;
    pub(crate) const NO_MOST: i32 = 255;
    /// Types; 0 is a `Happen`.
    pub(crate) const CHAIN_TYPE: i32 = 1;
    pub(crate) const REQUIRE: i32 = 2;
    /// Flag bits.
    pub(crate) const HAS_AFTER: i32 = 1;
    pub(crate) const HAS_TURN: i32 = 2;
    pub(crate) const HAS_MAX: i32 = 4;
    /// The first and last of its group.
    pub(crate) const FIRST: i32 = 8;
    pub(crate) const LAST: i32 = 16;
    /// Its part is known only when the call is over.
    pub(crate) const LATE: i32 = 32;
    /// The last of `next` closes the window.
    pub(crate) const INCLUSIVE: i32 = 64;
    /// Of a `before that`: it has `matching`.
    pub(crate) const RING: i32 = 128;
    /// Kinds of limit.
    pub(crate) const BY_VALUE: i32 = 1;
    pub(crate) const BY_CLOCK: i32 = 2;
    pub(crate) const BY_DAYS: i32 = 3;
    pub(crate) const BY_VALUE_DAYS: i32 = 4;
    pub(crate) const BY_VALUE_CLOCK: i32 = 5;
    /// Kinds of part; the last of the call is a kind + [`PART_LAST`].
    pub(crate) const PART_TIME: i32 = 1;
    pub(crate) const PART_PERCENT: i32 = 2;
    pub(crate) const PART_UTTERANCES: i32 = 3;
    pub(crate) const PART_TURNS: i32 = 4;
    pub(crate) const PART_LAST: i32 = 8;
}

/// A chain.
pub(super) mod chain {
    /// Offset of the bits of lengths, or of the count of a ring.
    pub(crate) const VALID: u32 = 0;
    pub(crate) const STEPS: u32 = 4;
    pub(crate) const COUNT: u32 = 8;
    /// A derived one that starts anew.
    pub(crate) const OWN: u32 = 12;
    pub(crate) const WITHIN: u32 = 16;
    pub(crate) const RING: u32 = 24;
    pub(crate) const ENTRY: u32 = 28;
}

/// A step of a chain.
pub(super) mod step {
    pub(crate) const ROLE: u32 = 0;
    pub(crate) const WITHOUT: u32 = 8;
    pub(crate) const WITHIN: u32 = 16;
    pub(crate) const MOMENT: u32 = 24;
    pub(crate) const FIRST: u32 = 28;
    pub(crate) const LAST: u32 = 32;
    pub(crate) const EVIDENCE: u32 = 36;
    pub(crate) const SIZE: u32 = 40;
}

/// A derived moment.
pub(super) mod derived {
    /// Its signal + 1; 0 when nobody listens.
    pub(crate) const SIGNAL: u32 = 0;
    /// Address of the chain; 0: `Where`.
    pub(crate) const CHAIN: u32 = 4;
    pub(crate) const ALL: u32 = 8;
    pub(crate) const NONE: u32 = 16;
    pub(crate) const GUARD: u32 = 24;
    /// Address of the moment that gives the words.
    pub(crate) const MOMENT: u32 = 28;
    pub(crate) const SIZE: u32 = 32;
}
