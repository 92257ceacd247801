//! The one error type of the core: a kind that callers may match on, and a sentence that says why.

#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::fmt;

/// What went wrong, as far as a program may care. `ffi::error_code` turns a kind into the number of each C header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// An argument is NULL, out of range, or contradicts another one.
    BadArgument,
    /// The object was released, and its handle still answers (PixelMaps until they are destroyed).
    Released,
    /// The handle was issued once and its object is gone.
    StaleHandle,
    /// The MIME type cannot be encoded, or not from this kind of input.
    TargetFormat,
    /// The file descriptor is negative, closed, or not open for the access needed.
    BadFd,
    /// Writing the encoded bytes failed (ENOSPC, EPIPE, EIO ...).
    OutputWrite,
    /// The image is longer than the caller's buffer.
    BufferTooSmall,
    /// A side, a byte count or a frame count is above what the format or the library can hold.
    TooLarge,
    /// The bytes match no container this library knows.
    SourceUnrecognised,
    /// The source is empty, unreadable, or ends inside its header.
    SourceDataBad,
    /// The container is known, but its header makes no sense.
    SourceHeaderBad,
    /// The header is good, the pixels cannot be decoded.
    SourceDecodeFailed,
    /// The source is larger than the library decodes.
    SourceTooLarge,
    /// A decoding option asks for what cannot be done.
    DecodeOptions,
    /// A decoding option has a value that means nothing.
    DecodeOptionRange,
    /// A PixelMap has fewer bytes than its layout needs.
    PixelDataBad,
    /// Memory could not be allocated.
    AllocFailed,
    /// There is no conversion between these pixel formats, or the pixel format or alpha type does not allow this.
    PixelFormat,
    /// More images than the target can hold.
    TooManyImages,
    /// An ICC profile could not be made or embedded.
    Icc,
    /// A surface could not be made or read: the gain map of an HDR image, or one of the system, which a host lacks.
    Surface,
    /// The codec refused.
    EncoderFailed,
    /// The object does not allow this: not editable, or not of the right kind.
    Unsupported,
    /// A program holds the address of the PixelMap's pixels.
    Locked,
    /// A region is empty or reaches outside its image.
    Region,
    /// The PixelMap does not count as DMA memory, which HDR metadata and native buffers need.
    NoDma,
    /// The metadata has no such key, the key is read-only, or cannot hold this value.
    MetadataKey,
    /// The allocator mode does not exist, or cannot hold this format.
    AllocatorMode,
    /// What was asked for was never set.
    NotSet,
    /// A bug of this library: a caught panic or a broken invariant.
    Internal,
}

/// The error of every fallible function of the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageError {
    /// What a program may act on.
    pub kind: ErrorKind,
    /// What a person reads: the argument or the object, and the cause, without a full stop.
    pub message: Cow<'static, str>,
}

/// `Result` with this crate's error.
pub type Result<T> = std::result::Result<T, ImageError>;

impl ImageError {
    /// An error of `kind`; `message` names the argument and the cause.
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, message: message.into() }
    }
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ImageError {}
