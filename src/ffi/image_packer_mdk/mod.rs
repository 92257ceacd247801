//! `<multimedia/image_framework/image_packer_mdk.h>`: the older native packer, after Node-API.

pub mod packer;
pub mod types;
