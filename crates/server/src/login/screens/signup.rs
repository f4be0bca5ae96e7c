//! `/u/signup`: a new account, with the password's rules in view.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::bot_detection::Flow;
use ostia_identity::connections::Connection;
use ostia_identity::login::signup::{self, Form, Refusal};
use ostia_identity::login::{Screen, organization};
use ostia_identity::organizations::invitations::Invitation;
use ostia_identity::passwords::{Policy, Weakness};
use ostia_identity::users::NotCreated;

use super::{Post, Visit};
use crate::error::page;
use crate::login::entry::{authenticated, connection};
use crate::login::password_rules::rules;
use crate::login::respond;
use crate::pages::{SignupPage, SignupProblem};

/// Shows the form.
pub async fn get(visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Signup).await {
        return elsewhere;
    }
    let invitation = match invitation(&visit).await {
        Ok(invitation) => invitation,
        Err(response) => return response,
    };
    match connection(&visit).await {
        Ok(Some(connection)) if connection.allows_signup() => {
            show(
                &visit,
                &connection,
                Entered::default().invited(invitation.as_ref()),
                Trouble::default(),
                StatusCode::OK,
            )
            .await
        }
        Ok(_) => respond::redirect(&respond::address(Screen::Login, &visit.transaction.state)),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

/// Makes the account.
pub async fn post(Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Signup).await {
        return elsewhere;
    }
    let connection = match connection(&visit).await {
        Ok(Some(connection)) => connection,
        Ok(None) => return page::expired(&visit.view()),
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let invitation = match invitation(&visit).await {
        Ok(invitation) => invitation,
        Err(response) => return response,
    };
    let field = |name| form.get(name).ok().flatten().unwrap_or_default().to_owned();
    let entered = Entered {
        email: field("email").trim().to_owned(),
        username: field("username").trim().to_owned(),
        email_is_fixed: false,
    }
    .invited(invitation.as_ref());
    let password = field("password");
    let problems = missing(&entered, &password, &connection);
    if !problems.is_empty() {
        return show(
            &visit,
            &connection,
            entered,
            Trouble {
                problems,
                report: None,
            },
            StatusCode::BAD_REQUEST,
        )
        .await;
    }
    let request = Form {
        email: Some(entered.email.clone()),
        username: connection
            .requires_username()
            .then(|| entered.username.clone()),
        password,
        language: visit.chrome().texts.language().to_owned(),
        invitation,
        ..Form::default()
    };
    match signup::sign_up(
        request,
        &connection,
        &visit.transaction.client,
        visit.evidence(&form),
        &visit.context,
    )
    .await
    {
        Ok(Ok(user)) => authenticated(visit, &user, &connection).await,
        Ok(Err(Refusal::Suspicious)) => {
            visit.is_suspicious = true;
            let trouble = Trouble::default();
            show(
                &visit,
                &connection,
                entered,
                trouble,
                StatusCode::BAD_REQUEST,
            )
            .await
        }
        Ok(Err(refusal)) => {
            let status = match refusal {
                Refusal::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::BAD_REQUEST,
            };
            let trouble = trouble(
                refusal,
                visit.context.tenant.settings.signup_tells_user_exists,
            );
            show(&visit, &connection, entered, trouble, status).await
        }
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

#[derive(Default)]
struct Entered {
    email: String,
    username: String,
    email_is_fixed: bool,
}

impl Entered {
    /// Who is invited signs up with the address that was invited.
    fn invited(self, invitation: Option<&Invitation>) -> Self {
        match invitation {
            Some(invitation) => Self {
                email: invitation.invitee().to_owned(),
                email_is_fixed: true,
                ..self
            },
            None => self,
        }
    }
}

async fn invitation(visit: &Visit) -> Result<Option<Invitation>, Response> {
    match organization::of(&visit.transaction, &visit.context).await {
        Ok((_, invitation)) => Ok(invitation),
        Err(failure) => Err(page::failed(&visit.view(), failure)),
    }
}

#[derive(Default)]
struct Trouble {
    problems: Vec<SignupProblem>,
    report: Option<Weakness>,
}

fn missing(entered: &Entered, password: &str, connection: &Connection) -> Vec<SignupProblem> {
    let needs_username = connection.requires_username() && entered.username.is_empty();
    [
        entered.email.is_empty().then_some(SignupProblem::NoEmail),
        needs_username.then_some(SignupProblem::NoUsername),
        password.is_empty().then_some(SignupProblem::NoPassword),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn trouble(refusal: Refusal, tells_user_exists: bool) -> Trouble {
    let problem = match refusal {
        Refusal::Weak(weakness) => {
            return Trouble {
                problems: vec![SignupProblem::WeakPassword],
                report: Some(weakness),
            };
        }
        Refusal::Leaked => SignupProblem::PasswordLeaked,
        Refusal::Disabled | Refusal::Suspicious => SignupProblem::Unspecified,
        Refusal::TooManyAttempts => SignupProblem::TooManyAttempts,
        Refusal::NotCreated(reason) => match reason {
            NotCreated::UserExists if tells_user_exists => SignupProblem::UserExists,
            NotCreated::UsernameExists => SignupProblem::UsernameTaken,
            NotCreated::UsernameRequired => SignupProblem::NoUsername,
            NotCreated::InvalidUsername => SignupProblem::InvalidUsername,
            NotCreated::EmailRequired => SignupProblem::NoEmail,
            NotCreated::InvalidEmail => SignupProblem::InvalidEmail,
            _ => SignupProblem::Unspecified,
        },
    };
    Trouble {
        problems: vec![problem],
        report: None,
    }
}

async fn show(
    visit: &Visit,
    connection: &Connection,
    entered: Entered,
    trouble: Trouble,
    status: StatusCode,
) -> Response {
    let Ok(policy) = Policy::from_options(&connection.options) else {
        return page::expired(&visit.view());
    };
    let form = match visit.guarded_form(Screen::Signup, Flow::SignUp).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    let page = SignupPage {
        chrome: visit.chrome(),
        form,
        email: entered.email,
        email_is_fixed: entered.email_is_fixed,
        username: connection.requires_username().then_some(entered.username),
        rules: rules(&policy, trouble.report.as_ref()),
        problems: trouble.problems,
        login_url: respond::address(Screen::Login, &visit.transaction.state),
    };
    respond::page(status, &page)
}
