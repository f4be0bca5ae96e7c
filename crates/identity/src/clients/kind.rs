//! Axis 1 of the client model: confidential or public, and with it how ID tokens are signed. One value holds both,
//! so that a public client that signs with its secret, or a confidential one without credentials, can't be built.

use ostia_jose::{AsymmetricAlgorithm, DistinguishedName, PublicKey};
use serde_json::{Map, Value};

use super::secret::ClientSecret;
use crate::failure::Broken;
use crate::time::Timestamp;

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
        /// What it registered. Without a certificate or a subject, nothing authenticates this client.
        registered: RegisteredCertificates,
        /// How its ID tokens are signed.
        signature: AsymmetricAlgorithm,
    },
}

/// The certificates that a client shows who it is with.
#[derive(Clone, Debug)]
pub enum RegisteredCertificates {
    /// `tls_client_auth`: those that a trusted authority signed for one of these subjects (RFC 8705 §2.1).
    Subjects(Vec<DistinguishedName>),
    /// `self_signed_tls_client_auth`: these very ones (RFC 8705 §2.2).
    Certificates(Vec<RegisteredCertificate>),
}

/// A certificate that a client registered.
#[derive(Clone, Debug)]
pub struct RegisteredCertificate {
    /// `x5t#S256`.
    pub thumbprint: String,
    /// When it stops being accepted.
    pub expires_at: Option<Timestamp>,
}

/// What a client registered beside its document, to show who it is.
#[derive(Clone, Debug, Default)]
pub enum Registered {
    /// Nothing but a secret, or nothing at all.
    #[default]
    Nothing,
    /// Keys that sign its assertions.
    Keys(Vec<AssertionKey>),
    /// Certificates.
    Certificates(RegisteredCertificates),
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
    /// Reads the type from a client document. `secret` and `registered` are what is stored beside it.
    ///
    /// # Errors
    /// When the document says that there is a secret and there is none.
    pub fn from_document(
        document: &Map<String, Value>,
        secret: Option<ClientSecret>,
        registered: Registered,
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
        if methods.is_some_and(|methods| !methods.is_empty()) {
            let signature = asymmetric;
            return Ok(match registered {
                Registered::Certificates(registered) => Self::MutualTls {
                    registered,
                    signature,
                },
                Registered::Keys(keys) => Self::PrivateKeyJwt { keys, signature },
                Registered::Nothing => Self::PrivateKeyJwt {
                    keys: Vec::new(),
                    signature,
                },
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
            | Self::MutualTls { signature, .. } => IdTokenSignature::Key(*signature),
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
