//! Which kinds of memory a decoded PixelMap can be in. All are ordinary memory here; devices refuse some, and so does
//! this library.

#![forbid(unsafe_code)]

use std::env;
use std::sync::OnceLock;

use super::bytes::SourceBytes;
use super::decode::info;
use super::options::DynamicRange;
use crate::content::AllocatorMode;
use crate::error::{ErrorKind, ImageError, Result};

/// The environment variable that makes DMA memory what it is on a host, by being 1: not there.
const STRICT: &str = "OHIMAGEKIT_STRICT_ALLOCATOR";

/// An error if a source cannot be decoded into memory of this kind. Nothing but its header is looked at.
pub fn check(bytes: &SourceBytes, range: DynamicRange, allocator: AllocatorMode) -> Result<()> {
    let refused = |cause| Err(ImageError::new(ErrorKind::AllocatorMode, cause));
    match allocator {
        AllocatorMode::Dma if is_strict() => refused("allocator: this host has no DMA memory"),
        AllocatorMode::SharedMemory if gives_hdr(bytes, range) => refused("allocator: shared memory cannot hold HDR"),
        _ => Ok(()),
    }
}

/// Whether the result would be HDR on devices: of a source that this build does not know the wish decides.
fn gives_hdr(bytes: &SourceBytes, range: DynamicRange) -> bool {
    match range {
        DynamicRange::AUTO | DynamicRange::HDR => match info(bytes) {
            Ok(info) => info.is_hdr,
            Err(error) => range == DynamicRange::HDR && error.kind == ErrorKind::SourceUnrecognised,
        },
        _ => false,
    }
}

/// What the environment said when it was first asked.
fn is_strict() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| env::var_os(STRICT).is_some_and(|value| value == "1"))
}
