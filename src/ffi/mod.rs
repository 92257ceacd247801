//! The C face: one module per C header, and the few tools they share. Nothing else in this crate knows C, and no
//! other module uses this one.
//!
//! Every exported function has the same shape: [`boundary`] runs a closure that reads the arguments ([`args`]),
//! looks handles up ([`handles`]), makes one core call and writes the outputs; the boundary stops panics and turns the
//! `Result` into the number of the function's header ([`error_code`]).
//!
//! What every function here asks of its caller: a pointer argument is NULL or valid for the access that its comment
//! names, for the length of the call. Handles are exempt, they are never dereferenced.

#![allow(unsafe_code)]
#![allow(non_camel_case_types, non_snake_case, non_upper_case_globals)]
#![allow(clippy::missing_safety_doc, reason = "the contract is the same for all, see above and docs/ownership.md")]
#![allow(improper_ctypes_definitions, reason = "opaque C structs are never dereferenced")]

pub mod args;
pub mod boundary;
pub mod buffers;
pub mod c;
pub mod error_code;
pub mod fd;
pub mod handles;
pub mod property;
pub mod strings;

pub mod image_common;
pub mod image_mdk_common;
pub mod image_packer_mdk;
pub mod image_packer_native;
pub mod image_source_native;
pub mod native_color_space_manager;
pub mod ohimagekit;
pub mod ohimagekit_image_packer;
pub mod ohimagekit_mdk;
pub mod ohimagekit_packing_options;
pub mod picture_native;
pub mod pixelmap_native;
