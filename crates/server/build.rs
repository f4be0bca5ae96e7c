//! Puts into the binary what Node.js makes: the dashboard, as `npm run build` leaves it in `dashboard/dist`, each file
//! compressed, with its name; and the library of the API explorer, which `make explorer` fetches. Without them (nobody
//! needs Node.js to build the server) a page says how to get them.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const DIST: &str = "../../dashboard/dist";
const EXPLORER: &str = "../../explorer/dist";

fn main() -> Result<(), Box<dyn Error>> {
    dashboard()?;
    explorer()
}

fn explorer() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={EXPLORER}");
    let library = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?)
        .join(EXPLORER)
        .join("library.js.gz");
    let value = if library.exists() {
        format!("Some(include_bytes!({:?}))", library.display().to_string())
    } else {
        "None".to_owned()
    };
    let code = format!(
        "/// The library, compressed with gzip.\nconst LIBRARY: Option<&[u8]> = {value};\n"
    );
    let out = PathBuf::from(env::var("OUT_DIR")?).join("explorer.rs");
    Ok(fs::write(out, code)?)
}

fn dashboard() -> Result<(), Box<dyn Error>> {
    let dist = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join(DIST);
    // Cargo builds again and again what waits for a folder that isn't there.
    fs::create_dir_all(&dist)?;
    println!("cargo::rerun-if-changed={}", dist.display());
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let kept = out.join("dashboard");
    let list = if dist.join("index.html").is_file() {
        keep(&dist, &kept)?
    } else {
        "const PAGE: Option<&str> = None;\nconst FILES: &[File] = &[];\n".to_owned()
    };
    Ok(fs::write(out.join("dashboard.rs"), list)?)
}

/// Copies the files to where nobody replaces them while the compiler reads, and lists them.
fn keep(dist: &Path, kept: &Path) -> Result<String, Box<dyn Error>> {
    match fs::remove_dir_all(kept) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => fs::create_dir_all(kept)?,
    }
    fs::copy(dist.join("index.html"), kept.join("index.html"))?;
    let mut list = String::from(
        "const PAGE: Option<&str> = Some(include_str!(concat!(env!(\"OUT_DIR\"), \"/dashboard/index.html\")));\n\
         const FILES: &[File] = &[\n",
    );
    for name in compressed(&dist.join("assets"))? {
        write!(list, "File {{ name: {name:?}")?;
        for (member, suffix) in [("brotli", "br"), ("gzip", "gz")] {
            let file = format!("{name}.{suffix}");
            fs::copy(dist.join("assets").join(&file), kept.join(&file))?;
            write!(
                list,
                ", {member}: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/dashboard/\", {file:?}))"
            )?;
        }
        list.push_str(" },\n");
    }
    writeln!(list, "];")?;
    Ok(list)
}

/// The names of the files that have a compressed form beside them.
fn compressed(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".br") {
            names.push(stem.to_owned());
        }
    }
    names.sort();
    Ok(names)
}
