//! The `ostia` command.
fn main() {}
