//! Credentials as they are kept and shown, and as the judge of answers wants them.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_cbor_2::Value as Cbor;
use serde_json::{Value, json};
use webauthn_rs_core::proto::{
    COSEKey, Credential as Judged, CredentialV3, UserVerificationPolicy,
};

use super::Account;
use crate::authentication_methods::Credential;
use crate::context::Context;

pub(super) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64url, as browsers write it, and base64 with padding, as others do.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let plain = text
        .trim_end_matches('=')
        .replace('+', "-")
        .replace('/', "_");
    URL_SAFE_NO_PAD.decode(plain).ok()
}

/// Reads a public key: a COSE key (RFC 9052 §7), base64. `None` for what is none, or of a kind that is not asked for.
pub fn parse_public_key(text: &str) -> Option<COSEKey> {
    let value: Cbor = serde_cbor_2::from_slice(&decode(text)?).ok()?;
    COSEKey::try_from(&value).ok()
}

/// What names the owner of a credential to authenticators.
pub(super) fn handle(credential: &Credential) -> Option<&str> {
    credential.further.get("user_handle")?.as_str()
}

/// A new credential, as it is kept.
pub(super) fn of_account(
    credential: Credential,
    account: &Account,
    context: &Context,
) -> Credential {
    let mut further = credential.further;
    further.insert("user_handle".to_owned(), json!(account.handle));
    let agent = &context.origin.user_agent;
    if !agent.is_empty() {
        further.insert("user_agent".to_owned(), json!(agent));
    }
    Credential {
        further,
        ..credential
    }
}

/// What the judge of answers needs of a credential. `None` where its public key can't be read.
pub(super) fn judged(
    credential: &Credential,
    counter: u32,
    verification: UserVerificationPolicy,
) -> Option<Judged> {
    let judged = Judged::from(CredentialV3 {
        cred_id: decode(&credential.key_id)?,
        cred: parse_public_key(&credential.public_key)?,
        counter,
        // What is asked now decides, and not what was asked when it was made.
        verified: false,
        registration_policy: verification,
    });
    let is = |name: &str, value: Value| credential.further.get(name) == Some(&value);
    Some(Judged {
        backup_eligible: is("credential_device_type", json!("multi_device")),
        backup_state: is("credential_backed_up", json!(true)),
        ..judged
    })
}

/// A public key as it is kept.
pub(super) fn public_key(key: &Cbor) -> Option<String> {
    Some(STANDARD.encode(serde_cbor_2::to_vec(key).ok()?))
}
