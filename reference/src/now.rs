//! From where a condition looks at the call.
//!
//! In: what is judged, and at which step. Out: which event it asks, how far back it sees, and
//! which values are written down when they are missing.

use crate::world::World;

/// From where a condition looks at the call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now {
    /// The step under judgement.
    pub(crate) step: Option<usize>,
    /// The step of the trigger, where that is another.
    pub(crate) trigger: Option<usize>,
    /// How many steps lie before.
    pub(crate) before: usize,
    /// The time.
    pub(crate) at: i64,
    /// Outcomes that were decided at places below this one are seen.
    pub(crate) decided: usize,
    /// Attributes of the step's event that are missing are counted.
    pub(crate) counts_missing: bool,
    /// Those of the trigger's are.
    pub(crate) counts_missing_of_trigger: bool,
}

impl Now {
    /// When the call begins.
    pub(crate) fn at_the_start() -> Now {
        Now {
            step: None,
            trigger: None,
            before: 0,
            at: 0,
            decided: 0,
            counts_missing: true,
            counts_missing_of_trigger: false,
        }
    }

    /// Of a rule that looks at the step: rules above it have done so.
    pub(crate) fn of_rule(world: &World, step: usize) -> Now {
        let instant = world.instant(step);
        Now {
            step: Some(step),
            before: step,
            at: instant.at,
            decided: instant.place + 1,
            ..Now::at_the_start()
        }
    }

    /// Of a moment at the step: no rule has looked at it yet.
    pub(crate) fn of_moment(world: &World, step: usize) -> Now {
        let decided = world.instant(step).place;
        Now {
            decided,
            ..Now::of_rule(world, step)
        }
    }

    /// After everything else.
    pub(crate) fn after_all(world: &World) -> Now {
        Now {
            before: world.steps.len(),
            at: world.end,
            decided: usize::MAX,
            ..Now::at_the_start()
        }
    }

    /// Of a target that is compared with the trigger.
    pub(crate) fn of_target(world: &World, step: usize, trigger: Option<usize>) -> Now {
        Now {
            trigger,
            ..Now::of_rule(world, step)
        }
    }

    /// Of a trigger whose values a target will be compared with.
    pub(crate) fn of_the_waiting(world: &World, trigger: Option<usize>) -> Now {
        let now = trigger.map_or(Now::at_the_start(), |step| Now::of_rule(world, step));
        Now {
            trigger,
            counts_missing: false,
            counts_missing_of_trigger: true,
            ..now
        }
    }

    /// Of a step that a trigger will be compared with.
    pub(crate) fn of_the_remembered(world: &World, step: usize) -> Now {
        Now::of_rule(world, step)
    }

    /// Of a remembered step that is compared with the trigger.
    pub(crate) fn of_the_earlier(world: &World, step: Option<usize>, trigger: usize) -> Now {
        Now {
            step,
            trigger: Some(trigger),
            counts_missing: false,
            counts_missing_of_trigger: true,
            ..Now::of_rule(world, trigger)
        }
    }

    /// The same, and nothing that is missing is counted.
    pub(crate) fn quietly(self) -> Now {
        Now {
            counts_missing: false,
            counts_missing_of_trigger: false,
            ..self
        }
    }
}
