//! Branding: colours, logo and font of the hosted pages, the page around them, and the theme.

mod look;
pub mod preview;
mod template;
mod theme;
pub mod themes;

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::{Format, Schema};
use serde_json::{Value, json};

pub use self::look::{Look, Texts};
pub use self::template::{
    BODY as PAGE_TEMPLATE, PageTemplate, delete_template, read_template, set_template,
};
pub use self::theme::THEME;
use crate::tenant_documents::{Kind, Setting};

/// Where the branding is stored.
const BRANDING_KIND: Kind = Kind::new("branding").shaping_pages();

/// The colours of pages whose tenant says nothing of them.
pub fn initial() -> Value {
    json!({ "colors": { "primary": "#0B5C6B", "page_background": "#FAF8F5" } })
}

/// What the tenant changes about the look of its pages. Its colours are Ostia's own until it does.
pub static BRANDING: LazyLock<Setting> = LazyLock::new(|| {
    let color = || Schema::formatted(Format::HtmlColor).nullable();
    let url = || Schema::formatted(Format::StrictHttpsUri).nullable();
    let gradient = Schema::object()
        .member("type", Schema::enumeration(&["linear-gradient"]))
        .member("start", Schema::formatted(Format::HtmlColor))
        .member("end", Schema::formatted(Format::HtmlColor))
        .member("angle_deg", Schema::integer().minimum(0).maximum(360));
    let background = Schema::any_of([color(), gradient]).nullable();
    let colors = Schema::object()
        .member(
            "primary",
            color().described("The colour of the main action"),
        )
        .member(
            "page_background",
            background.described("What lies behind the card"),
        )
        .min_properties(1)
        .nullable();
    let font = Schema::object()
        .member("url", url().described("A font file"))
        .min_properties(1)
        .nullable();
    let schema = Schema::object()
        .member("colors", colors)
        .member(
            "favicon_url",
            url().described("The icon in the browser's tab"),
        )
        .member("logo_url", url().described("The logo above the card"))
        .member("font", font)
        .min_properties(1);
    Setting::new(BRANDING_KIND, schema, initial())
});
