//! Reading files.

use std::ffi::{c_int, c_void};
use std::ptr;
use std::slice;

use libheif_sys as lh;

use crate::failure::{Error, Result, answer, check};
use crate::image::{Handle, Options, Pixels, give};
use crate::interface::{
    Decoding, Failure, FourCc, Input, ItemInfo, Limits, NO_MEMORY, PART_AUXILIARY_TYPE, PART_DATA, PART_LOCATION,
    PART_PROFILE, PLANES_8, RGBA_8, RGBA_16, Reader, UNSUPPORTED, Writer,
};
use crate::room;

/// What a reader of the interface is. libheif keeps the address of `source`.
struct File {
    context: *mut lh::heif_context,
    _source: Box<Source>,
}

impl Drop for File {
    fn drop(&mut self) {
        // SAFETY: it is freed once, before the source that it reads.
        unsafe { lh::heif_context_free(self.context) }
    }
}

/// The bytes of a file, and where libheif is in them.
struct Source {
    context: *mut c_void,
    read_at: unsafe extern "C" fn(*mut c_void, u64, *mut u8, usize) -> u32,
    length: u64,
    at: u64,
}

/// libheif's view of a [`Source`]. It may keep the address, so the table stays.
static CALLBACKS: lh::heif_reader = lh::heif_reader {
    reader_api_version: 1,
    get_position: Some(position),
    read: Some(read_next),
    seek: Some(seek),
    wait_for_file_size: Some(wait_for_size),
    request_range: None,
    preload_range_hint: None,
    release_file_range: None,
    release_error_msg: None,
};

unsafe extern "C" fn position(source: *mut c_void) -> i64 {
    // SAFETY: libheif gives back the source that `open` gave it, from one thread at a time.
    unsafe { (*source.cast::<Source>()).at as i64 }
}

unsafe extern "C" fn read_next(data: *mut c_void, size: usize, source: *mut c_void) -> c_int {
    // SAFETY: as above.
    let source = unsafe { &mut *source.cast::<Source>() };
    let fits = source.at.checked_add(size as u64).is_some_and(|end| end <= source.length);
    // SAFETY: libheif gives `size` bytes of memory, and the range is inside the file.
    if !fits || unsafe { (source.read_at)(source.context, source.at, data.cast(), size) } == 0 {
        return 1;
    }
    source.at += size as u64;
    0
}

unsafe extern "C" fn seek(at: i64, source: *mut c_void) -> c_int {
    // SAFETY: as above.
    let source = unsafe { &mut *source.cast::<Source>() };
    match u64::try_from(at) {
        Ok(at) if at <= source.length => source.at = at,
        _ => return 1,
    }
    0
}

unsafe extern "C" fn wait_for_size(size: i64, source: *mut c_void) -> lh::heif_reader_grow_status {
    // SAFETY: as above.
    let source = unsafe { &*source.cast::<Source>() };
    match u64::try_from(size) {
        Ok(size) if size <= source.length => lh::heif_reader_grow_status_heif_reader_grow_status_size_reached,
        _ => lh::heif_reader_grow_status_heif_reader_grow_status_size_beyond_eof,
    }
}

/// [`crate::interface::Plugin::open`].
pub unsafe extern "C" fn open(input: &Input, limits: &Limits, failure: &mut Failure) -> *mut Reader {
    let mut file = ptr::null_mut();
    answer(failure, || {
        file = Box::into_raw(Box::new(File::open(input, limits)?)).cast();
        Ok(())
    });
    file
}

/// [`crate::interface::Plugin::close`].
pub unsafe extern "C" fn close(reader: *mut Reader) {
    // SAFETY: the caller gives back what `open` gave, once.
    drop(unsafe { Box::from_raw(reader.cast::<File>()) });
}

/// [`crate::interface::Plugin::items`].
pub unsafe extern "C" fn items(reader: *mut Reader, ids: *mut u32, capacity: usize) -> usize {
    // SAFETY: the caller's reader is open, and used by nobody else meanwhile.
    let found = unsafe { &*reader.cast::<File>() }.items();
    // SAFETY: there is room for `capacity`.
    unsafe { hand_out(&found, ids, capacity) }
}

/// [`crate::interface::Plugin::references`].
pub unsafe extern "C" fn references(
    reader: *mut Reader,
    id: u32,
    kind: &FourCc,
    ids: *mut u32,
    capacity: usize,
) -> usize {
    // SAFETY: as in `items`.
    let found = unsafe { &*reader.cast::<File>() }.references(id, *kind);
    // SAFETY: there is room for `capacity`.
    unsafe { hand_out(&found, ids, capacity) }
}

/// Copies what fits, and gives how many there are.
///
/// # Safety
/// There is room for `capacity` numbers at `ids`.
unsafe fn hand_out(found: &[u32], ids: *mut u32, capacity: usize) -> usize {
    // SAFETY: the caller's promise.
    unsafe { ptr::copy_nonoverlapping(found.as_ptr(), ids, found.len().min(capacity)) };
    found.len()
}

/// [`crate::interface::Plugin::item`].
pub unsafe extern "C" fn item(reader: *mut Reader, id: u32, info: &mut ItemInfo, failure: &mut Failure) -> u32 {
    // SAFETY: as in `items`.
    let file = unsafe { &*reader.cast::<File>() };
    answer(failure, || {
        *info = file.info(id);
        Ok(())
    })
}

/// [`crate::interface::Plugin::read`].
pub unsafe extern "C" fn read(reader: *mut Reader, id: u32, part: u32, writer: &Writer, failure: &mut Failure) -> u32 {
    // SAFETY: as in `items`.
    let file = unsafe { &*reader.cast::<File>() };
    answer(failure, || file.part(id, part, writer))
}

/// [`crate::interface::Plugin::decode`].
pub unsafe extern "C" fn decode(reader: *mut Reader, id: u32, to: &Decoding, failure: &mut Failure) -> u32 {
    // SAFETY: as in `items`.
    let file = unsafe { &*reader.cast::<File>() };
    answer(failure, || file.decode(id, to))
}

impl File {
    fn open(input: &Input, limits: &Limits) -> Result<Self> {
        let (context, read_at, length) = (input.context, input.read_at, input.length);
        let mut source = Box::new(Source { context, read_at, length, at: 0 });
        // SAFETY: no arguments.
        let context = unsafe { lh::heif_context_alloc() };
        if context.is_null() {
            return Err(Error::new(NO_MEMORY, "no memory for a file"));
        }
        let address = (&raw mut *source).cast();
        let file = Self { context, _source: source };
        // SAFETY: the context is alive, and so are its limits.
        unsafe {
            let own = &mut *lh::heif_context_get_security_limits(context);
            own.max_image_size_pixels = limits.pixels;
            own.max_memory_block_size = limits.memory;
            own.max_total_memory = limits.memory;
            own.max_color_profile_size = limits.profile;
        }
        // SAFETY: the source lives as long as the context.
        check(unsafe { lh::heif_context_read_from_reader(context, &CALLBACKS, address, ptr::null()) })?;
        Ok(file)
    }

    /// All items, the primary one first.
    fn items(&self) -> Vec<u32> {
        // SAFETY: the context is alive; there is room for as many items as it says that there are.
        let mut ids = unsafe {
            let mut ids = vec![0; usize::try_from(lh::heif_context_get_number_of_items(self.context)).unwrap_or(0)];
            let found = lh::heif_context_get_list_of_item_IDs(self.context, ids.as_mut_ptr(), ids.len() as c_int);
            ids.truncate(usize::try_from(found).unwrap_or(0));
            ids
        };
        let mut primary = 0;
        // SAFETY: as above.
        let answer = unsafe { lh::heif_context_get_primary_image_ID(self.context, &mut primary) };
        if answer.code == lh::heif_error_code_heif_error_Ok {
            ids.retain(|id| *id != primary);
            ids.insert(0, primary);
        }
        ids
    }

    fn references(&self, id: u32, kind: FourCc) -> Vec<u32> {
        for index in 0.. {
            let (mut found, mut list) = (0, ptr::null_mut());
            // SAFETY: the context is alive.
            let count = unsafe { lh::heif_context_get_item_references(self.context, id, index, &mut found, &mut list) };
            if list.is_null() {
                break;
            }
            // SAFETY: libheif made a list of `count` numbers, which is released once.
            let ids = unsafe {
                let ids = slice::from_raw_parts(list, count).to_vec();
                lh::heif_release_item_references(self.context, &mut list);
                ids
            };
            if found == u32::from_be_bytes(kind) {
                return ids;
            }
        }
        Vec::new()
    }

    fn image(&self, id: u32) -> Result<Handle> {
        let mut handle = ptr::null_mut();
        // SAFETY: the context is alive.
        check(unsafe { lh::heif_context_get_image_handle(self.context, id, &mut handle) })?;
        Ok(Handle(handle))
    }

    fn info(&self, id: u32) -> ItemInfo {
        // SAFETY: the context is alive.
        let kind = unsafe { lh::heif_item_get_item_type(self.context, id) }.to_be_bytes();
        let mut info = ItemInfo::of_kind(kind);
        if let Ok(image) = self.image(id) {
            info.turned = self.is_turned(id).into();
            image.describe(&mut info);
        }
        info
    }

    /// Whether there is a rotation or a mirroring.
    fn is_turned(&self, id: u32) -> bool {
        let mut list = [0; 8];
        // SAFETY: there is room for as many properties.
        let count = unsafe {
            let room = list.len() as c_int;
            lh::heif_item_get_transformation_properties(self.context, id, list.as_mut_ptr(), room)
        };
        list.iter().take(usize::try_from(count).unwrap_or(0)).any(|property| {
            // SAFETY: the property is one of the item.
            let kind = unsafe { lh::heif_item_get_property_type(self.context, id, *property) };
            kind == lh::heif_item_property_type_heif_item_property_type_transform_rotation
                || kind == lh::heif_item_property_type_heif_item_property_type_transform_mirror
        })
    }

    fn part(&self, id: u32, part: u32, writer: &Writer) -> Result<()> {
        match part {
            PART_DATA => {
                let (mut data, mut length) = (ptr::null_mut(), 0);
                // SAFETY: the context is alive.
                check(unsafe {
                    lh::heif_item_get_item_data(self.context, id, ptr::null_mut(), &mut data, &mut length)
                })?;
                // SAFETY: libheif made `length` bytes, which are released once.
                unsafe {
                    let given = give(writer, data, length);
                    lh::heif_release_item_data(self.context, &mut data);
                    given
                }
            }
            PART_PROFILE => self.image(id)?.profile(writer),
            PART_AUXILIARY_TYPE => self.image(id)?.auxiliary_type(writer),
            PART_LOCATION => self.raw_property(id, *b"rloc", writer),
            _ => Err(Error::new(UNSUPPORTED, format!("there is no part {part}"))),
        }
    }

    /// What is in a box that libheif does not know.
    fn raw_property(&self, id: u32, kind: FourCc, writer: &Writer) -> Result<()> {
        let (mut property, mut length) = (0, 0);
        // SAFETY: the context is alive, and there is room for one property; then for as many bytes as it has.
        unsafe {
            let found = lh::heif_item_get_properties_of_type(
                self.context,
                id,
                u32::from_be_bytes(kind) as lh::heif_item_property_type,
                &mut property,
                1,
            );
            if found < 1 {
                return Ok(());
            }
            check(lh::heif_item_get_property_raw_size(self.context, id, property, &mut length))?;
            let mut data = vec![0u8; length];
            check(lh::heif_item_get_property_raw_data(self.context, id, property, data.as_mut_ptr()))?;
            give(writer, data.as_ptr(), length)
        }
    }

    fn decode(&self, id: u32, to: &Decoding) -> Result<()> {
        let handle = self.image(id)?;
        let each = if to.format == RGBA_16 { 2 * room::TO_DECODE } else { room::TO_DECODE };
        let threads = to.threads.clamp(1, 64);
        let threads = room::for_threads(to.width as usize * to.height as usize, each, threads)? as c_int;
        let options = Options::new(threads)?;
        // libheif counts helping threads; with none the caller's own decodes tiles.
        // SAFETY: the context is alive.
        unsafe { lh::heif_context_set_max_decoding_threads(self.context, if threads == 1 { 0 } else { threads }) };
        let (space, chroma) = match to.format {
            RGBA_8 => (lh::heif_colorspace_heif_colorspace_RGB, lh::heif_chroma_heif_chroma_interleaved_RGBA),
            RGBA_16 => (lh::heif_colorspace_heif_colorspace_RGB, lh::heif_chroma_heif_chroma_interleaved_RRGGBBAA_LE),
            PLANES_8 => (lh::heif_colorspace_heif_colorspace_YCbCr, lh::heif_chroma_heif_chroma_420),
            other => return Err(Error::new(UNSUPPORTED, format!("there is no format {other}"))),
        };
        let mut image = ptr::null_mut();
        // SAFETY: all of these are alive; the image is released by Pixels.
        check(unsafe { lh::heif_decode_image(handle.0, &mut image, space, chroma, options.0) })?;
        let image = Pixels(image);
        let interleaved = lh::heif_channel_heif_channel_interleaved;
        let half = (to.width.div_ceil(2), to.height.div_ceil(2));
        match to.format {
            RGBA_8 => image.copy(interleaved, (to.width, to.height), 4, (to.planes[0], to.strides[0])),
            RGBA_16 => image.copy(interleaved, (to.width, to.height), 8, (to.planes[0], to.strides[0])),
            _ => {
                let whole = (to.width, to.height);
                image.copy(lh::heif_channel_heif_channel_Y, whole, 1, (to.planes[0], to.strides[0]))?;
                image.copy(lh::heif_channel_heif_channel_Cb, half, 1, (to.planes[1], to.strides[1]))?;
                image.copy(lh::heif_channel_heif_channel_Cr, half, 1, (to.planes[2], to.strides[2]))
            }
        }
    }
}
