//! An operation of the Management API, declared once: from the declaration come its route, the check of its caller's
//! scopes, its entry in the `OpenAPI` document, its line on the page of compatibility, and the tests that hold for all.
//!
//! Each noun's file opens with its operations, which read as its URL map:
//!
//! ```ignore
//! pub fn operations() -> Vec<Operation> {
//!     vec![
//!         Operation::get("/roles", "List the roles", list)
//!             .any_of(&[ReadRoles])
//!             .query(&LIST),
//!         Operation::post("/roles", "Create a role", create)
//!             .any_of(&[CreateRoles])
//!             .body(&document::CREATE)
//!             .answers(&[200]),
//!         Operation::delete("/roles/{id}", "Delete a role", delete).any_of(&[DeleteRoles]),
//!     ]
//! }
//! ```
//!
//! An operation without scopes doesn't compile. By the time that its handler, or any extractor of it, runs, the caller
//! is known and holds them: a handler takes [`Caller`] only to ask what more depends on it (which fields it sees,
//! whether a user acts on themselves). Where nothing else is said, `POST` answers 201, `DELETE` 204, and all else 200.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::http::{HeaderName, Method};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{self, MethodRouter};
use ostia_identity::context::Context;
use ostia_identity::tenant_documents::Setting;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope;

use super::audit::Trace;
use super::precedence::Changes;
use crate::app::App;
use crate::error::management::Failed;
use crate::extract::{Caller, RequestContext};

/// One operation of the Management API.
pub struct Operation {
    /// How it is called.
    pub method: Method,
    /// Where, below `/api/v2`, with `{names}` for the segments that vary.
    pub path: &'static str,
    /// What it does, in a few words.
    pub summary: Cow<'static, str>,
    /// Who may call it.
    pub scopes: Scopes,
    /// What its query may contain, where it is checked.
    pub query: Option<Declared>,
    /// What the segments that vary may contain, where they are checked.
    pub segments: Option<Declared>,
    /// What its body has to be, where it reads one.
    pub body: Option<Body>,
    /// The statuses of success.
    pub statuses: &'static [u16],
    /// What follows from it.
    pub effect: Effect,
    handler: MethodRouter<Arc<App>>,
}

/// Which scopes a caller needs.
#[derive(Clone, Copy, Debug)]
pub enum Scopes {
    /// Any one of these is enough.
    AnyOf(&'static [ManagementScope]),
    /// All of these.
    AllOf(&'static [ManagementScope]),
}

/// What follows from an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// What it says it does.
    Works,
    /// What is written can be read again, and nothing else depends on it yet.
    Stored,
    /// Nothing: there is nothing of its kind yet, and it says so to tools that read everything.
    Placeholder,
}

/// The body of a request.
#[derive(Clone, Copy)]
pub struct Body {
    declared: Declared,
    /// Whether a request without a body is refused.
    pub is_required: bool,
}

impl Body {
    /// What it has to be.
    pub fn schema(&self) -> &'static Schema {
        self.declared.schema()
    }
}

/// What has a schema: made at first use, and then kept.
pub trait Described: Sync {
    /// The schema.
    fn schema(&self) -> &Schema;
}

/// A reference to what has a schema.
pub type Declared = &'static dyn Described;

impl Described for LazyLock<Schema> {
    fn schema(&self) -> &Schema {
        self
    }
}

impl Described for LazyLock<Setting> {
    fn schema(&self) -> &Schema {
        Setting::schema(self)
    }
}

/// An operation of which nobody said yet who may call it.
pub struct Unguarded(Operation);

impl Unguarded {
    fn new(
        method: Method,
        path: &'static str,
        summary: Cow<'static, str>,
        statuses: &'static [u16],
        handler: MethodRouter<Arc<App>>,
    ) -> Self {
        Self(Operation {
            method,
            path,
            summary,
            scopes: Scopes::AnyOf(&[]),
            query: None,
            segments: None,
            body: None,
            statuses,
            effect: Effect::Works,
            handler,
        })
    }

    /// Any one of the scopes lets a caller pass.
    pub fn any_of(self, scopes: &'static [ManagementScope]) -> Operation {
        self.guarded(Scopes::AnyOf(scopes))
    }

    /// Only all of the scopes together let a caller pass.
    pub fn all_of(self, scopes: &'static [ManagementScope]) -> Operation {
        self.guarded(Scopes::AllOf(scopes))
    }

    pub(super) fn query(self, schema: Declared) -> Self {
        Self(self.0.query(schema))
    }

    pub(super) fn body(self, schema: Declared) -> Self {
        Self(self.0.body(schema))
    }

    fn guarded(self, scopes: Scopes) -> Operation {
        Operation { scopes, ..self.0 }
    }
}

impl Operation {
    /// What reads.
    pub fn get<H: Handler<T, Arc<App>>, T: 'static>(
        path: &'static str,
        summary: impl Into<Cow<'static, str>>,
        handler: H,
    ) -> Unguarded {
        let handler = routing::get(handler);
        Unguarded::new(Method::GET, path, summary.into(), &[200], handler)
    }

    /// What creates.
    pub fn post<H: Handler<T, Arc<App>>, T: 'static>(
        path: &'static str,
        summary: impl Into<Cow<'static, str>>,
        handler: H,
    ) -> Unguarded {
        let handler = routing::post(handler);
        Unguarded::new(Method::POST, path, summary.into(), &[201], handler)
    }

    /// What changes a part.
    pub fn patch<H: Handler<T, Arc<App>>, T: 'static>(
        path: &'static str,
        summary: impl Into<Cow<'static, str>>,
        handler: H,
    ) -> Unguarded {
        let handler = routing::patch(handler);
        Unguarded::new(Method::PATCH, path, summary.into(), &[200], handler)
    }

    /// What replaces.
    pub fn put<H: Handler<T, Arc<App>>, T: 'static>(
        path: &'static str,
        summary: impl Into<Cow<'static, str>>,
        handler: H,
    ) -> Unguarded {
        let handler = routing::put(handler);
        Unguarded::new(Method::PUT, path, summary.into(), &[200], handler)
    }

    /// What removes.
    pub fn delete<H: Handler<T, Arc<App>>, T: 'static>(
        path: &'static str,
        summary: impl Into<Cow<'static, str>>,
        handler: H,
    ) -> Unguarded {
        let handler = routing::delete(handler);
        Unguarded::new(Method::DELETE, path, summary.into(), &[204], handler)
    }

    /// The schema that the handler checks the query with.
    pub fn query(mut self, schema: Declared) -> Self {
        self.query = Some(schema);
        self
    }

    /// The schema that the handler checks the path's segments with.
    pub fn segments(mut self, schema: Declared) -> Self {
        self.segments = Some(schema);
        self
    }

    /// The schema that the handler checks the body with.
    pub fn body(mut self, schema: Declared) -> Self {
        self.body = Some(Body {
            declared: schema,
            is_required: true,
        });
        self
    }

    /// Like [`body`](Self::body), where a request may come without one.
    pub fn optional_body(mut self, schema: Declared) -> Self {
        self.body = Some(Body {
            declared: schema,
            is_required: false,
        });
        self
    }

    /// The statuses of success, where they aren't the method's usual one.
    pub fn answers(mut self, statuses: &'static [u16]) -> Self {
        self.statuses = statuses;
        self
    }

    /// Nothing depends on what it writes yet.
    pub fn stored(mut self) -> Self {
        self.effect = Effect::Stored;
        self
    }

    /// There is nothing of its kind yet.
    pub fn placeholder(mut self) -> Self {
        self.effect = Effect::Placeholder;
        self
    }

    /// Whether it changes nothing.
    pub fn reads(&self) -> bool {
        self.method == Method::GET
    }

    /// The route, with the guard before it.
    pub fn into_route(self) -> (&'static str, MethodRouter<Arc<App>>) {
        let (scopes, summary) = (self.scopes, self.summary);
        let changes = Changes::of(&self.method, self.path);
        let guard = middleware::from_fn(move |request: Request, next: Next| {
            if let Some(trace) = request.extensions().get::<Trace>() {
                trace.title(summary.clone());
            }
            admit(scopes, changes, request, next)
        });
        (self.path, self.handler.route_layer(guard))
    }
}

const CUSTOM_DOMAIN: HeaderName = HeaderName::from_static("auth0-custom-domain");

/// Who calls, and may they? Only then does anything look at the rest of the request.
async fn admit(scopes: Scopes, changes: Changes, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match authorise(scopes, changes, &mut parts).await {
        Ok(caller) => {
            parts.extensions.insert(caller);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(failed) => failed.into_response(),
    }
}

async fn authorise(scopes: Scopes, changes: Changes, parts: &mut Parts) -> Result<Caller, Failed> {
    let Ok(RequestContext(context)) = RequestContext::from_request_parts(parts, &()).await else {
        return Err(Error::internal().into());
    };
    let caller = Caller::authenticate(parts, &context).await?;
    match scopes {
        Scopes::AnyOf(scopes) => caller.require_any(scopes)?,
        Scopes::AllOf(scopes) => caller.require_all(scopes)?,
    }
    if changes != Changes::Nothing
        && let Ok(segments) = RawPathParams::from_request_parts(parts, &()).await
        && let Some((_, id)) = segments.iter().find(|(name, _)| *name == "id")
    {
        changes.check(id, &caller, &context).await?;
    }
    name_link_host(parts, context)?;
    Ok(caller)
}

/// `auth0-custom-domain`: to which of the tenant's hosts the links lead that a request has sent
/// (reference/management-api.md §1).
fn name_link_host(parts: &mut Parts, context: Context) -> Result<(), Error> {
    let Some(name) = parts.headers.get(CUSTOM_DOMAIN) else {
        return Ok(());
    };
    let name = name.to_str().unwrap_or_default();
    if context.tenant.serving(name).is_none() {
        // What only reads sends nothing.
        return if parts.method == Method::GET {
            Ok(())
        } else {
            Err(Error::unknown_link_host())
        };
    }
    let context = context.linking_to(Some(name));
    parts.extensions.insert(RequestContext(context));
    Ok(())
}
