//! HDR images against libultrahdr's and the standards' formulae; parts, turns and reductions against the whole image.

#![forbid(unsafe_code)]

use super::*;
use crate::geometry;
use crate::metadata::hdr::GainMapMetadata;
use crate::metadata::icc::{self, Channels};
use crate::pixel::Region;
use crate::source::parts::Parts;
use crate::source::picture::PictureOptions;
use crate::source::random::Random;
use crate::source::{ImageSource, decode};

/// Pixels of tests/images/ultra_hdr.jpg as libultrahdr 1.4.0, which made the file, decodes them to linear light with
/// the primaries of BT.709, where 1 is the white of SDR.
const LIGHT: &[((u32, u32), [f64; 3])] = &[
    ((3, 2), [0.0621, 0.0591, 0.3037]),
    ((25, 2), [0.3770, 0.0630, 0.3020]),
    ((44, 2), [0.9023, 0.2986, 0.4568]),
    ((62, 2), [0.8979, 0.0654, 0.3181]),
    ((3, 16), [0.0608, 0.3320, 0.3022]),
    ((25, 16), [0.3984, 0.3618, 0.3232]),
    ((44, 16), [3.7988, 3.0234, 2.1797]),
    ((62, 16), [0.9644, 0.3752, 0.3401]),
    ((3, 30), [0.0602, 0.5942, 0.2991]),
    ((25, 30), [0.3772, 0.5977, 0.3096]),
    ((44, 30), [0.9248, 0.8389, 0.4756]),
    ((62, 30), [0.9165, 0.5981, 0.3000]),
    ((3, 46), [0.0558, 0.8984, 0.2986]),
    ((25, 46), [0.3650, 0.8936, 0.2964]),
    ((44, 46), [0.6553, 0.8921, 0.2917]),
    ((62, 46), [0.8965, 0.9033, 0.2983]),
];

fn file(name: &str) -> Arc<SourceBytes> {
    Arc::new(SourceBytes::Owned(std::fs::read(format!("tests/images/{name}")).unwrap()))
}

fn decoded(bytes: &Arc<SourceBytes>, change: impl FnOnce(&mut DecodingOptions)) -> Result<Pixelmap> {
    let mut options = DecodingOptions { dynamic_range: DynamicRange::HDR, ..DecodingOptions::default() };
    change(&mut options);
    decode::pixelmap(bytes, &Playback::default(), &options)
}

/// The size, and the three colours of all pixels.
fn words(map: &Pixelmap) -> ((u32, u32), Vec<[i32; 3]>) {
    map.with_view(|view| {
        let &Layout { format, width, height, .. } = view.layout();
        assert_eq!(format, PixelFormat::Rgba1010102);
        let row = |y| view.row(y).as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word));
        let pixels = (0..height).flat_map(row).map(|word| [0, 10, 20].map(|bit| (word >> bit & 1023) as i32));
        Ok(((width, height), pixels.collect()))
    })
    .unwrap()
}

/// Light of BT.709 as samples of HLG in BT.2020: BT.2087, and BT.2100 for a display of 1000 cd/m2 with white at 203.
fn hlg(light: [f64; 3]) -> [f64; 3] {
    let matrix =
        [[0.627_404, 0.329_283, 0.043_313], [0.069_097, 0.919_540, 0.011_362], [0.016_391, 0.088_013, 0.895_595]];
    let display = matrix.map(|row| 0.203 * row.iter().zip(light).map(|(share, light)| share * light).sum::<f64>());
    let luminance = 0.2627 * display[0] + 0.6780 * display[1] + 0.0593 * display[2];
    display.map(|light| {
        let scene = light.max(0.0) * luminance.powf((1.0 - 1.2) / 1.2);
        let sample = if scene <= 1.0 / 12.0 {
            (3.0 * scene).sqrt()
        } else {
            0.178_832_77 * (12.0 * scene - 0.284_668_92).ln() + 0.559_910_73
        };
        sample * 1023.0
    })
}

#[test]
fn light_is_that_which_libultrahdr_sees() {
    // Made by it, and with the same images and metadata in XMP, which exiftool wrote.
    for name in ["ultra_hdr.jpg", "ultra_hdr_xmp.jpg"] {
        let bytes = file(name);
        assert!(decode::info(&bytes).unwrap().is_hdr);
        let map = decoded(&bytes, |_| {}).unwrap();
        let (size, pixels) = words(&map);
        assert_eq!(size, (64, 48));
        for ((x, y), light) in LIGHT {
            let found = pixels[(y * 64 + x) as usize];
            for (found, expected) in found.into_iter().zip(hlg(*light)) {
                assert!((f64::from(found) - expected).abs() < 4.0, "{name} {x},{y}: {found} {expected}");
            }
        }
    }
}

/// Of pixels that lie as they lay in the whole image, all but the edges of a part are the same but for rounding.
fn check_near(found: &[[i32; 3]], expected: &[[i32; 3]], most: i32) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
        assert!((found - expected).abs() <= most, "{found} {expected}");
    }
}

#[test]
fn parts_and_turns_are_those_of_the_whole_image() {
    let bytes = file("ultra_hdr.jpg");
    let ((width, height), whole) = words(&decoded(&bytes, |_| {}).unwrap());
    let at = |x: u32, y: u32| whole[(y * width + x) as usize];
    let part = Region { x: 37, y: 5, width: 21, height: 30 };
    let (size, found) = words(&decoded(&bytes, |options| options.crop_region = Some(part)).unwrap());
    let cut: Vec<_> = (5..35).flat_map(|y| (37..58).map(move |x| (x, y))).map(|(x, y)| at(x, y)).collect();
    assert_eq!(size, (21, 30));
    check_near(&found, &cut, 0);
    let (size, found) = words(&decoded(&bytes, |options| options.rotate = 90.0).unwrap());
    let turned: Vec<_> =
        (0..width).flat_map(|x| (0..height).rev().map(move |y| (x, y))).map(|(x, y)| at(x, y)).collect();
    assert_eq!(size, (height, width));
    check_near(&found, &turned, 0);
}

/// A reduced image is decoded in fewer pixels, and so is its gain map: what is seen hardly changes.
#[test]
fn reduced_images_look_like_the_whole_one() {
    let bytes = file("ultra_hdr.jpg");
    let whole = decoded(&bytes, |_| {}).unwrap();
    let scaled = |size| words(&decoded(&bytes, |options| options.desired_size = size).unwrap());
    let (_, pixels) = words(&whole);
    for by in [2, 4, 8] {
        let (size, found) = scaled((64 / by, 48 / by));
        assert_eq!(size, (64 / by, 48 / by));
        let mean = |x: u32, y: u32| {
            let inside = (0..by * by).map(|at| pixels[((y * by + at / by) * 64 + x * by + at % by) as usize]);
            inside.fold([0; 3], |sum, pixel| [0, 1, 2].map(|c| sum[c] + pixel[c])).map(|sum| sum / (by * by) as i32)
        };
        let means: Vec<_> =
            (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y))).map(|(x, y)| mean(x, y)).collect();
        check_near(&found, &means, 16);
    }
    // Where nothing is reduced, the HDR image is scaled.
    for size in [(50, 30), (100, 90)] {
        let expected = whole.with_view(|view| geometry::scale_area(&view, Area::whole(view.layout()), size)).unwrap();
        let expected = Pixelmap::new(expected, AlphaType::Opaque, YuvRange::Full, false);
        check_near(&scaled(size).1, &words(&expected).1, 0);
    }
}

/// An encoded image whose gain map is `map`, for tests without a file.
struct Two {
    base: PixelBuffer,
    map: PixelBuffer,
    whole: (u32, u32),
    part: Region,
}

impl Decoder for Two {
    fn size(&self, _: &SourceBytes) -> Result<(u32, u32)> {
        Ok(self.whole)
    }

    fn decode(&self, _: &SourceBytes, _: &Wish) -> Result<Frame> {
        Ok(Frame { pixels: self.base.clone(), opaque: true, part: self.part, color: SourceColor::Unsaid })
    }

    fn parts(&self, _: &SourceBytes) -> Result<Parts> {
        let how = GainMapMetadata::default();
        let part = GainMapPart { image: PartImage::Item(7), how, mastering: None, dynamic: None };
        Ok(Parts { gain_map: Some(part), ..Parts::default() })
    }

    fn decode_item(&self, _: &SourceBytes, item: u32) -> Result<Frame> {
        assert_eq!(item, 7);
        let part = Region::whole(self.map.layout());
        Ok(Frame { pixels: self.map.clone(), opaque: true, part, color: SourceColor::Unsaid })
    }
}

/// The gain of each pixel of a part is found at its place in a smaller gain map, bilinearly.
#[test]
fn a_part_has_its_part_of_the_gain_map() {
    let grey = |width, height, value: &dyn Fn(u32) -> u8| {
        let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, height).unwrap()).unwrap();
        for (at, pixel) in pixels.bytes_mut().as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let value = value(at as u32 % width);
            *pixel = [value, value, value, 255];
        }
        pixels
    };
    // Gains that grow by 40 from column to column, of which one lies over 4 columns of the base image.
    let map = grey(6, 3, &|x| 20 + 40 * x as u8);
    let part = Region { x: 6, y: 2, width: 10, height: 8 };
    let two = Two { base: grey(10, 8, &|_| 188), map, whole: (24, 12), part };
    let bytes = Arc::new(SourceBytes::Borrowed(b"?"));
    let options = DecodingOptions { crop_region: Some(part), ..DecodingOptions::default() };
    let found = pixelmap(&bytes, &Playback::default(), &two, two.whole, &options).unwrap().unwrap();
    let (size, pixels) = words(&found);
    assert_eq!(size, (10, 8));
    for (at, pixel) in pixels.into_iter().enumerate() {
        let gain = (20.0 + 40.0 * ((6.5 + (at % 10) as f64) / 4.0 - 0.5)) / 255.0;
        let base = ((188.0 / 255.0 + 0.055) / 1.055_f64).powf(2.4);
        let light = (base + 1.0 / 64.0) * (1000.0_f64 / 203.0).powf(gain) - 1.0 / 64.0;
        for (found, expected) in pixel.into_iter().zip(hlg([light; 3])) {
            assert!((f64::from(found) - expected).abs() < 1.5, "{at}: {found} {expected}");
        }
    }
}

/// Whatever a file says that is damaged somewhere, there is an image of the right size, or an error.
#[test]
fn damaged_files_give_an_image_or_an_error() {
    let mut random = Random(5);
    for name in ["ultra_hdr.jpg", "ultra_hdr_xmp.jpg"] {
        let whole = std::fs::read(format!("tests/images/{name}")).unwrap();
        let mut images = 0;
        for round in 0..120 {
            let mut damaged = whole.clone();
            if round % 3 == 0 {
                damaged.truncate(random.below(damaged.len()));
            }
            for _ in 0..random.below(4u32) {
                let at = random.below(damaged.len().max(1));
                damaged.get_mut(at).into_iter().for_each(|byte| *byte = random.next() as u8);
            }
            let source = ImageSource::new(SourceBytes::Owned(damaged));
            let size = (1 + random.below(80u32), 1 + random.below(80u32));
            let options = DecodingOptions {
                dynamic_range: DynamicRange::AUTO,
                desired_size: size,
                pixel_format: [0, 8][random.below(2usize)],
                ..DecodingOptions::default()
            };
            if let Ok(map) = source.decode(&options) {
                let layout = map.layout().unwrap();
                assert_eq!((layout.width, layout.height), size);
                images += 1;
            }
            let _ = source.picture(&PictureOptions::default());
        }
        assert!((40..120).contains(&images), "{images}");
    }
}

/// A profile for which there is no name, since its curves are different: that of Display P3, blue with a gamma of 1.8.
#[test]
fn colours_that_only_a_profile_describes_are_converted() {
    let p3 = ColorSpace::from_name(names::DISPLAY_P3).unwrap();
    let mut profile = icc::profile(&p3, Channels::Rgb).unwrap();
    let (at, length) = (profile.len() as u32, 16_u32);
    profile.extend(b"curv\0\0\0\0\0\0\0\x01\x01\xCD\0\0");
    profile[..4].copy_from_slice(&(at + length).to_be_bytes());
    let tag = (132..).step_by(12).find(|tag| profile[*tag..tag + 4] == *b"bTRC").unwrap();
    profile[tag + 4..tag + 8].copy_from_slice(&at.to_be_bytes());
    profile[tag + 8..tag + 12].copy_from_slice(&14_u32.to_be_bytes());

    let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, 2, 1).unwrap()).unwrap();
    pixels.bytes_mut().copy_from_slice(&[200, 100, 50, 255, 30, 60, 220, 255]);
    let part = Region::whole(pixels.layout());
    let mut frame = Frame { pixels, opaque: true, part, color: SourceColor::Icc(profile) };
    assert_eq!(named(&mut frame).unwrap().map(|space| space.name), Some(names::DISPLAY_P3));
    let blue = |code: f64| {
        let light = (code / 255.0).powf(461.0 / 256.0);
        255.0 * (1.055 * light.powf(1.0 / 2.4) - 0.055)
    };
    for (found, expected) in
        frame.pixels.bytes().iter().zip([200.0, 100.0, blue(50.0), 255.0, 30.0, 60.0, blue(220.0), 255.0])
    {
        assert!((f64::from(*found) - expected).abs() < 1.5, "{found} {expected}");
    }
    // One that has a name stays as it is.
    let named_profile = icc::profile(&ColorSpace::from_name(1).unwrap(), Channels::Rgb).unwrap();
    let before = frame.pixels.bytes().to_vec();
    frame.color = SourceColor::Icc(named_profile);
    assert_eq!(named(&mut frame).unwrap().map(|space| space.name), Some(1));
    assert_eq!(frame.pixels.bytes(), before);
}
