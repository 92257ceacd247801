//! The library, through its C API.

#![allow(unsafe_code)]

use std::ffi::c_int;
use std::rc::Rc;

use super::{Packer, Scene};
use crate::Result;
use crate::ours::{Handle, Owned, PixelMap, check};

#[link(name = "ohimagekit")]
unsafe extern "C" {
    fn OH_PackingOptionsForSequence_Create(options: *mut Handle) -> c_int;
    safe fn OH_PackingOptionsForSequence_SetFrameCount(options: Handle, count: u32) -> c_int;
    fn OH_PackingOptionsForSequence_SetDelayTimeList(options: Handle, list: *mut i32, length: usize) -> c_int;
    safe fn OH_PackingOptionsForSequence_SetLoopCount(options: Handle, count: u32) -> c_int;
    safe fn OHIK_PackingOptionsForSequence_SetTolerance(options: Handle, tolerance: u32) -> c_int;
    safe fn OHIK_PackingOptionsForSequence_SetMaxThreads(options: Handle, count: u32) -> c_int;
    safe fn OH_PackingOptionsForSequence_Release(options: Handle) -> c_int;
    fn OH_ImagePackerNative_Create(packer: *mut Handle) -> c_int;
    fn OH_ImagePackerNative_PackToDataFromPixelmapSequence(
        packer: Handle,
        options: Handle,
        maps: *mut Handle,
        length: usize,
        data: *mut u8,
        size: *mut usize,
    ) -> c_int;
    safe fn OH_ImagePackerNative_Release(packer: Handle) -> c_int;
}

/// The default, and files as small as those that lose more elsewhere.
pub const TOLERANCES: [u32; 4] = [0, 3, 6, 10];

/// The delay of all frames, as the peers have it too.
pub const DELAY: i32 = 4;

/// Packs the scene with these settings.
pub fn packer(scene: &Scene, tolerance: u32, threads: usize) -> Result<Packer<'_>> {
    let options = Owned::new(OH_PackingOptionsForSequence_Create, OH_PackingOptionsForSequence_Release)?;
    let packer = Owned::new(OH_ImagePackerNative_Create, OH_ImagePackerNative_Release)?;
    check(OH_PackingOptionsForSequence_SetFrameCount(options.handle, scene.frames.len() as u32))?;
    let mut delay = DELAY;
    // SAFETY: a list of one number, which is copied.
    check(unsafe { OH_PackingOptionsForSequence_SetDelayTimeList(options.handle, &mut delay, 1) })?;
    check(OH_PackingOptionsForSequence_SetLoopCount(options.handle, 0))?;
    check(OHIK_PackingOptionsForSequence_SetTolerance(options.handle, tolerance))?;
    check(OHIK_PackingOptionsForSequence_SetMaxThreads(options.handle, threads as u32))?;
    let maps: Vec<Rc<PixelMap>> = scene.frames.iter().map(PixelMap::new).collect::<Result<_>>()?;
    let mut data = vec![0; scene.frames.iter().map(|frame| frame.pixels() * 2 + 1024).sum()];
    Ok(Box::new(move || {
        // The owners themselves: a closure would else take the handles alone, and let them be released.
        let (packer, options) = (&packer, &options);
        let mut handles: Vec<Handle> = maps.iter().map(|map| map.handle()).collect();
        let mut size = data.len();
        // SAFETY: the handles, the buffer and the size are valid for the call.
        check(unsafe {
            OH_ImagePackerNative_PackToDataFromPixelmapSequence(
                packer.handle,
                options.handle,
                handles.as_mut_ptr(),
                handles.len(),
                data.as_mut_ptr(),
                &mut size,
            )
        })?;
        Ok(data[..size].to_vec())
    }))
}
