//! `/dev/inbox`: every message that this Ostia sent, for people to read and tests to query.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use ostia_identity::failure::Broken;
use ostia_identity::messages::inbox::{self, Kept};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::management::Failed;
use crate::extract::RequestContext;
use crate::pages::{MARK, STYLESHEET};

/// Our own pages: no script, our style sheets, and the message in a frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";
/// A message: whatever it says, it runs nothing, goes nowhere by itself and is of no origin.
const MESSAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; \
                              form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/// The inbox, for `ostia dev`, behind the front door.
pub fn router() -> Router {
    Router::new()
        .route("/dev/inbox", get(page))
        .route("/dev/inbox/messages", get(list).delete(clear))
        .route("/dev/inbox/messages/{id}", get(read).delete(discard))
        .route("/dev/inbox/messages/{id}/view", get(view))
        .route("/dev/inbox/messages/{id}/body", get(body))
        .route("/dev/inbox/clear", post(clear_form))
        .route("/dev/inbox.css", get(stylesheet))
}

/// Which messages.
#[derive(Debug, Default, Deserialize)]
struct Filter {
    /// The address or number of the recipient.
    #[serde(default)]
    to: String,
}

impl Filter {
    fn recipient(&self) -> Option<&str> {
        Some(self.to.trim()).filter(|to| !to.is_empty())
    }
}

/// `GET /dev/inbox/messages?to=`: the newest first.
async fn list(Query(filter): Query<Filter>, context: RequestContext) -> Result<Response, Failed> {
    let kept = inbox::list(filter.recipient(), &context).await?;
    let messages: Vec<Value> = kept.iter().map(document).collect();
    Ok(Json(json!({ "messages": messages })).into_response())
}

/// `GET /dev/inbox/messages/{id}`
async fn read(Path(id): Path<String>, context: RequestContext) -> Result<Response, Failed> {
    Ok(match inbox::find(&id, &context).await? {
        Some(kept) => Json(document(&kept)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    })
}

/// `DELETE /dev/inbox/messages?to=`
async fn clear(Query(filter): Query<Filter>, context: RequestContext) -> Result<Response, Failed> {
    inbox::discard(None, filter.recipient(), &context).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `DELETE /dev/inbox/messages/{id}`
async fn discard(Path(id): Path<String>, context: RequestContext) -> Result<Response, Failed> {
    inbox::discard(Some(&id), None, &context).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A form can't send DELETE.
async fn clear_form(context: RequestContext) -> Result<Response, Failed> {
    inbox::discard(None, None, &context).await?;
    Ok(Redirect::to("/dev/inbox").into_response())
}

fn document(kept: &Kept) -> Value {
    let mut document = serde_json::to_value(&kept.message).unwrap_or_default();
    if let Some(members) = document.as_object_mut() {
        members.insert("id".to_owned(), json!(kept.id));
        members.insert("created_at".to_owned(), json!(kept.created_at.to_string()));
    }
    document
}

#[derive(Template)]
#[template(path = "dev/inbox.html")]
struct InboxPage<'a> {
    stylesheet: String,
    mark: String,
    company: &'a str,
    to: &'a str,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "dev/message.html")]
struct MessagePage<'a> {
    stylesheet: String,
    mark: String,
    company: &'a str,
    row: Row,
    text: String,
    has_html: bool,
}

struct Row {
    id: String,
    channel: &'static str,
    title: String,
    from: String,
    to: String,
    template: String,
    url: Option<String>,
    code: Option<String>,
    at: String,
}

impl Row {
    fn of(kept: &Kept) -> Self {
        let message = &kept.message;
        let beginning = || message.text.chars().take(80).collect();
        Self {
            id: kept.id.clone(),
            channel: message.channel.name(),
            title: message.subject.clone().unwrap_or_else(beginning),
            from: message.from.clone(),
            to: message.to.clone(),
            template: message.template.clone().unwrap_or_default(),
            url: message.url.clone(),
            code: message.code.clone(),
            at: kept
                .created_at
                .to_string()
                .replace('T', " ")
                .chars()
                .take(19)
                .collect(),
        }
    }
}

/// `GET /dev/inbox`
async fn page(Query(filter): Query<Filter>, context: RequestContext) -> Response {
    let kept = match inbox::list(filter.recipient(), &context).await {
        Ok(kept) => kept,
        Err(broken) => return unavailable(broken),
    };
    served(&InboxPage {
        stylesheet: STYLESHEET.url(),
        mark: MARK.url(),
        company: context.tenant.display_name(),
        to: filter.to.trim(),
        rows: kept.iter().map(Row::of).collect(),
    })
}

/// `GET /dev/inbox/messages/{id}/view`
async fn view(Path(id): Path<String>, context: RequestContext) -> Response {
    match inbox::find(&id, &context).await {
        Ok(Some(kept)) => served(&MessagePage {
            stylesheet: STYLESHEET.url(),
            mark: MARK.url(),
            company: context.tenant.display_name(),
            row: Row::of(&kept),
            has_html: kept.message.html.is_some(),
            text: kept.message.text,
        }),
        Ok(None) => Redirect::to("/dev/inbox").into_response(),
        Err(broken) => unavailable(broken),
    }
}

/// `GET /dev/inbox/messages/{id}/body`: the formatted text, for the frame.
async fn body(Path(id): Path<String>, context: RequestContext) -> Response {
    match inbox::find(&id, &context).await {
        Ok(Some(Kept { message, .. })) => {
            let html = message.html.unwrap_or_default();
            (headers(MESSAGE_POLICY), Html(html)).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(broken) => unavailable(broken),
    }
}

async fn stylesheet() -> Response {
    let css = include_str!("../templates/dev/inbox.css");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response()
}

fn headers(policy: &'static str) -> [(HeaderName, &'static str); 4] {
    [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ]
}

fn served(page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (headers(POLICY), Html(html)).into_response(),
        Err(error) => unavailable(Broken::internal(error)),
    }
}

fn unavailable(broken: Broken) -> Response {
    Failed::from(broken).into_response()
}
