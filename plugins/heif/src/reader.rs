//! Reading files.

use std::ffi::{CStr, c_int, c_void};
use std::ptr;
use std::slice;

use libheif_sys as lh;

use crate::failure::{Error, Result, answer, check};
use crate::interface::{
    BAD_FILE, CALLBACK, Decoding, Failure, FourCc, Input, ItemInfo, Limits, NO_MEMORY, Nclx, PART_AUXILIARY_TYPE,
    PART_DATA, PART_LOCATION, PART_PROFILE, PLANES_8, RGBA_8, RGBA_16, Reader, UNSUPPORTED, Writer,
};

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
        let nclx = Nclx { primaries: 2, transfer: 2, matrix: 2, full_range: 0 };
        let mut info = ItemInfo {
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
            nclx,
        };
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
        let threads = to.threads.clamp(1, 64) as c_int;
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

/// Gives bytes to the caller.
///
/// # Safety
/// There are `length` bytes at `data`.
unsafe fn give(writer: &Writer, data: *const u8, length: usize) -> Result<()> {
    // SAFETY: the caller's promise, and that of who made the writer.
    if length > 0 && unsafe { (writer.accept)(writer.context, data, length) } == 0 {
        return Err(Error::new(CALLBACK, "the bytes were refused"));
    }
    Ok(())
}

/// An image of a file.
struct Handle(*mut lh::heif_image_handle);

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: it is released once.
        unsafe { lh::heif_image_handle_release(self.0) }
    }
}

impl Handle {
    fn describe(&self, info: &mut ItemInfo) {
        let (mut space, mut chroma) = (0, 0);
        // SAFETY: the handle is alive.
        unsafe {
            let coded = lh::heif_image_handle_get_preferred_decoding_colorspace(self.0, &mut space, &mut chroma);
            info.width = u32::try_from(lh::heif_image_handle_get_width(self.0)).unwrap_or(0);
            info.height = u32::try_from(lh::heif_image_handle_get_height(self.0)).unwrap_or(0);
            info.depth = u32::try_from(lh::heif_image_handle_get_luma_bits_per_pixel(self.0)).unwrap_or(0);
            info.has_alpha = (lh::heif_image_handle_has_alpha_channel(self.0) != 0).into();
            info.premultiplied = (lh::heif_image_handle_is_premultiplied_alpha(self.0) != 0).into();
            let planes = coded.code == lh::heif_error_code_heif_error_Ok
                && (space, chroma) == (lh::heif_colorspace_heif_colorspace_YCbCr, lh::heif_chroma_heif_chroma_420);
            info.has_planes = (planes && info.depth == 8 && info.has_alpha == 0).into();
            info.is_image = (info.width > 0 && info.height > 0 && info.depth > 0).into();
        }
        let mut nclx = ptr::null_mut();
        // SAFETY: as above; what is found is freed once.
        unsafe {
            let answer = lh::heif_image_handle_get_nclx_color_profile(self.0, &mut nclx);
            if answer.code == lh::heif_error_code_heif_error_Ok && !nclx.is_null() {
                info.has_nclx = 1;
                info.nclx = Nclx {
                    primaries: (*nclx).color_primaries as u16,
                    transfer: (*nclx).transfer_characteristics as u16,
                    matrix: (*nclx).matrix_coefficients as u16,
                    full_range: (*nclx).full_range_flag.into(),
                };
                lh::heif_nclx_color_profile_free(nclx);
            }
        }
    }

    fn profile(&self, writer: &Writer) -> Result<()> {
        // SAFETY: the handle is alive.
        let length = unsafe { lh::heif_image_handle_get_raw_color_profile_size(self.0) };
        if length == 0 {
            return Ok(());
        }
        let mut profile = vec![0u8; length];
        // SAFETY: there is room for the profile.
        check(unsafe { lh::heif_image_handle_get_raw_color_profile(self.0, profile.as_mut_ptr().cast()) })?;
        // SAFETY: the vector has `length` bytes.
        unsafe { give(writer, profile.as_ptr(), length) }
    }

    fn auxiliary_type(&self, writer: &Writer) -> Result<()> {
        let mut text = ptr::null();
        // SAFETY: the handle is alive; the text is released once.
        unsafe {
            let answer = lh::heif_image_handle_get_auxiliary_type(self.0, &mut text);
            if answer.code != lh::heif_error_code_heif_error_Ok || text.is_null() {
                return Ok(());
            }
            let bytes = CStr::from_ptr(text).to_bytes();
            let given = give(writer, bytes.as_ptr(), bytes.len());
            lh::heif_image_handle_release_auxiliary_type(self.0, &mut text);
            given
        }
    }
}

/// How libheif decodes.
struct Options(*mut lh::heif_decoding_options);

impl Drop for Options {
    fn drop(&mut self) {
        // SAFETY: it is freed once.
        unsafe { lh::heif_decoding_options_free(self.0) }
    }
}

impl Options {
    fn new(threads: c_int) -> Result<Self> {
        // SAFETY: no arguments.
        let options = unsafe { lh::heif_decoding_options_alloc() };
        if options.is_null() {
            return Err(Error::new(NO_MEMORY, "no memory for options"));
        }
        // SAFETY: it was just made.
        unsafe {
            (*options).num_codec_threads = threads;
            // The colours stay what they are.
            (*options).output_image_nclx_profile_passthrough = 1;
        }
        Ok(Self(options))
    }
}

/// A decoded image.
struct Pixels(*mut lh::heif_image);

impl Drop for Pixels {
    fn drop(&mut self) {
        // SAFETY: it is released once.
        unsafe { lh::heif_image_release(self.0) }
    }
}

impl Pixels {
    /// Copies a plane of the size that the caller expects, of `bytes` for each sample.
    fn copy(
        &self,
        channel: lh::heif_channel,
        (width, height): (u32, u32),
        bytes: usize,
        (to, to_stride): (*mut u8, usize),
    ) -> Result<()> {
        let mut stride = 0;
        // SAFETY: the image is alive.
        let (from, size) = unsafe {
            let size = (lh::heif_image_get_width(self.0, channel), lh::heif_image_get_height(self.0, channel));
            (lh::heif_image_get_plane_readonly2(self.0, channel, &mut stride), size)
        };
        let row = width as usize * bytes;
        if from.is_null() || size != (width as c_int, height as c_int) || stride < row || to_stride < row {
            return Err(Error::new(BAD_FILE, "the image has not the size that its header says"));
        }
        for y in 0..height as usize {
            // SAFETY: both have `height` rows of at least `row` bytes, as far apart as their strides say: libheif's as
            // just checked, the caller's by the interface. They are different memory.
            unsafe { ptr::copy_nonoverlapping(from.add(y * stride), to.add(y * to_stride), row) }
        }
        Ok(())
    }
}
