//! What a theme may hold.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::{Format, Schema};

const COLOR: &str = "^#(([0-9a-fA-F]{3}){1,2}|([0-9a-fA-F]{4}){1,2})$";

/// The colours that every theme has.
const COLORS: [&str; 16] = [
    "body_text",
    "error",
    "header",
    "icons",
    "input_background",
    "input_border",
    "input_filled_text",
    "input_labels_placeholders",
    "links_focused_components",
    "primary_button",
    "primary_button_label",
    "secondary_button_border",
    "secondary_button_label",
    "success",
    "widget_background",
    "widget_border",
];

/// The colours that a theme may have.
const MORE_COLORS: [&str; 3] = [
    "base_focus_color",
    "base_hover_color",
    "read_only_background",
];

/// A theme: made and changed as a whole.
pub static THEME: LazyLock<Schema> = LazyLock::new(|| {
    let name = Schema::string().max_length(2_048).pattern("^[^<>]*$");
    Schema::object()
        .required_member("borders", borders())
        .required_member("colors", colors())
        .member("displayName", name.described("What administrators call it"))
        .required_member("fonts", fonts())
        .required_member("page_background", page_background())
        .required_member("widget", widget())
        .member("identifiers", identifiers())
});

fn number(minimum: i64, maximum: i64) -> Schema {
    Schema::number().minimum(minimum).maximum(maximum)
}

fn color() -> Schema {
    Schema::string().pattern(COLOR)
}

fn url() -> Schema {
    Schema::formatted(Format::AbsoluteHttpsUriOrEmpty)
}

fn borders() -> Schema {
    let style = || Schema::enumeration(&["pill", "rounded", "sharp"]);
    Schema::object()
        .required_member("button_border_radius", number(1, 10))
        .required_member("button_border_weight", number(0, 10))
        .required_member("buttons_style", style())
        .required_member("input_border_radius", number(0, 10))
        .required_member("input_border_weight", number(0, 3))
        .required_member("inputs_style", style())
        .required_member("show_widget_shadow", Schema::boolean())
        .required_member("widget_border_weight", number(0, 10))
        .required_member("widget_corner_radius", number(0, 50))
}

fn colors() -> Schema {
    let required = COLORS.iter().fold(Schema::object(), |object, name| {
        object.required_member(name, color())
    });
    let all = MORE_COLORS
        .iter()
        .fold(required, |object, name| object.member(name, color()));
    all.member(
        "captcha_widget_theme",
        Schema::enumeration(&["auto", "dark", "light"]),
    )
}

fn fonts() -> Schema {
    let text = |smallest| {
        Schema::object()
            .required_member("bold", Schema::boolean())
            .required_member("size", number(smallest, 150).described("In per cent"))
    };
    Schema::object()
        .required_member("body_text", text(0))
        .required_member("buttons_text", text(0))
        .required_member("font_url", url())
        .required_member("input_labels", text(0))
        .required_member("links", text(0))
        .required_member(
            "links_style",
            Schema::enumeration(&["normal", "underlined"]),
        )
        .required_member("reference_text_size", number(12, 24).described("In pixels"))
        .required_member("subtitle", text(0))
        .required_member("title", text(75))
}

fn page_background() -> Schema {
    Schema::object()
        .required_member("background_color", color())
        .required_member("background_image_url", url())
        .required_member(
            "page_layout",
            Schema::enumeration(&["center", "left", "right"]),
        )
}

fn widget() -> Schema {
    Schema::object()
        .required_member(
            "header_text_alignment",
            Schema::enumeration(&["center", "left", "right"]),
        )
        .required_member("logo_height", number(1, 100))
        .required_member(
            "logo_position",
            Schema::enumeration(&["center", "left", "none", "right"]),
        )
        .required_member("logo_url", url())
        .required_member(
            "social_buttons_layout",
            Schema::enumeration(&["bottom", "top"]),
        )
}

/// How people are asked who they are. Its members are younger than the published schema.
fn identifiers() -> Schema {
    Schema::object().open()
}
