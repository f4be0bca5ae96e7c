//! For which host credentials are (WebAuthn §5.1.2, relying party identifier), and from where they may be used.

use serde::{Deserialize, Serialize};
use url::Url;
use webauthn_rs_core::WebauthnCore;
use webauthn_rs_core::proto::UserVerificationPolicy;

use super::{PATIENCE, Use};
use crate::context::Context;
use crate::failure::Broken;
use crate::guardian::KeySettings;

/// The host that credentials are for, and how its users are verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelyingParty {
    /// The host's name, or that of a domain above it.
    pub id: String,
    name: String,
    origins: Vec<Url>,
    verification: UserVerificationPolicy,
}

impl RelyingParty {
    /// The one of this request's host, or the domain above it that the factor's settings name.
    ///
    /// # Errors
    /// When the tenant's own address can't be read.
    pub fn of(r#use: Use, more: &[Url], context: &Context) -> Result<Self, Broken> {
        let origin = Url::parse(&context.tenant.issuer()).map_err(Broken::internal)?;
        let host = origin.host_str().unwrap_or_default().to_owned();
        let settings = settings(r#use, context);
        let named = settings.and_then(KeySettings::relying_party);
        Ok(Self {
            id: match named {
                Some(named) if is_above(named, &host) => named.to_owned(),
                _ => host,
            },
            name: context.tenant.display_name().to_owned(),
            origins: std::iter::once(&origin).chain(more).cloned().collect(),
            verification: match (r#use, settings) {
                (Use::SecurityKey, Some(settings)) => settings.verification(),
                _ => UserVerificationPolicy::Required,
            },
        })
    }

    pub(super) const fn verification(&self) -> UserVerificationPolicy {
        self.verification
    }

    /// What judges answers for it.
    pub(super) fn judge(&self) -> WebauthnCore {
        let patience = std::time::Duration::from_secs(PATIENCE.unsigned_abs());
        WebauthnCore::new_unsafe_experts_only(
            &self.name,
            &self.id,
            self.origins.clone(),
            patience,
            Some(false),
            Some(false),
        )
    }
}

fn settings(r#use: Use, context: &Context) -> Option<&KeySettings> {
    let multifactor = &context.tenant.multifactor;
    match r#use {
        Use::SecurityKey => Some(&multifactor.security_keys),
        Use::Device => Some(&multifactor.devices),
        Use::Passkey => None,
    }
}

/// Whether a name is the host's, or that of a domain above it. Browsers know which of those are registrable.
fn is_above(name: &str, host: &str) -> bool {
    host == name
        || host
            .strip_suffix(name)
            .is_some_and(|below| below.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::is_above;

    #[test]
    fn a_domain_is_above_its_own_hosts_alone() {
        for (name, host, expected) in [
            ("login.example.com", "login.example.com", true),
            ("example.com", "login.example.com", true),
            ("ample.com", "login.example.com", false),
            ("other.com", "login.example.com", false),
            ("login.example.com", "example.com", false),
            ("", "example.com", false),
        ] {
            assert_eq!(is_above(name, host), expected, "{name} {host}");
        }
    }
}
