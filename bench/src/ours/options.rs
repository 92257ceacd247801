//! Options of `<ohimagekit/packing_options.h>`, looked up when the program runs, so that it also measures a library
//! that lacks some, and says so.

use std::ffi::{CString, c_int};
use std::mem;

use super::Handle;
use crate::Result;

/// An option, by the function that sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opt {
    /// 0 is 4:2:0, 1 is 4:2:2, 2 is 4:4:4.
    JpegChromaSubsampling,
    /// A bool.
    JpegProgressive,
    /// A bool: tables for the image instead of the default ones.
    JpegOptimizeCoding,
    /// 0 to 9.
    PngEffort,
    /// A bool: palettes, grey, fewer bits.
    PngReductions,
    /// 0 to 6.
    WebPMethod,
    /// A bool.
    WebPSharpYuv,
}

/// The second parameter's type.
enum Kind {
    Bool,
    Number,
}

impl Opt {
    /// The function's name without its beginning, and what it takes.
    fn function(self) -> (&'static str, Kind) {
        match self {
            Self::JpegChromaSubsampling => ("SetJpegChromaSubsampling", Kind::Number),
            Self::JpegProgressive => ("SetJpegProgressive", Kind::Bool),
            Self::JpegOptimizeCoding => ("SetJpegOptimizeCoding", Kind::Bool),
            Self::PngEffort => ("SetPngEffort", Kind::Number),
            Self::PngReductions => ("SetPngReductions", Kind::Bool),
            Self::WebPMethod => ("SetWebPMethod", Kind::Number),
            Self::WebPSharpYuv => ("SetWebPSharpYuv", Kind::Bool),
        }
    }

    /// Sets it and returns the function's code; an error if the library has no such function.
    pub(super) fn set(self, options: Handle, value: u32) -> Result<c_int> {
        let (name, kind) = self.function();
        let name = format!("OHIK_PackingOptions_{name}");
        let symbol = CString::new(&name[..]).expect("a name without NUL");
        // SAFETY: the name ends with NUL; the library is linked, so its functions are in the default scope.
        let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, symbol.as_ptr()) };
        if address.is_null() {
            return Err(format!("the library has no {name}"));
        }
        // SAFETY: the function of this name has this prototype in <ohimagekit/packing_options.h>; numbers are int32_t
        // or uint32_t, which are passed alike. It refuses handles that are not live.
        Ok(unsafe {
            match kind {
                Kind::Bool => mem::transmute::<*mut libc::c_void, extern "C" fn(Handle, bool) -> c_int>(address)(
                    options,
                    value != 0,
                ),
                Kind::Number => {
                    mem::transmute::<*mut libc::c_void, extern "C" fn(Handle, u32) -> c_int>(address)(options, value)
                }
            }
        })
    }

    /// Whether the library has it.
    pub fn is_there(self) -> bool {
        // A handle that does not exist is refused by a function that exists.
        self.set(std::ptr::null_mut(), 0).is_ok()
    }
}
