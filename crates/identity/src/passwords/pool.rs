//! Where passwords are hashed: on threads of their own, and only so many at once.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use tokio::sync::oneshot;

use super::{
    HashingFailed, Password, PasswordHash, PersonalInfo, Policy, Verdict, Weakness, Workspace,
    hash, verify_decoy,
};

/// How long a thread without work keeps the memory of the last hash. Where logins come one after another, the next is
/// sooner; where they don't, it isn't missed.
const KEEPS_MEMORY: Duration = Duration::from_secs(1);

type Job = Box<dyn FnOnce(&mut Workspace) + Send>;

/// Runs password hashing on threads of its own, one job on each.
///
/// More at once would finish no sooner, and each takes 19 MiB. Waiting costs nothing, and jobs start in the order
/// in which they came. A job whose caller has gone away isn't begun any more. Clones share the threads, which are there
/// from the first job until the last clone is dropped.
///
/// A hash keeps a core busy for tens of milliseconds, and everything else that the server does is done in one or two. So
/// the hashing gives way (docs/decisions/0013).
#[derive(Clone, Debug)]
pub struct HashingPool {
    size: NonZeroUsize,
    queue: Arc<Mutex<Option<Sender<Job>>>>,
}

impl HashingPool {
    /// A pool with as many threads as there are cores.
    pub fn new() -> Self {
        Self::with_threads(thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
    }

    /// A pool with a number of threads of one's own choice.
    pub fn with_threads(size: NonZeroUsize) -> Self {
        Self {
            size,
            queue: Arc::default(),
        }
    }

    /// [`hash`](hash()), on the pool.
    pub async fn hash(
        &self,
        password: &Password,
        salt: [u8; 16],
    ) -> Result<PasswordHash, HashingFailed> {
        let password = password.clone();
        self.run(move |workspace| hash(&password, salt, workspace))
            .await?
    }

    /// [`PasswordHash::verify`], on the pool.
    pub async fn verify(
        &self,
        hash: &PasswordHash,
        password: &Password,
    ) -> Result<Verdict, HashingFailed> {
        let (hash, password) = (hash.clone(), password.clone());
        self.run(move |workspace| hash.verify(&password, workspace))
            .await
    }

    /// [`verify_decoy`], on the pool: waits for its turn like a real verification.
    pub async fn verify_decoy(&self, password: &Password) -> Result<Verdict, HashingFailed> {
        let password = password.clone();
        self.run(move |workspace| verify_decoy(&password, workspace))
            .await
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
        self.run(move |workspace| policy.judge(&password, &personal, &history, workspace))
            .await
    }

    async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Workspace) -> T + Send + 'static,
    ) -> Result<T, HashingFailed> {
        let (answer, result) = oneshot::channel();
        let job = move |workspace: &mut Workspace| {
            if !answer.is_closed() {
                // Nobody waits any more where this fails.
                let _ = answer.send(job(workspace));
            }
        };
        self.queue()?
            .send(Box::new(job))
            .map_err(|_| HashingFailed::new("the hashing threads ended"))?;
        result.await.map_err(HashingFailed::new)
    }

    /// The way to the threads, which the first job starts.
    fn queue(&self) -> Result<Sender<Job>, HashingFailed> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = &*queue {
            return Ok(sender.clone());
        }
        let (sender, jobs) = crossbeam_channel::unbounded();
        for _ in 0..self.size.get() {
            let jobs = jobs.clone();
            thread::Builder::new()
                .name("hashing".to_owned())
                .spawn(move || work_off(&jobs))
                .map_err(HashingFailed::new)?;
        }
        Ok(queue.insert(sender).clone())
    }
}

/// What a thread does until the last sender is dropped.
fn work_off(jobs: &Receiver<Job>) {
    give_way();
    let mut workspace = Workspace::default();
    while let Some(job) = next(jobs, &mut workspace) {
        // Its caller learns of a panic by the answer that doesn't come.
        let _ = catch_unwind(AssertUnwindSafe(|| job(&mut workspace)));
    }
}

/// Waits for a job; first with the memory of the last one, then without.
fn next(jobs: &Receiver<Job>, workspace: &mut Workspace) -> Option<Job> {
    if workspace.holds_memory() {
        match jobs.recv_timeout(KEEPS_MEMORY) {
            Ok(job) => return Some(job),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => workspace.give_back(),
        }
    }
    jobs.recv().ok()
}

/// Lets this thread wait for any other that has something to do, but never for long: with a third of their weight it gets
/// on even where all cores are busy.
#[cfg(target_os = "linux")]
fn give_way() {
    // On Linux, each thread has a priority. Where it may not be changed, hashing only gives way less.
    let _ = rustix::process::setpriority_process(None, 5);
}

/// Elsewhere a priority is the whole process's.
#[cfg(not(target_os = "linux"))]
fn give_way() {}

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
    async fn no_more_jobs_run_than_there_are_threads() {
        let pool = HashingPool::with_threads(NonZeroUsize::MIN.saturating_add(1));
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let jobs: Vec<_> = (0..16)
            .map(|_| {
                let (pool, running, most) = (pool.clone(), Arc::clone(&running), Arc::clone(&most));
                tokio::spawn(async move {
                    pool.run(move |workspace| {
                        most.fetch_max(
                            running.fetch_add(1, Ordering::SeqCst) + 1,
                            Ordering::SeqCst,
                        );
                        _ = verify_decoy(&password("tiger"), workspace);
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
    async fn a_panic_in_a_job_is_an_error_and_the_thread_goes_on() {
        let pool = HashingPool::with_threads(NonZeroUsize::MIN);
        assert!(pool.run(|_| panic!("broken")).await.is_err());
        assert_eq!(pool.run(|_| 1).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_job_that_nobody_waits_for_is_not_begun() {
        let pool = HashingPool::with_threads(NonZeroUsize::MIN);
        let (begin, may_begin) = std::sync::mpsc::channel::<()>();
        let first = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(move |_| may_begin.recv()).await }
        });
        let begun = Arc::new(AtomicUsize::new(0));
        let second = tokio::spawn({
            let (pool, begun) = (pool.clone(), Arc::clone(&begun));
            async move {
                pool.run(move |_| begun.fetch_add(1, Ordering::SeqCst))
                    .await
            }
        });
        tokio::task::yield_now().await;
        second.abort();
        assert!(second.await.is_err());
        begin.send(()).unwrap();
        first.await.unwrap().unwrap().unwrap();
        pool.run(|_| ()).await.unwrap();
        assert_eq!(begun.load(Ordering::SeqCst), 0);
    }
}
