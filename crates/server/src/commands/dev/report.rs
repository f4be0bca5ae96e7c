//! What a developer needs to know after the start: for people, and for programs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ostia_identity::provisioning::{ADMIN_EMAIL, Credentials, DASHBOARD_PATH, Samples};
use ostia_identity::tenants::Tenant;
use serde_json::{Value, json};

use crate::output;
use crate::tls::DevelopmentFiles;

pub struct Report<'a> {
    tenant: &'a Tenant,
    samples: &'a Samples,
    authority: PathBuf,
    file: PathBuf,
    scheme: &'static str,
}

impl<'a> Report<'a> {
    /// `with_tls`: whether this process terminates TLS itself.
    pub fn new(tenant: &'a Tenant, samples: &'a Samples, data_dir: &Path, with_tls: bool) -> Self {
        Self {
            tenant,
            samples,
            authority: DevelopmentFiles::in_folder(data_dir).authority,
            file: data_dir.join("dev.json"),
            scheme: if with_tls { "https" } else { "http" },
        }
    }

    /// The content of dev.json.
    pub fn json(&self) -> String {
        let samples = self.samples;
        let report = json!({
            "base_url": self.base_url(),
            "dashboard": format!("{}{DASHBOARD_PATH}", self.base_url()),
            "inbox": format!("{}/dev/inbox/messages", self.base_url()),
            "ca_file": self.authority,
            "admin_client_id": samples.administrator.client_id,
            "admin_client_secret": secret(&samples.administrator),
            "admin_email": ADMIN_EMAIL,
            "admin_password": samples.admin_password.as_ref().map(|password| password.as_str()),
            "connection": samples.connection,
            "api": samples.audience,
            "clients": {
                "native": credentials(&samples.native),
                "spa": credentials(&samples.spa),
                "regular_web": credentials(&samples.regular_web),
                "non_interactive": credentials(&samples.non_interactive),
            }
        });
        format!("{report:#}\n")
    }

    /// What the terminal shows.
    pub fn text(&self) -> String {
        let samples = self.samples;
        let base_url = self.base_url();
        let password = match &samples.admin_password {
            Some(password) => password.as_str(),
            None => "(the password that was set later)",
        };
        let overview = output::pairs(&[
            ("issuer", &self.tenant.issuer()),
            ("dashboard", &format!("{base_url}{DASHBOARD_PATH}")),
            ("log in", &format!("{base_url}/try")),
            ("as", ADMIN_EMAIL),
            ("with password", password),
            ("controls", &format!("{base_url}/dev")),
            ("messages", &format!("{base_url}/dev/inbox")),
            ("administration", samples.administrator.client_id.as_str()),
            ("its secret", secret(&samples.administrator)),
            ("certificates", &self.authority.display().to_string()),
            ("all of this", &self.file.display().to_string()),
        ]);
        let applications = output::pairs(&[
            ("native", samples.native.client_id.as_str()),
            ("spa", samples.spa.client_id.as_str()),
            ("regular_web", samples.regular_web.client_id.as_str()),
            (
                "non_interactive",
                samples.non_interactive.client_id.as_str(),
            ),
        ]);
        let mut text = String::new();
        // Writing to a String can't fail.
        let _ = write!(
            text,
            "\n{overview}\n\nSample applications:\n\n{applications}\n\nA token for the Management API:\n\n{}\n\n\
             Ctrl-C stops it.\n",
            self.curl()
        );
        text
    }

    fn base_url(&self) -> String {
        format!("{}://{}", self.scheme, self.tenant.domain)
    }

    fn curl(&self) -> String {
        let administrator = &self.samples.administrator;
        format!(
            "  curl --cacert {} {}/oauth/token \\\n    \
             -d grant_type=client_credentials -d audience={} \\\n    \
             -d client_id={} \\\n    -d client_secret={}",
            quoted(&self.authority),
            self.base_url(),
            self.tenant.management_audience(),
            administrator.client_id,
            secret(administrator),
        )
    }
}

/// As a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    if text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

fn secret(credentials: &Credentials) -> &str {
    credentials
        .client_secret
        .as_ref()
        .map_or("", |secret| secret.as_str())
}

fn credentials(credentials: &Credentials) -> Value {
    match &credentials.client_secret {
        Some(secret) => {
            json!({ "client_id": credentials.client_id, "client_secret": secret.as_str() })
        }
        None => json!({ "client_id": credentials.client_id }),
    }
}
