//! One cryptography library, and it isn't the system's.

use std::path::Path;
use std::process::Command;

use super::Finding;

const UNWANTED: &[&str] = &["ring", "openssl-sys"];

/// Neither `ring` nor OpenSSL is linked into anything that is shipped.
pub fn no_second_crypto_library(root: &Path) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for name in UNWANTED {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args([
                "tree",
                "--workspace",
                "--locked",
                "--edges",
                "normal",
                "--target",
                "all",
                "--invert",
                name,
            ])
            .current_dir(root)
            .output()
            .map_err(|error| format!("could not run cargo tree: {error}"))?;
        findings.extend(judge(
            name,
            &String::from_utf8_lossy(&output.stdout),
            &String::from_utf8_lossy(&output.stderr),
            output.status.success(),
        )?);
    }
    Ok(findings)
}

/// Reads what `cargo tree --invert` said: nothing, that there is no such package, or who wants it.
fn judge(
    name: &str,
    stdout: &str,
    stderr: &str,
    succeeded: bool,
) -> Result<Option<Finding>, String> {
    if !succeeded {
        return if stderr.contains("did not match any packages") {
            Ok(None)
        } else {
            Err(format!("cargo tree failed: {}", stderr.trim()))
        };
    }
    if stdout.trim().is_empty() {
        return Ok(None);
    }
    let chain: Vec<&str> = stdout.lines().take(4).map(str::trim).collect();
    Ok(Some(Finding {
        file: "Cargo.lock".to_owned(),
        line: 0,
        what: format!("`{name}` is linked: {}", chain.join(" ")),
        why: "aws-lc-rs does all cryptography; a second library doubles what must be trusted and kept up to date",
        remedy: "switch off the feature that brings it (often a default feature), or choose another crate",
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_packages_are_fine() {
        let missing = "error: package ID specification `ring` did not match any packages";
        assert_eq!(judge("ring", "", missing, false), Ok(None));
        assert_eq!(
            judge("ring", "", "warning: nothing to print.", true),
            Ok(None)
        );
    }

    #[test]
    fn linked_packages_are_found() {
        let found = judge("ring", "ring v0.17.8\n└── rustls v0.23.1\n", "", true);
        assert!(matches!(found, Ok(Some(finding)) if finding.what.contains("rustls")));
    }

    #[test]
    fn other_failures_are_told() {
        assert!(judge("ring", "", "error: no manifest", false).is_err());
    }
}
