//! The memory that argon2 works in: kept from one hash to the next, and given back to the system when there is none.

use argon2::{Argon2, Block, Error};
use zeroize::Zeroize;

/// How many blocks of one KiB are reserved at least; those that aren't used never become real.
///
/// glibc maps 32 MiB or more for the one request and unmaps it when it is freed. Anything smaller it takes, after the
/// first time, from the heap of the thread that asks, and keeps it there: twenty logins on a few threads held 400 MiB
/// for good (docs/decisions/0009).
const RESERVED: usize = 33 * 1024;

/// Where a thread hashes, one password after another.
///
/// A hash fills 19 MiB. To take them from the system each time costs a third of the hash: it hands them out, zeroed, in
/// pieces of 4 KiB.
#[derive(Debug, Default)]
pub struct Workspace {
    blocks: Vec<Block>,
}

impl Workspace {
    /// [`Argon2::hash_password_into`], in this memory.
    pub(super) fn compute(
        &mut self,
        argon2: &Argon2<'_>,
        password: &[u8],
        salt: &[u8],
        output: &mut [u8],
    ) -> Result<(), Error> {
        let count = argon2.params().block_count();
        if self.blocks.len() < count {
            self.give_back();
            let reserved = self.blocks.try_reserve_exact(count.max(RESERVED));
            reserved.map_err(|_| Error::OutOfMemory)?;
            self.blocks.resize(count, Block::new());
        }
        // What the last hash left there is overwritten before it is read (RFC 9106 §3.2).
        let blocks = self.blocks.get_mut(..count).unwrap_or_default();
        let computed = argon2.hash_password_into_with_memory(password, salt, output, blocks);
        if self.blocks.len() > RESERVED {
            // An imported hash asked for as much. The next one that does pays for it again.
            self.give_back();
        }
        computed
    }

    /// Whether there is memory to give back.
    pub(super) fn holds_memory(&self) -> bool {
        !self.blocks.is_empty()
    }

    /// Erases what was computed, and returns the memory to the system.
    pub(super) fn give_back(&mut self) {
        self.blocks.iter_mut().for_each(Zeroize::zeroize);
        self.blocks = Vec::new();
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        self.give_back();
    }
}

#[cfg(test)]
mod tests {
    use argon2::{Algorithm, Params, Version};

    use super::*;

    fn compute(kibibytes: u32, workspace: &mut Workspace) -> [u8; 32] {
        let params = Params::new(kibibytes, 1, 1, None).unwrap();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut output = [0; 32];
        workspace
            .compute(&argon2, b"tiger", b"sixteen bytes of", &mut output)
            .unwrap();
        output
    }

    #[test]
    fn what_an_earlier_hash_left_changes_none_of_the_later_ones() {
        let mut kept = Workspace::default();
        for kibibytes in [64, 1024, 64, 8, 256, 1024] {
            let fresh = compute(kibibytes, &mut Workspace::default());
            assert_eq!(compute(kibibytes, &mut kept), fresh, "{kibibytes} KiB");
        }
        assert!(kept.holds_memory());
        kept.give_back();
        assert!(!kept.holds_memory());
    }

    #[test]
    fn more_than_our_own_hashes_need_is_not_kept() {
        let mut workspace = Workspace::default();
        compute(34 * 1024, &mut workspace);
        assert!(!workspace.holds_memory());
    }
}
