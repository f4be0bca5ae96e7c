//! TLS client certificates (RFC 8705). The TLS connection ends at the proxy before a custom domain, which tells what it
//! was shown in headers and proves with the domain's key that it is this proxy (reference/authentication.md §3).

use ostia_jose::{DistinguishedName, certificate};
use ostia_protocol::oauth::Error;
use subtle::ConstantTimeEq as _;

use crate::clients::RegisteredCertificates;
use crate::context::Context;
use crate::resource_servers::ResourceServer;
use crate::vault::fingerprint;

/// What the headers of a request say, as they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forwarded<'a> {
    /// `cname-api-key`: the key of the custom domain.
    pub edge_key: Option<&'a str>,
    /// `client-certificate`: PEM, percent-encoded.
    pub certificate: Option<&'a str>,
    /// `client-certificate-ca-verified`: what the proxy thinks of it.
    pub verified: Option<&'a str>,
}

/// The longest certificate in a header, in bytes: upstream's limit.
const MAX_HEADER: usize = 4096;

/// A certificate whose private key the caller has: the proxy saw the handshake.
#[derive(Clone, Debug)]
pub struct ClientCertificate {
    der: Vec<u8>,
    /// Whether an authority that the proxy trusts signed it; if not, it may say anything about whose it is.
    is_trusted: bool,
}

impl ClientCertificate {
    /// Reads what a proxy says. `None` where there is no certificate, where the proxy refused it, and where whoever sent
    /// the headers isn't the proxy: anybody can send headers.
    ///
    /// # Errors
    /// `invalid_request` where the proxy forwards something else than a certificate.
    pub fn accept(forwarded: Forwarded<'_>, context: &Context) -> Result<Option<Self>, Error> {
        let Some(text) = forwarded.certificate else {
            return Ok(None);
        };
        let is_trusted = match forwarded.verified {
            Some("SUCCESS") => true,
            Some("GENEROUS") => false,
            _ => return Ok(None),
        };
        if !is_edge(forwarded.edge_key, context) {
            return Ok(None);
        }
        let unreadable = || Error::invalid_parameter("client-certificate", "is not a certificate");
        if text.len() > MAX_HEADER {
            return Err(unreadable());
        }
        let pem = percent_encoding::percent_decode_str(text).decode_utf8();
        let pem = pem.map_err(|_| unreadable())?;
        let der = certificate::from_pem(&pem).map_err(|_| unreadable())?;
        Ok(Some(Self { der, is_trusted }))
    }

    /// Its SHA-256 thumbprint, as `cnf` carries it (RFC 8705 §3.1).
    pub fn thumbprint(&self) -> String {
        certificate::x5t_s256(&self.der)
    }

    /// Whether a client registered it.
    pub(super) fn is_one_of(&self, registered: &RegisteredCertificates, context: &Context) -> bool {
        match registered {
            RegisteredCertificates::Subjects(subjects) => {
                let subject = DistinguishedName::of_certificate(&self.der);
                self.is_trusted
                    && subject.is_ok_and(|subject| {
                        let reversed = subject.reversed();
                        subjects
                            .iter()
                            .any(|known| *known == subject || *known == reversed)
                    })
            }
            RegisteredCertificates::Certificates(certificates) => {
                let thumbprint = self.thumbprint();
                certificates.iter().any(|known| {
                    known.thumbprint == thumbprint
                        && known.expires_at.is_none_or(|at| at > context.now)
                })
            }
        }
    }
}

/// Whether a key is that of the custom domain that was asked.
fn is_edge(key: Option<&str>, context: &Context) -> bool {
    let Some((key, expected)) = key.zip(context.tenant.edge_key()) else {
        return false;
    };
    fingerprint(key)
        .as_bytes()
        .ct_eq(expected.as_bytes())
        .into()
}

/// The thumbprint that an access token is bound to, where its API binds tokens to certificates (RFC 8705 §3).
///
/// # Errors
/// `invalid_request` where the API wants a proof that the request doesn't have, or that doesn't exist here.
pub fn binding(
    certificate: Option<&ClientCertificate>,
    is_public: bool,
    must_be_bound: bool,
    api: &ResourceServer,
) -> Result<Option<String>, Error> {
    let Some(proof) = &api.proof_of_possession else {
        return Ok(None);
    };
    let is_required = must_be_bound || proof.is_required_of(is_public);
    let bound = certificate
        .filter(|_| proof.by_certificate)
        .map(ClientCertificate::thumbprint);
    if is_required && bound.is_none() {
        let kind = if proof.by_certificate {
            "a TLS client certificate"
        } else {
            "a DPoP key, which Ostia does not support yet"
        };
        let text = format!("This API takes only tokens that are bound to {kind}");
        return Err(Error::invalid_request(text));
    }
    Ok(bound)
}
