use super::*;
use crate::source::frame::SourceColor;

/// The image whose value at a place is this: linear, so that every symmetric filter leaves it as it is.
fn ramp(x: f64, y: f64) -> [f64; 3] {
    [0.413 * x + 0.291 * y, 250.3 - 0.531 * x, 0.837 * y + 10.1]
}

/// What a decoder gives that reduces `part` of the image by `power`.
fn reduced(part: Region, power: u32, opaque: bool) -> Frame {
    let (width, height) = (part.width.div_ceil(power), part.height.div_ceil(power));
    let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, height).unwrap()).unwrap();
    for y in 0..height {
        for (x, pixel) in (0..).zip(pixels.row_mut(y).as_chunks_mut::<4>().0) {
            let centre = |start: u32, i: u32| f64::from(start) + (f64::from(i) + 0.5) * f64::from(power);
            let [r, g, b] = ramp(centre(part.x, x), centre(part.y, y)).map(|value| value.round() as u8);
            *pixel = [r, g, b, 255];
        }
    }
    Frame { pixels, opaque, part, color: SourceColor::Unsaid }
}

fn plan(size: (u32, u32), change: impl FnOnce(&mut DecodingOptions)) -> Plan {
    let mut options = DecodingOptions::default();
    change(&mut options);
    Plan::new(&options, size).unwrap()
}

/// Looks whether pixels are those of the image where `place` says that they lie, but for `margin` pixels at the edges.
/// Roundings are small and go both ways; an image that lies elsewhere by a sixth of a pixel does not.
fn check(what: &str, pixels: &PixelBuffer, margin: u32, place: impl Fn(f64, f64) -> (f64, f64)) {
    let (width, height) = (pixels.layout().width, pixels.layout().height);
    let view = pixels.view(AlphaType::Opaque).unwrap();
    let (mut worst, mut sums): (f64, _) = (0.0, [0.0; 3]);
    for y in margin..height - margin {
        let row = view.row(y).as_chunks::<4>().0;
        for x in margin..width - margin {
            let (sx, sy) = place(f64::from(x) + 0.5, f64::from(y) + 0.5);
            for ((found, expected), sum) in row[x as usize].iter().zip(ramp(sx, sy)).zip(&mut sums) {
                let error = f64::from(*found) - expected;
                worst = worst.max(error.abs());
                *sum += error;
            }
        }
    }
    let count = f64::from((width - 2 * margin) * (height - 2 * margin));
    let most = 0.15 + 2.0 / count.sqrt();
    assert!(worst <= 1.5 && sums.iter().all(|sum| (sum / count).abs() < most), "{what}: {worst}, {sums:?} / {count}");
}

const SIZE: (u32, u32) = (301, 203);
const WHOLE: Region = Region { x: 0, y: 0, width: 301, height: 203 };

#[test]
fn a_region_is_where_it_is_in_the_source_however_far_the_decoder_reduced() {
    for power in [1, 2, 4, 8] {
        // More than the wish, beginning at a multiple of the power as blocks do.
        let part = Region { x: 16, y: 8, width: 301 - 16, height: 203 - 8 };
        for region in
            [Region { x: 37, y: 29, width: 133, height: 111 }, Region { x: 16, y: 9, width: 285, height: 194 }]
        {
            let size = (region.width / power - 2, region.height / power - 3);
            let plan = plan(SIZE, |o| (o.crop_region, o.desired_size) = (Some(region), size));
            let pixels = shaped(reduced(part, power, true), &plan).unwrap();
            assert_eq!((pixels.layout().width, pixels.layout().height), size);
            let (sx, sy) = (f64::from(region.width) / f64::from(size.0), f64::from(region.height) / f64::from(size.1));
            check(&format!("1/{power}, {region:?}"), &pixels, 3, |x, y| {
                (f64::from(region.x) + x * sx, f64::from(region.y) + y * sy)
            });
        }
    }
}

#[test]
fn scaled_first_a_part_lies_where_it_lies_in_the_scaled_image() {
    for power in [1, 2] {
        let region = Region { x: 31, y: 20, width: 60, height: 50 };
        let plan = plan(SIZE, |o| {
            (o.desired_size, o.desired_region, o.crop_and_scale) = ((120, 90), region, Some(1));
        });
        let pixels = shaped(reduced(WHOLE, power, false), &plan).unwrap();
        let (sx, sy) = (301.0 / 120.0, 203.0 / 90.0);
        check(&format!("1/{power}"), &pixels, 0, |x, y| ((31.0 + x) * sx, (20.0 + y) * sy));
    }
}

#[test]
fn a_quarter_turn_comes_before_the_size() {
    let plan = plan(SIZE, |o| (o.rotate, o.desired_size) = (90.0, (100, 150)));
    let pixels = shaped(reduced(WHOLE, 1, true), &plan).unwrap();
    assert_eq!((pixels.layout().width, pixels.layout().height), (100, 150));
    // The first row is the first column, from the bottom up.
    check("turned", &pixels, 3, |x, y| (y * 301.0 / 150.0, 203.0 - x * 203.0 / 100.0));
}

#[test]
fn corners_of_a_turned_image_are_black_without_alpha_and_transparent_with() {
    for (opaque, corner) in [(true, [0, 0, 0, 255]), (false, [0; 4])] {
        for size in [(0, 0), (90, 70)] {
            let plan = plan(SIZE, |o| (o.rotate, o.desired_size) = (30.0, size));
            let pixels = shaped(reduced(WHOLE, 1, opaque), &plan).unwrap();
            let (width, height) = (pixels.layout().width, pixels.layout().height);
            // round(301 cos 30 + 203 sin 30) x round(203 cos 30 + 301 sin 30)
            assert_eq!((width, height), if size == (0, 0) { (362, 326) } else { size });
            let map = finish(pixels, opaque, PixelFormat::Rgba8888).unwrap();
            map.with_view(|view| {
                assert_eq!(view.alpha(), if opaque { AlphaType::Opaque } else { AlphaType::Premultiplied });
                assert_eq!(view.row(0)[..4], corner);
                assert_eq!(view.row(height - 1)[(width as usize - 1) * 4..], corner);
                assert_eq!(view.row(height / 2)[width as usize / 2 * 4 + 3], 255);
                Ok(())
            })
            .unwrap();
        }
    }
}

#[test]
fn transparent_pixels_lend_no_colour_to_their_neighbours() {
    let mut frame = reduced(Region { x: 0, y: 0, width: 64, height: 64 }, 1, false);
    for y in 0..64 {
        for (x, pixel) in frame.pixels.row_mut(y).as_chunks_mut::<4>().0.iter_mut().enumerate() {
            *pixel = if x < 32 { [0, 200, 0, 255] } else { [255, 0, 255, 0] };
        }
    }
    let plan = plan((64, 64), |o| o.desired_size = (21, 21));
    let pixels = shaped(frame, &plan).unwrap();
    for pixel in pixels.bytes().as_chunks::<4>().0.iter().filter(|pixel| pixel[3] > 8) {
        assert!(pixel[0] == 0 && pixel[2] == 0 && pixel[1].abs_diff(200) <= 4, "{pixel:?}");
    }
}

#[test]
fn planes_stay_planes_when_they_are_scaled_and_turned() {
    let layout = Layout::packed(PixelFormat::Nv21, 150, 101).unwrap();
    let mut pixels = PixelBuffer::zeroed(layout).unwrap();
    pixels.bytes_mut().fill(77);
    let frame = Frame { pixels, opaque: true, part: WHOLE, color: SourceColor::Unsaid };
    let plan = plan((301, 203), |o| (o.pixel_format, o.desired_size, o.rotate) = (8, (77, 33), 270.0));
    let map = finish(shaped(frame, &plan).unwrap(), true, plan.format).unwrap();
    map.with_view(|view| {
        assert_eq!((view.layout().width, view.layout().height, view.range()), (77, 33, YuvRange::Full));
        assert!(view.row(32).iter().chain(view.chroma_row(32)).all(|sample| *sample == 77));
        Ok(())
    })
    .unwrap();
}

#[test]
fn nothing_depends_on_the_number_of_threads() {
    let plan = plan((401, 303), |o| (o.desired_size, o.rotate) = ((377, 255), 10.0));
    let of = |count| {
        crate::threads::set_max(count);
        let frame = reduced(Region { x: 0, y: 0, width: 401, height: 303 }, 1, false);
        let map = finish(shaped(frame, &plan).unwrap(), false, PixelFormat::RgbaF16).unwrap();
        crate::threads::set_max(0);
        map.with_view(|view| Ok(view.rows(0, 255).to_vec())).unwrap()
    };
    let one = of(1);
    assert!([2, 3, 7].into_iter().all(|count| of(count) == one));
}
