//! `/activate`: somebody types the code that a device shows, sees whose device it is, and lets it in or not.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use ostia_identity::authorize::Stopped;
use ostia_identity::device_authorization::{self, Device, Found};
use ostia_identity::failure::Broken;
use ostia_identity::login::transaction;
use ostia_protocol::oauth::{Error, Parameters};

use super::respond::{self, View};
use crate::error::oauth::Failed;
use crate::error::page;
use crate::extract::{BrowserCookies, PresentedParameters, QueryParameters, RequestContext};
use crate::pages::{
    DeviceCodePage, DeviceCodeProblem, DeviceConfirmationPage, DeviceDonePage, Form,
};

/// What the form for the code is bound to.
const TYPING: &str = "device activation";

/// A browser at `/activate`.
struct Guest<'a> {
    view: View<'a>,
    cookies: &'a BrowserCookies,
    /// The languages that the address asks for.
    ui_locales: Vec<String>,
}

/// Asks for the code; or, where the address has it, whether the device is the right one.
pub async fn get(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    parameters: Result<QueryParameters, Failed>,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let parameters = match parameters {
        Ok(QueryParameters(parameters)) => parameters,
        Err(failed) => return page::unreadable(&view, failed.into_error()),
    };
    let guest = Guest::new(view, &cookies, &parameters);
    let response = match parameters.get("user_code") {
        Ok(None) => guest.ask("", None),
        Ok(Some(typed)) => match guest.find(typed).await {
            Ok(device) => guest.show(&device, typed),
            Err(response) => response,
        },
        Err(error) => page::unreadable(&view, error),
    };
    cookies.remember(response)
}

/// Takes the code, or the answer.
pub async fn post(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    form: Result<PresentedParameters, Failed>,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let form = match form {
        Ok(PresentedParameters(form)) => form,
        Err(failed) => return page::unreadable(&view, failed.into_error()),
    };
    let field = |name| form.get(name).ok().flatten().unwrap_or_default();
    let guest = Guest::new(view, &cookies, &form);
    let (typed, action) = (field("user_code"), field("action"));
    let is_answer = matches!(action, "confirm" | "cancel");
    match guest.made(field("csrf"), is_answer.then_some(typed)) {
        Ok(true) => {}
        Ok(false) => return page::expired(&view),
        Err(broken) => return page::broken(&view, &broken),
    }
    if typed.trim().is_empty() {
        return guest.ask("", Some(DeviceCodeProblem::Missing));
    }
    let device = match guest.find(typed).await {
        Ok(device) => device,
        Err(response) => return response,
    };
    match action {
        "confirm" => guest.confirm(&device).await,
        "cancel" => match device_authorization::cancel(&device, &context).await {
            Ok(()) => respond::redirect("/activate/denied"),
            Err(broken) => page::broken(&view, &broken),
        },
        _ => guest.show(&device, typed),
    }
}

/// The device was let in.
pub async fn allowed(context: RequestContext, headers: HeaderMap) -> Response {
    done(&context, &headers, true)
}

/// It was not.
pub async fn denied(context: RequestContext, headers: HeaderMap) -> Response {
    done(&context, &headers, false)
}

fn done(context: &RequestContext, headers: &HeaderMap, is_allowed: bool) -> Response {
    let view = View { context, headers };
    let page = DeviceDonePage {
        chrome: respond::chrome(&view, None, &[]),
        is_allowed,
    };
    respond::page(StatusCode::OK, &page)
}

impl<'a> Guest<'a> {
    fn new(view: View<'a>, cookies: &'a BrowserCookies, parameters: &Parameters) -> Self {
        let asked = parameters.get("ui_locales").ok().flatten();
        let locales = asked.unwrap_or_default().split_ascii_whitespace();
        Self {
            view,
            cookies,
            ui_locales: locales.take(10).map(str::to_owned).collect(),
        }
    }

    /// The device that shows the code, or the page that says why there is none.
    async fn find(&self, typed: &str) -> Result<Device, Response> {
        match device_authorization::find(typed, self.view.context).await {
            Ok(Found::Device(device)) => Ok(device),
            Ok(Found::Nothing) => Err(self.ask(typed, Some(DeviceCodeProblem::Unknown))),
            Ok(Found::TooMany) => Err(self.ask(typed, Some(DeviceCodeProblem::TooMany))),
            Err(broken) => Err(page::broken(&self.view, &broken)),
        }
    }

    async fn confirm(&self, device: &Device) -> Response {
        let (browser, context) = (&self.cookies.browser, self.view.context);
        let locales = self.ui_locales.clone();
        let step = device_authorization::confirm(device, locales, browser, context).await;
        match step {
            Ok(step) => respond::step(&self.view, step),
            Err(stopped @ (Stopped::Over | Stopped::Broken(_))) => {
                page::stopped(&self.view, stopped)
            }
            // A device is told of refusals, and nothing else is trusted here.
            Err(Stopped::Shown(_) | Stopped::ShownFor(..)) => page::unreadable(
                &self.view,
                Error::invalid_request("The device can't be let in"),
            ),
        }
    }

    fn ask(&self, typed: &str, problem: Option<DeviceCodeProblem>) -> Response {
        let page = DeviceCodePage {
            chrome: respond::chrome(&self.view, None, &self.ui_locales),
            form: self.form(TYPING),
            user_code: typed.chars().take(64).collect(),
            ui_locales: self.ui_locales.join(" "),
            problem,
        };
        let status = problem.map_or(StatusCode::OK, DeviceCodeProblem::status);
        respond::page(status, &page)
    }

    fn show(&self, device: &Device, typed: &str) -> Response {
        let page = DeviceConfirmationPage {
            chrome: respond::chrome(&self.view, Some((&device.client, None)), &self.ui_locales),
            form: self.form(&answering(typed)),
            user_code: typed.trim().to_uppercase(),
            ui_locales: self.ui_locales.join(" "),
        };
        respond::page(StatusCode::OK, &page)
    }

    fn form(&self, purpose: &str) -> Form {
        // A token that can't be computed is one that no post brings back.
        let csrf = transaction::form_token(purpose, &self.cookies.browser, self.view.context);
        Form {
            action: "/activate".to_owned(),
            state: String::new(),
            csrf: csrf.unwrap_or_default(),
            verification: None,
        }
    }

    /// Whether this browser was shown the form: that for the code, or that about the device of a code.
    fn made(&self, token: &str, answered: Option<&str>) -> Result<bool, Broken> {
        let purpose = answered.map_or_else(|| TYPING.to_owned(), answering);
        let browser = &self.cookies.browser;
        transaction::is_form_token(token, &purpose, browser, self.view.context)
    }
}

/// What the form about a device is bound to: nobody answers for a device that they were not shown.
fn answering(typed: &str) -> String {
    format!("device\0{}", typed.trim().to_uppercase())
}
