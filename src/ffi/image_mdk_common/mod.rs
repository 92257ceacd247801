//! `<multimedia/image_framework/image_mdk_common.h>`: the codes of the older native calls.

pub mod types;
