//! Randomness: the machine's, or a seeded stream that makes tests repeatable.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::{digest, rand};
use ostia_protocol::auth0::ids::Randomness;

/// The source of every id, secret, salt and nonce.
#[derive(Clone, Debug)]
pub struct Entropy(Source);

#[derive(Clone, Debug)]
enum Source {
    Machine,
    Seeded { seed: u64, counter: Arc<AtomicU64> },
}

impl Entropy {
    /// The operating system's generator.
    pub fn system() -> Self {
        Self(Source::Machine)
    }

    /// A repeatable stream. Only for tests: whoever knows the seed knows every secret.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded {
            seed,
            counter: Arc::default(),
        })
    }

    /// Makes the source ready, which takes AWS-LC around a tenth of a second the first time: call it at the start, on a
    /// thread that nobody waits for.
    pub fn warm_up(&self) {
        if let Source::Machine = self.0 {
            let _: [u8; 1] = self.bytes();
        }
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
}

impl Randomness for Entropy {
    /// # Panics
    /// When the operating system gives no randomness: without it no secret can be made, so nothing may go on.
    fn fill(&self, bytes: &mut [u8]) {
        match &self.0 {
            Source::Machine => {
                assert!(
                    rand::fill(bytes).is_ok(),
                    "the operating system gives no randomness"
                );
            }
            Source::Seeded { seed, counter } => {
                for chunk in bytes.chunks_mut(32) {
                    let block = counter.fetch_add(1, Ordering::Relaxed);
                    let mut input = seed.to_be_bytes().to_vec();
                    input.extend(block.to_be_bytes());
                    let output = digest::digest(&digest::SHA256, &input);
                    chunk.copy_from_slice(&output.as_ref()[..chunk.len()]);
                }
            }
        }
    }
}
