//! The table of peers: encoders that ours is measured against.

use std::sync::OnceLock;

use crate::Result;
use crate::images::Picture;
use crate::task::Task;

pub mod dynamic;
mod jpeg;
mod libpng;
mod mozjpeg;
mod mtpng;
mod png;
mod spng;
pub mod vips;
mod webp;

/// One encoder, set up for one image: what can be made before is made, its memory is there.
pub trait Job {
    /// Encodes the image and returns the file. This is what the time is taken of.
    fn encode(&mut self) -> Result<&[u8]>;
}

/// One setting of a peer.
pub struct Point {
    /// As rows and filters say it.
    pub name: &'static str,
    /// What the peer's own file makes of it.
    pub knob: i32,
    /// Threads it may use; 0 for all cores.
    pub threads: usize,
    /// Whether `--quick` has it.
    pub quick: bool,
}

/// One encoder that is not ours.
pub struct Peer {
    /// As rows and filters say it.
    pub name: &'static str,
    /// Its version, or why it is absent.
    pub find: fn() -> Result<String>,
    /// The tasks it takes, and up to how many pixels: a peer that is there for one comparison needs no large images.
    pub takes: fn(Task, usize) -> bool,
    /// Its settings.
    pub points: &'static [Point],
    /// Sets it up for a knob.
    pub prepare: for<'a> fn(&'a Picture, Task, i32) -> Result<Box<dyn Job + 'a>>,
}

impl Peer {
    /// Its version, or why it is absent, looked up once.
    pub fn version(&self) -> &'static Result<String> {
        static FOUND: OnceLock<Vec<(&'static str, Result<String>)>> = OnceLock::new();
        let found = FOUND.get_or_init(|| PEERS.iter().map(|peer| (peer.name, (peer.find)())).collect());
        &found.iter().find(|(name, _)| *name == self.name).expect("a peer of the table").1
    }
}

const fn quick(name: &'static str, knob: i32) -> Point {
    Point { name, knob, threads: 1, quick: true }
}

const fn full(name: &'static str, knob: i32) -> Point {
    Point { name, knob, threads: 1, quick: false }
}

/// Pixels up to which a peer is measured that takes long and decides no target.
const MODEST: usize = 7_000_000;

/// The names that targets speak of.
pub const TURBO: &str = "libjpeg-turbo";
/// Debian's.
pub const LIBPNG: &str = "libpng";
/// The crate.
pub const PNG_CRATE: &str = "png";
/// Google's, the same release as the library has inside.
pub const LIBWEBP: &str = "libwebp";

/// All peers, in the order of rows.
pub const PEERS: &[Peer] = &[
    Peer {
        name: TURBO,
        find: || Ok(locked("turbojpeg-sys")),
        takes: |task, _| task.is_jpeg(),
        points: &[
            quick("default tables", jpeg::DEFAULT),
            quick("optimised tables", jpeg::OPTIMISED),
            full("progressive", jpeg::PROGRESSIVE),
        ],
        prepare: jpeg::turbo,
    },
    Peer {
        name: "mozjpeg",
        find: mozjpeg::find,
        takes: |task, pixels| task.is_jpeg() && pixels < MODEST,
        points: &[full("fastest", 0), full("trellis", 1), full("trellis, progressive", 2)],
        prepare: mozjpeg::prepare,
    },
    Peer {
        name: "jpeg-encoder",
        find: || Ok(locked("jpeg-encoder")),
        takes: |task, pixels| task.is_jpeg() && pixels < MODEST,
        points: &[full("default tables", 0), full("optimised tables", 1)],
        prepare: jpeg::jpeg_encoder,
    },
    Peer {
        name: "libvips",
        find: vips::find,
        takes: |task, pixels| task.is_jpeg() && pixels < MODEST,
        points: &[full("jpegsave", 0), full("jpegsave, optimised", 1)],
        prepare: vips::jpeg,
    },
    Peer {
        name: LIBPNG,
        find: libpng::find,
        takes: |task, _| task == Task::Png,
        points: &[
            full("1 none", libpng::NONE | 1),
            full("3 none", libpng::NONE | 3),
            quick("6 none", libpng::NONE | 6),
            full("9 none", libpng::NONE | 9),
            full("1 all", libpng::ALL | 1),
            full("3 all", libpng::ALL | 3),
            quick("6 all", libpng::ALL | 6),
            quick("9 all", libpng::ALL | 9),
        ],
        prepare: libpng::prepare,
    },
    Peer {
        name: "libspng",
        find: spng::find,
        takes: |task, _| task == Task::Png,
        points: &[full("1 all", 1), full("6 all", 6)],
        prepare: spng::prepare,
    },
    Peer {
        name: PNG_CRATE,
        find: || Ok(locked("png")),
        takes: |task, _| task == Task::Png,
        points: &[quick("Fastest", 0), quick("Fast", 1), quick("Balanced", 2), full("High", 3)],
        prepare: png::prepare,
    },
    Peer {
        name: "mtpng",
        find: || Ok(locked("mtpng")),
        takes: |task, _| task == Task::Png,
        points: &[Point { threads: 0, ..quick("Fast", 1) }, Point { threads: 0, ..full("Default", 6) }],
        prepare: mtpng::prepare,
    },
    Peer {
        name: "libvips",
        find: vips::find,
        takes: |task, _| task == Task::Png,
        points: &[full("1 none", 1), full("6 none", 6), full("6 all", vips::ALL_FILTERS | 6)],
        prepare: vips::png,
    },
    Peer {
        name: LIBWEBP,
        find: webp::find,
        takes: |task, _| task.is_webp(),
        points: &[
            full("method 0", 0),
            full("method 2", 2),
            quick("method 4", 4),
            full("method 6", 6),
            Point { threads: 0, ..full("method 4, threads", webp::THREADS | 4) },
        ],
        prepare: webp::prepare,
    },
    Peer {
        name: "libvips",
        find: vips::find,
        takes: |task, pixels| task.is_webp() && pixels < MODEST,
        points: &[full("effort 4", 4)],
        prepare: vips::webp,
    },
];

/// The version of a crate in Cargo.lock.
fn locked(name: &str) -> String {
    let entry = format!("name = \"{name}\"\nversion = \"");
    let text = include_str!("../../../Cargo.lock");
    let version = text.split_once(&entry).and_then(|(_, rest)| rest.split_once('"'));
    version.map_or("?".to_owned(), |(version, _)| format!("(crate {name} {version})"))
}
