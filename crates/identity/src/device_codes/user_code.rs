//! The code that a device shows and somebody types: by the tenant's mask and characters, and read as people type it.

use ostia_protocol::auth0::ids;
use serde_json::Value;

use crate::context::Context;
use crate::failure::Broken;

/// The mask where the tenant has none, or one with too few places to be safe from guessing.
const USUAL_MASK: &str = "****-****";
/// How many letters a code has at least (reference/authentication.md §3.5).
const FEWEST_LETTERS: usize = 8;
/// How many digits a code has at least: there are only ten of them.
const FEWEST_DIGITS: usize = 9;
/// The mask of codes of digits where the tenant's has too few places.
const USUAL_DIGITS_MASK: &str = "***-***-***";
/// The longest code that is looked at.
const LONGEST: usize = 64;

/// A user code as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserCode(String);

impl UserCode {
    /// A new one, as the tenant wants them (`device_flow`).
    pub(super) fn generate(context: &Context) -> Self {
        let settings = context.tenant.settings.document.get("device_flow");
        let setting = |name| {
            settings
                .and_then(|flow| flow.get(name))
                .and_then(Value::as_str)
        };
        let digits = setting("charset") == Some("digits");
        let (fewest, usual) = if digits {
            (FEWEST_DIGITS, USUAL_DIGITS_MASK)
        } else {
            (FEWEST_LETTERS, USUAL_MASK)
        };
        let places = |mask: &str| mask.matches('*').count();
        let mask = setting("mask").filter(|mask| places(mask) >= fewest);
        let mask = mask.unwrap_or(usual);
        let picked = if digits {
            ids::digits(context.entropy(), places(mask))
        } else {
            ids::consonants(context.entropy(), places(mask))
        };
        let mut picked = picked.chars();
        let fill = |character| match character {
            '*' => picked.next().unwrap_or('*'),
            other => other,
        };
        Self(mask.chars().map(fill).collect())
    }

    /// A code as somebody typed it; `None` where it can't be one.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let code = Self(typed.to_uppercase());
        (typed.len() <= LONGEST && !code.bare().is_empty()).then_some(code)
    }

    /// As it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without what makes it easier to read: people leave that out (RFC 8628 §6.1).
    fn bare(&self) -> String {
        let kept = self.0.chars().filter(char::is_ascii_alphanumeric);
        kept.map(|character| character.to_ascii_uppercase())
            .collect()
    }

    /// What recognises it. Codes are short, so that only the tenant's key makes the hash.
    pub(super) fn hashed(&self, context: &Context) -> Result<String, Broken> {
        let key = &context.tenant.key;
        key.authenticate("user code", self.bare().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::UserCode;

    #[test]
    fn reads_codes_as_people_type_them() {
        let bare = |typed| UserCode::parse(typed).map(|code| code.bare());
        for typed in [
            "QTZL-MCBW",
            "qtzlmcbw",
            " qtzl mcbw ",
            "QTZL–MCBW",
            "Q-T-Z-L-MCBW",
        ] {
            assert_eq!(bare(typed).as_deref(), Some("QTZLMCBW"), "{typed}");
        }
        for typed in ["", "  ", "--", "ÄÖÜ", &"B".repeat(65)] {
            assert_eq!(bare(typed), None, "{typed}");
        }
    }
}
