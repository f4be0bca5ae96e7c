//! Counts what a template does while it runs, and stops it.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::Write;

use liquid_core::model::{
    KString, KStringCow, KStringRef, ScalarCow, Value, ValueCow, ValueView as _,
};
use liquid_core::runtime::{
    Interrupt, InterruptRegister, PartialStore, Registers, Renderable, Runtime, Template,
};
use liquid_core::{BlockReflection, Error, Language, ParseBlock, Result, TagBlock, TagTokenIter};

use super::Bounded;

/// How many bytes of a text are read in a step.
const BYTES_A_STEP: usize = 16;
/// The longest text that a variable may hold, in bytes, and the longest list.
pub(super) const MAX_VALUE: usize = 65_536;

/// A runtime that knows no unknown variables and gets tired.
pub(super) struct Guard<R> {
    inner: R,
    fuel: Cell<u32>,
}

impl<R: Runtime> Guard<R> {
    /// A runtime that gets tired after so many steps.
    pub(super) fn new(inner: R, fuel: u32) -> Self {
        Self {
            inner,
            fuel: Cell::new(fuel),
        }
    }

    pub(super) fn is_exhausted(&self) -> bool {
        self.fuel.get() == 0
    }

    fn step(&self) -> bool {
        self.steps(1)
    }

    fn steps(&self, count: usize) -> bool {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.fuel.set(self.fuel.get().saturating_sub(count));
        !self.is_exhausted()
    }
}

impl<R: Runtime> Runtime for Guard<R> {
    fn partials(&self) -> &dyn PartialStore {
        self.inner.partials()
    }

    fn name(&self) -> Option<KStringRef<'_>> {
        self.inner.name()
    }

    fn roots(&self) -> BTreeSet<KStringCow<'_>> {
        self.inner.roots()
    }

    fn try_get(&self, path: &[ScalarCow<'_>]) -> Option<ValueCow<'_>> {
        self.step().then(|| self.inner.try_get(path)).flatten()
    }

    fn get(&self, path: &[ScalarCow<'_>]) -> Result<ValueCow<'_>> {
        if !self.step() {
            return Err(Error::with_msg("The template takes too many steps."));
        }
        let found = self.inner.try_get(path);
        let found = found.unwrap_or(ValueCow::Owned(Value::Nil));
        // Filters work through all of a text: long ones take as many steps as they are long.
        if let Some(scalar) = found.as_scalar()
            && !self.steps(scalar.to_kstr().len() / BYTES_A_STEP)
        {
            return Err(Error::with_msg("The template takes too many steps."));
        }
        Ok(found)
    }

    fn set_global(&self, name: KString, value: Value) -> Option<Value> {
        let fits = match &value {
            Value::Array(items) => items.len() <= MAX_VALUE / 16,
            other => other.to_kstr().len() <= MAX_VALUE,
        };
        if !fits {
            self.fuel.set(0);
            return None;
        }
        self.inner.set_global(name, value)
    }

    fn set_index(&self, name: KString, value: Value) -> Option<Value> {
        self.inner.set_index(name, value)
    }

    fn get_index<'a>(&'a self, name: &str) -> Option<ValueCow<'a>> {
        self.inner.get_index(name)
    }

    /// Every iteration and every element of a block asks for these, also in loops that read no variable: the
    /// interrupt ends them all.
    fn registers(&self) -> &Registers {
        let registers = self.inner.registers();
        if !self.step() {
            let mut register = registers.get_mut::<InterruptRegister>();
            register.set(Interrupt::Break);
        }
        registers
    }
}

/// `{% capture x %}…{% endcapture %}`, whose text is bounded, too.
#[derive(Clone, Copy, Debug)]
pub(super) struct CaptureBlock;

impl BlockReflection for CaptureBlock {
    fn start_tag(&self) -> &'static str {
        "capture"
    }

    fn end_tag(&self) -> &'static str {
        "endcapture"
    }

    fn description(&self) -> &'static str {
        "Keeps what it holds in a variable."
    }
}

impl ParseBlock for CaptureBlock {
    fn parse(
        &self,
        mut arguments: TagTokenIter<'_>,
        mut tokens: TagBlock<'_, '_>,
        options: &Language,
    ) -> Result<Box<dyn Renderable>> {
        let name = arguments
            .expect_next("A variable's name is missing.")?
            .expect_identifier()
            .into_result()?;
        let name = KString::from_ref(name);
        arguments.expect_nothing()?;
        let content = Template::new(tokens.parse_all(options)?);
        tokens.assert_empty();
        Ok(Box::new(Capture { name, content }))
    }

    fn reflection(&self) -> &dyn BlockReflection {
        self
    }
}

#[derive(Debug)]
struct Capture {
    name: KString,
    content: Template,
}

impl Renderable for Capture {
    fn render_to(&self, _: &mut dyn Write, runtime: &dyn Runtime) -> Result<()> {
        let mut captured = Bounded::default();
        self.content.render_to(&mut captured, runtime)?;
        let text = String::from_utf8_lossy(&captured.bytes).into_owned();
        runtime.set_global(self.name.clone(), Value::scalar(text));
        Ok(())
    }
}
