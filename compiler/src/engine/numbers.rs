//! Numbers of the module's functions and mutable globals: the order of the lists here. A new
//! one goes anywhere in its list, on a line of its own.

use super::{Definition, FnId, Global32, Global64};

macro_rules! functions {
    ($($name:ident),* $(,)?) => {
        #[allow(
            non_camel_case_types,
            clippy::upper_case_acronyms,
            dead_code,
            reason = "numbers of constants; nothing inside calls the exports"
        )]
        enum Place { $($name),*, GUARDS }
        /// Numbers of the functions.
        #[allow(dead_code, reason = "nothing inside calls the exports")]
        pub(crate) mod fns {
            use super::{FnId, Place};
            $(pub(crate) const $name: FnId = FnId(Place::$name as u32);)*
            /// The first function of the table of indirect calls.
            pub(crate) const GUARDS: u32 = Place::GUARDS as u32;
        }
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

macro_rules! globals {
    ($($(#[$doc32:meta])* $name32:ident),* ; $($(#[$doc64:meta])* $name64:ident),* $(,)?) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "numbers of constants")]
        enum Narrow { $($name32),*, COUNT32 }
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "numbers of constants")]
        enum Wide { $($name64),*, COUNT64 }
        /// The mutable globals, the narrow ones first.
        pub(crate) mod globals {
            use super::{Global32, Global64, Narrow, Wide};
            $($(#[$doc32])* pub(crate) const $name32: Global32 = Global32(Narrow::$name32 as u32);)*
            $($(#[$doc64])* pub(crate) const $name64: Global64 = Global64(I32S + Wide::$name64 as u32);)*
            /// How many there are of each.
            pub(crate) const I32S: u32 = Narrow::COUNT32 as u32;
            pub(crate) const I64S: u32 = Wide::COUNT64 as u32;
        }
    };
}

functions! {
    ZZ_OPEN,
    ZZ_EVENT,
    ZZ_TICK,
    ZZ_NEXT_DEADLINE,
    ZZ_CLOSE,
    UNITS,
    WORD,
    CHARS,
    FOLD,
    UNIT_HASH,
    SCAN,
    PASS,
    OUTPUTS,
    FOUND,
    REMOVE,
    RAW_UNITS,
    EXPLORE,
    CHILD,
    JOIN,
    BETTER,
    IS_WORD,
    TOKENS,
    ROLE,
    NUMBER,
    ARABIC,
    DIGITS_IN_ROW,
    SECTIONS,
    BELOW_THOUSAND,
    BELOW_HUNDRED,
    DECIMALS,
    ROW,
    COMPOSITE,
    DIGIT_RUN,
    ID_CARD,
    PERSON_NAME,
    JOINED,
    SLOT,
    REGEX,
    COMPOSED,
    RAISE,
    RAISE_LIST,
    RUN_STEP,
    EVIDENCE,
    RULE,
    NEVER,
    TRIGGER,
    LOOK,
    WAITING,
    CHAIN,
    CHAIN_HOLDS,
    CHAIN_EVIDENCE,
    ALLOC,
    RELEASE,
    SATISFIED,
    BEGIN,
    ADD,
    POINTS,
    ADVANCE,
    SPAN_NEXT,
    SPAN_FIRE,
    EXPIRE,
    WAIT_NEXT,
    SETTLE,
    TABLES,
    ATTRIBUTE,
    MISSING,
    TEXT_IS,
    METADATA,
    DIVIDE,
    SCALE,
    SUM,
    DIFFERENCE,
    TEXT_HASH,
    CLOCK_DIGITS,
    READ_CLOCK,
    SKETCH,
    LIKENESS,
    BEFORE_STEP,
    AFTER_STEP,
    CONNECT_STEP,
    LABEL_OF,
    START,
    WINDOW,
    LIMIT,
    RING_ADD,
    RING_FIND,
    CALL_STARTS,
    KEEP,
    REPORT,
    WRITE,
    DERIVED,
}

globals! {
    /// Address of the state block.
    STATE,
    /// Stamp of the present step.
    STAMP,
    /// Position of the step's event; -1 none.
    INDEX,
    /// Speaker code of the step's event.
    SPEAKER,
    /// Speaker of the utterance before this step.
    PREVIOUS,
    /// Address of the step's event record; 0 none.
    EVENT,
    /// Where the next output record goes.
    OUT,
    /// Output records so far.
    COUNT,
    /// Phrases found in this step's text.
    FOUND,
    /// Units of this step's text.
    UNITS,
    /// Stamp of the present reading of the text.
    READING,
    /// Characters of the text.
    LENGTH,
    /// Behind the last unit of the reading.
    LAST,
    /// Fillers are looked for.
    FILLING,
    /// How many fillers there are.
    FILLED,
    /// Values are looked for.
    VALUED,
    /// Where the present walk started.
    ORIGIN,
    /// Behind the whole part of the number last read.
    BEHIND,
    /// The obligation that decided, and the reason, of the last look at an occurrence.
    DUTY,
    REASON,
    /// Address of the finding last begun; 0 when it is kept back.
    FINDING,
    /// Address of the values that `matching` saved.
    SAVED,
    /// The cell of the occurrence under judgement that holds what was saved; 0 none.
    HELD,
    /// Bits of the obligations that have had a target in this step (`own`).
    OWNED
    ;
    /// Start and end of the step, due time of the last look.
    T,
    END,
    DUE,
    /// Evidence of the target that settled an obligation.
    TARGET,
    /// The value last read.
    VALUE,
    /// The whole part of the number last read.
    WHOLE,
}

/// All functions in the order of their numbers: those with a name in the list, then the
/// others as they come.
pub(super) fn in_order(mut definitions: Vec<Definition>) -> Vec<Definition> {
    let place = |definition: &Definition| {
        let listed = NAMES
            .iter()
            .position(|name| name.eq_ignore_ascii_case(&definition.name));
        listed.unwrap_or(NAMES.len())
    };
    definitions.sort_by_key(place);
    // A list with a gap would shift all numbers behind it (a mistake that the tests find).
    debug_assert!(
        definitions
            .iter()
            .zip(NAMES)
            .all(|(d, name)| name.eq_ignore_ascii_case(&d.name))
    );
    definitions
}
