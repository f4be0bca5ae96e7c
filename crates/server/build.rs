//! Puts into the binary what Node.js makes: the dashboard, as `npm run build` leaves it in `dashboard/dist`, each file
//! compressed, with its name; and the library of the API explorer, which `make explorer` fetches. Without them (nobody
//! needs Node.js to build the server) a page says how to get them.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

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
    let page = dist.join("index.html");
    let out = PathBuf::from(env::var("OUT_DIR")?).join("dashboard.rs");
    let mut list = String::new();
    if page.is_file() {
        writeln!(
            list,
            "const PAGE: Option<&str> = Some(include_str!({page:?}));"
        )?;
        writeln!(list, "const FILES: &[File] = &[")?;
        for name in compressed(&dist.join("assets"))? {
            let path = dist.join("assets").join(&name);
            writeln!(
                list,
                "File {{ name: {name:?}, brotli: include_bytes!({:?}), gzip: include_bytes!({:?}) }},",
                with_suffix(&path, "br"),
                with_suffix(&path, "gz")
            )?;
        }
        writeln!(list, "];")?;
    } else {
        list.push_str("const PAGE: Option<&str> = None;\nconst FILES: &[File] = &[];\n");
    }
    Ok(fs::write(out, list)?)
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

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}.{suffix}", path.display()))
}
