//! `q`: reading never panics, and what was read can be written and read again.
//!
//! `cargo fuzz run -s none search_query` (cargo-fuzz; `-s none`, because sanitizers need a nightly toolchain).

#![no_main]

use libfuzzer_sys::fuzz_target;
use ostia_protocol::auth0::search_query::{Fault, Query};

fuzz_target!(|text: &str| {
    let Ok(query) = Query::parse(text) else {
        return;
    };
    let written = query.to_string();
    match Query::parse(&written) {
        Ok(again) => assert_eq!(again, query, "{written}"),
        // Escapes and parentheses were added, which count.
        Err(error) => assert!(matches!(error.fault, Fault::TooLong | Fault::TooDeep), "{written}"),
    }
});
