//! Phase 1: who is the client? (RFC 6749 §2.3, reference/authentication.md §9)

use std::sync::Arc;

use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::oauth::{Error, Parameters, Secret};

use super::client_assertion;
use super::client_certificate::ClientCertificate;
use crate::clients::{self, Client, ClientKind};
use crate::context::Context;
use crate::failure::{Broken, Failure};

/// What a request presents to show which client it comes from.
#[derive(Debug)]
pub struct PresentedClient {
    id: Option<String>,
    proof: Proof,
    certificate: Option<ClientCertificate>,
}

#[derive(Clone, Debug)]
enum Proof {
    None,
    Secret(Secret),
    Assertion(String),
}

/// RFC 7523 §2.2.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

impl PresentedClient {
    /// The id that is claimed, where one is named.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The same, or a public client of this id where nothing names one: a bearer token does.
    #[must_use]
    pub fn or_public(&self, id: &str) -> Self {
        Self {
            id: self.id.clone().or_else(|| Some(id.to_owned())),
            proof: self.proof.clone(),
            certificate: self.certificate.clone(),
        }
    }

    /// The same with the certificate that the TLS connection was opened with (RFC 8705).
    #[must_use]
    pub fn with_certificate(self, certificate: Option<ClientCertificate>) -> Self {
        Self {
            certificate,
            ..self
        }
    }

    /// The certificate that the TLS connection was opened with.
    pub fn certificate(&self) -> Option<&ClientCertificate> {
        self.certificate.as_ref()
    }

    /// Gathers it from the `Authorization: Basic` header and the parameters.
    ///
    /// # Errors
    /// `invalid_request` where two methods are used at once (RFC 6749 §2.3) or two ids are named.
    pub fn gather(basic: Option<(String, Secret)>, parameters: &Parameters) -> Result<Self, Error> {
        let named = parameters.get("client_id")?;
        let secret = parameters.get("client_secret")?;
        let assertion = parameters.get("client_assertion")?;
        let methods = usize::from(basic.is_some())
            + usize::from(secret.is_some())
            + usize::from(assertion.is_some());
        if methods > 1 {
            return Err(Error::invalid_request(
                "Use one way of authenticating the client, not several",
            ));
        }
        if let Some((id, secret)) = basic {
            if named.is_some_and(|named| named != id) {
                return Err(Error::invalid_request(
                    "The Authorization header and client_id name different clients",
                ));
            }
            return Ok(Self {
                id: Some(id),
                proof: Proof::Secret(secret),
                certificate: None,
            });
        }
        if let Some(assertion) = assertion {
            if parameters.get("client_assertion_type")? != Some(ASSERTION_TYPE) {
                return Err(Error::invalid_parameter(
                    "client_assertion_type",
                    format!("must be {ASSERTION_TYPE}"),
                ));
            }
            return Ok(Self {
                id: named.map(str::to_owned),
                proof: Proof::Assertion(assertion.to_owned()),
                certificate: None,
            });
        }
        let proof = secret.map_or(Proof::None, |secret| Proof::Secret(Secret::new(secret)));
        Ok(Self {
            id: named.map(str::to_owned),
            proof,
            certificate: None,
        })
    }
}

/// The client, if what is presented suffices for its type.
///
/// # Errors
/// Upstream's `401 access_denied` `Unauthorized`, and `invalid_client` where an assertion was presented or should have
/// been; the log says what was wrong.
pub async fn authenticate(
    presented: &PresentedClient,
    context: &Context,
) -> Result<Arc<Client>, Failure> {
    let id = match (&presented.id, &presented.proof) {
        (Some(id), _) => id.clone(),
        (None, Proof::Assertion(assertion)) => client_assertion::issuer(assertion)?,
        (None, _) => return Err(Error::missing_parameter("client_id").into()),
    };
    let was_remembered = ClientId::parse(&id).is_ok_and(|id| {
        let key = (context.tenant.id.clone(), id);
        context.caches().clients.holds(&key)
    });
    let client = clients::find_named(&id, context).await?;
    match client {
        Some(client) if proves(&client, presented, context).await? => Ok(client),
        client => {
            // An unknown client costs a question to the database. So does a known one that fails:
            // the time must not tell which ids exist.
            if let (true, Some(client)) = (was_remembered, &client) {
                clients::table::find(&context.tenant, &client.id, context.database())
                    .await
                    .map_err(Broken::from)?;
            }
            Err(refusal(client.as_deref(), &presented.proof))
        }
    }
}

fn refusal(client: Option<&Client>, proof: &Proof) -> Failure {
    let detail = match client {
        Some(_) => "the client did not prove who it is",
        None => "unknown client",
    };
    let signs =
        client.is_some_and(|client| matches!(client.kind, ClientKind::PrivateKeyJwt { .. }));
    if signs || matches!(proof, Proof::Assertion(_)) {
        return client_assertion::refused(detail);
    }
    Error::unauthorized().with_detail(detail).into()
}

async fn proves(
    client: &Client,
    presented: &PresentedClient,
    context: &Context,
) -> Result<bool, Failure> {
    if client.is_global {
        return Ok(false);
    }
    Ok(match (&client.kind, &presented.proof) {
        // A secret sent by a public client is no proof of anything, and needs none.
        (ClientKind::Public { .. }, Proof::None | Proof::Secret(_)) => true,
        (ClientKind::Secret { secret, .. }, Proof::Secret(presented)) => {
            secret.matches(presented.expose())
        }
        (ClientKind::PrivateKeyJwt { keys, .. }, Proof::Assertion(assertion)) => {
            client_assertion::verify(assertion, client, keys, context).await?;
            true
        }
        (ClientKind::MutualTls { registered, .. }, Proof::None) => presented
            .certificate
            .as_ref()
            .is_some_and(|certificate| certificate.is_one_of(registered, context)),
        _ => false,
    })
}
