//! `/u/reset-password?ticket=`: a new password, without the old one.

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::password_reset::{self, Opened, Refusal};
use ostia_identity::passwords::{Policy, Weakness};
use ostia_identity::tickets::destination::{Outcome, destination};
use ostia_protocol::oauth::{Error, Parameters};

use super::Follower;
use crate::error::page;
use crate::extract::MAX_BODY;
use crate::login::password_rules::rules;
use crate::login::respond;
use crate::pages::{NewPasswordPage, NewPasswordProblem, TicketScreen};

/// Asks for the new password. The ticket is not used by that.
pub async fn get(follower: Follower) -> Response {
    match password_reset::look_at(&follower.ticket, &follower.context).await {
        Ok(Ok(opened)) => show(&follower, &opened, None, None),
        Ok(Err(worthless)) => follower.refuse(worthless),
        Err(broken) => page::broken(&follower.view(), &broken),
    }
}

/// The older link, which upstream mails: the same page.
pub async fn verify(follower: Follower) -> Response {
    // What is no ticket of ours leads to the page that says so.
    let ticket: String = follower
        .ticket
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    respond::redirect(&format!("/u/reset-password?ticket={ticket}"))
}

/// A follower who filled in the form. The ticket in the address is what proves that they may.
#[derive(Debug)]
pub struct Filled {
    follower: Follower,
    form: Parameters,
}

impl<S: Send + Sync> FromRequest<S> for Filled {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let follower = Follower::from_request_parts(&mut parts, state).await?;
        let too_large = |_| {
            page::unreadable(
                &follower.view(),
                Error {
                    status: 413,
                    ..Error::invalid_request("The form is too large")
                },
            )
        };
        let bytes = to_bytes(body, MAX_BODY).await.map_err(too_large)?;
        match Parameters::from_form(&bytes) {
            Ok(form) => Ok(Self { follower, form }),
            Err(error) => Err(page::unreadable(&follower.view(), error)),
        }
    }
}

/// Sets the password.
pub async fn post(Filled { follower, form }: Filled) -> Response {
    let opened = match password_reset::look_at(&follower.ticket, &follower.context).await {
        Ok(Ok(opened)) => opened,
        Ok(Err(worthless)) => return follower.refuse(worthless),
        Err(broken) => return page::broken(&follower.view(), &broken),
    };
    let field = |name| form.get(name).ok().flatten().unwrap_or_default();
    let (password, again) = (field("password-reset"), field("re-enter-password"));
    if password.is_empty() {
        return show(&follower, &opened, Some(NewPasswordProblem::Missing), None);
    }
    if password != again {
        return show(&follower, &opened, Some(NewPasswordProblem::Differs), None);
    }
    let client = opened.ticket.details.client_id.as_ref();
    let completed = password_reset::complete(&follower.ticket, password, client, &follower.context);
    match completed.await {
        Ok(Ok(done)) => finish(&follower, &done).await,
        Ok(Err(Refusal::Ticket(worthless))) => follower.refuse(worthless),
        Ok(Err(Refusal::Weak(weakness))) => {
            let problem = Some(NewPasswordProblem::Weak);
            show(&follower, &opened, problem, Some(&weakness))
        }
        Ok(Err(Refusal::Leaked)) => {
            show(&follower, &opened, Some(NewPasswordProblem::Leaked), None)
        }
        Err(broken) => page::broken(&follower.view(), &broken),
    }
}

async fn finish(follower: &Follower, done: &Opened) -> Response {
    let details = &done.ticket.details;
    match destination(
        details,
        &done.user,
        Outcome::PasswordChanged,
        &follower.context,
    )
    .await
    {
        Ok(Some(url)) => return respond::redirect(&url),
        Ok(None) => {}
        Err(broken) => return page::broken(&follower.view(), &broken),
    }
    match follower.way_on(details, "loginText").await {
        Ok(link) => follower.tell(StatusCode::OK, TicketScreen::PasswordChanged, link),
        Err(broken) => page::broken(&follower.view(), &broken),
    }
}

fn show(
    follower: &Follower,
    opened: &Opened,
    problem: Option<NewPasswordProblem>,
    weakness: Option<&Weakness>,
) -> Response {
    let policy = match Policy::from_options(&opened.connection.options) {
        Ok(policy) => policy,
        Err(error) => {
            let broken = ostia_identity::failure::Broken::internal(error);
            return page::broken(&follower.view(), &broken);
        }
    };
    let status = match problem {
        Some(_) => StatusCode::BAD_REQUEST,
        None => StatusCode::OK,
    };
    let page = NewPasswordPage {
        chrome: respond::chrome(&follower.view(), None, &[]),
        action: format!("/u/reset-password?ticket={}", follower.ticket),
        account: opened.user.display_name().to_owned(),
        rules: rules(&policy, weakness),
        problem,
    };
    respond::page(status, &page)
}
