//! The repository's own chores, as `cargo xtask <chore>`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks on its standard streams"
)]

mod scoreboard;
mod tidy;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <chore>

chores:
  tidy                  prove the invariants of ARCHITECTURE.md on the tracked files
  scoreboard            write docs/compatibility.md from what the tests recorded (make scoreboard runs them, too)
  scoreboard --check    fail where it is stale, or an operation has no test that succeeds at it
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => report(tidy::run()),
        ["scoreboard"] => say(scoreboard::run(false)),
        ["scoreboard", "--check"] => say(scoreboard::run(true)),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            ExitCode::SUCCESS
        }
        _ => {
            eprint!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// Prints what a chore found and turns it into an exit code.
fn report(outcome: Result<tidy::Report, String>) -> ExitCode {
    match outcome {
        Ok(report) if report.findings.is_empty() => {
            println!(
                "tidy: {} rules hold on {} files",
                report.rules, report.files
            );
            ExitCode::SUCCESS
        }
        Ok(report) => {
            for finding in &report.findings {
                eprintln!("{finding}\n");
            }
            eprintln!("tidy: {} to put right", report.findings.len());
            ExitCode::FAILURE
        }
        Err(problem) => {
            eprintln!("tidy: {problem}");
            ExitCode::from(2)
        }
    }
}

fn say(outcome: Result<String, String>) -> ExitCode {
    match outcome {
        Ok(text) => {
            println!("scoreboard: {text}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("scoreboard: {problem}");
            ExitCode::FAILURE
        }
    }
}
