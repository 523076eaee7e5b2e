//! The `zhunze` command.
fn main() {}
