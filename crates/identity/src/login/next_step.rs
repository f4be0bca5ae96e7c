//! The one place that decides: show a screen, grant, or refuse. `prompt=none` is answered here, once.

use std::sync::Arc;

use ostia_protocol::oauth::Error;

use super::organization::{self, Door, Wanted};
use super::transaction::Progress;
use super::{Browser, consent, passkey, second_factor};
use crate::access;
use crate::authorize::Authorization;
use crate::authorize::issue::Granted;
use crate::clients::Client;
use crate::connections::{self, Medium};
use crate::context::Context;
use crate::failure::Failure;
use crate::guardian::Factor;
use crate::id_token_hint;
use crate::organizations::invitations::Invitation;
use crate::sessions::Session;
use crate::users::{self, User};

/// A screen of the hosted pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Identifier and password.
    Login,
    /// The identifier alone.
    LoginIdentifier,
    /// The password for the identifier that they gave.
    LoginPassword,
    /// An address to which a code is sent.
    Passwordless(Medium),
    /// The code that was sent.
    PasswordlessCode(Medium),
    /// A new account.
    Signup,
    /// Another identity provider's, which is not ours to show.
    Federation,
    /// Whether they accept an invitation to an organization.
    Invitation,
    /// Which organization they want to log in to, before they do.
    OrganizationName,
    /// Which of their organizations they want to be in, after they logged in.
    OrganizationPicker,
    /// A code from a factor that the user has.
    Challenge(Factor),
    /// Which of their factors they want to use.
    FactorOptions,
    /// A first factor.
    Enrollment(Factor),
    /// Which factor they want to enrol.
    EnrollmentOptions,
    /// A recovery code, to be kept.
    RecoveryCode,
    /// A passkey, for the next time.
    PasskeyEnrollment,
    /// What the application asks for.
    Consent,
    /// Whether they go on to an application on their device.
    Confirmation,
}

/// What comes next.
#[derive(Debug)]
pub enum Decision {
    /// Somebody has to be asked.
    Ask(Screen),
    /// Nothing is in the way.
    Grant(Box<Granted>),
}

/// Decides. The order is that of reference/authentication.md §3.2.1: to which organization, who, what else proves it,
/// may they, do they agree, do they go on. Nobody enters an organization with a first factor alone, where a second one is due.
///
/// # Errors
/// A refusal for the client, or a fault of ours.
pub async fn decide(
    authorization: &Authorization,
    progress: &Progress,
    browser: &Browser,
    client: &Arc<Client>,
    context: &Context,
) -> Result<Decision, Failure> {
    let session = browser.session.as_ref();
    let request = &authorization.request;
    let silent = request.prompt.is_none();
    let wanted = organization::wanted(request, progress, client, context).await?;
    let login = Login {
        invitation: organization::invitation(request, &wanted, client, context).await?,
        authorization,
        progress,
        wanted,
        client,
    };
    if let Some(screen) = organization::first_question(&login.wanted, request, progress) {
        return ask(screen, silent);
    }

    if let Some(session) = session
        && is_just_opened(session, progress)
        && !is_hinted_user(session, authorization, context).await?
    {
        // Somebody else than expected logged in; asking again would go round in circles.
        return Err(Error::login_required()
            .with_detail("another user than that of the id_token_hint logged in")
            .into());
    }
    let known = match session {
        Some(session) if suffices(session, &login, context).await? => find_user(session, context)
            .await?
            .map(|user| (session.clone(), user)),
        _ => None,
    };
    let Some((session, user)) = known else {
        return if silent {
            Err(Error::login_required().into())
        } else {
            ask_who(&login, context).await
        };
    };
    if user.blocked {
        return Err(Error::user_blocked().into());
    }

    let due =
        second_factor::due(&user, &session, authorization, progress, browser, context).await?;
    if let Some(screen) = due {
        return if silent {
            Err(Error::multifactor_login_required().into())
        } else {
            Ok(Decision::Ask(screen))
        };
    }
    if is_just_opened(&session, progress) && !silent {
        let enabled = login.connections(context).await?;
        if passkey::is_due(&user, &session, progress, &enabled, context).await? {
            return Ok(Decision::Ask(Screen::PasskeyEnrollment));
        }
    }
    let (wanted, invitation) = (&login.wanted, login.invitation.as_ref());
    let door = organization::enter(wanted, invitation, &user, &session, context).await?;
    let Door::In(organization) = door else {
        return ask(Screen::OrganizationPicker, silent);
    };

    let target = access::target(
        request.audience.as_deref(),
        request.resource.as_deref(),
        context,
    )
    .await?;
    let access = access::for_user(
        client,
        &user.id,
        target,
        &request.scope,
        organization.as_ref(),
        context,
    )
    .await?;

    let granted = Granted {
        user,
        session,
        access,
        organization,
    };
    if consent::is_needed(&granted, authorization, progress, client, context).await? {
        return if silent {
            Err(Error::consent_required().into())
        } else {
            Ok(Decision::Ask(Screen::Consent))
        };
    }
    if progress.awaits_confirmation {
        return if silent {
            Err(Error::interaction_required()
                .with_detail("the callback can't be verified, so somebody has to confirm (skip_non_verifiable_callback_uri_confirmation_prompt)")
                .into())
        } else {
            Ok(Decision::Ask(Screen::Confirmation))
        };
    }
    Ok(Decision::Grant(Box::new(granted)))
}

/// A login as far as it went, and what it wants of organizations.
struct Login<'a> {
    authorization: &'a Authorization,
    progress: &'a Progress,
    wanted: Wanted,
    invitation: Option<Invitation>,
    client: &'a Client,
}

impl Login<'_> {
    async fn connections(
        &self,
        context: &Context,
    ) -> Result<Vec<connections::Connection>, Failure> {
        let invitation = self.invitation.as_ref();
        Ok(organization::connections(&self.wanted, invitation, self.client, context).await?)
    }
}

/// A question about organizations, which nobody can be asked silently.
fn ask(screen: Screen, silent: bool) -> Result<Decision, Failure> {
    if silent {
        Err(Error::interaction_required()
            .with_detail("the organization has to be chosen")
            .into())
    } else {
        Ok(Decision::Ask(screen))
    }
}

/// Whether the browser's session answers this request (reference/authentication.md §5.3).
async fn suffices(
    session: &Session,
    login: &Login<'_>,
    context: &Context,
) -> Result<bool, Failure> {
    let request = &login.authorization.request;
    if !is_hinted_user(session, login.authorization, context).await? {
        return Ok(false);
    }
    if is_just_opened(session, login.progress) {
        // An organization that was chosen afterwards may want another connection.
        return match login.wanted.organization() {
            None => Ok(true),
            Some(_) => is_reachable(session, login, context).await,
        };
    }
    let age = context.now.seconds() - session.authenticated_at.seconds();
    let too_old = request
        .max_age
        .is_some_and(|max_age| age < 0 || age.unsigned_abs() > max_age || max_age == 0);
    let other_connection = request
        .connection
        .as_ref()
        .is_some_and(|name| *name != session.connection);
    if request.prompt.login()
        || request.prompt.select_account()
        || too_old
        || other_connection
        || login.client.sso_disabled
    {
        return Ok(false);
    }
    let invitation = login.invitation.as_ref();
    Ok(is_reachable(session, login, context).await?
        && organization::suits(session, &login.wanted, invitation, context).await?)
}

/// Whether a session came through a connection that this login can go through.
async fn is_reachable(
    session: &Session,
    login: &Login<'_>,
    context: &Context,
) -> Result<bool, Failure> {
    let connections = login.connections(context).await?;
    Ok(connections
        .iter()
        .any(|connection| connection.name == session.connection))
}

/// Whether the session was opened in this very transaction.
fn is_just_opened(session: &Session, progress: &Progress) -> bool {
    progress.session_id.as_deref() == Some(session.id.as_str())
}

/// A hint names the user who is expected; another's session doesn't do (OIDC Core §3.1.2.1).
async fn is_hinted_user(
    session: &Session,
    authorization: &Authorization,
    context: &Context,
) -> Result<bool, Failure> {
    let Some(hint) = &authorization.request.id_token_hint else {
        return Ok(true);
    };
    let hint = id_token_hint::read(hint, context).await?;
    let hint = hint.ok_or_else(|| {
        Error::invalid_parameter("id_token_hint", "is not an ID token of this tenant")
    })?;
    Ok(hint.sub == session.user_id.as_str())
}

async fn find_user(session: &Session, context: &Context) -> Result<Option<User>, Failure> {
    Ok(users::find(&session.user_id, context).await?)
}

async fn ask_who(login: &Login<'_>, context: &Context) -> Result<Decision, Failure> {
    let enabled = login.connections(context).await?;
    if provider_at_once(&enabled, login.authorization).is_some() {
        return Ok(Decision::Ask(Screen::Federation));
    }
    if let Some(medium) = waits_for_code(&enabled, login.progress) {
        return Ok(Decision::Ask(Screen::PasswordlessCode(medium)));
    }
    let Some(connection) = pick_connection(&enabled, login.authorization, context) else {
        return if enabled.iter().any(connections::Connection::is_offered) {
            Ok(Decision::Ask(Screen::Login))
        } else {
            Err(Error::no_connections_enabled().into())
        };
    };
    if let Some(medium) = connection.medium() {
        // Where other providers are offered, too, the log-in page leads to all ways.
        let is_only = offered(&enabled, login.authorization).next().is_none();
        return Ok(Decision::Ask(if is_only {
            Screen::Passwordless(medium)
        } else {
            Screen::Login
        }));
    }
    let wants_signup = match &login.invitation {
        Some(invitation) => {
            let account = users::find_password_account(invitation.invitee(), connection, context);
            account.await?.is_none()
        }
        None => login.authorization.request.screen_hint.as_deref() == Some("signup"),
    };
    Ok(Decision::Ask(
        if wants_signup && connection.allows_signup() {
            Screen::Signup
        } else if !context.tenant.look.identifier_first {
            Screen::Login
        } else if login.progress.identifier.is_none() {
            Screen::LoginIdentifier
        } else {
            // Whether anybody is called so, nobody is told.
            Screen::LoginPassword
        },
    ))
}

/// How a code was sent that this login waits for.
fn waits_for_code(enabled: &[connections::Connection], progress: &Progress) -> Option<Medium> {
    let sent = progress.code_sent.as_ref()?;
    let connection = enabled
        .iter()
        .find(|connection| connection.id.as_str() == sent.connection_id)?;
    connection.medium()
}

/// The connection whose provider people are sent to without being asked: the one that the request names, or a company's
/// own where there is no other way in.
pub fn provider_at_once<'a>(
    enabled: &'a [connections::Connection],
    authorization: &Authorization,
) -> Option<&'a connections::Connection> {
    if let Some(name) = &authorization.request.connection {
        let named = enabled.iter().find(|connection| connection.name == *name);
        return named.filter(|connection| connection.is_federated());
    }
    match enabled {
        [only] if only.is_federated() && !connections::is_social(&only.strategy) => Some(only),
        _ => None,
    }
}

/// The connections whose providers the log-in page offers.
pub fn offered<'a>(
    enabled: &'a [connections::Connection],
    authorization: &Authorization,
) -> impl Iterator<Item = &'a connections::Connection> {
    let is_free = authorization.request.connection.is_none();
    enabled
        .iter()
        .filter(move |connection| is_free && connection.is_offered())
}

/// The connection that a login goes to: the one asked for, the tenant's default, or the first there is; one with
/// passwords before one that sends codes.
pub fn pick_connection<'a>(
    enabled: &'a [connections::Connection],
    authorization: &Authorization,
    context: &Context,
) -> Option<&'a connections::Connection> {
    let databases = || enabled.iter().filter(|connection| connection.is_database());
    let passwordless = || {
        enabled
            .iter()
            .filter(|connection| connection.medium().is_some())
    };
    let named = |name: &str| databases().find(|connection| connection.name == name);
    if let Some(name) = &authorization.request.connection {
        named(name).or_else(|| passwordless().find(|connection| connection.name == *name))
    } else {
        let default = context
            .tenant
            .settings
            .default_directory
            .as_deref()
            .and_then(named);
        default
            .or_else(|| databases().next())
            .or_else(|| passwordless().next())
    }
}
