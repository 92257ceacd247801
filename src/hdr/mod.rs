//! HDR images and what they consist of in files: a base image of SDR, and a gain map that makes HDR of it again. The
//! formulae are those of ISO 21496-1.

#![forbid(unsafe_code)]

pub mod compose;
mod gains;
mod hlg;
mod map;
pub mod split;

#[cfg(test)]
mod tests;
