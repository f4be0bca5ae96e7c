//! `ostia migrate`: the schema, and nothing else.

use clap::Args;
use ostia_identity::cache::Caches;

use crate::config::Config;
use crate::problem::Problem;
use crate::{installation, output};

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  ostia migrate --database-url postgres://ostia@db/ostia\n\n\
                  Safe to run by many nodes at once; `ostia serve` does the same when it starts.\n\n\
                  Exit codes: 0 up to date, 1 could not be done, 2 not understood."
)]
pub struct Arguments {}

pub async fn run(config: &Config) -> Result<(), Problem> {
    let database = installation::open_database(config, Caches::default()).await?;
    database.close().await;
    output::print("The schema is up to date.");
    Ok(())
}
