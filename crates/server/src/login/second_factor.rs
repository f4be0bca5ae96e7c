//! What the screens of the second factor have in common: the person, and what passing gives them.

use axum::response::Response;
use ostia_identity::connections::Medium;
use ostia_identity::guardian::Factor;
use ostia_identity::login::second_factor::{self, Choice};
use ostia_identity::mfa::oob;
use ostia_identity::passwordless::Address;
use ostia_identity::users::{self, User};
use ostia_protocol::oauth::Parameters;

use super::screens::Visit;
use crate::error::page;
use crate::extract::open_session;
use crate::pages::{AddressKind, AddressProblem};

/// RFC 5321 §4.5.3.1.3: no address is longer, and what is longer is shown again no further.
const MAX_ADDRESS: usize = 254;

/// A factor whose codes are sent, and how.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// The factor.
    pub factor: Factor,
    /// How its codes travel.
    pub medium: Medium,
}

impl Way {
    /// The way of a factor, where its codes are sent.
    pub fn of(factor: Factor) -> Option<Self> {
        oob::medium(factor).map(|medium| Self { factor, medium })
    }

    /// The address of a profile, so that nobody has to type it.
    pub fn known_of(self, user: &User) -> String {
        let known = match self.medium {
            Medium::Email => user.email(),
            Medium::Sms => user.text("phone_number"),
        };
        known.unwrap_or_default().to_owned()
    }

    /// What was typed as an address, and the address that it is.
    pub fn typed_address(self, form: &Parameters) -> (String, Result<Address, AddressProblem>) {
        let typed = form.get("address").ok().flatten().unwrap_or_default();
        let typed: String = typed.trim().chars().take(MAX_ADDRESS).collect();
        let problem = if typed.is_empty() {
            AddressProblem::Missing
        } else {
            AddressProblem::Invalid
        };
        let address = Address::parse(&typed, self.medium).ok_or(problem);
        (typed, address)
    }

    /// What an address is.
    pub const fn kind(self) -> AddressKind {
        match self.medium {
            Medium::Email => AddressKind::Email,
            Medium::Sms => AddressKind::Phone,
        }
    }
}

/// Who has proved the first factor in this browser.
///
/// # Errors
/// The page to show where that is nobody any more.
pub async fn person(visit: &Visit) -> Result<User, Response> {
    let Some(session) = &visit.cookies.browser.session else {
        return Err(page::expired(&visit.view()));
    };
    match users::find(&session.user_id, &visit.context).await {
        Ok(Some(user)) => Ok(user),
        Ok(None) => Err(page::expired(&visit.view())),
        Err(broken) => Err(page::broken(&visit.view(), &broken)),
    }
}

/// Whether there is another factor than this one to choose.
///
/// # Errors
/// The page to show where that can't be found out.
pub async fn has_alternatives(visit: &Visit, user: &User) -> Result<bool, Response> {
    match second_factor::options(&user.id, &visit.context).await {
        Ok(options) => Ok(options.len() > 1),
        Err(broken) => Err(page::broken(&visit.view(), &broken)),
    }
}

/// Keeps what the person chose, and goes on.
pub async fn choose(mut visit: Visit, choice: Choice) -> Response {
    let chosen = second_factor::choose(Some(choice), &mut visit.transaction, &visit.context).await;
    match chosen {
        Ok(true) => visit.conclude(visit.next().await),
        Ok(false) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

/// The person proved a second factor: their session says so from now on, under a new token.
pub async fn passed(mut visit: Visit, factor: Factor, remember: bool) -> Response {
    let passed = second_factor::pass(
        factor,
        remember,
        &mut visit.cookies.browser,
        &mut visit.transaction,
        &visit.context,
    );
    match passed.await {
        Ok(Some(opened)) => {
            let limits = visit.context.tenant.settings.session;
            open_session(visit.conclude(visit.next().await), &opened, limits)
        }
        Ok(None) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}
