//! Tests of the encoder as a whole, in small; other programs judge files in `tests/judges/gif.rs`.

#![forbid(unsafe_code)]

use super::animation::{Animation, Quality};
use super::blocks::Disposal;
use super::frame::Frame;
use super::{MAX_SIDE, Pixel};
use crate::encode::color::FileColor;
use crate::error::ErrorKind;
use crate::pixel::{AlphaType, Layout, PixelFormat, PixelView};
use crate::sink::Output;
use crate::threads::Threads;

fn frame(width: u32, height: u32, rule: impl Fn(u32, u32) -> Pixel) -> Frame {
    let pixels: Vec<u8> =
        (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| rule(x, y)).collect();
    let layout = Layout::packed(PixelFormat::Rgba8888, width, height).unwrap();
    let view = PixelView::new(layout, AlphaType::Unpremultiplied, &pixels).unwrap();
    Frame::read(&view, &FileColor::Srgb, Threads::default()).unwrap()
}

fn animation(frames: &[Frame], count: u32, disposals: &[Disposal]) -> Animation {
    Animation {
        sizes: frames.iter().map(|frame| (frame.width, frame.height)).collect(),
        frames: count,
        delays: vec![5],
        disposals: disposals.to_vec(),
        loops: None,
        quality: Quality::default(),
        threads: Threads::at_most(1),
    }
}

fn file(frames: &[Frame], animation: &Animation) -> Vec<u8> {
    let mut output = Output::unlimited();
    animation.write(&|element| Ok(frames[element].clone()), &|_, _| false, &mut output).unwrap();
    output.into_vec().unwrap()
}

fn noise(x: u32, y: u32, seed: u32) -> u8 {
    ((x * 73 + y * 151 + seed * 31).wrapping_mul(0x9E37_79B1) >> 24) as u8
}

#[test]
fn the_smallest_file_is_what_the_standard_says() {
    let white = [frame(1, 1, |_, _| [255; 4])];
    let expected = [
        &b"GIF89a\x01\0\x01\0\xF0\0\0\xFF\xFF\xFF\0\0\0"[..],
        b"\x21\xF9\x04\x04\x05\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;",
    ];
    assert_eq!(file(&white, &animation(&white, 1, &[Disposal::Keep])), expected.concat());
}

#[test]
fn frames_that_show_nothing_new_cost_23_bytes() {
    let photo = [frame(64, 48, |x, y| [noise(x, y, 1), noise(x, y, 2), noise(x, y, 3), 255])];
    let keep = |count| file(&photo, &animation(&photo, count, &[Disposal::Keep])).len();
    assert_eq!(keep(1000) - keep(1), 999 * 23);
    assert_eq!(keep(20_000) - keep(1000), 19_000 * 23);
    // What is taken away has to be drawn again, each time in the same way.
    for disposal in [Disposal::Background, Disposal::Previous] {
        let length = |count| file(&photo, &animation(&photo, count, &[disposal])).len();
        assert_eq!(length(1011) - length(11), 1000 * (length(11) - length(10)), "{disposal:?}");
    }
}

#[test]
fn bytes_do_not_depend_on_the_number_of_threads() {
    let of = |seed: u32| frame(31, 17, move |x, y| [(x * 8 + seed) as u8, (y * 12) as u8, noise(x, y, seed) / 4, 255]);
    let frames: Vec<Frame> = (0..19).map(of).collect();
    for (dithering, tolerance) in [(0, 3), (0, 0), (80, 3)] {
        let with = |threads| {
            let quality = Quality { dithering, tolerance };
            let threads = Threads::at_most(threads);
            file(&frames, &Animation { quality, threads, ..animation(&frames, 19, &[Disposal::Keep]) })
        };
        let one = with(1);
        assert!([2, 3, 8].into_iter().all(|threads| with(threads) == one));
    }
}

#[test]
fn screens_beyond_the_format_are_refused() {
    for sizes in [vec![(MAX_SIDE + 1, 1)], vec![(1, 1), (1, MAX_SIDE + 1)], vec![(MAX_SIDE, 1), (1, MAX_SIDE)]] {
        let frames = [frame(1, 1, |_, _| [0; 4])];
        let animation = Animation { sizes, ..animation(&frames, 2, &[Disposal::Keep]) };
        let mut output = Output::unlimited();
        let error = animation.write(&|_| Ok(frames[0].clone()), &|_, _| false, &mut output).unwrap_err();
        assert_eq!((error.kind, output.len()), (ErrorKind::TooLarge, 0));
    }
}

#[test]
fn a_frame_that_changed_its_size_is_an_error() {
    let frames = [frame(3, 3, |_, _| [9; 4])];
    let animation = Animation { sizes: vec![(4, 3)], ..animation(&frames, 1, &[Disposal::Keep]) };
    let error = animation.write(&|_| Ok(frames[0].clone()), &|_, _| false, &mut Output::unlimited()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::PixelDataBad);
}
