//! Where passwords are hashed: off the asynchronous threads, and only so many at once.

use std::{num::NonZeroUsize, sync::Arc, thread};

use tokio::{sync::Semaphore, task};

use super::{
    HashingFailed, Password, PasswordHash, PersonalInfo, Policy, Verdict, Weakness, hash,
    verify_decoy,
};

/// Runs password hashing on blocking threads, at most one job per permit.
///
/// More at once would finish no sooner, and each takes 19 MiB. Waiting costs nothing, and jobs start in the order
/// in which they came. Clones share the permits. A job whose caller has gone away keeps its permit to the end.
#[derive(Clone, Debug)]
pub struct HashingPool {
    permits: Arc<Semaphore>,
}

impl HashingPool {
    /// A pool with as many permits as there are cores.
    pub fn new() -> Self {
        Self::with_permits(thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
    }

    /// A pool with a number of permits of one's own choice.
    pub fn with_permits(permits: NonZeroUsize) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(permits.get())),
        }
    }

    /// [`hash`](hash()), on the pool.
    pub async fn hash(
        &self,
        password: &Password,
        salt: [u8; 16],
    ) -> Result<PasswordHash, HashingFailed> {
        let password = password.clone();
        self.run(move || hash(&password, salt)).await?
    }

    /// [`PasswordHash::verify`], on the pool.
    pub async fn verify(
        &self,
        hash: &PasswordHash,
        password: &Password,
    ) -> Result<Verdict, HashingFailed> {
        let (hash, password) = (hash.clone(), password.clone());
        self.run(move || hash.verify(&password)).await
    }

    /// [`verify_decoy`], on the pool: waits for its turn like a real verification.
    pub async fn verify_decoy(&self, password: &Password) -> Result<Verdict, HashingFailed> {
        let password = password.clone();
        self.run(move || verify_decoy(&password)).await
    }

    /// [`Policy::judge`], on the pool, because each hash in the history costs a verification.
    pub async fn judge(
        &self,
        policy: Policy,
        password: &Password,
        personal: PersonalInfo,
        history: Vec<PasswordHash>,
    ) -> Result<Result<(), Weakness>, HashingFailed> {
        let password = password.clone();
        self.run(move || policy.judge(&password, &personal, &history))
            .await
    }

    async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashingFailed> {
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(HashingFailed::new)?;
        task::spawn_blocking(move || {
            let result = job();
            drop(permit);
            result
        })
        .await
        .map_err(HashingFailed::new)
    }
}

impl Default for HashingPool {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn password(text: &str) -> Password {
        Password::parse(text).unwrap()
    }

    #[tokio::test]
    async fn hashes_and_verifies() {
        let pool = HashingPool::new();
        let hash = pool.hash(&password("tiger"), [7; 16]).await.unwrap();
        let verdict = pool.verify(&hash, &password("tiger")).await.unwrap();
        assert_eq!(verdict, Verdict::Matches { rehash: false });
        assert_eq!(
            pool.verify(&hash, &password("lion")).await.unwrap(),
            Verdict::Differs
        );
        assert_eq!(
            pool.verify_decoy(&password("tiger")).await.unwrap(),
            Verdict::Differs
        );
        let policy = Policy::from_options(&serde_json::json!({
            "password_history": { "enable": true, "size": 1 },
        }))
        .unwrap();
        let judged = pool
            .judge(
                policy,
                &password("tiger"),
                PersonalInfo::default(),
                vec![hash],
            )
            .await;
        assert_eq!(judged.unwrap(), Err(Weakness::UsedBefore));
    }

    #[tokio::test]
    async fn no_more_jobs_run_than_there_are_permits() {
        let pool = HashingPool::with_permits(NonZeroUsize::MIN.saturating_add(1));
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let jobs: Vec<_> = (0..16)
            .map(|_| {
                let (pool, running, most) = (pool.clone(), Arc::clone(&running), Arc::clone(&most));
                tokio::spawn(async move {
                    pool.run(move || {
                        most.fetch_max(
                            running.fetch_add(1, Ordering::SeqCst) + 1,
                            Ordering::SeqCst,
                        );
                        _ = verify_decoy(&password("tiger"));
                        running.fetch_sub(1, Ordering::SeqCst);
                    })
                    .await
                })
            })
            .collect();
        for job in jobs {
            job.await.unwrap().unwrap();
        }
        assert!(most.load(Ordering::SeqCst) <= 2);
    }

    #[tokio::test]
    async fn a_panic_in_a_job_is_an_error_and_frees_its_permit() {
        let pool = HashingPool::with_permits(NonZeroUsize::MIN);
        assert!(pool.run(|| panic!("broken")).await.is_err());
        assert_eq!(pool.run(|| 1).await.unwrap(), 1);
    }
}
