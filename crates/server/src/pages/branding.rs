//! How a tenant's branding becomes a stylesheet: validated colours, and text on them that stays legible.

use std::fmt::{self, Display, Formatter};

use serde_json::Value;

/// The card's colour in the light and in the dark scheme, which every text colour is measured against.
const SURFACE_LIGHT: Color = Color(0xFF, 0xFF, 0xFF);
const SURFACE_DARK: Color = Color(0x1E, 0x1C, 0x1A);
const WHITE: Color = Color(0xFF, 0xFF, 0xFF);
const INK: Color = Color(0x1C, 0x1B, 0x1A);

/// WCAG 2.2 §1.4.3 for text and §1.4.11 for the edge of a control.
const TEXT_CONTRAST: f64 = 4.5;
const EDGE_CONTRAST: f64 = 3.0;

/// What a tenant (or an organization) changes about the look of the hosted pages. Empty means Ostia's own look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Branding {
    /// The colour of the primary action.
    pub primary: Option<Color>,
    /// What lies behind the card.
    pub background: Option<Background>,
    /// The logo above the card.
    pub logo: Option<WebUrl>,
    /// The icon in the browser's tab.
    pub favicon: Option<WebUrl>,
    /// A font file for all text.
    pub font: Option<WebUrl>,
    /// The radius of corners in pixels.
    pub corner_radius: Option<u8>,
}

impl Branding {
    /// Reads Auth0's branding document (`/api/v2/branding`); what isn't valid in it is left out.
    pub fn from_document(document: &Value) -> Self {
        let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str);
        Self {
            primary: text("/colors/primary").and_then(Color::parse),
            background: document
                .pointer("/colors/page_background")
                .and_then(Background::from_document),
            logo: text("/logo_url").and_then(WebUrl::parse),
            favicon: text("/favicon_url").and_then(WebUrl::parse),
            font: text("/font/url").and_then(WebUrl::parse),
            corner_radius: None,
        }
    }

    /// The same with what a theme (`/api/v2/branding/themes/default`) says instead; what isn't valid in it is left out.
    #[must_use]
    pub fn with_theme(self, theme: &Value) -> Self {
        let text = |pointer: &str| theme.pointer(pointer).and_then(Value::as_str);
        let background = text("/page_background/background_color").and_then(Color::parse);
        let radius = theme
            .pointer("/borders/widget_corner_radius")
            .and_then(Value::as_f64);
        Self {
            primary: text("/colors/primary_button")
                .and_then(Color::parse)
                .or(self.primary),
            background: background.map(Background::Plain).or(self.background),
            logo: text("/widget/logo_url")
                .and_then(WebUrl::parse)
                .or(self.logo),
            favicon: self.favicon,
            font: text("/fonts/font_url")
                .and_then(WebUrl::parse)
                .or(self.font),
            corner_radius: radius.and_then(pixels).or(self.corner_radius),
        }
    }

    /// The same with what an organization (its `branding`) says instead; what isn't valid in it is left out.
    #[must_use]
    pub fn with_organization(self, branding: Option<&Value>) -> Self {
        let Some(branding) = branding else {
            return self;
        };
        let own = Self::from_document(branding);
        Self {
            primary: own.primary.or(self.primary),
            background: own.background.or(self.background),
            logo: own.logo.or(self.logo),
            ..self
        }
    }

    /// Where the page finds [`theme_css`] of this branding, or `None` when there is nothing to change. `v` changes
    /// with the content, so the answer may be cached for good.
    pub fn theme_url(&self, organization: Option<&str>) -> Option<String> {
        let css = theme_css(self);
        if css.is_empty() {
            return None;
        }
        let version = super::assets::version(css.as_bytes());
        let of = organization.map(|id| {
            let id = percent_encoding::utf8_percent_encode(id, percent_encoding::NON_ALPHANUMERIC);
            format!("&organization={id}")
        });
        Some(format!(
            "/u/theme.css?v={version:016x}{}",
            of.unwrap_or_default()
        ))
    }
}

/// The stylesheet that a tenant's branding adds to `ostia.css`: custom properties only. Empty without branding.
///
/// The primary colour is kept as given on the button; the label on it, links, focus rings and the button's edge are
/// moved until they can be read on the card in both schemes.
pub fn theme_css(branding: &Branding) -> String {
    let mut light = Vec::new();
    let mut dark = Vec::new();
    if let Some(primary) = branding.primary {
        light.extend(action_properties(primary, SURFACE_LIGHT));
        dark.extend(action_properties(primary, SURFACE_DARK));
    }
    if let Some(background) = &branding.background {
        light.extend(background.properties());
        // A light backdrop would glare in the dark scheme: only a dark one is kept there.
        if background.is_dark() {
            dark.extend(background.properties());
        } else {
            dark.extend([
                "--ground:#141312".into(),
                "--backdrop:none".into(),
                "--on-ground:#B3ACA3".into(),
                "--mark:var(--sea-text)".into(),
            ]);
        }
    }
    if let Some(radius) = branding.corner_radius {
        light.push(format!("--corner:{radius}px"));
    }
    let mut rules = Vec::new();
    if let Some(font) = &branding.font {
        rules.push(format!(
            "@font-face{{font-family:\"Tenant\";src:url(\"{font}\");font-display:swap}}"
        ));
        light.push("--font:\"Tenant\",system-ui,sans-serif".into());
    }
    if !light.is_empty() {
        rules.push(format!(":root{{{}}}", light.join(";")));
    }
    if !dark.is_empty() {
        let dark = dark.join(";");
        rules.push(format!(
            "@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        ));
    }
    rules.concat()
}

fn action_properties(primary: Color, surface: Color) -> [String; 4] {
    let label = if primary.contrast(WHITE) >= TEXT_CONTRAST
        || primary.contrast(WHITE) >= primary.contrast(INK)
    {
        WHITE
    } else {
        INK
    };
    [
        format!("--sea:{primary}"),
        format!("--on-sea:{label}"),
        format!("--sea-text:{}", primary.readable_on(surface, TEXT_CONTRAST)),
        format!("--sea-edge:{}", primary.readable_on(surface, EDGE_CONTRAST)),
    ]
}

/// Whole pixels of a radius between 0 and 50.
fn pixels(radius: f64) -> Option<u8> {
    (0..=50).find(|pixels| (f64::from(*pixels) - radius).abs() <= 0.5)
}

/// What lies behind the card.
#[derive(Clone, Debug, PartialEq)]
pub enum Background {
    /// One colour.
    Plain(Color),
    /// From one colour to another, at an angle in degrees.
    LinearGradient {
        /// Where it begins.
        start: Color,
        /// Where it ends.
        end: Color,
        /// CSS's angle: 0 points up, 90 to the right.
        angle: u16,
    },
}

impl Background {
    fn from_document(document: &Value) -> Option<Self> {
        if let Some(color) = document.as_str() {
            return Color::parse(color).map(Self::Plain);
        }
        let color = |key: &str| document.get(key)?.as_str().and_then(Color::parse);
        let angle = document
            .get("angle_deg")
            .and_then(Value::as_u64)
            .unwrap_or(0)
            % 360;
        Some(Self::LinearGradient {
            start: color("start")?,
            end: color("end")?,
            angle: u16::try_from(angle).ok()?,
        })
    }

    fn colors(&self) -> [Color; 2] {
        match *self {
            Self::Plain(color) => [color, color],
            Self::LinearGradient { start, end, .. } => [start, end],
        }
    }

    fn is_dark(&self) -> bool {
        self.colors().iter().all(|color| color.luminance() < 0.18)
    }

    fn properties(&self) -> [String; 4] {
        let [start, end] = self.colors();
        let worst = |text: Color| text.contrast(start).min(text.contrast(end));
        let text = if worst(INK) >= worst(WHITE) {
            INK
        } else {
            WHITE
        };
        let backdrop = match self {
            Self::Plain(_) => "none".to_owned(),
            Self::LinearGradient { start, end, angle } => {
                format!("linear-gradient({angle}deg,{start},{end})")
            }
        };
        [
            format!("--ground:{start}"),
            format!("--backdrop:{backdrop}"),
            format!("--on-ground:{text}"),
            format!("--mark:{text}"),
        ]
    }
}

/// An sRGB colour, parsed from `#RGB`, `#RRGGBB` or the same with an opacity, which is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(u8, u8, u8);

impl Color {
    /// Reads a hexadecimal colour; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let pair = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        let single = |at: usize| Some(u8::from_str_radix(digits.get(at..=at)?, 16).ok()? * 17);
        match digits.len() {
            3 | 4 => Some(Self(single(0)?, single(1)?, single(2)?)),
            6 | 8 => Some(Self(pair(0)?, pair(2)?, pair(4)?)),
            _ => None,
        }
    }

    /// The relative luminance of WCAG 2.2, 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// The contrast ratio of WCAG 2.2, 1 to 21.
    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// This colour, moved away from `surface` in small steps until it stands out by `ratio`.
    fn readable_on(self, surface: Self, ratio: f64) -> Self {
        let away: u8 = if surface.luminance() > 0.5 { 0 } else { 255 };
        let mut color = self;
        for _ in 0..40 {
            if color.contrast(surface) >= ratio {
                break;
            }
            let step = |channel: u8| {
                let distance = i16::from(away) - i16::from(channel);
                let moved = i16::from(channel) + distance / 12 + distance.signum();
                u8::try_from(moved.clamp(0, 255)).unwrap_or(away)
            };
            color = Self(step(color.0), step(color.1), step(color.2));
        }
        color
    }
}

impl Display for Color {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

/// An absolute `https` address (or `http` on the loopback) that is safe to name in CSS and in a security policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl {
    text: String,
    origin_length: usize,
}

impl WebUrl {
    /// Reads an address; user names, other schemes and characters that mean something in CSS or CSP are refused.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        let host = authority.split(':').next()?;
        let local = host == "localhost" || host == "127.0.0.1" || host.ends_with(".localhost");
        let trusted = scheme == "https" || (scheme == "http" && local);
        let authority_is_plain = !host.is_empty()
            && authority
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
        let rest_is_plain = rest
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\(){};,`".contains(&byte));
        (trusted && authority_is_plain && rest_is_plain).then(|| Self {
            text: text.to_owned(),
            origin_length: scheme.len() + "://".len() + authority.len(),
        })
    }

    /// Scheme, host and port: what a security policy lists.
    pub fn origin(&self) -> &str {
        &self.text[..self.origin_length]
    }
}

impl Display for WebUrl {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_colors_and_nothing_else() {
        assert_eq!(Color::parse("#0B5C6B"), Some(Color(0x0B, 0x5C, 0x6B)));
        assert_eq!(Color::parse("#fa0"), Some(Color(0xFF, 0xAA, 0x00)));
        assert_eq!(Color::parse("#12345678"), Some(Color(0x12, 0x34, 0x56)));
        for hostile in [
            "red",
            "#12",
            "#12345",
            "#1234567",
            "#ggg",
            "#fff;}*{color:red",
            "#é1",
        ] {
            assert_eq!(Color::parse(hostile), None, "{hostile}");
        }
    }

    #[test]
    fn reads_web_addresses_and_nothing_else() {
        let url = WebUrl::parse("https://cdn.example:8443/a/logo.svg?x=1").unwrap();
        assert_eq!(url.origin(), "https://cdn.example:8443");
        assert!(WebUrl::parse("http://localhost:3000/logo.png").is_some());
        for hostile in [
            "http://cdn.example/logo.svg",
            "javascript://x/%0aalert(1)",
            "data:image/png;base64,AA",
            "https://",
            "https://user@evil.example/x",
            "https://a.example/x;script-src *",
            "https://a.example/\")}*{",
            "https://a.example/a b",
            "//a.example/x",
        ] {
            assert!(WebUrl::parse(hostile).is_none(), "{hostile}");
        }
    }

    #[test]
    fn every_primary_color_leaves_legible_text() {
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(15) {
                for blue in (0..=255).step_by(15) {
                    let color = Color(red, green, blue);
                    for surface in [SURFACE_LIGHT, SURFACE_DARK] {
                        assert!(
                            color.readable_on(surface, TEXT_CONTRAST).contrast(surface)
                                >= TEXT_CONTRAST
                        );
                    }
                    assert!(
                        color.contrast(WHITE).max(color.contrast(INK)) >= 4.0,
                        "{color}"
                    );
                }
            }
        }
    }

    #[test]
    fn writes_a_theme_only_where_there_is_one() {
        assert_eq!(theme_css(&Branding::default()), "");
        assert_eq!(Branding::default().theme_url(None), None);
        let document = serde_json::json!({
            "colors": {"primary": "#FFE600", "page_background": {"type": "linear-gradient", "start": "#101030", "end": "#303080", "angle_deg": 395}},
            "logo_url": "https://cdn.example/logo.svg",
            "font": {"url": "https://fonts.example/a.woff2\")}"},
        });
        let branding = Branding::from_document(&document);
        assert_eq!(branding.font, None);
        let css = theme_css(&branding);
        assert!(
            css.starts_with(":root{--sea:#FFE600;--on-sea:#1C1B1A;--sea-text:#"),
            "{css}"
        );
        assert!(
            css.contains("--backdrop:linear-gradient(35deg,#101030,#303080)"),
            "{css}"
        );
        let url = branding.theme_url(Some("org_1&x")).unwrap();
        assert!(
            url.starts_with("/u/theme.css?v=") && url.ends_with("&organization=org%5F1%26x"),
            "{url}"
        );
    }
}
