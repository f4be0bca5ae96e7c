//! The command line: starting, stopping, and what works offline.

mod binary;
mod housekeeping;
mod listen;
mod provisioning;
