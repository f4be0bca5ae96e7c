//! The `ostia` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    // Before anything speaks TLS. It fails only where a provider is installed already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    ostia_server::commands::run()
}
