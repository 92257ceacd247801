//! Loading the plugin.

#![allow(unsafe_code)]

use std::ffi::{CStr, CString};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::interface::{Entry, Plugin, SYMBOL, VERSION};

/// Whether this process has more rights than who started it: then the environment is a stranger's.
pub fn is_privileged() -> bool {
    // SAFETY: reads a number that the kernel gave the process.
    unsafe { libc::getauxval(libc::AT_SECURE) != 0 }
}

/// The plugin at `path`, loaded until the process ends, or why it is none.
pub fn load(path: &Path) -> Result<&'static Plugin, String> {
    let name = path.display();
    if !path.is_file() {
        return Err(format!("there is no {name}"));
    }
    let text = CString::new(path.as_os_str().as_bytes()).map_err(|_| format!("{name} has a NUL"))?;
    // SAFETY: a path; that the plugin's initialisers do no harm is what whoever installed it vouches for.
    let library = unsafe { libc::dlopen(text.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL) };
    if library.is_null() {
        return Err(format!("{name} cannot be loaded: {}", last_error()));
    }
    // SAFETY: the library was loaded.
    let symbol = unsafe { libc::dlsym(library, SYMBOL.as_ptr()) };
    if symbol.is_null() {
        return Err(format!("{name} is no plugin: {}", last_error()));
    }
    // SAFETY: by the interface a symbol of this name is a function of this type.
    let entry: Entry = unsafe { std::mem::transmute(symbol) };
    // SAFETY: as above.
    let plugin = unsafe { entry() };
    if plugin.is_null() {
        return Err(format!("{name} says that it cannot work: a codec is missing"));
    }
    // SAFETY: by the interface every version begins with its number.
    let version = unsafe { (&raw const (*plugin).version).read() };
    if version != VERSION {
        return Err(format!("{name} has version {version} of the interface, version {VERSION} is needed"));
    }
    // SAFETY: a plugin of this version gives this table, which stays as it is until the process ends; the library is
    // never unloaded.
    Ok(unsafe { &*plugin })
}

/// What the dynamic linker says about its last failure.
fn last_error() -> String {
    // SAFETY: the text is copied before this thread calls the linker again.
    unsafe {
        let text = libc::dlerror();
        if text.is_null() { "no reason was given".into() } else { CStr::from_ptr(text).to_string_lossy().into_owned() }
    }
}
