//! Files that hold secrets: readable by their owner alone, and either whole or not there.

use std::io::{Error, Write as _};
use std::path::Path;

/// Writes a file that only its owner may read. Whoever reads it meanwhile sees the old content or the new.
///
/// # Errors
/// When the folder can't be written to.
pub fn write(path: &Path, content: &[u8]) -> Result<(), Error> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = write_new(&temporary, content).and_then(|()| std::fs::rename(&temporary, path));
    if written.is_err() {
        // Nothing depends on it; the error that matters is returned.
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

/// [`write`], unless the file holds this content already.
///
/// # Errors
/// As [`write`].
pub fn update(path: &Path, content: &[u8]) -> Result<(), Error> {
    if std::fs::read(path).is_ok_and(|present| present == content) {
        return Ok(());
    }
    write(path, content)
}

fn write_new(path: &Path, content: &[u8]) -> Result<(), Error> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Makes a folder that only its owner may enter, where it is missing.
///
/// # Errors
/// When the folder above can't be written to.
pub fn make_folder(path: &Path) -> Result<(), Error> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}
