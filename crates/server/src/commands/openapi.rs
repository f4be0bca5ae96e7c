//! `ostia openapi`: the Management API's description, for code generators and tools.

use clap::Args;

use crate::management::openapi;
use crate::output;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  ostia openapi > management-api.json\n\n\
                  A running server gives the same at /api/v2/openapi.json.\n\n\
                  Exit codes: 0 printed, 2 not understood.")]
pub struct Arguments {}

pub fn run() {
    output::json(openapi::document());
}
