//! Takes the API explorer's library into the binary, where `make build` has fetched it.

use std::path::Path;
use std::{env, fs};

const FOLDER: &str = "../../explorer/dist";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed={FOLDER}");
    let library = Path::new(&env::var("CARGO_MANIFEST_DIR")?)
        .join(FOLDER)
        .join("library.js.gz");
    let value = if library.exists() {
        format!("Some(include_bytes!({:?}))", library.display().to_string())
    } else {
        "None".to_owned()
    };
    let code = format!(
        "/// The library, compressed with gzip.\nconst LIBRARY: Option<&[u8]> = {value};\n"
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("explorer.rs"), code)?;
    Ok(())
}
