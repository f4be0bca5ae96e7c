//! `{% auth0:head %}` and `{% auth0:widget %}`: the places in a page where this server's own markup goes.
//!
//! A template only ever handles a mark in their place. What takes it later (forms with their tokens, the number that lets
//! a script run) no filter of a template has seen.

use std::io::Write;

use liquid_core::parser::PluginRegistry;
use liquid_core::{Language, ParseTag, Renderable, Result, Runtime, TagReflection, TagTokenIter};

use super::Piece;

/// Around a slot's name. A template that writes it by itself has a slot there, too.
const MARK: char = '\u{1}';
const NAMES: [&str; 2] = ["head", "widget"];

pub(super) fn register(tags: &mut PluginRegistry<Box<dyn ParseTag>>) {
    tags.register("auth0".to_owned(), Box::new(SlotTag));
}

/// The text between marks, and the slots.
pub(super) fn pieces(written: &str) -> impl Iterator<Item = Piece<'_>> {
    let parts = written.split(MARK).enumerate();
    parts.map(|(index, part)| {
        if index % 2 == 1 && NAMES.contains(&part) {
            Piece::Slot(part)
        } else {
            Piece::Text(part)
        }
    })
}

#[derive(Clone, Copy, Debug)]
struct SlotTag;

impl TagReflection for SlotTag {
    fn tag(&self) -> &'static str {
        "auth0"
    }

    fn description(&self) -> &'static str {
        "The place of this server's own markup."
    }
}

impl ParseTag for SlotTag {
    fn parse(&self, mut arguments: TagTokenIter<'_>, _: &Language) -> Result<Box<dyn Renderable>> {
        const KNOWN: &str = "There are auth0:head and auth0:widget.";
        let colon = arguments.expect_next(KNOWN)?;
        colon.expect_str(":").into_result_custom_msg(KNOWN)?;
        let name = arguments.expect_next(KNOWN)?;
        let Some(slot) = NAMES.into_iter().find(|known| *known == name.as_str()) else {
            return Err(name.raise_custom_error(KNOWN));
        };
        arguments.expect_nothing()?;
        Ok(Box::new(Slot(slot)))
    }

    fn reflection(&self) -> &dyn TagReflection {
        self
    }
}

#[derive(Debug)]
struct Slot(&'static str);

impl Renderable for Slot {
    fn render_to(&self, writer: &mut dyn Write, _: &dyn Runtime) -> Result<()> {
        let name = self.0;
        write!(writer, "{MARK}{name}{MARK}")
            .map_err(|_| liquid_core::Error::with_msg("The result is too long."))
    }
}
