//! What a provider is asked for: the options spell it as a list, as a text, or as switches.

use serde_json::Value;

/// The scopes of a connection's options behind those that are always asked for, each once.
pub(super) fn of(always: &[&str], options: &Value) -> String {
    let mut scopes: Vec<String> = always.iter().map(|scope| (*scope).to_owned()).collect();
    for member in ["scope", "freeform_scopes"] {
        match options.get(member) {
            Some(Value::String(text)) => {
                scopes.extend(text.split([' ', ',']).map(str::to_owned));
            }
            Some(Value::Array(values)) => {
                scopes.extend(values.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            _ => {}
        }
    }
    let mut unique: Vec<String> = Vec::with_capacity(scopes.len());
    for scope in scopes {
        if !scope.is_empty() && !unique.contains(&scope) {
            unique.push(scope);
        }
    }
    unique.join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_and_texts_are_the_same() {
        let text = json!({ "scope": "openid  profile", "freeform_scopes": ["email", "openid"] });
        assert_eq!(of(&["openid"], &text), "openid profile email");
        assert_eq!(
            of(&["openid"], &json!({ "scope": ["a", "b"] })),
            "openid a b"
        );
        assert_eq!(of(&[], &json!({})), "");
    }
}
