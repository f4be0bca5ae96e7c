//! The wire forms of a method in the Management API: what bodies may say, and what is shown of it.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::Schema;
use serde_json::{Map, Value, json};

use super::{Channel, Credential, Detail, MAX_OF_USER, Method};

/// What is only said of public key credentials, beside the key itself.
const FURTHER: [&str; 7] = [
    "aaguid",
    "credential_device_type",
    "credential_backed_up",
    "identity_user_id",
    "user_agent",
    "user_handle",
    "transports",
];

/// The body of `POST /users/{id}/authentication-methods`.
pub static CREATE: LazyLock<Schema> =
    LazyLock::new(|| method(&["phone", "email", "totp", "webauthn-roaming", "passkey"]));

/// The body of `PUT /users/{id}/authentication-methods`.
pub static REPLACE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::array(method(&["phone", "email", "totp"]))
        .max_items(MAX_OF_USER)
        .described("The methods that the user has from now on")
});

/// The body of `PATCH /users/{id}/authentication-methods/{authentication_method_id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", name())
        .member("preferred_authentication_method", preferred())
});

fn method(kinds: &'static [&'static str]) -> Schema {
    let text = |description| Schema::string().max_length(1_000).described(description);
    Schema::object()
        .required_member(
            "type",
            Schema::enumeration(kinds).described("Kind of the method"),
        )
        .member("name", name())
        .member(
            "totp_secret",
            Schema::string()
                .max_length(128)
                .described("Seed of the app, base32"),
        )
        .member(
            "phone_number",
            Schema::string()
                .min_length(2)
                .max_length(30)
                .described("Telephone number that gets codes"),
        )
        .member(
            "email",
            Schema::string()
                .max_length(254)
                .described("E-mail address that gets codes"),
        )
        .member("preferred_authentication_method", preferred())
        .member("key_id", text("Id of the credential"))
        .member("public_key", text("Public key of the credential, base64"))
        .member("aaguid", text("What made the credential, a UUID"))
        .member(
            "relying_party_identifier",
            text("Host that the credential is for"),
        )
        .member(
            "credential_device_type",
            Schema::enumeration(&["single_device", "multi_device"])
                .described("Whether the credential can be on several devices"),
        )
        .member(
            "credential_backed_up",
            Schema::boolean().described("Whether the credential was backed up"),
        )
        .member("identity_user_id", text("The identity that it belongs to"))
        .member("user_agent", text("The browser that made the credential"))
        .member("user_handle", text("The user's handle in the credential"))
        .member(
            "transports",
            Schema::array(Schema::string().max_length(32))
                .max_items(10)
                .described("How the credential is reached"),
        )
}

fn name() -> Schema {
    Schema::string()
        .max_length(255)
        .described("What its owner calls the method")
}

fn preferred() -> Schema {
    Schema::enumeration(&["voice", "sms"]).described("How the telephone gets codes")
}

/// What an accepted body says the method is; `Err` names the member that it lacks or that is no good.
pub fn detail(body: &Value) -> Result<Detail, &'static str> {
    let text = |name: &'static str| match body.get(name).and_then(Value::as_str) {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(name),
    };
    Ok(match body["type"].as_str().unwrap_or_default() {
        "phone" => Detail::Phone {
            phone_number: text("phone_number")?,
            preferred: channel(body).unwrap_or_default(),
        },
        "email" => Detail::Email {
            email: text("email")?,
        },
        "webauthn-roaming" => Detail::WebauthnRoaming(credential(body, text)?),
        "passkey" => Detail::Passkey(credential(body, text)?),
        _ => Detail::Totp,
    })
}

fn credential(
    body: &Value,
    text: impl Fn(&'static str) -> Result<String, &'static str>,
) -> Result<Credential, &'static str> {
    let further = FURTHER
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), body.get(name)?.clone())));
    Ok(Credential {
        key_id: text("key_id")?,
        public_key: text("public_key")?,
        relying_party_identifier: text("relying_party_identifier").ok(),
        further: further.collect(),
    })
}

/// How a body wants codes to be sent.
pub fn channel(body: &Value) -> Option<Channel> {
    match body["preferred_authentication_method"].as_str()? {
        "voice" => Some(Channel::Voice),
        _ => Some(Channel::Sms),
    }
}

/// Whether addresses are shown in full: only to who has just sent them, all at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addresses {
    /// In full.
    Full,
    /// Enough to recognise them by.
    Masked,
}

/// A method as writes answer it.
pub fn written(method: &Method, addresses: Addresses) -> Map<String, Value> {
    let mut shown = Map::new();
    let mut set = |name: &str, value: Value| {
        shown.insert(name.to_owned(), value);
    };
    set("id", json!(method.public_id()));
    set("type", json!(method.detail.kind()));
    if let Some(name) = &method.name {
        set("name", json!(name));
    }
    set("created_at", json!(method.created_at.to_string()));
    match &method.detail {
        Detail::Totp | Detail::RecoveryCode => {}
        Detail::Email { email } => set("email", json!(addresses.email(email))),
        Detail::Phone {
            phone_number,
            preferred,
        } => {
            set("phone_number", json!(addresses.phone_number(phone_number)));
            set("preferred_authentication_method", json!(preferred));
            let id = format!("{}|{}", preferred.as_str(), method.id);
            set(
                "authentication_methods",
                json!([{ "id": id, "type": preferred }]),
            );
        }
        Detail::WebauthnRoaming(credential)
        | Detail::WebauthnPlatform(credential)
        | Detail::Passkey(credential) => {
            set("key_id", json!(credential.key_id));
            set("public_key", json!(credential.public_key));
            if let Some(host) = &credential.relying_party_identifier {
                set("relying_party_identifier", json!(host));
            }
            for (name, value) in &credential.further {
                set(name, value.clone());
            }
        }
    }
    shown
}

/// A method as reads answer it.
pub fn shown(method: &Method) -> Map<String, Value> {
    let mut shown = written(method, Addresses::Masked);
    shown.insert("confirmed".to_owned(), json!(method.confirmed));
    for (name, time) in [
        ("enrolled_at", method.enrolled_at),
        ("last_auth_at", method.last_auth_at),
    ] {
        if let Some(time) = time {
            shown.insert(name.to_owned(), json!(time.to_string()));
        }
    }
    shown
}

/// A method as `GET /users/{id}/enrollments` lists it; `None` for what is no enrolment there.
pub fn enrollment(method: &Method) -> Option<Map<String, Value>> {
    let auth_method = match &method.detail {
        Detail::Totp => "authenticator",
        Detail::Phone { .. } => "sms",
        Detail::WebauthnRoaming(_) => "webauthn-roaming",
        Detail::WebauthnPlatform(_) => "webauthn-platform",
        Detail::RecoveryCode | Detail::Email { .. } | Detail::Passkey(_) => return None,
    };
    let mut shown = single_enrollment(method);
    shown.insert("type".to_owned(), json!(auth_method));
    shown.insert("auth_method".to_owned(), json!(auth_method));
    Some(shown)
}

/// A method as `GET /guardian/enrollments/{id}` shows it.
pub fn single_enrollment(method: &Method) -> Map<String, Value> {
    let status = if method.confirmed {
        "confirmed"
    } else {
        "pending"
    };
    let mut shown = Map::new();
    let mut set = |name: &str, value: Value| {
        shown.insert(name.to_owned(), value);
    };
    set("id", json!(method.id));
    set("status", json!(status));
    if let Detail::Phone { phone_number, .. } = &method.detail {
        set("phone_number", json!(masked_phone_number(phone_number)));
    }
    if let Some(time) = method.enrolled_at {
        set("enrolled_at", json!(time.to_string()));
    }
    if let Some(time) = method.last_auth_at {
        set("last_auth", json!(time.to_string()));
    }
    shown
}

impl Addresses {
    fn email(self, email: &str) -> String {
        match self {
            Self::Full => email.to_owned(),
            Self::Masked => masked_email(email),
        }
    }

    fn phone_number(self, number: &str) -> String {
        match self {
            Self::Full => number.to_owned(),
            Self::Masked => masked_phone_number(number),
        }
    }
}

/// `chuck334@example.com` becomes `chuc****@exam*******`: four characters of each half, or fewer where it is short.
pub fn masked_email(email: &str) -> String {
    let (local, domain) = email.split_once('@').unwrap_or((email, ""));
    format!("{}@{}", half_masked(local), half_masked(domain))
}

fn half_masked(text: &str) -> String {
    let length = text.chars().count();
    if length <= 4 {
        return "*".repeat(4);
    }
    let shown: String = text.chars().take(4).collect();
    format!("{shown}{}", "*".repeat(length - 4))
}

/// All but the last four digits are `X`.
pub fn masked_phone_number(number: &str) -> String {
    let length = number.chars().count();
    number
        .chars()
        .enumerate()
        .map(|(index, digit)| if index + 4 < length { 'X' } else { digit })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_masked_as_recorded() {
        assert_eq!(masked_email("chuck334@example.com"), "chuc****@exam*******");
        assert_eq!(masked_email("foo@example.com"), "****@exam*******");
        assert_eq!(masked_phone_number("+44207183875044"), "XXXXXXXXXXX5044");
        assert_eq!(masked_phone_number("+1"), "+1");
    }
}
