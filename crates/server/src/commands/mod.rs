//! The command line: `ostia <command>`.

mod client;
mod dev;
mod doctor;
mod keys;
mod migrate;
mod openapi;
mod serve;
mod serving;
mod tenant;
pub mod token;
mod trace;
mod user;
mod why;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{self, Config, Settings};
use crate::problem::Problem;
use crate::{installation, output, telemetry};

#[derive(Debug, Parser)]
#[command(
    name = "ostia",
    version,
    about = "An identity server that speaks Auth0's wire protocol",
    after_help = "Begin with `ostia dev`: it serves https://localhost:8443 and says how to log in.\n\n\
                  Exit codes: 0 done, 1 could not be done, 2 not understood.",
    disable_help_subcommand = true
)]
struct Cli {
    /// A TOML file with settings.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help_heading = "Settings",
        help = "A TOML file with settings [env: OSTIA_CONFIG]"
    )]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve this machine, with a development tenant, certificates and samples
    Dev(dev::Arguments),
    /// Serve in production
    Serve(serve::Arguments),
    /// Bring the database's schema up to date
    Migrate(migrate::Arguments),
    /// List and create tenants
    Tenant(tenant::Arguments),
    /// List, create and block users, set passwords
    User(user::Arguments),
    /// List, show and create applications, rotate secrets
    Client(client::Arguments),
    /// Issue Management API tokens
    Token(token::Arguments),
    /// Signing keys and the master key
    Keys(keys::Arguments),
    /// Print the description of the Management API, for tools
    Openapi(openapi::Arguments),
    /// Explain a refusal
    Why(why::Arguments),
    /// Look for what is wrong with this installation
    Doctor(doctor::Arguments),
}

/// Runs the command that the process's arguments name.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::note(&format!("ostia: no threads could be started: {error}"));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(dispatch(cli)) {
        Ok(code) => code,
        Err(problem) => {
            output::note(&format!("ostia: {problem}"));
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(cli: Cli) -> Result<ExitCode, Problem> {
    let Cli {
        config,
        settings,
        command,
    } = cli;
    let resolve = |settings: Settings| -> Result<Config, Problem> {
        config::resolve(settings, config.as_deref(), &installation::environment)
    };
    let offline = |settings: Settings| -> Result<Config, Problem> {
        let said_log = settings.log.is_some();
        let config = resolve(settings)?;
        // Commands answer; what happens inside is for those who ask.
        let filter = if said_log { &config.log } else { "warn" };
        telemetry::start(filter, config.log_format)?;
        Ok(config)
    };
    match command {
        Command::Dev(arguments) => dev::run(&arguments, resolve(settings)?).await?,
        Command::Serve(arguments) => {
            serve::run(resolve(arguments.settings().or(settings))?).await?;
        }
        Command::Migrate(_) => migrate::run(&offline(settings)?).await?,
        Command::Tenant(arguments) => tenant::run(&arguments, &offline(settings)?).await?,
        Command::User(arguments) => user::run(&arguments, &offline(settings)?).await?,
        Command::Client(arguments) => client::run(&arguments, &offline(settings)?).await?,
        Command::Token(arguments) => token::run(&arguments, &offline(settings)?).await?,
        Command::Keys(arguments) => keys::run(&arguments, &offline(settings)?).await?,
        Command::Openapi(_) => openapi::run(),
        Command::Why(arguments) => why::run(&arguments, &offline(settings)?).await?,
        Command::Doctor(arguments) => return doctor::run(&arguments, &offline(settings)?).await,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example_and_its_exit_codes() {
        fn check(command: &mut clap::Command) {
            let has_children = command.has_subcommands();
            if !has_children {
                let help = command.render_long_help().to_string();
                let name = command.get_name();
                assert!(help.contains("ostia "), "{name} has no example");
                assert!(help.contains("Exit codes:"), "{name} has no exit codes");
            }
            command.get_subcommands_mut().for_each(check);
        }
        super::Cli::command().get_subcommands_mut().for_each(check);
    }
}
