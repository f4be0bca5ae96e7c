//! `POST /oauth/token`: five phases that no grant can skip.
//!
//! A grant proves something and returns an [`Entitlement`]; it never makes a token. Only [`mint`] signs.

mod authorization_code;
mod client_assertion;
pub mod client_authentication;
mod client_certificate;
mod client_credentials;
mod device_code;
mod entitlement;
pub mod mint;
mod one_factor;
pub mod passkey;
mod password;
mod passwordless;
mod refresh_token;
pub mod revocation;
mod second_factor;
pub mod used_assertions;

use std::sync::Arc;

use ostia_protocol::oauth::{Error, ErrorCode, GrantType, Parameters, TokenRequest, TokenResponse};

pub use self::client_authentication::PresentedClient;
pub use self::client_certificate::{ClientCertificate, Forwarded};
pub use self::entitlement::{Entitlement, Refresh, Subject};
use crate::authorization_codes;
use crate::clients::{self, Client};
use crate::context::Context;
use crate::failure::Failure;
use crate::logs::{Entry, Event};
use crate::refresh_tokens;

/// Exchanges what a client presents for tokens (RFC 6749 §3.2).
///
/// # Errors
/// The OAuth error that the client is told.
pub async fn exchange(
    presented: &PresentedClient,
    parameters: &Parameters,
    context: &Context,
) -> Result<TokenResponse, Failure> {
    let request = TokenRequest::parse(parameters)?;
    let grant = request.grant_type();

    // 1. Who is the client?
    let client = match client_authentication::authenticate(presented, context).await {
        Ok(client) => client,
        Err(failure) => {
            log_stranger(grant, presented, &failure, context).await;
            return Err(failure);
        }
    };
    let outcome = exchange_for(&client, request, presented.certificate(), context).await;
    log(grant, &client, &outcome, context);
    outcome.map(|(response, _)| response)
}

async fn exchange_for(
    client: &Arc<Client>,
    request: TokenRequest,
    certificate: Option<&ClientCertificate>,
    context: &Context,
) -> Result<(TokenResponse, Entitlement), Failure> {
    // 2. May it use this grant?
    client.require_grant(request.grant_type())?;

    // 3. What was proved? 4. And what does policy make of it? Each grant ends by asking `access`.
    let entitlement = match request {
        TokenRequest::AuthorizationCode {
            code,
            redirect_uri,
            code_verifier,
        } => {
            authorization_code::redeem(
                code.expose(),
                redirect_uri.as_deref(),
                code_verifier.as_ref(),
                client,
                context,
            )
            .await?
        }
        TokenRequest::ClientCredentials {
            audience,
            resource,
            scope,
            organization,
        } => {
            client_credentials::grant(
                audience.as_deref(),
                resource.as_deref(),
                scope.as_ref(),
                organization.as_deref(),
                client,
                context,
            )
            .await?
        }
        TokenRequest::RefreshToken {
            refresh_token,
            scope,
            audience: _,
            resource: _,
        } => refresh_token::redeem(refresh_token.expose(), scope.as_ref(), client, context).await?,
        TokenRequest::Password {
            username,
            password,
            audience,
            resource,
            scope,
            realm,
        } => {
            let request = password::Presented {
                username: &username,
                password: &password,
                audience: audience.as_deref(),
                resource: resource.as_deref(),
                scope: scope.unwrap_or_default(),
                realm: realm.as_deref(),
            };
            password::grant(request, client, context).await?
        }
        TokenRequest::Passkey {
            auth_session,
            authn_response,
            realm,
            audience,
            resource,
            scope,
        } => {
            let request = passkey::Presented {
                auth_session: &auth_session,
                answer: &authn_response,
                realm: realm.as_deref(),
                audience: audience.as_deref(),
                resource: resource.as_deref(),
                scope: scope.unwrap_or_default(),
            };
            passkey::grant(request, client, context).await?
        }
        TokenRequest::PasswordlessOtp {
            username,
            otp,
            realm,
            audience,
            resource,
            scope,
        } => {
            let request = passwordless::Presented {
                username: &username,
                otp: &otp,
                realm: &realm,
                audience: audience.as_deref(),
                resource: resource.as_deref(),
                scope: scope.unwrap_or_default(),
            };
            passwordless::grant(request, client, context).await?
        }
        TokenRequest::DeviceCode { device_code } => {
            device_code::redeem(device_code.expose(), client, context).await?
        }
        TokenRequest::SecondFactor { mfa_token, proof } => {
            second_factor::grant(mfa_token.expose(), &proof, client, context).await?
        }
    };

    // 5. Tokens.
    let response = respond(&entitlement, client, certificate, context).await?;
    Ok((response, entitlement))
}

async fn respond(
    entitlement: &Entitlement,
    client: &Client,
    certificate: Option<&ClientCertificate>,
    context: &Context,
) -> Result<TokenResponse, Failure> {
    // First, because it may be refused; a family that nobody hears of would remain.
    let channel = mint::Channel::Back(certificate);
    let access_token = mint::access_token(entitlement, client, channel, context).await?;
    let refresh_token = match &entitlement.refresh {
        Refresh::None => None,
        Refresh::Successor(token) => Some(token.clone()),
        Refresh::Begin { approval, code } => {
            let issued =
                refresh_tokens::begin_family(approval, client.refresh_tokens, context).await?;
            let stands = match code {
                Some(code) => {
                    authorization_codes::became_family(code, &issued.family_id, context).await?
                }
                None => true,
            };
            if !stands {
                refresh_tokens::revoke_family(&issued.family_id, context).await?;
            }
            stands.then_some(issued.token)
        }
    };
    let id_token = if entitlement.access.scope.openid() {
        mint::id_token(entitlement, client, &mint::Beside::default(), context).await?
    } else {
        None
    };
    Ok(TokenResponse {
        access_token: access_token.token,
        expires_in: access_token.expires_in,
        refresh_token,
        id_token,
        recovery_code: entitlement.recovery_code.clone(),
        scope: Some(entitlement.access.scope.clone()).filter(|scope| !scope.is_empty()),
        token_type: ostia_protocol::oauth::TokenType::Bearer,
    })
}

/// Somebody claims to be a client and does not prove it. Its owner should know; ids that don't exist have no owner.
async fn log_stranger(
    grant: GrantType,
    presented: &PresentedClient,
    failure: &Failure,
    context: &Context,
) {
    let (Failure::Refused(error), Some(named)) = (failure, presented.id()) else {
        return;
    };
    if let Ok(Some(client)) = clients::find_named(named, context).await {
        let (_, failed) = events(grant);
        refused_entry(failed, error).client(&client).record(context);
    }
}

fn refused_entry(event: Event, error: &Error) -> Entry {
    Entry::new(event).refusal(error)
}

fn events(grant: GrantType) -> (Event, Event) {
    match grant {
        GrantType::ClientCredentials => (
            Event::ClientCredentialsSucceeded,
            Event::ClientCredentialsFailed,
        ),
        GrantType::RefreshToken => (Event::RefreshSucceeded, Event::RefreshFailed),
        GrantType::Password | GrantType::PasswordRealm => (
            Event::PasswordExchangeSucceeded,
            Event::PasswordExchangeFailed,
        ),
        GrantType::PasswordlessOtp => (Event::LoginSucceeded, Event::PasswordlessExchangeFailed),
        GrantType::WebAuthn => (Event::LoginSucceeded, Event::LoginFailed),
        GrantType::DeviceCode => (
            Event::DeviceCodeExchangeSucceeded,
            Event::DeviceCodeExchangeFailed,
        ),
        GrantType::MfaOtp => (Event::OtpExchangeSucceeded, Event::OtpExchangeFailed),
        GrantType::MfaOob => (Event::OobExchangeSucceeded, Event::OobExchangeFailed),
        GrantType::MfaRecoveryCode => (
            Event::RecoveryCodeExchangeSucceeded,
            Event::RecoveryCodeExchangeFailed,
        ),
        _ => (Event::CodeExchangeSucceeded, Event::CodeExchangeFailed),
    }
}

fn log(
    grant: GrantType,
    client: &Client,
    outcome: &Result<(TokenResponse, Entitlement), Failure>,
    context: &Context,
) {
    let (succeeded, failed) = events(grant);
    let entry = match outcome {
        Ok((_, entitlement)) => {
            let entry = Entry::new(succeeded)
                .member(
                    "audience",
                    entitlement.access.target.audience().unwrap_or_default(),
                )
                .member("scope", entitlement.access.scope.to_string())
                .organization(entitlement.organization.as_ref());
            match (&entitlement.subject, &entitlement.authentication) {
                (Subject::User(user), Some(authentication)) => entry
                    .user(user)
                    .through(&authentication.connection, user.id.provider()),
                (Subject::User(user), None) => entry.user(user),
                (Subject::Client, _) => entry,
            }
        }
        // A device that waits asks every few seconds; that is nothing to tell.
        Err(Failure::Refused(error))
            if matches!(
                error.code,
                ErrorCode::AuthorizationPending | ErrorCode::SlowDown
            ) =>
        {
            return;
        }
        Err(Failure::Refused(error)) => refused_entry(failed, error),
        Err(Failure::Broken(_)) => return,
    };
    entry.client(client).record(context);
}
