//! Axis 1 of the client model: confidential or public, and with it how ID tokens are signed. One value holds both,
//! so that a public client that signs with its secret, or a confidential one without credentials, can't be built.

use ostia_jose::{AsymmetricAlgorithm, PublicKey};
use serde_json::{Map, Value};

use super::secret::ClientSecret;
use crate::failure::Broken;

/// How a client authenticates, and what follows from it.
#[derive(Debug)]
pub enum ClientKind {
    /// Can't hold a secret: sends its `client_id` alone, plus PKCE.
    Public {
        /// ID tokens of public clients are signed with a tenant key, always.
        signature: AsymmetricAlgorithm,
    },
    /// Authenticates with a client secret, in the body or by HTTP Basic.
    Secret {
        /// The secret.
        secret: ClientSecret,
        /// How its ID tokens are signed.
        signature: SecretOrKey,
    },
    /// Authenticates with assertions signed by a registered key (RFC 7523).
    PrivateKeyJwt {
        /// The registered keys. Without one, nothing authenticates this client.
        keys: Vec<AssertionKey>,
        /// How its ID tokens are signed.
        signature: AsymmetricAlgorithm,
    },
    /// Authenticates with a TLS client certificate (RFC 8705).
    MutualTls {
        /// How its ID tokens are signed.
        signature: AsymmetricAlgorithm,
    },
}

/// What an ID token of a client with a secret is signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretOrKey {
    /// `HS256` with the client secret.
    Secret,
    /// A tenant key.
    Key(AsymmetricAlgorithm),
}

/// A key that a client registered for its assertions.
#[derive(Clone, Debug)]
pub struct AssertionKey {
    /// The credential's id, `cred_…`.
    pub credential_id: String,
    /// The `kid` that assertions may name.
    pub kid: String,
    /// The one algorithm it is used with.
    pub algorithm: ostia_jose::Algorithm,
    /// The key.
    pub key: PublicKey,
    /// When it stops being accepted, in milliseconds since the epoch.
    pub expires_at: Option<i64>,
}

/// The signature that a token gets: the answer to "which key signs for this client?".
#[derive(Debug)]
pub enum IdTokenSignature<'a> {
    /// `HS256` with this secret.
    Secret(&'a ClientSecret),
    /// A tenant key.
    Key(AsymmetricAlgorithm),
}

impl ClientKind {
    /// Reads the type from a client document. `secret` and `keys` are what is stored beside it.
    ///
    /// # Errors
    /// When the document says that there is a secret and there is none.
    pub fn from_document(
        document: &Map<String, Value>,
        secret: Option<ClientSecret>,
        keys: Vec<AssertionKey>,
        only_asymmetric: bool,
    ) -> Result<Self, Broken> {
        let configured = document
            .get("jwt_configuration")
            .and_then(|configuration| configuration.get("alg"))
            .and_then(Value::as_str);
        let asymmetric = configured
            .and_then(|name| name.parse().ok())
            .unwrap_or(AsymmetricAlgorithm::RS256);
        let methods = document
            .get("client_authentication_methods")
            .and_then(Value::as_object);
        if let Some(methods) = methods.filter(|methods| !methods.is_empty()) {
            return Ok(if methods.contains_key("private_key_jwt") {
                Self::PrivateKeyJwt {
                    keys,
                    signature: asymmetric,
                }
            } else {
                Self::MutualTls {
                    signature: asymmetric,
                }
            });
        }
        if document
            .get("token_endpoint_auth_method")
            .and_then(Value::as_str)
            == Some("none")
        {
            return Ok(Self::Public {
                signature: asymmetric,
            });
        }
        let secret =
            secret.ok_or_else(|| Broken::internal("a confidential client without a secret"))?;
        // An algorithm that was never set means HS256 (reference/authentication.md §1.4).
        let signature = match configured {
            None | Some("HS256") if !only_asymmetric => SecretOrKey::Secret,
            _ => SecretOrKey::Key(asymmetric),
        };
        Ok(Self::Secret { secret, signature })
    }

    /// Whether it can't hold a secret.
    pub fn is_public(&self) -> bool {
        matches!(self, Self::Public { .. })
    }

    /// What signs its ID tokens where they come from the token endpoint.
    pub fn id_token_signature(&self) -> IdTokenSignature<'_> {
        match self {
            Self::Secret {
                secret,
                signature: SecretOrKey::Secret,
            } => IdTokenSignature::Secret(secret),
            Self::Secret {
                signature: SecretOrKey::Key(signature),
                ..
            }
            | Self::Public { signature }
            | Self::PrivateKeyJwt { signature, .. }
            | Self::MutualTls { signature } => IdTokenSignature::Key(*signature),
        }
    }

    /// What signs ID tokens that pass through the browser: in the conformant pipeline never the client secret
    /// (reference/authentication.md §1.4, implicit and hybrid).
    pub fn front_channel_signature(&self, oidc_conformant: bool) -> IdTokenSignature<'_> {
        match self.id_token_signature() {
            IdTokenSignature::Secret(_) if oidc_conformant => {
                IdTokenSignature::Key(AsymmetricAlgorithm::RS256)
            }
            signature => signature,
        }
    }
}
