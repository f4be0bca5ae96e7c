//! `/u/mfa-webauthn-roaming-challenge`, `/u/mfa-webauthn-roaming-enrollment` and the same with `platform`: an
//! authenticator answers.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::failure::Broken;
use ostia_identity::login::Screen;
use ostia_identity::login::second_factor::{self, Choice};
use ostia_identity::mfa::keys::{self, Ceremony, Key};
use ostia_identity::mfa::{NotEnrolled, Refusal};
use ostia_identity::users::User;
use serde_json::Value;

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::login::second_factor::{choose, has_alternatives, passed, person};
use crate::pages::{KeyKind, KeyPage, KeyProblem, Nonce};

/// An authenticator, and what it is to do.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// Which.
    pub key: Key,
    /// What.
    pub ceremony: Ceremony,
}

impl Asking {
    const fn screen(self) -> Screen {
        let factor = self.key.factor();
        match self.ceremony {
            Ceremony::Enrollment => Screen::Enrollment(factor),
            Ceremony::Challenge => Screen::Challenge(factor),
        }
    }
}

/// Asks.
pub async fn get(asking: Asking, visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(asking.screen()).await {
        return elsewhere;
    }
    match person(&visit).await {
        Ok(user) => show(asking, &visit, &user, None).await,
        Err(response) => response,
    }
}

/// Checks the answer, or lets the person choose another factor.
pub async fn post(asking: Asking, Post { visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(asking.screen()).await {
        return elsewhere;
    }
    let field = |name| form.get(name).ok().flatten();
    if field("action") == Some("pick-authenticator") {
        return choose(visit, Choice::Choosing).await;
    }
    let user = match person(&visit).await {
        Ok(user) => user,
        Err(response) => return response,
    };
    if let Some(problem) = field("error") {
        keys::note_silence(asking.key, asking.ceremony, problem, &user, &visit.context);
    }
    let Some(answer) = field("response") else {
        return show(asking, &visit, &user, Some(KeyProblem::Silent)).await;
    };
    let answer = serde_json::from_str(answer).unwrap_or(Value::Null);
    match check(asking, &answer, &user, &visit).await {
        Ok(Ok(())) => {
            let remember = field("rememberBrowser").is_some();
            passed(visit, asking.key.factor(), remember).await
        }
        Ok(Err(problem)) => show(asking, &visit, &user, Some(problem)).await,
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

async fn check(
    asking: Asking,
    answer: &Value,
    user: &User,
    visit: &Visit,
) -> Result<Result<(), KeyProblem>, Broken> {
    let (transaction, context) = (&visit.transaction, &visit.context);
    Ok(match asking.ceremony {
        Ceremony::Challenge => {
            second_factor::answer_key(asking.key, answer, user, transaction, context)
                .await?
                .map_err(|refusal| match refusal {
                    Refusal::Wrong => KeyProblem::Wrong,
                    Refusal::TooMany => KeyProblem::TooMany,
                })
        }
        Ceremony::Enrollment => {
            second_factor::enroll_key(asking.key, answer, user, transaction, context)
                .await?
                .map_err(|refusal| match refusal {
                    NotEnrolled::Wrong => KeyProblem::Wrong,
                    NotEnrolled::TooManyCodes => KeyProblem::TooMany,
                    NotEnrolled::TooManyMethods => KeyProblem::TooManyMethods,
                    NotEnrolled::Taken => KeyProblem::Taken,
                })
        }
    })
}

/// Each page asks anew: what was asked before is good no longer.
async fn show(asking: Asking, visit: &Visit, user: &User, problem: Option<KeyProblem>) -> Response {
    let has_alternatives = match has_alternatives(visit, user).await {
        Ok(has) => has,
        Err(response) => return response,
    };
    let (transaction, context) = (&visit.transaction, &visit.context);
    let asked = match asking.ceremony {
        Ceremony::Challenge => {
            second_factor::ask_for_key(asking.key, user, transaction, context).await
        }
        Ceremony::Enrollment => {
            second_factor::ask_for_new_key(asking.key, user, transaction, context).await
        }
    };
    let options = match asked {
        Ok(options) => options.to_string(),
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let page = KeyPage {
        chrome: visit.chrome(),
        form: visit.form(asking.screen()),
        nonce: Nonce::from_bytes(context.entropy().bytes()),
        kind: match asking.key {
            Key::Roaming => KeyKind::SecurityKey,
            Key::Platform => KeyKind::Device,
        },
        enrolls: asking.ceremony == Ceremony::Enrollment,
        options,
        problem,
        has_alternatives,
    };
    let status = problem.map_or(StatusCode::OK, KeyProblem::status);
    respond::page(status, &page)
}
