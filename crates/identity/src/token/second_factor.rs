//! A second factor that finishes a login at the token endpoint (reference/authentication.md §3.3, §3.7).

use ostia_protocol::oauth::{Error, SecondFactorProof, SecondFactorRequired};
use serde_json::{Value, json};

use super::{Entitlement, Refresh, Subject};
use crate::access;
use crate::approval::Approval;
use crate::clients::Client;
use crate::context::Context;
use crate::failure::Failure;
use crate::guardian::Factor;
use crate::known_browsers::Familiarity;
use crate::logs::{Entry, Event};
use crate::mfa::{self, Apps, Circumstances, Need, Refusal, Standing, api, oob};
use crate::mfa_tokens;
use crate::places::Travel;
use crate::users::User;

/// Refuses a login that needs a second factor, with the token by which it goes on. There is no browser that could be
/// known: a policy that asks for the unknown ones asks here always.
///
/// # Errors
/// `mfa_required`; or when the database is away.
pub(super) async fn require(
    user: &User,
    approval: &Approval,
    client: &Client,
    context: &Context,
) -> Result<(), Failure> {
    let circumstances = Circumstances {
        step_up: false,
        proved: false,
        familiarity: Familiarity::New,
        travel: Travel::PlaceUnknown,
    };
    let (is_enrolled, standing) = match mfa::need(circumstances, user, context).await? {
        Need::Nothing => return Ok(()),
        Need::Challenge(standing) => (true, standing),
        Need::Enrollment(standing) => (false, standing),
    };
    Entry::new(Event::MultifactorRequired)
        .client(client)
        .user(user)
        .record(context);
    let tells = context.tenant.settings.tells_mfa_requirements;
    Err(Error::mfa_required(SecondFactorRequired {
        mfa_token: mfa_tokens::issue(approval, context).await?,
        mfa_requirements: tells.then(|| requirements(is_enrolled, &standing)),
    })
    .into())
}

fn requirements(is_enrolled: bool, standing: &Standing) -> Value {
    let list = |factors: &[Factor]| -> Value {
        let types = factors
            .iter()
            .filter_map(|factor| kind(*factor))
            .map(|kind| json!({ "type": kind }));
        types.collect()
    };
    if is_enrolled {
        json!({ "challenge": list(&standing.ways) })
    } else {
        json!({ "enroll": list(&standing.enrollable) })
    }
}

/// The factor's name in `mfa_requirements`; `None` for those that only the pages can ask for.
const fn kind(factor: Factor) -> Option<&'static str> {
    match factor {
        Factor::Otp => Some("otp"),
        Factor::Sms => Some("phone"),
        Factor::Email => Some("email"),
        Factor::RecoveryCode => Some("recovery-code"),
        Factor::WebauthnRoaming | Factor::WebauthnPlatform => None,
    }
}

pub(super) async fn grant(
    mfa_token: &str,
    proof: &SecondFactorProof,
    client: &Client,
    context: &Context,
) -> Result<Entitlement, Failure> {
    let (approval, user) = api::waiting(mfa_token, client, context).await?;
    let recovery_code = prove(proof, &user, context).await?;
    if !mfa_tokens::consume(mfa_token, context).await? {
        return Err(Error::malformed_mfa_token()
            .with_detail("another request used the token")
            .into());
    }
    entitle(*approval, user, recovery_code, client, context).await
}

/// What takes the place of a recovery code that was used.
async fn prove(
    proof: &SecondFactorProof,
    user: &User,
    context: &Context,
) -> Result<Option<String>, Failure> {
    match proof {
        SecondFactorProof::Otp(code) => {
            require_offered(Factor::Otp, Error::invalid_otp_code, context)?;
            // A code confirms the app that waits for it, unless another one was there before.
            let standing = mfa::standing(&user.id, context).await?;
            let apps = if standing.is_enrolled() {
                Apps::Confirmed
            } else {
                Apps::Pending
            };
            match mfa::check_otp(user, code.expose(), apps, context).await? {
                Ok(_) => Ok(None),
                Err(refusal) => Err(refused(refusal, Error::invalid_otp_code)),
            }
        }
        SecondFactorProof::Oob {
            oob_code,
            binding_code,
        } => {
            let code = binding_code.as_ref();
            let code = code.ok_or_else(|| Error::missing_parameter("binding_code"))?;
            match oob::prove(oob_code.expose(), code.expose(), user, context).await? {
                Ok(_) => Ok(None),
                Err(refusal) => Err(refused(refusal, Error::invalid_binding_code)),
            }
        }
        SecondFactorProof::RecoveryCode(code) => {
            require_offered(Factor::RecoveryCode, Error::invalid_recovery_code, context)?;
            match mfa::check_recovery_code(user, code.expose(), context).await? {
                Ok(next) => Ok(Some(next)),
                Err(refusal) => Err(refused(refusal, Error::invalid_recovery_code)),
            }
        }
    }
}

fn require_offered(factor: Factor, wrong: fn() -> Error, context: &Context) -> Result<(), Error> {
    if context.tenant.multifactor.offers(factor) {
        return Ok(());
    }
    Err(wrong().with_detail("the tenant does not offer the factor"))
}

fn refused(refusal: Refusal, wrong: fn() -> Error) -> Failure {
    match refusal {
        Refusal::Wrong => wrong().into(),
        Refusal::TooMany => Error::too_many_codes().into(),
    }
}

async fn entitle(
    approval: Approval,
    user: User,
    recovery_code: Option<String>,
    client: &Client,
    context: &Context,
) -> Result<Entitlement, Failure> {
    let target = access::approved_target(&approval, context).await?;
    let access = access::for_user(client, &user.id, target, &approval.scope, None, context).await?;
    let authentication = approval.authentication.clone();
    Ok(Entitlement {
        refresh: Refresh::granted(&approval, &access, None),
        subject: Subject::User(Box::new(user)),
        access,
        nonce: None,
        gty: authentication.by_password_grant.then_some("password"),
        authentication: Some(authentication),
        // The password grants, which begin these logins, name no organization.
        organization: None,
        recovery_code,
    })
}
