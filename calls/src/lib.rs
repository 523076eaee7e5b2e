//! The event and report model, and readers and writers of formats.
