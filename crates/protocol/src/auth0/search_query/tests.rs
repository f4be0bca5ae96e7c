//! What is read, what is refused, and that writing and reading are each other's inverse.

use proptest::prelude::*;

use super::{Bound, Fault, MAX_DEPTH, MAX_TERMS, Match, Query};

fn parse(text: &str) -> Query {
    Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn exactly(field: &str, value: &str) -> Query {
    Query::Term {
        field: Some(field.to_owned()),
        value: Match::Exactly(value.to_owned()),
    }
}

fn bare(value: &str) -> Query {
    Query::Term {
        field: None,
        value: Match::Exactly(value.to_owned()),
    }
}

fn not(query: Query) -> Query {
    Query::Not(Box::new(query))
}

#[test]
fn terms() {
    for (text, expected) in [
        ("*", Query::Everything),
        ("*:*", Query::Everything),
        ("jane", bare("jane")),
        ("\"jane smith\"", bare("jane smith")),
        ("name:jane", exactly("name", "jane")),
        ("name: jane", exactly("name", "jane")),
        (
            "name:\"jane \\\"the\\\" smith\"",
            exactly("name", "jane \"the\" smith"),
        ),
        ("name:jane\\ smith", exactly("name", "jane smith")),
        ("user_id:auth0|507f", exactly("user_id", "auth0|507f")),
        ("user_metadata.a\\ b:c", exactly("user_metadata.a b", "c")),
        (
            "picture:https://x.example/a",
            exactly("picture", "https://x.example/a"),
        ),
        (
            "date:2018-01-01T10:00:00Z",
            exactly("date", "2018-01-01T10:00:00Z"),
        ),
        ("name:a-b+c!d", exactly("name", "a-b+c!d")),
        ("name:\"*\"", exactly("name", "*")),
        ("name:a\\*", exactly("name", "a*")),
        ("name:\"\"", exactly("name", "")),
        ("name:ORANGE", exactly("name", "ORANGE")),
        ("name:\"AND\"", exactly("name", "AND")),
        ("_exists_:name", Query::Exists("name".to_owned())),
        ("name:*", Query::Exists("name".to_owned())),
        ("  name:a  ", exactly("name", "a")),
        ("name:größe", exactly("name", "größe")),
    ] {
        assert_eq!(parse(text), expected, "{text}");
    }
}

#[test]
fn wildcards() {
    let value = |text: &str| match parse(text) {
        Query::Term { value, .. } => value,
        other => panic!("{other:?}"),
    };
    let pattern =
        |pieces: &[&str]| Match::Pattern(pieces.iter().map(|piece| (*piece).to_owned()).collect());
    assert_eq!(value("name:j*"), Match::Prefix("j".to_owned()));
    assert_eq!(value("name:*ane"), pattern(&["", "ane"]));
    assert_eq!(value("name:*ane*"), pattern(&["", "ane", ""]));
    assert_eq!(value("name:j*n*e"), pattern(&["j", "n", "e"]));
    assert_eq!(value("jan*"), Match::Prefix("jan".to_owned()));
}

#[test]
fn ranges_with_every_bracket() {
    let included = |text: &str| Bound::Included(text.to_owned());
    let excluded = |text: &str| Bound::Excluded(text.to_owned());
    for (text, low, high) in [
        ("n:[1 TO 2]", included("1"), included("2")),
        ("n:{1 TO 2}", excluded("1"), excluded("2")),
        ("n:[1 TO 2}", included("1"), excluded("2")),
        ("n:{1 TO 2]", excluded("1"), included("2")),
        ("n:[* TO 2]", Bound::Open, included("2")),
        ("n:{1 TO *}", excluded("1"), Bound::Open),
        ("n:[* TO *]", Bound::Open, Bound::Open),
        (
            "n:[2018-01-01T00:00:00.000Z TO \"b c\"]",
            included("2018-01-01T00:00:00.000Z"),
            included("b c"),
        ),
        ("n:[ 1  TO  2 ]", included("1"), included("2")),
    ] {
        let expected = Query::Term {
            field: Some("n".to_owned()),
            value: Match::Range { low, high },
        };
        assert_eq!(parse(text), expected, "{text}");
    }
}

#[test]
fn operators() {
    let [a, b, c] = ["a", "b", "c"].map(bare);
    for (text, expected) in [
        ("a AND b", Query::All(vec![a.clone(), b.clone()])),
        ("a && b", Query::All(vec![a.clone(), b.clone()])),
        ("a OR b", Query::Any(vec![a.clone(), b.clone()])),
        ("a || b", Query::Any(vec![a.clone(), b.clone()])),
        ("a b", Query::Any(vec![a.clone(), b.clone()])),
        (
            "a OR b AND c",
            Query::Any(vec![a.clone(), Query::All(vec![b.clone(), c.clone()])]),
        ),
        (
            "(a OR b) AND c",
            Query::All(vec![Query::Any(vec![a.clone(), b.clone()]), c.clone()]),
        ),
        (
            "(a OR b)c",
            Query::Any(vec![Query::Any(vec![a.clone(), b.clone()]), c.clone()]),
        ),
        ("NOT a", not(a.clone())),
        ("-a", not(a.clone())),
        ("!a", not(a.clone())),
        ("NOT NOT a", not(not(a.clone()))),
        ("a AND NOT b", Query::All(vec![a.clone(), not(b.clone())])),
        // Side by side, what is negated is left out of the rest; after OR it is an alternative.
        ("a NOT b", Query::All(vec![a.clone(), not(b.clone())])),
        (
            "a -b c",
            Query::All(vec![Query::Any(vec![a.clone(), c.clone()]), not(b.clone())]),
        ),
        ("NOT a OR b", Query::Any(vec![not(a.clone()), b.clone()])),
        ("-a -b", Query::All(vec![not(a.clone()), not(b.clone())])),
        // Beside what must be, the rest decides nothing.
        ("+a b -c", Query::All(vec![a.clone(), not(c.clone())])),
        ("+a +b", Query::All(vec![a.clone(), b.clone()])),
        ("+a", a.clone()),
    ] {
        assert_eq!(parse(text), expected, "{text}");
    }
}

#[test]
fn grouped_values_share_their_field() {
    assert_eq!(
        parse("email:(\"a\" OR b AND NOT c)"),
        Query::Any(vec![
            exactly("email", "a"),
            Query::All(vec![exactly("email", "b"), not(exactly("email", "c"))])
        ])
    );
    assert_eq!(
        parse("email:(a OR name:b)"),
        Query::Any(vec![exactly("email", "a"), exactly("name", "b")])
    );
}

#[test]
fn refusals_say_what_and_where() {
    for (text, fault, at) in [
        ("", Fault::Expected("a value"), 1),
        ("   ", Fault::Expected("a value"), 4),
        ("name:", Fault::Expected("a value"), 6),
        ("name:)", Fault::Expected("a value"), 6),
        ("()", Fault::Expected("a value"), 2),
        ("a)", Fault::Expected("the end of the query"), 2),
        ("(a", Fault::UnclosedParenthesis, 1),
        ("name:(a", Fault::UnclosedParenthesis, 6),
        ("é \"b", Fault::UnclosedPhrase, 3),
        ("a\\", Fault::EscapesNothing, 3),
        ("a AND", Fault::Expected("a value"), 6),
        ("a OR ", Fault::Expected("a value"), 6),
        ("name:*ab", Fault::PatternTooShort, 9),
        ("name:a*b*c*d*e*f", Fault::TooManyWildcards, 16),
        ("name:j?ne", Fault::NotServed('?'), 7),
        ("name:jane~1", Fault::NotServed('~'), 10),
        ("name:jane^2", Fault::NotServed('^'), 10),
        ("name:/ja.*/", Fault::NotServed('/'), 6),
        ("n:[1 2]", Fault::Expected("TO"), 6),
        ("n:[1 TO 2", Fault::Expected("] or } after the range"), 10),
        ("n:[ TO 2]", Fault::Expected("TO"), 8),
        ("na*e:x", Fault::Expected("a field without wildcards"), 6),
        // Found by the fuzz target.
        ("_exists_:\"\"", Fault::Expected("a field"), 10),
    ] {
        let error = Query::parse(text).unwrap_err();
        assert_eq!((error.fault, error.at), (fault, at), "{text}: {error}");
    }
    assert_eq!(
        Query::parse("(a").unwrap_err().to_string(),
        "a parenthesis that is not closed (character 1)"
    );
}

#[test]
fn bounds() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    parse(&nested(MAX_DEPTH));
    let fault = |text: &str| Query::parse(text).unwrap_err().fault;
    assert_eq!(fault(&nested(MAX_DEPTH + 1)), Fault::TooDeep);
    assert_eq!(fault(&"-".repeat(4_000)), Fault::TooDeep);
    assert_eq!(fault(&"(".repeat(4_000)), Fault::TooDeep);
    parse(&vec!["a"; MAX_TERMS].join(" OR "));
    assert_eq!(
        fault(&vec!["a"; MAX_TERMS + 1].join(" ")),
        Fault::TooManyTerms
    );
    assert_eq!(fault(&"a".repeat(4_097)), Fault::TooLong);
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "[A-Z]{2,3}",
        // Everything that means something, and what is beyond ASCII.
        "[-+!():^\\[\\]\"{}~*?/\\\\&|. \u{e9}\u{4e2d}\u{1f600}]{1,6}",
    ]
}

fn bounds_of_ranges() -> impl Strategy<Value = Bound> {
    prop_oneof![
        Just(Bound::Open),
        texts().prop_map(Bound::Included),
        texts().prop_map(Bound::Excluded),
    ]
}

fn matches() -> impl Strategy<Value = Match> {
    prop_oneof![
        texts().prop_map(Match::Exactly),
        texts().prop_map(Match::Prefix),
        ("[a-z*]{3,5}", texts()).prop_map(|(a, b)| Match::Pattern(vec![String::new(), a, b])),
        (bounds_of_ranges(), bounds_of_ranges()).prop_map(|(low, high)| Match::Range { low, high }),
    ]
}

/// Queries as reading makes them.
pub fn queries() -> impl Strategy<Value = Query> {
    let field = "[a-z_]{1,8}(\\.[a-z \u{e9}]{1,4})?";
    let leaf = prop_oneof![
        Just(Query::Everything),
        field.prop_map(Query::Exists),
        (proptest::option::of(field), matches())
            .prop_map(|(field, value)| Query::Term { field, value }),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|query| Query::Not(Box::new(query))),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Query::All),
            proptest::collection::vec(inner, 2..4).prop_map(Query::Any),
        ]
    })
}

proptest! {
    #[test]
    fn written_and_read_again_it_is_the_same(query in queries()) {
        let written = query.to_string();
        prop_assert_eq!(Query::parse(&written), Ok(query), "{}", written);
    }

    #[test]
    fn nothing_makes_it_panic(text in "\\PC{0,60}") {
        let _ = Query::parse(&text);
    }

    #[test]
    fn nor_do_operators(text in "[-+!():^\\[\\]\"{}~*?/\\\\&| aORNTDx\u{e9}]{0,80}") {
        if let Ok(query) = Query::parse(&text) {
            // What is read can be written, and means the same then; unless the parentheses that were added are too many.
            match Query::parse(&query.to_string()) {
                Ok(again) => prop_assert_eq!(again, query),
                Err(error) => prop_assert_eq!(error.fault, Fault::TooDeep),
            }
        }
    }
}
