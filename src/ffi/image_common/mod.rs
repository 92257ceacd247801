//! `<multimedia/image_framework/image/image_common.h>`: the types and codes that all of Image Kit shares, and picture
//! metadata.

pub mod metadata;
pub mod types;
