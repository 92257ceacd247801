//! `Image_String`: counted text in both directions, and the lists of MIME types that the library owns.

use std::ffi::c_char;
use std::sync::OnceLock;

use super::args::{self, Out};
use super::c::{Image_MimeType, Image_String};
use crate::error::{ErrorKind, ImageError, Result};

/// Longest size that a caller can have meant; above it the field was never set.
const STATED_SIZE: usize = 16 << 20;

/// A list of MIME types for `GetSupportedFormats`: made once, never freed, the same pointer for every caller.
pub struct MimeList(OnceLock<Vec<Image_MimeType>>);

// SAFETY: the texts are static and nobody writes to the list after it was made.
unsafe impl Sync for MimeList {}
// SAFETY: as above.
unsafe impl Send for MimeList {}

impl MimeList {
    /// A list that is still to be made.
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Writes the list's address and length; `types` are NUL-terminated.
    pub fn give(
        &'static self,
        types: impl FnOnce() -> Vec<String>,
        list: Out<*mut Image_MimeType>,
        length: Out<usize>,
    ) -> Result<()> {
        let made = self.0.get_or_init(|| {
            let leaked = types().into_iter().map(|text| {
                let size = text.len();
                let text = Box::leak((text + "\0").into_bytes().into_boxed_slice());
                Image_MimeType { data: text.as_mut_ptr().cast::<c_char>(), size }
            });
            leaked.collect()
        });
        list.set(made.as_ptr().cast_mut());
        length.set(made.len());
        Ok(())
    }
}

impl Default for MimeList {
    fn default() -> Self {
        Self::new()
    }
}

/// The bytes of the counted text that `string` points to.
///
/// # Safety
/// `string` is NULL or points to a structure whose `data` is NULL or valid for reads of `size` bytes.
pub unsafe fn text<'a>(string: *const Image_MimeType, argument: &str) -> Result<&'a [u8]> {
    // SAFETY: this function's contract.
    let string = unsafe { args::read(string, argument) }?;
    // SAFETY: as above.
    unsafe { args::slice(string.data.cast_const().cast(), string.size, &format!("{argument}->data")) }
}

/// As [`text`], which may not be empty.
///
/// # Safety
/// As [`text`].
pub unsafe fn filled<'a>(string: *const Image_String, argument: &str) -> Result<&'a [u8]> {
    // SAFETY: this function's contract.
    let text = unsafe { text(string, argument) }?;
    if text.is_empty() {
        return Err(ImageError::new(ErrorKind::BadArgument, format!("{argument} is empty")));
    }
    Ok(text)
}

/// A caller's structure for a text that is found later.
pub struct Wanted {
    out: Out<Image_String>,
    /// The size that the caller asks for; 0 is any.
    size: usize,
}

impl Wanted {
    /// What `value` asks for.
    ///
    /// # Safety
    /// `value` is NULL or valid for reading and writing the structure.
    pub unsafe fn read(value: *mut Image_String, argument: &str) -> Result<Self> {
        // SAFETY: this function's contract.
        let (size, out) = unsafe { (args::read(value, argument)?.size, args::out(value, argument)?) };
        Ok(Self { out, size: if size > STATED_SIZE { 0 } else { size } })
    }

    /// Gives `text` as new memory: of the size that was asked for if `padded`, of the text's own else. Both have a zero
    /// byte more.
    pub fn give(self, text: &[u8], padded: bool) -> Result<()> {
        if self.size != 0 && self.size < text.len() {
            let cause = format!("value->size is {}, the text has {} bytes", self.size, text.len());
            return Err(ImageError::new(ErrorKind::BadArgument, cause));
        }
        let size = if padded { text.len().max(self.size) } else { text.len() };
        let data: *mut c_char = args::malloc_copy(text, size - text.len() + 1)?;
        self.out.set(Image_String { data, size });
        Ok(())
    }
}
