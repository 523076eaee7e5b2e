//! Loads a module, feeds it events, returns findings and reports.
