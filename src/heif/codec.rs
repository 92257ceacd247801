//! The plugin's functions, safe to call.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::slice;

use super::interface::{
    Bytes, CALLBACK, DONE, Decoding, Failure, FourCc, Image, Input, Item, ItemInfo, Limits, NO_MEMORY, Nclx,
    PART_AUXILIARY_TYPE, PART_DATA, PART_LOCATION, PART_PROFILE, PLANES_8, Plugin, Property, RGBA_8, RGBA_16, Reader,
    Reference, Request, UNSUPPORTED, Writer,
};
use super::plugin_or;
use crate::error::{ErrorKind, ImageError, Result};
use crate::threads::Threads;

/// Most threads that a call of the plugin gets.
const MOST_THREADS: usize = 64;

/// An image to be coded.
pub struct Picture<'a> {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Y, Cb and Cr of 8 bits, 4:2:0: rows without padding.
    pub planes: [&'a [u8]; 3],
    /// What the samples are.
    pub nclx: Nclx,
    /// The ICC profile that the file gets in place of the numbers.
    pub profile: Option<&'a [u8]>,
    /// 0 to 100.
    pub quality: u8,
}

/// What an item holds.
pub enum Content<'a> {
    /// An image.
    Picture(Picture<'a>),
    /// An item of this type, and its bytes.
    Data(FourCc, &'a [u8]),
}

/// An item of a file to be written.
pub struct NewItem<'a> {
    /// What it holds.
    pub content: Content<'a>,
    /// Its name.
    pub name: Option<&'static CStr>,
    /// Boxes by their types, and whether who does not know one must not show the item.
    pub properties: Vec<(FourCc, bool, Vec<u8>)>,
    /// By their types, references to items in front of it, by their numbers.
    pub references: Vec<(FourCc, Vec<u32>)>,
}

/// Writes a file of `items`, whose first is the primary image, and that says that it is of `brands` beside those of its
/// images. `accept` gets it piece by piece; what is not true ends it all.
pub fn write(
    items: &[NewItem<'_>],
    brands: &[FourCc],
    threads: Threads,
    accept: &mut dyn FnMut(&[u8]) -> bool,
) -> Result<()> {
    let plugin = plugin_or(ErrorKind::TargetFormat)?;
    let images: Vec<Option<Image>> = items.iter().map(NewItem::image).collect::<Result<_>>()?;
    let properties: Vec<Vec<Property>> = items.iter().map(NewItem::properties).collect();
    let references: Vec<Vec<Reference>> = items.iter().map(NewItem::references).collect();
    let parts = items.iter().zip(&images).zip(properties.iter().zip(&references));
    let list: Vec<Item> = parts.map(|((item, image), (own, to))| item.described(image.as_ref(), own, to)).collect();
    let request = Request {
        items: list.as_ptr(),
        item_count: list.len() as u32,
        brand_count: brands.len() as u32,
        brands: brands.as_ptr(),
        threads: threads.for_jobs(MOST_THREADS) as u32,
    };
    let mut failure = Failure { text: [0; 256] };
    let answer = with_writer(accept, |writer| {
        // SAFETY: everything that the request points to lives in this function: pictures and data in `items`, the rest
        // in the vectors. Planes are as long as their sizes say, which `image` checked.
        unsafe { (plugin.write)(&request, writer, &mut failure) }
    });
    match answer {
        DONE => Ok(()),
        NO_MEMORY => Err(ImageError::new(ErrorKind::AllocFailed, failure.message())),
        _ => Err(ImageError::new(ErrorKind::EncoderFailed, failure.message())),
    }
}

impl NewItem<'_> {
    fn image(&self) -> Result<Option<Image>> {
        let Content::Picture(picture) = &self.content else { return Ok(None) };
        let (width, height) = (picture.width as usize, picture.height as usize);
        let half = (width.div_ceil(2), height.div_ceil(2));
        let lengths = [width * height, half.0 * half.1, half.0 * half.1];
        if picture.planes.iter().zip(lengths).any(|(plane, length)| plane.len() != length) {
            return Err(ImageError::new(ErrorKind::Internal, "planes have not the size of their image"));
        }
        Ok(Some(Image {
            width: picture.width,
            height: picture.height,
            planes: picture.planes.map(<[u8]>::as_ptr),
            strides: [width, half.0, half.0],
            nclx: picture.nclx,
            profile: bytes(picture.profile.unwrap_or_default()),
            quality: picture.quality.into(),
        }))
    }

    fn properties(&self) -> Vec<Property> {
        let property = |(kind, essential, data): &(FourCc, bool, Vec<u8>)| Property {
            kind: *kind,
            essential: (*essential).into(),
            data: bytes(data),
        };
        self.properties.iter().map(property).collect()
    }

    fn references(&self) -> Vec<Reference> {
        let reference =
            |(kind, to): &(FourCc, Vec<u32>)| Reference { kind: *kind, count: to.len() as u32, to: to.as_ptr() };
        self.references.iter().map(reference).collect()
    }

    fn described(&self, image: Option<&Image>, properties: &[Property], references: &[Reference]) -> Item {
        let (kind, data) = match self.content {
            Content::Picture(_) => (*b"hvc1", &[][..]),
            Content::Data(kind, data) => (kind, data),
        };
        Item {
            kind,
            property_count: properties.len() as u32,
            image: image.map_or(ptr::null(), ptr::from_ref),
            data: bytes(data),
            name: self.name.map_or(ptr::null(), CStr::as_ptr),
            properties: properties.as_ptr(),
            references: references.as_ptr(),
            reference_count: references.len() as u32,
        }
    }
}

fn bytes(data: &[u8]) -> Bytes {
    Bytes { data: data.as_ptr(), length: data.len() }
}

/// Runs `call` with a writer that gives everything to `accept`.
fn with_writer(mut accept: &mut dyn FnMut(&[u8]) -> bool, call: impl FnOnce(&Writer) -> u32) -> u32 {
    type Accept<'a> = &'a mut dyn FnMut(&[u8]) -> bool;

    unsafe extern "C" fn forward(context: *mut c_void, data: *const u8, length: usize) -> u32 {
        // SAFETY: the plugin gives back the context of this call, and `length` bytes.
        let (accept, data) = unsafe {
            (&mut *context.cast::<Accept<'_>>(), if length == 0 { &[] } else { slice::from_raw_parts(data, length) })
        };
        catch_unwind(AssertUnwindSafe(|| accept(data))).unwrap_or(false).into()
    }

    let context = (&raw mut accept).cast();
    call(&Writer { context, accept: forward })
}

impl Failure {
    /// What the plugin says.
    fn message(&self) -> String {
        let text = CStr::from_bytes_until_nul(&self.text).unwrap_or_default();
        format!("HEIF: {}", text.to_string_lossy())
    }
}

/// The bytes of a file that is read by position.
pub trait Source {
    /// Bytes in all.
    fn length(&self) -> u64;

    /// Fills `buffer` with the bytes from `at` on; whether that was possible.
    fn fill(&self, at: u64, buffer: &mut [u8]) -> bool;
}

/// Pixels that an image is decoded to.
pub enum Pixels<'a> {
    /// RGBA of 8 bits, not or already multiplied as [`ItemInfo`] says.
    Rgba8(&'a mut [u8]),
    /// RGBA of 16-bit samples in little endian with as many significant bits as the image has.
    Rgba16(&'a mut [u8]),
    /// Y, Cb and Cr of 8 bits, BT.601 of full range.
    Planes([&'a mut [u8]; 3]),
}

/// An open file. It is used by one thread.
pub struct File<'a> {
    plugin: &'static Plugin,
    reader: *mut Reader,
    /// What the plugin reads; it has the address.
    _source: Box<&'a dyn Source>,
}

impl Drop for File<'_> {
    fn drop(&mut self) {
        // SAFETY: it is closed once, before the source that it reads.
        unsafe { (self.plugin.close)(self.reader) }
    }
}

impl<'a> File<'a> {
    /// Reads the structure of a file.
    pub fn open(source: &'a dyn Source) -> Result<Self> {
        let plugin = plugin_or(ErrorKind::SourceUnrecognised)?;
        let mut source = Box::new(source);
        let context = (&raw mut *source).cast();
        let input = Input { context, length: source.length(), read_at };
        // Planes, and what conversions add to them.
        let limits = Limits { pixels: 1 << 29, memory: 4 << 30, profile: 16 << 20 };
        let mut failure = Failure { text: [0; 256] };
        // SAFETY: the input's context lives until the file is closed, at the same address.
        let reader = unsafe { (plugin.open)(&input, &limits, &mut failure) };
        if reader.is_null() {
            return Err(ImageError::new(ErrorKind::SourceHeaderBad, failure.message()));
        }
        Ok(Self { plugin, reader, _source: source })
    }

    /// The numbers of all items, the primary one first.
    pub fn items(&self) -> Vec<u32> {
        let mut ids = vec![0; 1024];
        // SAFETY: the reader is open, and there is room for as many.
        let count = unsafe { (self.plugin.items)(self.reader, ids.as_mut_ptr(), ids.len()) };
        ids.truncate(count);
        ids
    }

    /// The items that item `id` refers to.
    pub fn references(&self, id: u32, kind: FourCc) -> Vec<u32> {
        let mut ids = vec![0; 16];
        // SAFETY: as above.
        let count = unsafe { (self.plugin.references)(self.reader, id, &kind, ids.as_mut_ptr(), ids.len()) };
        ids.truncate(count);
        ids
    }

    /// What item `id` is.
    pub fn item(&self, id: u32) -> Result<ItemInfo> {
        let mut info = ItemInfo::of_kind(*b"none");
        let mut failure = Failure { text: [0; 256] };
        // SAFETY: the reader is open.
        let answer = unsafe { (self.plugin.item)(self.reader, id, &mut info, &mut failure) };
        if answer == DONE { Ok(info) } else { Err(error(answer, &failure)) }
    }

    /// The bytes of item `id`, at most `most`; None if there are none or more.
    pub fn data(&self, id: u32, most: usize) -> Result<Option<Vec<u8>>> {
        self.part(id, PART_DATA, most)
    }

    /// The ICC profile of an image.
    pub fn profile(&self, id: u32) -> Result<Option<Vec<u8>>> {
        self.part(id, PART_PROFILE, 16 << 20)
    }

    /// The URN that says which auxiliary image this is.
    pub fn auxiliary_type(&self, id: u32) -> Result<Option<Vec<u8>>> {
        self.part(id, PART_AUXILIARY_TYPE, 1 << 10)
    }

    /// What is in an image's box that says where it lies in another one.
    pub fn location(&self, id: u32) -> Result<Option<Vec<u8>>> {
        self.part(id, PART_LOCATION, 1 << 10)
    }

    fn part(&self, id: u32, part: u32, most: usize) -> Result<Option<Vec<u8>>> {
        let (mut data, mut failure) = (Vec::new(), Failure { text: [0; 256] });
        let mut append = |bytes: &[u8]| {
            let fits = bytes.len() <= most - data.len() && data.try_reserve(bytes.len()).is_ok();
            if fits {
                data.extend_from_slice(bytes);
            }
            fits
        };
        // SAFETY: the reader is open.
        let read = |writer: &Writer| unsafe { (self.plugin.read)(self.reader, id, part, writer, &mut failure) };
        match with_writer(&mut append, read) {
            DONE => Ok(Some(data).filter(|data| !data.is_empty())),
            CALLBACK => Ok(None),
            answer => Err(error(answer, &failure)),
        }
    }

    /// Decodes image `id`, of the size that [`item`](Self::item) tells; false if it cannot be decoded to such pixels,
    /// but to others.
    pub fn decode(&self, id: u32, (width, height): (u32, u32), pixels: Pixels<'_>, threads: Threads) -> Result<bool> {
        let (columns, rows) = (width as usize, height as usize);
        let half = (columns.div_ceil(2), rows.div_ceil(2));
        let none = ptr::null_mut;
        let (format, planes, strides, sizes) = match pixels {
            Pixels::Rgba8(pixels) => {
                (RGBA_8, [pixels.as_mut_ptr(), none(), none()], [4 * columns, 0, 0], vec![(pixels.len(), rows)])
            }
            Pixels::Rgba16(pixels) => {
                (RGBA_16, [pixels.as_mut_ptr(), none(), none()], [8 * columns, 0, 0], vec![(pixels.len(), rows)])
            }
            Pixels::Planes(planes) => {
                let sizes =
                    planes.iter().zip([rows, half.1, half.1]).map(|(plane, rows)| (plane.len(), rows)).collect();
                (PLANES_8, planes.map(<[u8]>::as_mut_ptr), [columns, half.0, half.0], sizes)
            }
        };
        if sizes.iter().zip(strides).any(|((length, rows), stride)| *length != rows * stride) {
            return Err(ImageError::new(ErrorKind::Internal, "a buffer has not the size of its image"));
        }
        let threads = threads.for_jobs(MOST_THREADS) as u32;
        let decoding = Decoding { format, threads, width, height, planes, strides };
        let mut failure = Failure { text: [0; 256] };
        // SAFETY: the reader is open; the planes are as long as size and strides say, as just checked, and nobody
        // else's meanwhile.
        match unsafe { (self.plugin.decode)(self.reader, id, &decoding, &mut failure) } {
            DONE => Ok(true),
            UNSUPPORTED if format == PLANES_8 => Ok(false),
            answer => Err(error(answer, &failure)),
        }
    }
}

/// The plugin's way to a [`Source`].
unsafe extern "C" fn read_at(context: *mut c_void, at: u64, buffer: *mut u8, length: usize) -> u32 {
    if length == 0 {
        return 1;
    }
    // SAFETY: the plugin gives back the context of `open`, which lives in the file, and room for `length` bytes. They
    // are set first, so that they are bytes whatever they were.
    let (source, buffer) = unsafe {
        ptr::write_bytes(buffer, 0, length);
        (*context.cast::<&dyn Source>(), slice::from_raw_parts_mut(buffer, length))
    };
    catch_unwind(AssertUnwindSafe(|| source.fill(at, buffer))).unwrap_or(false).into()
}

fn error(answer: u32, failure: &Failure) -> ImageError {
    let kind = match answer {
        NO_MEMORY => ErrorKind::AllocFailed,
        _ => ErrorKind::SourceDecodeFailed,
    };
    ImageError::new(kind, failure.message())
}
