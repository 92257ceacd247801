//! HEIF on the page of [`demo`](crate::demo): browsers do not show it, so heif-convert decodes it first.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::demo::output;
use crate::{Result, root};

/// The ending of its files.
pub const ENDING: &str = "heic";

/// Whether the library that `pack_image` runs with has its plugin.
pub fn is_there(pack_image: &Path, folder: &Path) -> Result<bool> {
    let (from, to) = (root().join("tests/images/text.png"), folder.join("probe.heic"));
    match output(Command::new(pack_image).arg(from).arg(&to)) {
        Ok(_) => std::fs::remove_file(&to).map(|()| true).map_err(|error| format!("probe.heic: {error}")),
        Err(message) if message.contains("HEIF needs its plugin") => Ok(false),
        Err(message) => Err(message),
    }
}

/// The file as a PNG beside it, of which this is the path; other formats are as they are.
pub fn decoded(file: &Path) -> Result<PathBuf> {
    if file.extension().is_none_or(|ending| ending != ENDING) {
        return Ok(file.to_owned());
    }
    let png = file.with_extension("heic.png");
    output(Command::new("heif-convert").arg(file).arg(&png))?;
    Ok(png)
}
