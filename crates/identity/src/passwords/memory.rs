//! The memory that argon2 works in, given back to the system as soon as a hash is made.

use argon2::{Argon2, Block, Error};

/// How many blocks of one KiB are reserved at least; those that aren't used never become real.
///
/// glibc maps 32 MiB or more for the one request and unmaps it when it is freed. Anything smaller it takes, after the
/// first time, from the heap of the thread that asks, and keeps it there: twenty logins on a few threads held 400 MiB
/// for good (docs/decisions/0009).
const RESERVED: usize = 33 * 1024;

/// [`Argon2::hash_password_into`], in such memory.
pub(super) fn compute(
    argon2: &Argon2<'_>,
    password: &[u8],
    salt: &[u8],
    output: &mut [u8],
) -> Result<(), Error> {
    let count = argon2.params().block_count();
    let mut blocks: Vec<Block> = Vec::new();
    let reserved = blocks.try_reserve_exact(count.max(RESERVED));
    reserved.map_err(|_| Error::OutOfMemory)?;
    blocks.resize(count, Block::new());
    argon2.hash_password_into_with_memory(password, salt, output, blocks.as_mut_slice())
}
