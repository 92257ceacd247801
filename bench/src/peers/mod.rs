//! The table of peers: encoders that ours is measured against.

use crate::Result;
use crate::cases::Setting;
use crate::images::Picture;

mod jpeg;
mod png;
mod webp;

/// One encoder, set up for one image: what can be made before is made, its memory is there.
pub trait Job {
    /// Encodes the image and returns the file. This is what the time is taken of.
    fn encode(&mut self) -> Result<&[u8]>;
}

/// What a comparison says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The same work at equal settings: the ratio is to be 1 or less, and the quality not lower.
    Equal,
    /// Other settings or other means: for information.
    Informative,
}

/// One encoder that is not ours.
pub struct Peer {
    /// As rows and filters say it.
    pub name: &'static str,
    /// What the comparison says.
    pub role: Role,
    /// The settings it is measured at.
    pub takes: fn(Setting) -> bool,
    /// Sets it up.
    pub prepare: for<'a> fn(&'a Picture, Setting) -> Result<Box<dyn Job + 'a>>,
}

/// All peers, in the order of rows.
pub const PEERS: &[Peer] = &[
    Peer {
        name: "libjpeg-turbo",
        role: Role::Equal,
        takes: |setting| matches!(setting, Setting::Jpeg(_)),
        prepare: jpeg::turbo,
    },
    Peer {
        name: "libjpeg-turbo optimised",
        role: Role::Informative,
        takes: |setting| setting == Setting::Jpeg(90),
        prepare: jpeg::turbo_optimised,
    },
    Peer {
        name: "jpeg-encoder",
        role: Role::Informative,
        takes: |setting| setting == Setting::Jpeg(90),
        prepare: jpeg::jpeg_encoder,
    },
    Peer { name: "png Fast", role: Role::Equal, takes: |setting| setting == Setting::Png, prepare: png::fast },
    Peer { name: "png Balanced", role: Role::Equal, takes: |setting| setting == Setting::Png, prepare: png::balanced },
    Peer {
        name: "libwebp",
        role: Role::Equal,
        takes: |setting| matches!(setting, Setting::WebP(_) | Setting::WebPLossless),
        prepare: webp::libwebp,
    },
];
