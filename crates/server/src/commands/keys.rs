//! `ostia keys`: what signs tokens, and what seals secrets.

use clap::{Args, Subcommand};
use ostia_identity::signing_keys;
use ostia_identity::tenants;
use ostia_identity::time::Timestamp;
use ostia_identity::vault::{SealingKey, parse_key};
use serde_json::json;
use zeroize::Zeroizing;

use super::trace::Done;
use crate::config::Config;
use crate::private_file;
use crate::problem::Problem;
use crate::{installation, output};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The tenant; needed where there are several
    #[arg(long, global = true)]
    tenant: Option<String>,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List a tenant's signing keys
    #[command(after_help = "Example:\n  ostia keys list --tenant acme --json\n\n\
                      Exit codes: 0 listed, 1 could not be done, 2 not understood.")]
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Sign with the next key from now on
    #[command(after_help = "Example:\n  ostia keys rotate --tenant acme\n\n\
                      The next key has been published for as long as it was next, so nobody is surprised. What the\n\
                      old one signed stays valid until it is revoked.\n\n\
                      Exit codes: 0 rotated, 1 could not be done, 2 not understood.")]
    Rotate,
    /// Stop accepting what a previous key signed
    #[command(after_help = "Example:\n  ostia keys revoke KEY_ID --tenant acme\n\n\
                      Every token that it signed stops being accepted.\n\n\
                      Exit codes: 0 revoked, 1 could not be done, 2 not understood.")]
    Revoke {
        /// The key's id, as `ostia keys list` shows it
        // One id in 64 begins like a flag.
        #[arg(allow_hyphen_values = true)]
        key_id: String,
    },
    /// Print a fresh master key
    #[command(
        after_help = "Example:\n  (umask 077; ostia keys generate-master > master.key)\n\n\
                      Exit codes: 0 printed, 2 not understood."
    )]
    GenerateMaster,
    /// Seal everything under another master key
    #[command(
        after_help = "Example:\n  (umask 077; ostia keys generate-master > new.key)\n  \
                      ostia keys rotate-master --new-key-file new.key\n\n\
                      Stop the servers first, and start them with the new key. The present key file is replaced and\n\
                      kept beside it with the ending .old; a key in OSTIA_MASTER_KEY is yours to replace.\n\n\
                      Exit codes: 0 rotated, 1 could not be done, 2 not understood."
    )]
    RotateMaster {
        /// The file that holds the new key
        #[arg(long, value_name = "FILE")]
        new_key_file: std::path::PathBuf,
    },
}

pub async fn run(arguments: &Arguments, config: &Config) -> Result<(), Problem> {
    if let Action::GenerateMaster = arguments.action {
        output::print(&installation::generate_master_key());
        return Ok(());
    }
    let platform = installation::open(config).await?;
    if let Action::RotateMaster { new_key_file } = &arguments.action {
        return rotate_master(new_key_file, config, &platform).await;
    }
    let tenant = installation::tenant(arguments.tenant.as_deref(), &platform).await?;
    match &arguments.action {
        Action::List { json } => {
            let keys = signing_keys::list(&tenant.id, &platform).await?;
            if *json {
                let date = |moment: Option<Timestamp>| moment.map(|moment| moment.to_string());
                let shown = |key: &signing_keys::table::KeyRow| {
                    json!({
                        "kid": key.key_id,
                        "state": key.state,
                        "created_at": key.created_at.to_string(),
                        "current_since": date(key.current_since),
                        "current_until": date(key.current_until),
                    })
                };
                output::json(&keys.iter().map(shown).collect::<Vec<_>>());
            } else {
                let rows: Vec<_> = keys
                    .iter()
                    .map(|key| {
                        [
                            key.key_id.clone(),
                            key.state.clone(),
                            key.created_at.to_string(),
                        ]
                    })
                    .collect();
                output::print(&output::table(["KEY", "STATE", "CREATED"], &rows));
            }
        }
        Action::Rotate => {
            let current = signing_keys::rotate(&tenant, &platform).await?;
            let context = installation::context(&platform, tenant.clone());
            Done {
                title: "Rotate the signing key",
                method: "post",
                path: "/keys/signing/rotate".to_owned(),
                body: json!({}),
                status: 201,
            }
            .record(&context);
            output::print(&format!("{current} signs from now on."));
        }
        Action::Revoke { key_id } => {
            if !signing_keys::revoke(key_id, &tenant, &platform).await? {
                return Err(Problem::new(
                    format!("{key_id} was not revoked."),
                    "It is no previous key of this tenant; the current and the next key can't be revoked.",
                    "Rotate first: `ostia keys rotate`. `ostia keys list` shows the ids.",
                ));
            }
            let context = installation::context(&platform, tenant.clone());
            Done {
                title: "Revoke a signing key",
                method: "put",
                path: format!("/keys/signing/{key_id}/revoke"),
                body: json!({}),
                status: 200,
            }
            .record(&context);
            output::print(&format!("{key_id} is revoked."));
        }
        Action::GenerateMaster | Action::RotateMaster { .. } => {}
    }
    installation::close(&platform).await;
    Ok(())
}

async fn rotate_master(
    new_key_file: &std::path::Path,
    config: &Config,
    platform: &ostia_identity::context::Platform,
) -> Result<(), Problem> {
    let text = std::fs::read_to_string(new_key_file)
        .map(Zeroizing::new)
        .map_err(|error| Problem::file("read", new_key_file, &error))?;
    let new = parse_key(&text).and_then(|bytes| SealingKey::new("master", bytes))?;
    let old_file = &config.master_key_file;
    let replaces_file = installation::environment("OSTIA_MASTER_KEY").is_none();
    let kept = old_file.with_extension("key.old");
    if replaces_file {
        // Before the database changes: whatever happens then, both keys are on disk.
        let old = std::fs::read(old_file)
            .map(Zeroizing::new)
            .map_err(|error| Problem::file("read", old_file, &error))?;
        private_file::write(&kept, &old).map_err(|error| Problem::file("write", &kept, &error))?;
    }
    let tenants = tenants::rotate_master_key(&new, platform).await?;
    installation::close(platform).await;
    if replaces_file {
        private_file::write(old_file, text.as_bytes())
            .map_err(|error| Problem::file("write", old_file, &error))?;
        output::note(&format!("The key before is in {}.", kept.display()));
    } else {
        output::note("Put the new key into OSTIA_MASTER_KEY now.");
    }
    output::print(&format!(
        "The data keys of {tenants} tenants are sealed under the new master key."
    ));
    Ok(())
}
