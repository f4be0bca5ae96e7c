//! JSON Merge Patch (RFC 7396): members of objects are merged, `null` removes, everything else replaces.

use serde_json::{Map, Value};

/// The document after the patch (RFC 7396 §2).
#[must_use]
pub fn applied(document: Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else {
        return patch.clone();
    };
    let mut members = into_members(document);
    for (name, value) in patch {
        let before = members.remove(name).unwrap_or_default();
        if !value.is_null() {
            members.insert(name.clone(), applied(before, value));
        }
    }
    Value::Object(members)
}

/// One patch that does what `first` and then `second` do: its `null`s stay, because they have yet to remove something.
#[must_use]
pub fn composed(first: Value, second: &Value) -> Value {
    let Value::Object(second) = second else {
        return second.clone();
    };
    let mut members = into_members(first);
    for (name, value) in second {
        let before = members.remove(name).unwrap_or_default();
        members.insert(name.clone(), composed(before, value));
    }
    Value::Object(members)
}

fn into_members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_examples_of_rfc_7396_appendix_a() {
        for (document, patch, result) in [
            (json!({"a":"b"}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"b"}), json!({"b":"c"}), json!({"a":"b","b":"c"})),
            (json!({"a":"b"}), json!({"a":null}), json!({})),
            (
                json!({"a":"b","b":"c"}),
                json!({"a":null}),
                json!({"b":"c"}),
            ),
            (json!({"a":["b"]}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"c"}), json!({"a":["b"]}), json!({"a":["b"]})),
            (
                json!({"a":{"b":"c"}}),
                json!({"a":{"b":"d","c":null}}),
                json!({"a":{"b":"d"}}),
            ),
            (json!({"a":[{"b":"c"}]}), json!({"a":[1]}), json!({"a":[1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a":"b"}), json!(["c"]), json!(["c"])),
            (json!({"a":"foo"}), json!(null), json!(null)),
            (json!({"a":"foo"}), json!("bar"), json!("bar")),
            (json!({"e":null}), json!({"a":1}), json!({"a":1,"e":null})),
            (json!([1, 2]), json!({"a":"b","c":null}), json!({"a":"b"})),
            (
                json!({}),
                json!({"a":{"bb":{"ccc":null}}}),
                json!({"a":{"bb":{}}}),
            ),
        ] {
            assert_eq!(applied(document, &patch), result);
        }
    }

    #[test]
    fn a_composed_patch_does_what_both_do() {
        let document = json!({"a": {"b": 1, "c": 2}, "d": 3});
        let first = json!({"a": {"b": null, "e": 4}, "d": 5});
        let second = json!({"a": {"e": 6}, "d": null});
        let one_by_one = applied(applied(document.clone(), &first), &second);
        assert_eq!(applied(document, &composed(first, &second)), one_by_one);
    }
}
