//! Metadata blocks as bytes. Nothing here knows an image format.

#![forbid(unsafe_code)]

pub mod icc;
