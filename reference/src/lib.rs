//! The plain evaluator: a whole call in, a report out.
