//! `/u/mfa-otp-challenge`, `/u/mfa-recovery-code-challenge`: a code from a factor that the person has.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::guardian::Factor;
use ostia_identity::login::Screen;
use ostia_identity::login::second_factor::{self, Choice};
use ostia_identity::mfa::Refusal;
use ostia_identity::users::User;

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::login::second_factor::{choose, has_alternatives, passed, person};
use crate::pages::{CodeKind, CodePage, CodeProblem};

/// Shows the form.
pub async fn get(kind: CodeKind, visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Challenge(factor(kind))).await {
        return elsewhere;
    }
    match person(&visit).await {
        Ok(user) => show(kind, &visit, &user, None).await,
        Err(response) => response,
    }
}

/// Checks the code, or lets the person choose another factor.
pub async fn post(kind: CodeKind, Post { visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Challenge(factor(kind))).await {
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
    let Some(code) = field("code") else {
        return show(kind, &visit, &user, Some(CodeProblem::Missing)).await;
    };
    let remember = field("rememberBrowser").is_some();
    let transaction = &visit.transaction;
    let checked =
        second_factor::answer_challenge(factor(kind), code, &user, transaction, &visit.context);
    match checked.await {
        Ok(Ok(())) => passed(visit, factor(kind), remember).await,
        Ok(Err(refusal)) => {
            let problem = match refusal {
                Refusal::Wrong => CodeProblem::Wrong,
                Refusal::TooMany => CodeProblem::TooMany,
            };
            show(kind, &visit, &user, Some(problem)).await
        }
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

async fn show(
    kind: CodeKind,
    visit: &Visit,
    user: &User,
    problem: Option<CodeProblem>,
) -> Response {
    let has_alternatives = match has_alternatives(visit, user).await {
        Ok(has) => has,
        Err(response) => return response,
    };
    let status = problem.map_or(StatusCode::OK, CodeProblem::status);
    let page = CodePage {
        chrome: visit.chrome(),
        form: visit.form(Screen::Challenge(factor(kind))),
        kind,
        problem,
        has_alternatives,
    };
    respond::page(status, &page)
}

/// The factor whose code is asked for.
const fn factor(kind: CodeKind) -> Factor {
    match kind {
        CodeKind::Otp => Factor::Otp,
        CodeKind::RecoveryCode => Factor::RecoveryCode,
    }
}
