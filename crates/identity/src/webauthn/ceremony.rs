//! The two ceremonies (WebAuthn §7): what is asked of an authenticator, and what its answers prove.

use serde_cbor_2::Value as Cbor;
use serde_json::{Map, Value, json};
use webauthn_rs_core::error::WebauthnError;
use webauthn_rs_core::proto::{
    AuthenticationState, AuthenticatorAttachment, PublicKeyCredential, RegisterPublicKeyCredential,
    RegistrationState,
};

use super::credential::{decode, encode, judged, public_key};
use super::{Account, Place, RelyingParty, Use};
use crate::authentication_methods::Credential;
use crate::failure::Broken;

/// The longest name of an account or its owner that authenticators are told (§6.4.1 lets them cut at 64 bytes).
const LONGEST_NAME: usize = 64;
/// The longest answer that is read, in members of its JSON.
const LONGEST_MEMBER: usize = 64 * 1024;
/// How a credential may be reached, as far as browsers need to be told.
const TRANSPORTS: [&str; 6] = ["usb", "nfc", "ble", "smart-card", "hybrid", "internal"];

/// Where the model of the authenticator is in the data that it signs (§6.1, §6.5.1).
const AAGUID: std::ops::Range<usize> = 37..53;

fn broken(error: WebauthnError) -> Broken {
    Broken::internal(error)
}

/// Asks for a new credential.
pub(super) fn creation(
    place: Place<'_>,
    account: &Account,
    relying_party: &RelyingParty,
) -> Result<(Value, RegistrationState), Broken> {
    let judge = relying_party.judge();
    let handle = decode(&account.handle).unwrap_or_default();
    let known = account.credentials.iter().filter_map(|id| decode(id));
    let builder = judge
        .new_challenge_register_builder(&handle, &cut(&account.name), &cut(&account.display_name))
        .map_err(broken)?
        .user_verification_policy(relying_party.verification())
        .exclude_credentials(Some(known.collect()))
        .require_resident_key(place.r#use == Use::Passkey)
        .authenticator_attachment(match place.r#use {
            Use::SecurityKey => Some(AuthenticatorAttachment::CrossPlatform),
            Use::Device => Some(AuthenticatorAttachment::Platform),
            Use::Passkey => None,
        });
    let (asked, state) = judge.generate_challenge_register(builder).map_err(broken)?;
    let mut options = serde_json::to_value(asked.public_key)?;
    options["timeout"] = json!(place.patience * 1_000);
    Ok((options, state))
}

/// Asks for a credential to be used: one of these, or where there are none any that names its owner.
pub(super) fn request<'a>(
    place: Place<'_>,
    credentials: impl Iterator<Item = &'a Credential>,
    relying_party: &RelyingParty,
) -> Result<(Value, AuthenticationState), Broken> {
    let judge = relying_party.judge();
    let builder = judge
        .new_challenge_authenticate_builder(Vec::new(), Some(relying_party.verification()))
        .map_err(broken)?;
    let (asked, state) = judge
        .generate_challenge_authenticate(builder)
        .map_err(broken)?;
    let mut options = serde_json::to_value(asked.public_key)?;
    options["timeout"] = json!(place.patience * 1_000);
    // Which may answer is looked up when one does: it may have been taken away in the meantime.
    options["allowCredentials"] = credentials.map(allowed).collect();
    Ok((options, state))
}

fn allowed(credential: &Credential) -> Value {
    let mut allowed = json!({ "type": "public-key", "id": credential.key_id });
    if let Some(transports) = credential.further.get("transports") {
        allowed["transports"] = transports.clone();
    }
    allowed
}

/// Authenticators are told something, and not more than they keep.
fn cut(name: &str) -> String {
    let cut: String = name.chars().take(LONGEST_NAME).collect();
    if cut.is_empty() { "-".to_owned() } else { cut }
}

/// An answer, with all that it has to have and no more than is read.
fn bounded(answer: &Value, members: &[&str]) -> Result<Value, String> {
    let told = &answer["response"];
    let text = |value: &Value, name: &str| match value[name].as_str() {
        Some(text) if text.len() <= LONGEST_MEMBER => decode(text)
            .map(|bytes| json!(encode(&bytes)))
            .ok_or_else(|| format!("{name} is not base64url")),
        Some(_) => Err(format!("{name} is too long")),
        None => Err(format!("{name} is missing")),
    };
    if answer["type"] != "public-key" {
        return Err("the answer is no public key credential".to_owned());
    }
    let raw_id = if answer["rawId"].is_null() {
        "id"
    } else {
        "rawId"
    };
    let id = text(answer, raw_id)?;
    let mut response = Map::new();
    for name in members {
        response.insert((*name).to_owned(), text(told, name)?);
    }
    let handle = match told.get("userHandle") {
        None | Some(Value::Null) => Value::Null,
        Some(_) => text(told, "userHandle")?,
    };
    response.insert("userHandle".to_owned(), handle);
    Ok(json!({ "id": id, "rawId": id, "type": "public-key", "response": response }))
}

/// What a browser says of a new credential.
pub(super) struct Attestation {
    told: RegisterPublicKeyCredential,
    transports: Vec<&'static str>,
}

impl Attestation {
    pub(super) fn read(answer: &Value) -> Result<Self, String> {
        let bounded = bounded(answer, &["attestationObject", "clientDataJSON"])?;
        let told = answer["response"]["transports"].as_array();
        let is_told = |name: &&str| told.is_some_and(|told| told.iter().any(|one| one == name));
        Ok(Self {
            told: serde_json::from_value(bounded).map_err(|error| error.to_string())?,
            transports: TRANSPORTS.into_iter().filter(is_told).collect(),
        })
    }

    /// The credential, and how often it was used. What kind of authenticator it is in, nobody vouches for: none is
    /// asked to, and a statement that comes anyway only has to be right.
    pub(super) fn check(
        &self,
        state: &RegistrationState,
        relying_party: &RelyingParty,
    ) -> Result<(Credential, u32), String> {
        let judged = relying_party
            .judge()
            .register_credential(&self.told, state, None)
            .map_err(|error| error.to_string())?;
        let data = self.authenticator_data().unwrap_or_default();
        // Behind the model come the length of the id, the id, and the key (§6.5.1).
        let at = AAGUID.end + 2 + judged.cred_id.len();
        let key = data.get(at..).unwrap_or_default();
        let mut key = serde_cbor_2::Deserializer::from_slice(key).into_iter::<Cbor>();
        let public_key = key
            .find_map(Result::ok)
            .and_then(|key| public_key(&key))
            .ok_or("the public key can't be read")?;
        let device = if judged.backup_eligible {
            "multi_device"
        } else {
            "single_device"
        };
        let mut further = Map::new();
        further.insert("credential_device_type".to_owned(), json!(device));
        further.insert(
            "credential_backed_up".to_owned(),
            json!(judged.backup_state),
        );
        if let Some(model) = data.get(AAGUID).and_then(model) {
            further.insert("aaguid".to_owned(), json!(model));
        }
        if !self.transports.is_empty() {
            further.insert("transports".to_owned(), json!(self.transports));
        }
        let credential = Credential {
            key_id: encode(&judged.cred_id),
            public_key,
            relying_party_identifier: Some(relying_party.id.clone()),
            further,
        };
        Ok((credential, judged.counter))
    }

    fn authenticator_data(&self) -> Option<Vec<u8>> {
        let object = &self.told.response.attestation_object;
        let Cbor::Map(members) = serde_cbor_2::from_slice(object).ok()? else {
            return None;
        };
        match members.get(&Cbor::Text("authData".to_owned()))? {
            Cbor::Bytes(data) => Some(data.clone()),
            _ => None,
        }
    }
}

/// The model of an authenticator as a UUID; `None` where it doesn't tell.
fn model(bytes: &[u8]) -> Option<String> {
    use std::fmt::Write as _;
    if bytes.iter().all(|byte| *byte == 0) {
        return None;
    }
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        // Writing to a `String` can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    Some(text)
}

/// What a browser says of a credential that was used.
pub(super) struct Assertion(PublicKeyCredential);

/// What has changed of a credential by its use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Used {
    /// How often it was used, by its own account; 0 where it does not count.
    pub counter: u32,
    /// Whether what is kept of it has to be written again.
    pub is_changed: bool,
}

impl Assertion {
    pub(super) fn read(answer: &Value) -> Result<Self, String> {
        let members = ["authenticatorData", "clientDataJSON", "signature"];
        let bounded = bounded(answer, &members)?;
        serde_json::from_value(bounded)
            .map(Self)
            .map_err(|error| error.to_string())
    }

    pub(super) fn key_id(&self) -> String {
        encode(&self.0.raw_id)
    }

    pub(super) fn user_handle(&self) -> Option<String> {
        let handle = self.0.response.user_handle.as_deref();
        handle.filter(|handle| !handle.is_empty()).map(encode)
    }

    /// Whether the credential was used for what was asked. What it says of its backup is noted in `credential`.
    pub(super) fn check(
        &self,
        state: &AuthenticationState,
        credential: &mut Credential,
        counter: u32,
        relying_party: &RelyingParty,
    ) -> Result<Used, String> {
        let known = credential.relying_party_identifier.as_deref();
        if known.is_some_and(|known| known != relying_party.id) {
            return Err("the credential is for another host".to_owned());
        }
        let judged = judged(credential, counter, relying_party.verification())
            .ok_or("the public key of the credential can't be read")?;
        let result = relying_party
            .judge()
            .authenticate_single_credential(&self.0, state, &judged)
            .map_err(|error| error.to_string())?;
        let is_changed = result.backup_state() != judged.backup_state;
        if is_changed {
            let backed_up = json!(result.backup_state());
            let further = &mut credential.further;
            further.insert("credential_backed_up".to_owned(), backed_up);
        }
        Ok(Used {
            counter: result.counter(),
            is_changed,
        })
    }
}
