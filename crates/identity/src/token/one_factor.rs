//! What somebody gets at the token endpoint who has just proved who they are with one factor, whichever it was.

use super::{Entitlement, Refresh, Subject, second_factor};
use crate::access::Access;
use crate::approval::{Approval, Authentication};
use crate::clients::Client;
use crate::connections::Connection;
use crate::context::Context;
use crate::failure::Failure;
use crate::users::User;

/// The factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Factor {
    /// A password, which the client has seen.
    Password,
    /// Something that is worth nothing a second time.
    OneTime,
}

/// Entitles a user who proved a first factor, unless a second one is due.
///
/// # Errors
/// `mfa_required`; or when the database is away.
pub(super) async fn entitle(
    user: User,
    connection: &Connection,
    access: Access,
    factor: Factor,
    client: &Client,
    context: &Context,
) -> Result<Entitlement, Failure> {
    let authentication = Authentication {
        at: context.now.seconds(),
        session_id: None,
        connection: connection.name.clone(),
        tells_time: false,
        by_password_grant: factor == Factor::Password,
        second_factor: None,
    };
    let approval = Approval {
        client_id: client.id.clone(),
        user_id: user.id.clone(),
        scope: access.scope.clone(),
        audience: access.target.audience(),
        authentication: authentication.clone(),
        code: None,
        organization: None,
    };
    second_factor::require(&user, &approval, client, context).await?;
    Ok(Entitlement {
        refresh: Refresh::granted(&approval, &access, None),
        subject: Subject::User(Box::new(user)),
        access,
        authentication: Some(authentication),
        nonce: None,
        gty: match factor {
            Factor::Password => Some("password"),
            Factor::OneTime => None,
        },
        organization: None,
        recovery_code: None,
    })
}
