//! Writing a file: images are coded, items and references are added as the request has them.

use std::ffi::{CString, c_char, c_int, c_void};
use std::ptr;
use std::slice;

use libheif_sys as lh;

use crate::failure::{Error, Result, answer, check};
use crate::interface::{BAD_FILE, CODEC, Failure, FourCc, Image, Item, NO_MEMORY, Request, Writer};
use crate::{room, settings};

/// [`crate::interface::Plugin::write`].
pub unsafe extern "C" fn write(request: &Request, writer: &Writer, failure: &mut Failure) -> u32 {
    answer(failure, || {
        let file = Context::new()?;
        // SAFETY: the caller says that the arrays of a request are as long as it says.
        let items = unsafe { array(request.items, request.item_count) };
        let mut ids = Vec::new();
        for item in items {
            let id = if item.image.is_null() { file.add_data(item)? } else { file.add_image(item, request.threads)? };
            file.describe(id, item, &ids)?;
            ids.push(id);
        }
        // SAFETY: as above.
        for brand in unsafe { array(request.brands, request.brand_count) } {
            // SAFETY: the file is alive.
            unsafe { lh::heif_context_add_compatible_brand(file.0, u32::from_be_bytes(*brand)) };
        }
        file.write(writer)
    })
}

/// An array of the request; a NULL is an empty one.
///
/// # Safety
/// `count` elements are there as long as the request is.
unsafe fn array<'a, T>(first: *const T, count: u32) -> &'a [T] {
    // SAFETY: the caller's promise.
    if first.is_null() { &[] } else { unsafe { slice::from_raw_parts(first, count as usize) } }
}

/// A file in the making.
struct Context(*mut lh::heif_context);

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: it is freed once.
        unsafe { lh::heif_context_free(self.0) }
    }
}

impl Context {
    fn new() -> Result<Self> {
        // SAFETY: no arguments.
        let context = unsafe { lh::heif_context_alloc() };
        if context.is_null() { Err(Error::new(NO_MEMORY, "no memory for a file")) } else { Ok(Self(context)) }
    }

    fn add_data(&self, item: &Item) -> Result<u32> {
        let kind = CString::new(item.kind).map_err(|_| Error::new(BAD_FILE, "an item's type has a NUL"))?;
        let length = c_int::try_from(item.data.length).map_err(|_| Error::new(BAD_FILE, "an item is too long"))?;
        let mut wrong = 0; // libheif 1.23 gives 1 for every item
        // SAFETY: the data of the item are `length` bytes.
        check(unsafe { lh::heif_context_add_item(self.0, kind.as_ptr(), item.data.data.cast(), length, &mut wrong) })?;
        self.newest().ok_or_else(|| Error::new(CODEC, "libheif added no item"))
    }

    /// The item that was added last: numbers ascend.
    fn newest(&self) -> Option<u32> {
        // SAFETY: the file is alive; there is room for as many items as it says that there are.
        let ids = unsafe {
            let mut ids = vec![0; usize::try_from(lh::heif_context_get_number_of_items(self.0)).ok()?];
            let found = lh::heif_context_get_list_of_item_IDs(self.0, ids.as_mut_ptr(), ids.len() as c_int);
            ids.truncate(usize::try_from(found).ok()?);
            ids
        };
        ids.into_iter().max()
    }

    fn add_image(&self, item: &Item, threads: u32) -> Result<u32> {
        // SAFETY: the image of an item is alive, and this is no item of data.
        let wanted = unsafe { &*item.image };
        let threads = room::for_threads(wanted.width as usize * wanted.height as usize, room::TO_ENCODE, threads)?;
        let pixels = Pixels::of(wanted)?;
        let encoder = Encoder::new(self.0)?;
        settings::apply(encoder.0, wanted.quality, threads)?;
        let options = Options::new()?;
        let mut handle = ptr::null_mut();
        // SAFETY: all of these are alive; the handle is released below.
        check(unsafe { lh::heif_context_encode_image(self.0, pixels.0, encoder.0, options.0, &mut handle) })?;
        // SAFETY: there is a handle where there was no error; it is released once.
        let id = unsafe {
            let id = lh::heif_image_handle_get_item_id(handle);
            lh::heif_image_handle_release(handle);
            id
        };
        Ok(id)
    }

    /// Name, properties and references of item `id`.
    fn describe(&self, id: u32, item: &Item, ids: &[u32]) -> Result<()> {
        if !item.name.is_null() {
            // SAFETY: the name is a text.
            check(unsafe { lh::heif_item_set_item_name(self.0, id, item.name) })?;
        }
        // SAFETY: the arrays of an item are as long as it says.
        let (properties, references) =
            unsafe { (array(item.properties, item.property_count), array(item.references, item.reference_count)) };
        for property in properties {
            let (kind, data) = (u32::from_be_bytes(property.kind), property.data);
            let (essential, added) = (property.essential as c_int, ptr::null_mut());
            // SAFETY: the property's data are as long as it says.
            check(unsafe {
                lh::heif_item_add_raw_property(self.0, id, kind, ptr::null(), data.data, data.length, essential, added)
            })?;
        }
        for reference in references {
            // SAFETY: as above.
            let to = unsafe { array(reference.to, reference.count) };
            let to: Option<Vec<u32>> = to.iter().map(|number| ids.get(*number as usize).copied()).collect();
            let to = to.ok_or_else(|| Error::new(BAD_FILE, "a reference to an item that is not there yet"))?;
            let kind = u32::from_be_bytes(reference.kind as FourCc);
            // SAFETY: `to` has as many numbers as it says.
            check(unsafe { lh::heif_context_add_item_references(self.0, kind, id, to.as_ptr(), to.len() as c_int) })?;
        }
        Ok(())
    }

    fn write(&self, writer: &Writer) -> Result<()> {
        let mut callbacks = lh::heif_writer { writer_api_version: 1, write: Some(accept) };
        // SAFETY: the writer lives until the call returns.
        check(unsafe { lh::heif_context_write(self.0, &mut callbacks, ptr::from_ref(writer).cast_mut().cast()) })
    }
}

/// libheif's callback: gives its bytes to the caller's.
unsafe extern "C" fn accept(
    _: *mut lh::heif_context,
    data: *const c_void,
    size: usize,
    writer: *mut c_void,
) -> lh::heif_error {
    // SAFETY: `writer` is that of `write`, which is alive; the data are `size` bytes.
    let accepted = unsafe {
        let writer = &*writer.cast::<Writer>();
        (writer.accept)(writer.context, data.cast(), size)
    };
    let (code, subcode, message): (_, _, *const c_char) = if accepted != 0 {
        (lh::heif_error_code_heif_error_Ok, lh::heif_suberror_code_heif_suberror_Unspecified, c"".as_ptr())
    } else {
        let subcode = lh::heif_suberror_code_heif_suberror_Cannot_write_output_data;
        (lh::heif_error_code_heif_error_Encoding_error, subcode, c"the output was refused".as_ptr())
    };
    lh::heif_error { code, subcode, message }
}

/// x265 for one image.
struct Encoder(*mut lh::heif_encoder);

impl Drop for Encoder {
    fn drop(&mut self) {
        // SAFETY: it is released once. x265's threads end with it.
        unsafe { lh::heif_encoder_release(self.0) }
    }
}

impl Encoder {
    fn new(file: *mut lh::heif_context) -> Result<Self> {
        let mut encoder = ptr::null_mut();
        let hevc = lh::heif_compression_format_heif_compression_HEVC;
        // SAFETY: the file is alive.
        check(unsafe { lh::heif_context_get_encoder_for_format(file, hevc, &mut encoder) })?;
        Ok(Self(encoder))
    }
}

/// How libheif takes an image.
struct Options(*mut lh::heif_encoding_options);

impl Drop for Options {
    fn drop(&mut self) {
        // SAFETY: it is freed once.
        unsafe { lh::heif_encoding_options_free(self.0) }
    }
}

impl Options {
    fn new() -> Result<Self> {
        // SAFETY: no arguments.
        let options = unsafe { lh::heif_encoding_options_alloc() };
        if options.is_null() { Err(Error::new(NO_MEMORY, "no memory for options")) } else { Ok(Self(options)) }
    }
}

/// libheif's copy of an image.
struct Pixels(*mut lh::heif_image);

impl Drop for Pixels {
    fn drop(&mut self) {
        // SAFETY: it is released once.
        unsafe { lh::heif_image_release(self.0) }
    }
}

impl Pixels {
    fn of(wanted: &Image) -> Result<Self> {
        let size = |side: u32| c_int::try_from(side).map_err(|_| Error::new(CODEC, "the image is too large"));
        let (width, height) = (size(wanted.width)?, size(wanted.height)?);
        let mut image = ptr::null_mut();
        let (space, chroma) = (lh::heif_colorspace_heif_colorspace_YCbCr, lh::heif_chroma_heif_chroma_420);
        // SAFETY: the image is this object's alone from here on.
        check(unsafe { lh::heif_image_create(width, height, space, chroma, &mut image) })?;
        let pixels = Self(image);
        pixels.add_plane(lh::heif_channel_heif_channel_Y, (width, height), wanted.planes[0], wanted.strides[0])?;
        let half = ((width + 1) / 2, (height + 1) / 2);
        pixels.add_plane(lh::heif_channel_heif_channel_Cb, half, wanted.planes[1], wanted.strides[1])?;
        pixels.add_plane(lh::heif_channel_heif_channel_Cr, half, wanted.planes[2], wanted.strides[2])?;
        pixels.set_colors(wanted)?;
        Ok(pixels)
    }

    fn add_plane(
        &self,
        channel: lh::heif_channel,
        (width, height): (c_int, c_int),
        from: *const u8,
        from_stride: usize,
    ) -> Result<()> {
        // SAFETY: the image is alive.
        check(unsafe { lh::heif_image_add_plane(self.0, channel, width, height, 8) })?;
        let mut stride = 0;
        // SAFETY: the plane was just added.
        let to = unsafe { lh::heif_image_get_plane2(self.0, channel, &mut stride) };
        if to.is_null() || stride < width as usize {
            return Err(Error::new(NO_MEMORY, "libheif has no plane"));
        }
        for row in 0..height as usize {
            // SAFETY: both planes have `height` rows of `width` samples, as far apart as their strides say: the
            // caller's by the interface, libheif's by its own. They are different memory.
            unsafe { ptr::copy_nonoverlapping(from.add(row * from_stride), to.add(row * stride), width as usize) }
        }
        Ok(())
    }

    /// Numbers for the bit stream, and for the file what the image has: a profile, else the numbers.
    fn set_colors(&self, wanted: &Image) -> Result<()> {
        let nclx = lh::heif_color_profile_nclx {
            version: 1,
            color_primaries: wanted.nclx.primaries.into(),
            transfer_characteristics: wanted.nclx.transfer.into(),
            matrix_coefficients: wanted.nclx.matrix.into(),
            full_range_flag: wanted.nclx.full_range as u8,
            // Not written.
            color_primary_red_x: 0.0,
            color_primary_red_y: 0.0,
            color_primary_green_x: 0.0,
            color_primary_green_y: 0.0,
            color_primary_blue_x: 0.0,
            color_primary_blue_y: 0.0,
            color_primary_white_x: 0.0,
            color_primary_white_y: 0.0,
        };
        // SAFETY: the image is alive; libheif copies the numbers.
        check(unsafe { lh::heif_image_set_nclx_color_profile(self.0, &nclx) })?;
        if wanted.profile.length == 0 {
            return Ok(());
        }
        // SAFETY: the profile is as long as the image says.
        check(unsafe {
            let (data, length) = (wanted.profile.data.cast(), wanted.profile.length);
            lh::heif_image_set_raw_color_profile(self.0, c"prof".as_ptr(), data, length)
        })
    }
}
