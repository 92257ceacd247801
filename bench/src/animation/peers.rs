//! libvips' `gifsave`, from pixels in memory; ImageMagick; and gifsicle, which makes files of others smaller. The last
//! two are programs, so reading and writing files is in their time; gifsicle's has that of the file it gets.

#![allow(unsafe_code)]

use std::ffi::{c_char, c_int, c_void};
use std::path::PathBuf;
use std::process::Command;
use std::{fs, ptr, slice};

use super::{Packer, Scene};
use crate::Result;
use crate::peers::dynamic::functions;
use crate::peers::vips;

type Image = *mut c_void;

functions! {
    /// Of vips/image.h, vips/header.h and vips/foreign.h.
    Functions of "libvips.so.42";
    vips_image_new_from_memory: unsafe extern "C" fn(*const u8, usize, c_int, c_int, c_int, c_int) -> Image,
    vips_image_set_int: unsafe extern "C" fn(Image, *const c_char, c_int),
    vips_gifsave_buffer: unsafe extern "C" fn(Image, *mut *mut u8, *mut usize, ...) -> c_int,
    g_free: unsafe extern "C" fn(*mut c_void),
    g_object_unref: unsafe extern "C" fn(*mut c_void),
}

/// All peers.
pub const PEERS: &[(&str, fn(&Scene) -> Result<Packer<'_>>)] = &[
    ("libvips", |scene| vips(scene, 1.0)),
    ("libvips, no dithering", |scene| vips(scene, 0.0)),
    ("ImageMagick, no dithering", magick),
    ("libvips, no dithering, gifsicle -O3", |scene| gifsicle(scene, "-O3", vips(scene, 0.0)?)),
    ("libvips, no dithering, gifsicle -O3 --lossy=20", |scene| gifsicle(scene, "--lossy=20", vips(scene, 0.0)?)),
    ("libvips, no dithering, gifsicle -O3 --lossy=80", |scene| gifsicle(scene, "--lossy=80", vips(scene, 0.0)?)),
    ("ImageMagick, no dithering, gifsicle -O3", |scene| gifsicle(scene, "-O3", magick(scene)?)),
];

fn vips(scene: &Scene, dither: f64) -> Result<Packer<'_>> {
    vips::find()?;
    let f = Functions::get()?;
    let (width, height) = (scene.frames[0].width, scene.frames[0].height);
    let pixels: Vec<u8> = scene.frames.iter().flat_map(|frame| frame.rgb().iter().copied()).collect();
    Ok(Box::new(move || {
        let rows = (height * scene.frames.len()) as c_int;
        let (mut file, mut length) = (ptr::null_mut(), 0);
        // SAFETY: the pixels are that many and outlive the image; pairs of option and value of the type that the
        // saver's documentation gives, and NULL at the end; the two places are valid.
        let (code, bytes) = unsafe {
            let image = (f.vips_image_new_from_memory)(pixels.as_ptr(), pixels.len(), width as c_int, rows, 3, 0);
            (f.vips_image_set_int)(image, c"page-height".as_ptr(), height as c_int);
            let end = ptr::null::<c_char>();
            let code = (f.vips_gifsave_buffer)(image, &mut file, &mut length, c"dither".as_ptr(), dither, end);
            let bytes = if code == 0 { slice::from_raw_parts(file, length).to_vec() } else { Vec::new() };
            (f.g_free)(file.cast());
            (f.g_object_unref)(image);
            (code, bytes)
        };
        if code == 0 { Ok(bytes) } else { Err("libvips failed".into()) }
    }))
}

/// A folder for this process.
fn folder() -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("ohimagekit-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    Ok(folder)
}

fn run(command: &mut Command) -> Result {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

fn magick(scene: &Scene) -> Result<Packer<'_>> {
    let folder = folder()?;
    let (width, height) = (scene.frames[0].width, scene.frames[0].height);
    let (raw, gif) = (folder.join("frames.rgb"), folder.join("magick.gif"));
    run(Command::new("/usr/bin/convert").arg("-version"))?;
    Ok(Box::new(move || {
        let pixels: Vec<u8> = scene.frames.iter().flat_map(|frame| frame.rgb().iter().copied()).collect();
        fs::write(&raw, pixels).map_err(|error| error.to_string())?;
        let size = format!("{width}x{height}");
        let command = &mut Command::new("/usr/bin/convert");
        run(command.args(["-size", &size, "-depth", "8", "-delay", "4"]).arg(&raw).arg("+dither").arg(&gif))?;
        fs::read(&gif).map_err(|error| error.to_string())
    }))
}

fn gifsicle<'a>(_: &Scene, option: &'static str, mut first: Packer<'a>) -> Result<Packer<'a>> {
    let folder = folder()?;
    let (from, to) = (folder.join("from.gif"), folder.join("to.gif"));
    run(Command::new("gifsicle").arg("--version"))?;
    Ok(Box::new(move || {
        fs::write(&from, first()?).map_err(|error| error.to_string())?;
        run(Command::new("gifsicle").args(["--no-warnings", "-O3", option]).arg(&from).arg("-o").arg(&to))?;
        fs::read(&to).map_err(|error| error.to_string())
    }))
}
