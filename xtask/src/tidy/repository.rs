//! The tracked files, read once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every text file that git tracks, or would if it were added.
pub struct Repository {
    pub root: PathBuf,
    pub files: Vec<SourceFile>,
}

/// A file by its path from the root, with forward slashes.
pub struct SourceFile {
    pub path: String,
    pub text: String,
}

impl Repository {
    /// Reads the work tree around this crate.
    pub fn open() -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .ok_or("xtask has no parent folder")?
            .to_path_buf();
        let listing = Command::new("git")
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .current_dir(&root)
            .output()
            .map_err(|error| format!("could not run git: {error}"))?;
        if !listing.status.success() {
            return Err(String::from_utf8_lossy(&listing.stderr).into_owned());
        }
        let mut files: Vec<SourceFile> = String::from_utf8_lossy(&listing.stdout)
            .split('\0')
            .filter(|path| !path.is_empty())
            .filter_map(|path| {
                // A deleted file is still listed until it is committed; one that isn't text holds no rule.
                let text = fs::read_to_string(root.join(path)).ok()?;
                Some(SourceFile {
                    path: path.to_owned(),
                    text,
                })
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        Ok(Self { root, files })
    }

    /// The Rust files under a folder; an empty folder means all.
    pub fn rust_files<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a SourceFile> {
        self.files
            .iter()
            .filter(move |file| file.path.starts_with(folder) && file.has_extension("rs"))
    }

    /// A repository made of samples, for the rules' own tests.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| SourceFile {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
            })
            .collect();
        Self {
            root: PathBuf::new(),
            files,
        }
    }
}

impl SourceFile {
    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether the name ends in this extension.
    pub fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|found| found == extension)
    }

    /// Whether the path runs through a folder of tests.
    pub fn is_test(&self) -> bool {
        self.path
            .split('/')
            .any(|part| matches!(part, "tests" | "test" | "benches" | "e2e"))
            || self.name() == "tests.rs"
    }
}
