//! `/u/mfa-otp-enrollment`: an authenticator app gets its seed and proves that it has it.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::guardian::Factor;
use ostia_identity::login::Screen;
use ostia_identity::login::second_factor::{self, Choice};
use ostia_identity::mfa::NotEnrolled;
use ostia_identity::users::User;

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::login::second_factor::{choose, has_alternatives, passed, person};
use crate::pages::{CodeProblem, OtpEnrollmentPage, qr_code};

const SCREEN: Screen = Screen::Enrollment(Factor::Otp);

/// Shows the seed, as a QR code and to be typed.
pub async fn get(visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(SCREEN).await {
        return elsewhere;
    }
    match person(&visit).await {
        Ok(user) => show(&visit, &user, None).await,
        Err(response) => response,
    }
}

/// Checks the app's first code.
pub async fn post(Post { visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(SCREEN).await {
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
        return show(&visit, &user, Some(CodeProblem::Missing)).await;
    };
    let enrolled = second_factor::enroll_app(code, &user, &visit.transaction, &visit.context).await;
    match enrolled {
        Ok(Ok(())) => passed(visit, Factor::Otp, false).await,
        Ok(Err(refusal)) => {
            let problem = match refusal {
                NotEnrolled::Wrong => CodeProblem::Wrong,
                NotEnrolled::TooManyCodes | NotEnrolled::TooManyMethods | NotEnrolled::Taken => {
                    CodeProblem::TooMany
                }
            };
            show(&visit, &user, Some(problem)).await
        }
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

async fn show(visit: &Visit, user: &User, problem: Option<CodeProblem>) -> Response {
    let has_alternatives = match has_alternatives(visit, user).await {
        Ok(has) => has,
        Err(response) => return response,
    };
    let seed = match second_factor::seed(&visit.transaction, &user.id, &visit.context) {
        Ok(seed) => seed,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let tenant = &visit.context.tenant;
    let status = problem.map_or(StatusCode::OK, CodeProblem::status);
    let page = OtpEnrollmentPage {
        chrome: visit.chrome(),
        form: visit.form(SCREEN),
        qr_code: qr_code(&seed.address(user.display_name(), tenant.display_name())),
        secret: seed.to_base32(),
        problem,
        has_alternatives,
    };
    respond::page(status, &page)
}
