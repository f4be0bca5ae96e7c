//! Lists the migrations for `src/database/migrations.rs`, so that a new file in the folder is a new migration and nothing
//! else has to be told.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

const FOLDER: &str = "src/database/migrations";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={FOLDER}");
    let mut list = String::from("&[\n");
    for name in names()? {
        let (version, description) = name
            .strip_suffix(".sql")
            .and_then(|stem| stem.split_once('_'))
            .ok_or_else(|| format!("{name} should be named NNNN_what_it_does.sql"))?;
        let version: i64 = version.parse()?;
        let description = description.replace('_', " ");
        writeln!(
            list,
            "({version}, {description:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{FOLDER}/{name}\"))),"
        )?;
    }
    list.push_str("]\n");
    let file = PathBuf::from(env::var("OUT_DIR")?).join("migrations.rs");
    Ok(fs::write(file, list)?)
}

fn names() -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(FOLDER)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
