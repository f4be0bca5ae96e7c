//! Which index leads to the rows of a condition.
//!
//! Planners don't know how many rows a bound value has, and SQLite's knows nothing of the data. So it is counted, which
//! ends early where there are many: few rows are fetched by what is searched for and then sorted; where there are many,
//! rows are walked in the order of the list, and soon fill the page.

use super::{Condition, Test};

/// Up to so many rows are few.
pub const FEW: i64 = 2_000;

/// How many ways are tried out.
pub const MAX_WAYS: usize = 4;

/// A field with what is asked of it.
pub type Leaf<'a, F> = (&'a F, &'a Test);

/// How rows are come by.
#[derive(Clone, Debug)]
pub enum Access<'a, F> {
    /// In the order of the list, one after the other.
    InOrder,
    /// By any of these: there are few.
    ByMatch(Vec<Leaf<'a, F>>),
}

impl<F> Condition<F> {
    /// Sets of leaves of which every meant row has one: each set is a way to the rows, if indexes have all of it.
    pub fn ways(&self, is_indexed: &impl Fn(&F) -> bool) -> Vec<Vec<Leaf<'_, F>>> {
        match self {
            Self::Holds(field, test) if is_indexed(field) => vec![vec![(field, test)]],
            Self::Always | Self::Never | Self::Holds(..) | Self::Not(_) => Vec::new(),
            Self::All(parts) => parts
                .iter()
                .flat_map(|part| part.ways(is_indexed))
                .collect(),
            Self::Any(parts) => {
                // Where nobody is meant nothing has to lead.
                let meant = parts.iter().filter(|part| !matches!(part, Self::Never));
                let ways: Option<Vec<Vec<_>>> = meant
                    .map(|part| part.ways(is_indexed).into_iter().next())
                    .collect();
                match ways.map(|ways| ways.concat()) {
                    Some(way) if !way.is_empty() => vec![way],
                    _ => Vec::new(),
                }
            }
        }
    }
}

impl<F> Condition<F> {
    /// The leaves of which every meant row has one and no other row has any: a way that needs no second look.
    pub fn whole(&self) -> Option<Vec<Leaf<'_, F>>> {
        match self {
            Self::Holds(field, test) => Some(vec![(field, test)]),
            Self::All(parts) => match parts.as_slice() {
                [part] => part.whole(),
                _ => None,
            },
            Self::Any(parts) => {
                let parts: Option<Vec<_>> = parts.iter().map(Self::whole).collect();
                parts
                    .map(|parts| parts.concat())
                    .filter(|way| !way.is_empty())
            }
            Self::Always | Self::Never | Self::Not(_) => None,
        }
    }

    /// The leaves that every meant row has.
    pub fn required(&self) -> Vec<Leaf<'_, F>> {
        match self {
            Self::Holds(field, test) => vec![(field, test)],
            Self::All(parts) => parts.iter().flat_map(Self::required).collect(),
            Self::Always | Self::Never | Self::Not(_) | Self::Any(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_lead_to_every_row() {
        type Tree = Condition<&'static str>;
        let holds = |name| Tree::Holds(name, Test::Present);
        let ways = |condition: Tree| -> Vec<Vec<&'static str>> {
            let indexed = |name: &&'static str| !name.starts_with('-');
            let names = |way: Vec<Leaf<'_, _>>| way.into_iter().map(|(name, _)| *name).collect();
            condition.ways(&indexed).into_iter().map(names).collect()
        };
        let none: [Vec<&str>; 0] = [];
        assert_eq!(ways(holds("a")), [["a"]]);
        assert_eq!(ways(holds("-a")), none);
        assert_eq!(ways(Tree::Not(Box::new(holds("a")))), none);
        assert_eq!(
            ways(Tree::All(vec![holds("a"), holds("-b"), holds("c")])),
            [["a"], ["c"]]
        );
        assert_eq!(
            ways(Tree::Any(vec![holds("a"), Tree::Never, holds("b")])),
            [["a", "b"]]
        );
        assert_eq!(ways(Tree::Any(vec![holds("a"), holds("-b")])), none);
        assert_eq!(ways(Tree::Any(vec![holds("a"), Tree::Always])), none);
        assert_eq!(ways(Tree::Any(vec![Tree::Never])), none);
        let nested = Tree::Any(vec![Tree::All(vec![holds("-a"), holds("b")]), holds("c")]);
        assert_eq!(ways(nested), [["b", "c"]]);
    }
    #[test]
    fn some_leaves_say_it_all_and_some_are_required() {
        type Tree = Condition<&'static str>;
        let holds = |name| Tree::Holds(name, Test::Present);
        let names = |way: Vec<Leaf<'_, &'static str>>| -> Vec<&'static str> {
            way.into_iter().map(|(name, _)| *name).collect()
        };
        let either = || Tree::Any(vec![holds("a"), holds("b")]);
        let both = || Tree::All(vec![holds("a"), holds("b")]);
        for (tree, whole, required) in [
            (holds("a"), Some(vec!["a"]), vec!["a"]),
            (Tree::All(vec![either()]), Some(vec!["a", "b"]), vec![]),
            (both(), None, vec!["a", "b"]),
            (Tree::Any(vec![both(), holds("c")]), None, vec![]),
            (Tree::All(vec![holds("a"), either()]), None, vec!["a"]),
            (Tree::Not(Box::new(holds("a"))), None, vec![]),
        ] {
            assert_eq!(tree.whole().map(names), whole, "{tree:?}");
            assert_eq!(names(tree.required()), required, "{tree:?}");
        }
    }
}
