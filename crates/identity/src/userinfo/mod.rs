//! `/userinfo`: the profile that an access token opens (OIDC Core §5.3).

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::oauth::{Error, Scope};
use ostia_protocol::oidc;
use serde_json::{Map, Value, json};

use crate::bearer;
use crate::context::Context;
use crate::failure::Failure;
use crate::token::ClientCertificate;
use crate::token::mint::OpaqueContent;
use crate::{clients, organizations, users};

/// The longest token that is looked at, in bytes.
const MAX_LENGTH: usize = 32 * 1024;

/// The claims of the user whom a token speaks for, as far as its scope reaches. A token that is bound to a certificate
/// needs it.
///
/// # Errors
/// `invalid_token`, or `insufficient_scope` where the token lacks `openid`.
pub async fn claims(
    token: &str,
    certificate: Option<&ClientCertificate>,
    context: &Context,
) -> Result<Map<String, Value>, Failure> {
    let invalid = || Error::invalid_token("The access token is not valid here");
    let Opened {
        subject,
        client_id,
        scope,
        organization,
    } = open(token, certificate, context).await?;
    if !scope.openid() {
        return Err(Error::insufficient_scope("The access token needs the scope openid").into());
    }
    if clients::find_named(&client_id, context).await?.is_none() {
        return Err(invalid().with_detail("its client is gone").into());
    }
    let user_id = UserId::parse(&subject).map_err(|_| invalid())?;
    let user = users::find_cached(&user_id, context)
        .await?
        .ok_or_else(|| invalid().with_detail("the user is gone"))?;
    if user.blocked {
        return Err(invalid().with_detail("the user is blocked").into());
    }
    let mut claims = Map::new();
    claims.insert("sub".to_owned(), json!(user.id.as_str()));
    claims.extend(oidc::filter(&user.claims(), &scope));
    claims.insert("sub".to_owned(), json!(user.id.as_str()));
    if let Some(id) = organization {
        claims.extend(organization_claims(&id, &user.id, context).await?);
    }
    Ok(claims)
}

/// What ID tokens say of the organization, as long as the user belongs there.
async fn organization_claims(
    id: &str,
    user: &UserId,
    context: &Context,
) -> Result<Map<String, Value>, Failure> {
    let gone = || Error::invalid_token("The access token is not valid here");
    if !organizations::members::is_member(id, user, context).await? {
        return Err(gone()
            .with_detail("the user does not belong to the organization any more")
            .into());
    }
    let organization = organizations::find(id, context).await?.ok_or_else(gone)?;
    let mut claims = Map::new();
    claims.insert("org_id".to_owned(), json!(organization.id));
    if context.tenant.settings.organization_names {
        claims.insert("org_name".to_owned(), json!(organization.name));
    }
    Ok(claims)
}

/// What a token says.
struct Opened {
    subject: String,
    client_id: String,
    scope: Scope,
    organization: Option<String>,
}

async fn open(
    token: &str,
    certificate: Option<&ClientCertificate>,
    context: &Context,
) -> Result<Opened, Failure> {
    let audience = context.tenant.userinfo_audience();
    let thumbprint = certificate.map(ClientCertificate::thumbprint);
    let invalid = || Error::invalid_token("The access token is not valid here");
    if token.split('.').count() == 5 {
        let content = context
            .tenant
            .opaque_tokens
            .decrypt(token, MAX_LENGTH)
            .map_err(|_| invalid())?;
        let content: OpaqueContent = serde_json::from_slice(&content).map_err(|_| invalid())?;
        if content.exp <= context.now.seconds() {
            return Err(Error::invalid_token("The access token has expired").into());
        }
        return Ok(Opened {
            subject: content.sub,
            client_id: content.azp,
            scope: content.scope,
            organization: content.org_id,
        });
    }
    match bearer::verify_jwt(token, &audience, thumbprint.as_deref(), context).await? {
        Ok(claims) => Ok(Opened {
            subject: claims.sub,
            client_id: claims.client_id,
            scope: claims.scope,
            organization: claims.org_id,
        }),
        Err(bearer::Worthless::Expired) => {
            Err(Error::invalid_token("The access token has expired").into())
        }
        Err(worthless) => Err(invalid().with_detail(format!("{worthless:?}")).into()),
    }
}
