//! Shared libraries that are opened when they are there.

#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_void};
use std::mem;

use crate::Result;

/// A library, open until the program ends.
#[derive(Clone, Copy)]
pub struct Library {
    handle: *mut c_void,
}

// SAFETY: the handle is only given to dlsym, which any thread may call.
unsafe impl Send for Library {}
// SAFETY: as above.
unsafe impl Sync for Library {}

impl Library {
    /// Opens the file; what it defines stays out of sight of everything else, and it prefers its own.
    pub fn open(file: &str) -> Result<Self> {
        let name = CString::new(file).map_err(|error| error.to_string())?;
        let flags = libc::RTLD_NOW | libc::RTLD_LOCAL | libc::RTLD_DEEPBIND;
        // SAFETY: the name ends with NUL; these libraries' initialisers do nothing to the program.
        let handle = unsafe { libc::dlopen(name.as_ptr(), flags) };
        if handle.is_null() {
            // SAFETY: after a failure there is a text, until the next call.
            let text = unsafe { CStr::from_ptr(libc::dlerror()) };
            return Err(text.to_string_lossy().into_owned());
        }
        Ok(Self { handle })
    }

    /// A function of it.
    ///
    /// # Safety
    ///
    /// `F` is a function pointer of the prototype that the library's header gives.
    pub unsafe fn function<F: Copy>(&self, name: &str) -> Result<F> {
        assert_eq!(mem::size_of::<F>(), mem::size_of::<*mut c_void>());
        let symbol = CString::new(name).map_err(|error| error.to_string())?;
        // SAFETY: an open library, a name that ends with NUL.
        let address = unsafe { libc::dlsym(self.handle, symbol.as_ptr()) };
        if address.is_null() {
            return Err(format!("no function {name}"));
        }
        // SAFETY: the same size; the caller knows the prototype.
        Ok(unsafe { mem::transmute_copy(&address) })
    }
}

/// Defines a struct of function pointers that is filled once, from a library that may be absent.
macro_rules! functions {
    ($(#[$comment:meta])* $name:ident of $file:expr; $($function:ident: $type:ty,)*) => {
        $(#[$comment])*
        #[derive(Clone, Copy)]
        struct $name {
            $($function: $type,)*
        }

        impl $name {
            fn get() -> $crate::Result<&'static Self> {
                static FOUND: std::sync::OnceLock<$crate::Result<$name>> = std::sync::OnceLock::new();
                FOUND.get_or_init(|| {
                    let library = $crate::peers::dynamic::Library::open(&$file)?;
                    Ok(Self {
                        // SAFETY: the type is written after the library's header.
                        $($function: unsafe { library.function(stringify!($function)) }?,)*
                    })
                }).as_ref().map_err(Clone::clone)
            }
        }
    };
}

pub(crate) use functions;
