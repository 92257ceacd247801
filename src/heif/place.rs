//! Where the plugin is looked for.

#![forbid(unsafe_code)]

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::library;

/// The plugin's file.
pub const FILE: &str = "libohimagekit_heif.so";

/// The environment variable that names the plugin's folder.
pub const VARIABLE: &str = "OHIMAGEKIT_PLUGIN_PATH";

/// The plugin's path: in the folder that the environment names, else beside this library.
///
/// A process that has more rights than who started it takes nothing from the environment.
pub fn path() -> Result<PathBuf, String> {
    let named = env::var_os(VARIABLE).filter(|folder| !folder.is_empty() && !library::is_privileged());
    if let Some(folder) = named {
        let folder = fs::canonicalize(&folder).map_err(|error| {
            format!("{VARIABLE} names {}, which is no folder: {error}", Path::new(&folder).display())
        })?;
        return Ok(folder.join(FILE));
    }
    let beside = own_file().and_then(|file| Some(file.parent()?.join(FILE)));
    beside.ok_or_else(|| "where this library lies cannot be found out, and so not what is beside it".into())
}

/// The file that this code was loaded from, the library or a program that it was linked into. The kernel's answer is
/// taken: what the dynamic linker would say of a program is the name by which it was called, which is the caller's.
fn own_file() -> Option<PathBuf> {
    let maps = fs::read("/proc/self/maps").ok()?;
    let code = own_file as fn() -> Option<PathBuf> as usize as u64;
    maps.split(|byte| *byte == b'\n').find_map(|line| file_at(line, code))
}

/// The file of a line of /proc/self/maps, if the line is about `address`.
fn file_at(line: &[u8], address: u64) -> Option<PathBuf> {
    // Start and end, rights, offset, device, inode, and after spaces the path.
    let mut fields = line.splitn(6, |byte| *byte == b' ');
    let (start, end) = std::str::from_utf8(fields.next()?).ok()?.split_once('-')?;
    let number = |text| u64::from_str_radix(text, 16).ok();
    if !(number(start)?..number(end)?).contains(&address) {
        return None;
    }
    let path = fields.nth(4)?.trim_ascii_start();
    path.starts_with(b"/").then(|| PathBuf::from(OsStr::from_bytes(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_program_is_found_by_its_code() {
        assert_eq!(own_file().unwrap(), env::current_exe().unwrap());
    }

    #[test]
    fn lines_of_maps_are_read() {
        let line = b"7f00-7fff r-xp 00001000 08:01 1234                       /a folder/lib b.so";
        assert_eq!(file_at(line, 0x7f00).unwrap(), Path::new("/a folder/lib b.so"));
        assert_eq!(file_at(line, 0x7fff), None);
        assert_eq!(file_at(b"7f00-7fff rw-p 00000000 00:00 0      [heap]", 0x7f00), None);
        for odd in [&b""[..], b"7f00", b"x-y r", b"0-8000 r-xp 0 0 0"] {
            assert_eq!(file_at(odd, 0x7f00), None);
        }
    }
}
