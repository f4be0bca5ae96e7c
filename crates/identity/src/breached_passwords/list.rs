//! Which passwords are known: those that upstream's documentation tests with, the commonest that there are, and the
//! operator's list.
//!
//! The list is a file of SHA-1 hashes in the form in which *Have I Been Pwned* gives its own out, ordered by hash: a hash in
//! hexadecimal a line, and behind a colon how often it was seen. It has tens of gigabytes, so it stays where it is: a look-up
//! reads a few dozen times a hundred bytes of it. Nothing is asked of anybody else.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha1::{Digest as _, Sha1};

use crate::passwords;

/// What upstream's documentation tests with, whole or how it begins (reference/authentication.md §6.1).
const TEST_PASSWORDS: [&str; 2] = ["Paaf213XXYYZZ", "Paat739!!WWXXYYZZ"];
const TEST_PREFIX: &str = "AUTH0-TEST-";

/// In characters: a hash, a colon, a count of 64 bits and the end of the line.
const LONGEST_LINE: usize = HASH + 1 + 20 + 2;
/// A hash in hexadecimal.
const HASH: usize = 40;
/// At how many places a file is looked at before it is used.
const PLACES: u64 = 256;

/// The passwords that are known.
#[derive(Clone, Debug, Default)]
pub struct List {
    file: Option<Arc<Path>>,
}

/// Why a file is no list.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// The system doesn't let it be read.
    #[error("it can't be read: {0}")]
    Unreadable(#[from] io::Error),
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// Something else is in it.
    #[error("at byte {0} there is no line that begins with a SHA-1 hash in hexadecimal")]
    NoHash(u64),
    /// A hash comes before one that is smaller.
    #[error("it is not ordered by hash: the line at byte {0} should come earlier")]
    Unordered(u64),
}

/// A hash in capital letters: texts are ordered as the hashes are.
type Hash = [u8; HASH];

/// A line, and where it begins.
struct Line {
    begins: u64,
    hash: Hash,
}

impl List {
    /// With the operator's list. The file is opened anew for each look-up, so that another can be put in its place.
    pub fn in_file(path: PathBuf) -> Self {
        Self {
            file: Some(path.into()),
        }
    }

    /// Looks whether the operator's list can be used: at so many places that a file of another kind or order is noticed. Its
    /// size in bytes; none where there is no list.
    ///
    /// # Errors
    /// [`Unusable`] says what is wrong with it.
    pub fn check(&self) -> Result<Option<u64>, Unusable> {
        let Some(path) = &self.file else {
            return Ok(None);
        };
        let mut file = File::open(path)?;
        let size = file.seek(SeekFrom::End(0))?;
        let mut before = line_from(0, &mut file)?.ok_or(Unusable::Empty)?;
        for place in 1..PLACES {
            let Some(line) = line_from(size.saturating_mul(place) / PLACES, &mut file)? else {
                break;
            };
            if line.hash < before.hash {
                return Err(Unusable::Unordered(line.begins));
            }
            before = line;
        }
        Ok(Some(size))
    }

    /// Whether a password is known. A list that can't be read any more knows none: whoever runs the server is told, and
    /// people log in.
    pub async fn knows(&self, password: &str) -> bool {
        let is_test = password.starts_with(TEST_PREFIX) || TEST_PASSWORDS.contains(&password);
        if is_test || passwords::is_common(password) {
            return true;
        }
        let Some(path) = self.file.clone() else {
            return false;
        };
        let wanted = hash(password);
        let search = move || find(&wanted, &mut File::open(path)?);
        let searched = tokio::task::spawn_blocking(search).await;
        match searched.map_err(|panic| io::Error::other(panic).into()) {
            Ok(Ok(known)) => known,
            Ok(Err(unusable)) | Err(unusable) => {
                tracing::error!(%unusable, "the list of breached passwords was not asked");
                false
            }
        }
    }
}

fn hash(password: &str) -> Hash {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut text = [0; HASH];
    for (pair, byte) in text.chunks_exact_mut(2).zip(Sha1::digest(password)) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    text
}

/// Searches by halves.
fn find(wanted: &Hash, file: &mut (impl Read + Seek)) -> Result<bool, Unusable> {
    // The line, if there is one, begins in `low..high`.
    let (mut low, mut high) = (0, file.seek(SeekFrom::End(0))?);
    while low < high {
        let middle = low + (high - low) / 2;
        match line_from(middle, file)? {
            Some(line) if line.begins < high => match wanted.cmp(&line.hash) {
                Ordering::Equal => return Ok(true),
                Ordering::Less => high = middle,
                Ordering::Greater => low = line.begins + 1,
            },
            // None begins in the upper half.
            _ => high = middle,
        }
    }
    Ok(false)
}

/// The first line that begins at `from` or later; `None` at the end of the file.
fn line_from(from: u64, file: &mut (impl Read + Seek)) -> Result<Option<Line>, Unusable> {
    // Whether a line begins at `from`, the byte before it tells.
    let start = from.saturating_sub(1);
    file.seek(SeekFrom::Start(start))?;
    let mut text = Vec::with_capacity(2 * LONGEST_LINE);
    let most = u64::try_from(2 * LONGEST_LINE).unwrap_or(u64::MAX);
    file.take(most).read_to_end(&mut text)?;
    let rest = if from == 0 {
        text.as_slice()
    } else {
        let until = text.len().min(LONGEST_LINE);
        let end = text[..until].iter().position(|byte| *byte == b'\n');
        match end {
            Some(end) => &text[end + 1..],
            // The last line may have no end.
            None if text.len() < LONGEST_LINE => return Ok(None),
            None => return Err(Unusable::NoHash(from)),
        }
    };
    if rest.is_empty() {
        return Ok(None);
    }
    let skipped = text.len() - rest.len();
    let begins = start + u64::try_from(skipped).unwrap_or_default();
    let hash = read(rest).ok_or(Unusable::NoHash(begins))?;
    Ok(Some(Line { begins, hash }))
}

fn read(line: &[u8]) -> Option<Hash> {
    let (hash, rest) = line.split_first_chunk::<HASH>()?;
    let ends = matches!(rest.first(), None | Some(b':' | b'\r' | b'\n'));
    (ends && hash.iter().all(u8::is_ascii_hexdigit))
        .then(|| hash.map(|byte| byte.to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of so many passwords (`p0`, `p1`, …), ordered.
    fn lines(count: usize, end: &str) -> Vec<String> {
        let mut lines: Vec<String> = (0..count)
            .map(|number| {
                let hash = hash(&format!("p{number}"));
                let hash = String::from_utf8(hash.to_vec()).unwrap();
                match number % 3 {
                    0 => format!("{hash}:{number}{end}"),
                    1 => format!("{}:18446744073709551615{end}", hash.to_lowercase()),
                    _ => format!("{hash}{end}"),
                }
            })
            .collect();
        lines.sort_by_key(|line| line.to_uppercase());
        lines
    }

    fn in_file(text: &str) -> (tempfile::TempDir, List) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.txt");
        std::fs::write(&path, text).unwrap();
        (folder, List::in_file(path))
    }

    #[tokio::test]
    async fn every_line_is_found_and_nothing_else() {
        for (count, end) in [(1, ""), (1, "\n"), (2, "\r\n"), (3, "\n"), (700, "\r\n")] {
            let mut text = lines(count, end).concat();
            if count == 3 {
                // The last line may lack its end.
                text.pop();
            }
            let (_folder, list) = in_file(&text);
            let size = u64::try_from(text.len()).unwrap();
            assert_eq!(list.check().unwrap(), Some(size), "{count}");
            for number in 0..count {
                assert!(
                    list.knows(&format!("p{number}")).await,
                    "{number} of {count}"
                );
                assert!(
                    !list.knows(&format!("q{number}")).await,
                    "{number} of {count}"
                );
            }
        }
    }

    #[test]
    fn a_large_list_is_read_in_a_few_places() {
        struct Counted(io::Cursor<Vec<u8>>, usize);
        impl Read for Counted {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let read = self.0.read(buffer)?;
                self.1 += read;
                Ok(read)
            }
        }
        impl Seek for Counted {
            fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
                self.0.seek(to)
            }
        }
        let text = lines(30_000, "\r\n").concat().into_bytes();
        let size = text.len();
        let mut file = Counted(io::Cursor::new(text), 0);
        assert!(find(&hash("p123"), &mut file).unwrap());
        assert!(!find(&hash("nobody has this"), &mut file).unwrap());
        // As often as the size can be halved, twice.
        let most = 2 * 2 * LONGEST_LINE * usize::try_from(size.ilog2() + 2).unwrap();
        assert!(file.1 <= most, "{} of {size} bytes", file.1);
    }

    #[test]
    fn what_is_no_list_is_noticed() {
        let problem = |text: &str| in_file(text).1.check().unwrap_err().to_string();
        assert_eq!(problem(""), "it is empty");
        let ordered = lines(500, "\n");
        let mut by_count = ordered.clone();
        by_count.reverse();
        assert!(problem(&by_count.concat()).starts_with("it is not ordered by hash"));
        let twice = ordered.concat() + &ordered.concat();
        assert!(problem(&twice).starts_with("it is not ordered by hash"));
        for text in [
            "password\n",
            "\n",
            "\u{feff}00",
            &"A".repeat(5_000),
            &"A".repeat(41),
        ] {
            assert!(
                problem(text).starts_with("at byte 0 there is no line"),
                "{text}"
            );
        }
        // NTLM hashes are shorter.
        assert!(problem("0123456789ABCDEF0123456789ABCDEF:5\r\n").starts_with("at byte 0"));

        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().to_owned(), folder.path().join("missing")] {
            assert!(matches!(
                List::in_file(path).check(),
                Err(Unusable::Unreadable(_))
            ));
        }
        assert_eq!(List::default().check().unwrap(), None);
    }

    #[tokio::test]
    async fn what_is_known_without_a_list() {
        let folder = tempfile::tempdir().unwrap();
        for list in [
            List::default(),
            List::in_file(folder.path().join("missing")),
        ] {
            for known in [
                "AUTH0-TEST-anything",
                "Paaf213XXYYZZ",
                "Paat739!!WWXXYYZZ",
                "Password1",
            ] {
                assert!(list.knows(known).await, "{known}");
            }
            for unknown in [
                "auth0-test-",
                "Paaf213XXYYZZ1",
                "correct horse battery staple",
            ] {
                assert!(!list.knows(unknown).await, "{unknown}");
            }
        }
    }
}
