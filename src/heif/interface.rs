//! The C interface between the library and a plugin that reads and writes HEIF. Both are compiled with this file.
//!
//! A plugin is a shared object with the function [`SYMBOL`], which gives a [`Plugin`]. Whoever changes anything here
//! that the other side could notice counts [`VERSION`] up: the library refuses other versions. Strings and arrays
//! belong to who made them and are valid during the call, but for [`Plugin`] itself, which stays. Nothing unwinds
//! through a call, in either direction, and a plugin writes to nothing that it is not given for this.

use std::ffi::{CStr, c_char, c_void};

/// The version of this interface.
pub const VERSION: u32 = 1;

/// What a plugin exports: an [`Entry`].
pub const SYMBOL: &CStr = c"ohimagekit_heif_plugin";

/// Gives the plugin, which stays as it is until the process ends; NULL if it cannot work.
pub type Entry = unsafe extern "C" fn() -> *const Plugin;

/// What a plugin does. Every function may be called by several threads at once, for different readers.
#[repr(C)]
pub struct Plugin {
    /// [`VERSION`]; nothing behind it is looked at if it is another one.
    pub version: u32,
    /// Pixels that an image to be coded has in a row, and rows, at most.
    pub max_side: u32,
    /// What the plugin is made of, with versions; UTF-8 that ends with a NUL.
    pub name: [u8; 128],
    /// Writes a file.
    pub write: unsafe extern "C" fn(&Request, &Writer, &mut Failure) -> u32,
    /// Reads the structure of a file; NULL after a failure. Input and its context are used until the reader is closed.
    pub open: unsafe extern "C" fn(&Input, &Limits, &mut Failure) -> *mut Reader,
    /// Ends a reader.
    pub close: unsafe extern "C" fn(*mut Reader),
    /// Identifiers of all items, the primary one first: fills as many as `capacity` and gives how many there are.
    pub items: unsafe extern "C" fn(*mut Reader, ids: *mut u32, capacity: usize) -> usize,
    /// Says what an item is.
    pub item: unsafe extern "C" fn(*mut Reader, id: u32, &mut ItemInfo, &mut Failure) -> u32,
    /// Items that an item refers to by references of a kind: fills as many as `capacity` and gives how many there are.
    pub references: unsafe extern "C" fn(*mut Reader, id: u32, kind: &FourCc, ids: *mut u32, capacity: usize) -> usize,
    /// Hands out what belongs to an item; nothing if there is none.
    pub read: unsafe extern "C" fn(*mut Reader, id: u32, part: u32, &Writer, &mut Failure) -> u32,
    /// Decodes an image.
    pub decode: unsafe extern "C" fn(*mut Reader, id: u32, &Decoding, &mut Failure) -> u32,
}

/// A type of four characters, of items, references and properties.
pub type FourCc = [u8; 4];

/// An open file; only the plugin knows what is in it.
#[repr(C)]
pub struct Reader {
    _private: [u8; 0],
}

/// What a call answers: this, or one of [`Failure`]'s codes.
pub const DONE: u32 = 0;
/// There was no memory.
pub const NO_MEMORY: u32 = 1;
/// The file is damaged, or larger than the limits.
pub const BAD_FILE: u32 = 2;
/// The file, or an image in it, is of a kind that this plugin does not know.
pub const UNSUPPORTED: u32 = 3;
/// The codec refused.
pub const CODEC: u32 = 4;
/// A writer or an input of the library failed.
pub const CALLBACK: u32 = 5;

/// Why a call failed.
#[repr(C)]
pub struct Failure {
    /// UTF-8 that ends with a NUL.
    pub text: [u8; 256],
}

/// Bytes; `data` may be NULL if there are none.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Bytes {
    /// The first.
    pub data: *const u8,
    /// How many.
    pub length: usize,
}

/// Takes bytes, piece by piece.
#[repr(C)]
pub struct Writer {
    /// For `accept`.
    pub context: *mut c_void,
    /// Takes the next bytes; 0 ends the call, which then fails with [`CALLBACK`].
    pub accept: unsafe extern "C" fn(context: *mut c_void, data: *const u8, length: usize) -> u32,
}

/// Gives the bytes of a file.
#[repr(C)]
pub struct Input {
    /// For `read_at`.
    pub context: *mut c_void,
    /// Bytes in all.
    pub length: u64,
    /// Fills `buffer` with `length` bytes from `at` on, all of them inside the file; 0 if that fails. By one thread at
    /// a time.
    pub read_at: unsafe extern "C" fn(context: *mut c_void, at: u64, buffer: *mut u8, length: usize) -> u32,
}

/// What a reader may use.
#[repr(C)]
pub struct Limits {
    /// Pixels of an image.
    pub pixels: u64,
    /// Bytes of memory in all.
    pub memory: u64,
    /// Longest ICC profile, in bytes.
    pub profile: u32,
}

/// Colours by the numbers of ITU-T H.273.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nclx {
    /// Primaries.
    pub primaries: u16,
    /// Transfer characteristics.
    pub transfer: u16,
    /// Matrix coefficients.
    pub matrix: u16,
    /// 1 if samples use the full range.
    pub full_range: u16,
}

/// An image to be coded: 8 bits, 4:2:0.
#[repr(C)]
pub struct Image {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Y, Cb and Cr; those of chroma have half as many columns and rows, rounded up.
    pub planes: [*const u8; 3],
    /// Bytes from row to row, for each plane.
    pub strides: [usize; 3],
    /// What its samples are; it is in the file if there is no profile.
    pub nclx: Nclx,
    /// The ICC profile in the file, if there is one.
    pub profile: Bytes,
    /// 0 to 100.
    pub quality: u32,
}

/// A property box of an item.
#[repr(C)]
pub struct Property {
    /// The box's type.
    pub kind: FourCc,
    /// 1 if who does not know it must not show the item.
    pub essential: u32,
    /// What is in the box.
    pub data: Bytes,
}

/// References of one item to others.
#[repr(C)]
pub struct Reference {
    /// The type.
    pub kind: FourCc,
    /// How many.
    pub count: u32,
    /// Items by their numbers in the request, from 0, each in front of the item that refers to it.
    pub to: *const u32,
}

/// An item to be written.
#[repr(C)]
pub struct Item {
    /// The type of an item of data; the codec's of an image.
    pub kind: FourCc,
    /// Number of properties.
    pub property_count: u32,
    /// The image; NULL if it is one of data.
    pub image: *const Image,
    /// The data, if it is no image.
    pub data: Bytes,
    /// The name, if it has one.
    pub name: *const c_char,
    /// Properties beside those that an image gets.
    pub properties: *const Property,
    /// References.
    pub references: *const Reference,
    /// Number of references.
    pub reference_count: u32,
}

/// A file to be written.
#[repr(C)]
pub struct Request {
    /// The items, the primary image first.
    pub items: *const Item,
    /// Number of items.
    pub item_count: u32,
    /// Number of brands.
    pub brand_count: u32,
    /// Compatible brands beside those that the images make.
    pub brands: *const FourCc,
    /// Threads that the call may use, at least 1. The bytes are the same for any number.
    pub threads: u32,
}

/// What an item is.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct ItemInfo {
    /// The item's type.
    pub kind: FourCc,
    /// 1 if it is an image that can be decoded: the rest is told of those alone.
    pub is_image: u32,
    /// Pixels in a row, after the transformations that belong to the image.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bits of a luma sample.
    pub depth: u32,
    /// 1 if there is alpha.
    pub has_alpha: u32,
    /// 1 if colours are multiplied by it.
    pub premultiplied: u32,
    /// 1 if it can be decoded as [`PLANES_8`].
    pub has_planes: u32,
    /// 1 if rotation or mirroring belongs to the image.
    pub turned: u32,
    /// 1 if `nclx` says something.
    pub has_nclx: u32,
    /// What the file says of the colours.
    pub nclx: Nclx,
}

impl ItemInfo {
    /// An item of which nothing is known but its type.
    pub const fn of_kind(kind: FourCc) -> Self {
        Self {
            kind,
            is_image: 0,
            width: 0,
            height: 0,
            depth: 0,
            has_alpha: 0,
            premultiplied: 0,
            has_planes: 0,
            turned: 0,
            has_nclx: 0,
            nclx: Nclx { primaries: 2, transfer: 2, matrix: 2, full_range: 0 },
        }
    }
}

/// A part of an item: its data.
pub const PART_DATA: u32 = 0;
/// Its ICC profile.
pub const PART_PROFILE: u32 = 1;
/// The URN that tells which auxiliary image it is.
pub const PART_AUXILIARY_TYPE: u32 = 2;
/// What is in its box `rloc`: where it lies in the image that it belongs to.
pub const PART_LOCATION: u32 = 3;

/// Pixels of an image that is decoded: RGBA of 8 bits, alpha as it is in the file; 255 without alpha.
pub const RGBA_8: u32 = 0;
/// RGBA of 16 bits, little endian; the samples have as many bits as the image.
pub const RGBA_16: u32 = 1;
/// Y, Cb and Cr of 8 bits, 4:2:0, as they are coded.
pub const PLANES_8: u32 = 2;

/// Where an image is to be decoded to.
#[repr(C)]
pub struct Decoding {
    /// [`RGBA_8`], [`RGBA_16`] or [`PLANES_8`].
    pub format: u32,
    /// Threads that the call may use, at least 1.
    pub threads: u32,
    /// Pixels in a row, as [`ItemInfo`] has them.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// The first plane, or all three.
    pub planes: [*mut u8; 3],
    /// Bytes from row to row.
    pub strides: [usize; 3],
}
