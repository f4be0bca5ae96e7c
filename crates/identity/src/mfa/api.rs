//! The MFA API: users list, enrol, challenge and remove their second factors through an application, with the MFA token
//! of a login that waits, or with an access token for it (reference/authentication.md §3.7).

use std::sync::Arc;

use ostia_protocol::auth0::ids::{self, AuthenticatorId, UserId};
use ostia_protocol::oauth::{Error, GrantType, Parameters};
use serde_json::{Map, Value, json};

use super::oob::{self, AskedBy, TooManySent};
use super::{factor_of, standing};
use crate::approval::Approval;
use crate::authentication_methods::{
    self, Detail, Method, NotAdded, document, recovery_code, table, totp,
};
use crate::bearer::{self, Worthless};
use crate::clients::Client;
use crate::connections::Medium;
use crate::context::Context;
use crate::failure::Failure;
use crate::guardian::Factor;
use crate::logs::Event;
use crate::mfa_tokens::{self, Presented};
use crate::passwordless::Address;
use crate::token::PresentedClient;
use crate::token::client_authentication::authenticate;
use crate::users::{self, User};

/// What may be done with an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    List,
    Enroll,
    Remove,
}

impl Operation {
    const fn scope(self) -> &'static str {
        match self {
            Self::List => "read:authenticators",
            Self::Enroll => "enroll",
            Self::Remove => "remove:authenticators",
        }
    }
}

/// Who calls.
#[derive(Debug)]
struct Caller {
    user: User,
    client_id: String,
    /// Whether it is a login that waits, which proves the first factor alone.
    by_mfa_token: bool,
}

/// `GET /mfa/authenticators`
///
/// # Errors
/// 401 and 403; or when the database is away.
pub async fn list(bearer: &str, context: &Context) -> Result<Value, Failure> {
    let caller = caller(bearer, Operation::List, context).await?;
    let methods = authentication_methods::of_user(&caller.user.id, context).await?;
    Ok(methods.iter().filter_map(authenticator).collect())
}

/// `DELETE /mfa/authenticators/{id}`. A login that waits can't do it: it would do away with what it waits for.
///
/// # Errors
/// 401, 403, 404; or when the database is away.
pub async fn remove(bearer: &str, id: &str, context: &Context) -> Result<(), Failure> {
    let caller = caller(bearer, Operation::Remove, context).await?;
    let bare = id.rsplit_once('|').map_or(id, |(_, bare)| bare);
    let removed = match AuthenticatorId::parse(bare) {
        Ok(id) => {
            let mut work = context.begin().await?;
            let removed = table::delete(&context.tenant, &caller.user.id, &id, &mut work).await?;
            work.commit().await?;
            removed
        }
        Err(_) => false,
    };
    if !removed {
        let mut error = Error::invalid_request("There is no such authenticator");
        error.status = 404;
        return Err(error.into());
    }
    super::log(Event::FactorRemoved, &caller.user, context);
    Ok(())
}

/// `POST /mfa/associate`
///
/// # Errors
/// 400, 401, 403; or when the database is away.
pub async fn associate(
    bearer: &str,
    presented: &PresentedClient,
    parameters: &Parameters,
    context: &Context,
) -> Result<Value, Failure> {
    let caller = caller(bearer, Operation::Enroll, context).await?;
    let client = require_client(presented, &caller, context).await?;
    let factor = requested_factor(parameters)?;
    require_mfa_grant(&client, factor)?;
    if !context.tenant.multifactor.offers(factor) {
        return Err(Error::unsupported_challenge_type().into());
    }
    let standing = standing(&caller.user.id, context).await?;
    if caller.by_mfa_token && standing.is_enrolled() {
        return Err(Error::already_enrolled().into());
    }
    super::log(Event::FactorEnrollmentStarted, &caller.user, context);
    let mut answer = enroll(factor, parameters, &caller, context).await?;
    let wants_code = context.tenant.multifactor.offers(Factor::RecoveryCode);
    if wants_code && !standing.has_recovery_code {
        let code = recovery_code::renew(&caller.user.id, false, context).await?;
        answer.insert("recovery_codes".to_owned(), json!([code]));
    }
    Ok(Value::Object(answer))
}

async fn enroll(
    factor: Factor,
    parameters: &Parameters,
    caller: &Caller,
    context: &Context,
) -> Result<Map<String, Value>, Failure> {
    let user = &caller.user;
    match factor {
        Factor::Otp => {
            drop_pending(&user.id, context).await?;
            let seed = totp::Seed::generate(context);
            totp::add(&user.id, &seed, false, context)
                .await
                .map_err(not_added)?;
            let address = seed.address(user.display_name(), context.tenant.id.as_str());
            Ok(Map::from_iter([
                ("authenticator_type".to_owned(), json!("otp")),
                ("secret".to_owned(), json!(seed.to_base32())),
                ("barcode_uri".to_owned(), json!(address)),
            ]))
        }
        Factor::Email => enroll_address(Medium::Email, parameters, caller, context).await,
        Factor::Sms => enroll_address(Medium::Sms, parameters, caller, context).await,
        Factor::WebauthnRoaming | Factor::WebauthnPlatform | Factor::RecoveryCode => {
            Err(Error::unsupported_challenge_type().into())
        }
    }
}

/// An address waits for the code that is sent to it.
async fn enroll_address(
    medium: Medium,
    parameters: &Parameters,
    caller: &Caller,
    context: &Context,
) -> Result<Map<String, Value>, Failure> {
    let user = &caller.user;
    let asked_by = if caller.by_mfa_token {
        AskedBy::FirstFactor
    } else {
        AskedBy::Owner
    };
    let (member, channel) = match medium {
        Medium::Email => ("email", "email"),
        Medium::Sms => ("phone_number", "sms"),
    };
    let own = user.email().filter(|_| medium == Medium::Email);
    let typed = parameters.get(member)?.or(own);
    let typed = typed.ok_or_else(|| Error::missing_parameter(member))?;
    let address = Address::parse(typed, medium)
        .ok_or_else(|| Error::invalid_parameter(member, "is no such address"))?;
    let method = oob::begin(address.as_str(), medium, &user.id, context)
        .await
        .map_err(not_added)?;
    let oob_code = send(&method, user, asked_by, context).await?;
    Ok(Map::from_iter([
        ("authenticator_type".to_owned(), json!("oob")),
        ("binding_method".to_owned(), json!("prompt")),
        ("oob_channel".to_owned(), json!(channel)),
        ("oob_code".to_owned(), json!(oob_code)),
    ]))
}

/// Sends a code. What names it, with the code itself, at the token endpoint.
async fn send(
    method: &Method,
    user: &User,
    asked_by: AskedBy,
    context: &Context,
) -> Result<String, Failure> {
    let handle = ids::token(context.entropy(), 32);
    match oob::send(&handle, method, user, "", asked_by, context).await? {
        Ok(()) => Ok(handle),
        Err(TooManySent) => Err(Error::too_many_requests().into()),
    }
}

/// Apps that were begun and never shown to work make place for the next.
async fn drop_pending(user: &UserId, context: &Context) -> Result<(), Failure> {
    let mut work = context.begin().await?;
    table::delete_pending(&context.tenant, user, "totp", &mut work).await?;
    work.commit().await?;
    Ok(())
}

fn not_added(refusal: NotAdded) -> Failure {
    match refusal {
        NotAdded::TooMany | NotAdded::Taken => {
            Error::access_denied("The user has too many authenticators").into()
        }
        NotAdded::Broken(broken) => Failure::Broken(broken),
    }
}

/// `authenticator_types` and `oob_channels` are lists: JSON arrays, or repeated and spaced in a form.
fn requested_factor(parameters: &Parameters) -> Result<Factor, Error> {
    match parameters.required("authenticator_types")? {
        "otp" => Ok(Factor::Otp),
        "oob" => {
            let channels = parameters.required("oob_channels")?;
            let known = channels
                .split_whitespace()
                .find_map(|channel| match channel {
                    "sms" => Some(Factor::Sms),
                    "email" => Some(Factor::Email),
                    _ => None,
                });
            known.ok_or_else(Error::unsupported_challenge_type)
        }
        _ => Err(Error::unsupported_challenge_type()),
    }
}

/// `POST /mfa/challenge`
///
/// # Errors
/// 400, 401, 403; or when the database is away.
pub async fn challenge(
    presented: &PresentedClient,
    parameters: &Parameters,
    context: &Context,
) -> Result<Value, Failure> {
    let client = authenticate(presented, context).await?;
    let token = parameters.required("mfa_token")?;
    let (_, user) = waiting(token, &client, context).await?;
    let types = parameters.get("challenge_type")?.unwrap_or("otp oob");
    let wants = |kind: &str| types.split_whitespace().any(|wanted| wanted == kind);
    let standing = standing(&user.id, context).await?;
    if !standing.is_enrolled() {
        return Err(Error::association_required().into());
    }
    let named = match parameters.get("authenticator_id")? {
        Some(id) => Some(require_authenticator(id, &user, context).await?),
        None => None,
    };
    let factors = match &named {
        Some(method) => factor_of(&method.detail).into_iter().collect(),
        None => standing.ways.clone(),
    };
    for factor in factors {
        if !standing.ways.contains(&factor) {
            continue;
        }
        match factor {
            Factor::Otp if wants("otp") && client.may_use(GrantType::MfaOtp) => {
                super::log(Event::FactorChallengeStarted, &user, context);
                return Ok(json!({ "challenge_type": "otp" }));
            }
            Factor::Email | Factor::Sms if wants("oob") && client.may_use(GrantType::MfaOob) => {
                return challenge_out_of_band(factor, named, &user, context).await;
            }
            Factor::Otp
            | Factor::Email
            | Factor::Sms
            | Factor::WebauthnRoaming
            | Factor::WebauthnPlatform
            | Factor::RecoveryCode => {}
        }
    }
    Err(Error::unsupported_challenge_type().into())
}

async fn challenge_out_of_band(
    factor: Factor,
    named: Option<Method>,
    user: &User,
    context: &Context,
) -> Result<Value, Failure> {
    let method = match named {
        Some(method) => method,
        None => oob::confirmed_method(factor, &user.id, context)
            .await?
            .ok_or_else(Error::unsupported_challenge_type)?,
    };
    let oob_code = send(&method, user, AskedBy::FirstFactor, context).await?;
    super::log(Event::FactorChallengeStarted, user, context);
    Ok(json!({ "challenge_type": "oob", "oob_code": oob_code, "binding_method": "prompt" }))
}

async fn require_authenticator(
    id: &str,
    user: &User,
    context: &Context,
) -> Result<Method, Failure> {
    let bare = id.rsplit_once('|').map_or(id, |(_, bare)| bare);
    let methods = authentication_methods::of_user(&user.id, context).await?;
    let found = methods
        .into_iter()
        .find(|method| method.confirmed && method.id.as_str() == bare);
    found.ok_or_else(|| Error::invalid_request("authenticator_id names none of the user").into())
}

/// The login that an MFA token of this client's waits for.
///
/// # Errors
/// `invalid_grant` and `expired_token`, in upstream's words; or when the database is away.
pub async fn waiting(
    token: &str,
    client: &Client,
    context: &Context,
) -> Result<(Box<Approval>, User), Failure> {
    let approval = match mfa_tokens::find(token, context).await? {
        Presented::Waiting(approval) => approval,
        Presented::Expired => return Err(Error::mfa_token_expired().into()),
        Presented::Unknown => return Err(Error::malformed_mfa_token().into()),
    };
    if approval.client_id != client.id {
        return Err(Error::malformed_mfa_token()
            .with_detail("the token is another client's")
            .into());
    }
    let user = require_user(&approval.user_id, context).await?;
    Ok((approval, user))
}

async fn require_user(id: &UserId, context: &Context) -> Result<User, Failure> {
    let user = users::find(id, context).await?;
    let user = user.ok_or_else(|| Error::malformed_mfa_token().with_detail("the user is gone"))?;
    if user.blocked {
        return Err(Error::user_blocked().into());
    }
    Ok(user)
}

async fn caller(bearer: &str, operation: Operation, context: &Context) -> Result<Caller, Failure> {
    if bearer.split('.').count() == 3 {
        return caller_by_access_token(bearer, operation, context).await;
    }
    if operation == Operation::Remove {
        return Err(Error::invalid_token("Removing an authenticator takes an access token").into());
    }
    let approval = match mfa_tokens::find(bearer, context).await? {
        Presented::Waiting(approval) => approval,
        Presented::Expired => return Err(unauthorized(Error::mfa_token_expired()).into()),
        Presented::Unknown => return Err(unauthorized(Error::malformed_mfa_token()).into()),
    };
    Ok(Caller {
        user: require_user(&approval.user_id, context).await?,
        client_id: approval.client_id.to_string(),
        by_mfa_token: true,
    })
}

fn unauthorized(error: Error) -> Error {
    Error {
        status: 401,
        ..error
    }
}

async fn caller_by_access_token(
    bearer: &str,
    operation: Operation,
    context: &Context,
) -> Result<Caller, Failure> {
    let audience = context.tenant.mfa_audience();
    let claims = match bearer::verify_jwt(bearer, &audience, None, context).await? {
        Ok(claims) => claims,
        Err(Worthless::Expired) => return Err(Error::invalid_token("The token has expired").into()),
        Err(_) => return Err(Error::invalid_token("The token is not for this API").into()),
    };
    if !claims.scope.contains(operation.scope()) {
        let text = format!("Insufficient scope, expected: {}", operation.scope());
        return Err(Error::insufficient_scope(text).into());
    }
    let id = UserId::parse(&claims.sub)
        .map_err(|_| Error::invalid_token("The token is not a user's"))?;
    Ok(Caller {
        user: require_user(&id, context).await?,
        client_id: claims.client_id.clone(),
        by_mfa_token: false,
    })
}

/// The application must prove itself as at the token endpoint; and a token that was made for one is of no use to another.
async fn require_client(
    presented: &PresentedClient,
    caller: &Caller,
    context: &Context,
) -> Result<Arc<Client>, Failure> {
    let presented = presented.or_public(&caller.client_id);
    let client = authenticate(&presented, context).await?;
    if client.id.as_str() != caller.client_id {
        return Err(Error::unauthorized()
            .with_detail("the token is another client's")
            .into());
    }
    Ok(client)
}

fn require_mfa_grant(client: &Client, factor: Factor) -> Result<(), Error> {
    match factor {
        Factor::Otp => client.require_grant(GrantType::MfaOtp),
        Factor::Email | Factor::Sms => client.require_grant(GrantType::MfaOob),
        // A browser at the pages proves these, and no application.
        Factor::WebauthnRoaming | Factor::WebauthnPlatform => {
            Err(Error::unsupported_challenge_type())
        }
        Factor::RecoveryCode => client.require_grant(GrantType::MfaRecoveryCode),
    }
}

/// A method as `GET /mfa/authenticators` lists it; `None` for what the MFA API knows nothing of.
fn authenticator(method: &Method) -> Option<Value> {
    let (kind, channel, name) = match &method.detail {
        Detail::Totp => ("otp", None, None),
        Detail::RecoveryCode => ("recovery-code", None, None),
        Detail::Email { email } => ("oob", Some("email"), Some(document::masked_email(email))),
        Detail::Phone {
            phone_number,
            preferred,
        } => (
            "oob",
            Some(preferred.as_str()),
            Some(document::masked_phone_number(phone_number)),
        ),
        Detail::WebauthnRoaming(_) | Detail::WebauthnPlatform(_) => {
            (method.detail.kind(), None, method.name.clone())
        }
        Detail::Passkey(_) => return None,
    };
    let prefix = channel.unwrap_or(method.detail.kind());
    let mut shown = json!({
        "id": format!("{prefix}|{}", method.id),
        "authenticator_type": kind,
        "active": method.confirmed,
    });
    if let Some(channel) = channel {
        shown["oob_channel"] = json!(channel);
    }
    if let Some(name) = name {
        shown["name"] = json!(name);
    }
    Some(shown)
}
