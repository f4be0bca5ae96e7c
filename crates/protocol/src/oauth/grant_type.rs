//! The names of grants, as `grant_type` sends them and as a client's `grant_types` lists them.

use serde::{Deserialize, Serialize};

use super::parsed_wire_names;

parsed_wire_names! {
    "grant type",
    /// A way to get tokens (RFC 6749 §1.3, its extensions, and upstream's own).
    pub enum GrantType {
        /// RFC 6749 §4.1.
        AuthorizationCode = "authorization_code",
        /// RFC 6749 §4.2: never at the token endpoint; a client holds it to use the front channel.
        Implicit = "implicit",
        /// RFC 6749 §6.
        RefreshToken = "refresh_token",
        /// RFC 6749 §4.4.
        ClientCredentials = "client_credentials",
        /// RFC 6749 §4.3, against the tenant's default directory.
        Password = "password",
        /// Upstream: `password` against the connection named by `realm`.
        PasswordRealm = "http://auth0.com/oauth/grant-type/password-realm",
        /// Upstream: a one-time password finishes a login.
        MfaOtp = "http://auth0.com/oauth/grant-type/mfa-otp",
        /// Upstream: an out-of-band confirmation finishes a login.
        MfaOob = "http://auth0.com/oauth/grant-type/mfa-oob",
        /// Upstream: a recovery code finishes a login.
        MfaRecoveryCode = "http://auth0.com/oauth/grant-type/mfa-recovery-code",
        /// Upstream: a code sent by mail or text message.
        PasswordlessOtp = "http://auth0.com/oauth/grant-type/passwordless/otp",
        /// RFC 8628 §3.4.
        DeviceCode = "urn:ietf:params:oauth:grant-type:device_code",
        /// RFC 8693 §2.1.
        TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange",
        /// RFC 7523 §2.1.
        JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer",
        /// CIBA Core §10.1.
        Ciba = "urn:openid:params:grant-type:ciba",
        /// Upstream: a passkey.
        WebAuthn = "urn:okta:params:oauth:grant-type:webauthn",
        /// Upstream, tenants older than 2017-06-08.
        LegacyResourceOwner = "http://auth0.com/oauth/legacy/grant-type/ro",
        /// Upstream, tenants older than 2017-06-08.
        LegacyResourceOwnerJwtBearer = "http://auth0.com/oauth/legacy/grant-type/ro/jwt-bearer",
        /// Upstream, tenants older than 2017-06-08.
        LegacyDelegationRefreshToken = "http://auth0.com/oauth/legacy/grant-type/delegation/refresh_token",
        /// Upstream, tenants older than 2017-06-08.
        LegacyDelegationIdToken = "http://auth0.com/oauth/legacy/grant-type/delegation/id_token",
        /// Upstream, tenants older than 2017-06-08.
        LegacyAccessToken = "http://auth0.com/oauth/legacy/grant-type/access_token",
    }
}

impl GrantType {
    /// What this server serves: the token endpoint's grants and `implicit`. Discovery lists these.
    pub const SERVED: &[Self] = &[
        Self::AuthorizationCode,
        Self::Implicit,
        Self::RefreshToken,
        Self::ClientCredentials,
        Self::Password,
        Self::PasswordRealm,
        Self::MfaOtp,
        Self::MfaOob,
        Self::MfaRecoveryCode,
        Self::DeviceCode,
        Self::PasswordlessOtp,
        Self::WebAuthn,
    ];

    /// Whether no public client can ever use it, whatever its `grant_types` say (clients.md, axis 1).
    ///
    /// The password grants are not among them: an administrator can open those to a public client.
    pub const fn needs_confidential_client(self) -> bool {
        matches!(self, Self::ClientCredentials | Self::JwtBearer | Self::Ciba)
    }

    /// Whether it belongs to upstream's pipeline of before 2017-06-08.
    pub const fn is_legacy(self) -> bool {
        matches!(
            self,
            Self::LegacyResourceOwner
                | Self::LegacyResourceOwnerJwtBearer
                | Self::LegacyDelegationRefreshToken
                | Self::LegacyDelegationIdToken
                | Self::LegacyAccessToken
        )
    }
}

/// A client's `grant_types`: a set that keeps the order in which it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct GrantTypes(Vec<GrantType>);

impl GrantTypes {
    /// Whether the client holds this grant.
    pub fn contains(&self, grant: GrantType) -> bool {
        self.0.contains(&grant)
    }

    /// The grants in wire order.
    pub fn iter(&self) -> impl Iterator<Item = GrantType> + '_ {
        self.0.iter().copied()
    }

    /// Whether the client holds none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those for which `keep` is true, in the same order.
    #[must_use]
    pub fn filter(&self, keep: impl Fn(GrantType) -> bool) -> Self {
        self.iter().filter(|grant| keep(*grant)).collect()
    }
}

impl FromIterator<GrantType> for GrantTypes {
    fn from_iter<I: IntoIterator<Item = GrantType>>(grants: I) -> Self {
        let mut set = Vec::new();
        for grant in grants {
            if !set.contains(&grant) {
                set.push(grant);
            }
        }
        Self(set)
    }
}

impl<'de> Deserialize<'de> for GrantTypes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<GrantType>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for grant in GrantType::ALL {
            assert_eq!(grant.as_str().parse(), Ok(*grant));
        }
        assert!("Password".parse::<GrantType>().is_err());
        assert!("".parse::<GrantType>().is_err());
    }

    #[test]
    fn a_set_keeps_wire_order_and_drops_repetitions() {
        let json = r#"["refresh_token","authorization_code","refresh_token"]"#;
        let grants: GrantTypes = serde_json::from_str(json).unwrap();
        assert_eq!(
            serde_json::to_string(&grants).unwrap(),
            r#"["refresh_token","authorization_code"]"#
        );
        assert!(serde_json::from_str::<GrantTypes>(r#"["magic"]"#).is_err());
    }

    #[test]
    fn public_clients_are_kept_from_grants_without_a_user() {
        assert!(GrantType::ClientCredentials.needs_confidential_client());
        assert!(!GrantType::AuthorizationCode.needs_confidential_client());
        assert!(!GrantType::Password.needs_confidential_client());
    }
}
