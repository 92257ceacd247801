//! GIF animations that the library writes, composed by ImageMagick and looked at by gifsicle. What they are held
//! against is composed here, of whole frames, by the rules of GIF89a alone.

use std::sync::Arc;

use ohimagekit::content::Pixelmap;
use ohimagekit::encode::{SequenceOptions, encode_sequence};
use ohimagekit::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, YuvRange};
use ohimagekit::sink::Output;

use crate::support::{CONVERT, Folder, run};

type Pixel = [u8; 4];

/// A small generator of numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }
}

struct Image {
    width: usize,
    height: usize,
    pixels: Vec<Pixel>,
}

impl Image {
    fn new(width: usize, height: usize, mut rule: impl FnMut(usize, usize) -> Pixel) -> Self {
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| rule(x, y)).collect();
        Self { width, height, pixels }
    }

    fn pixelmap(&self) -> Arc<Pixelmap> {
        let layout = Layout::packed(PixelFormat::Rgba8888, self.width as u32, self.height as u32).unwrap();
        let mut buffer = PixelBuffer::zeroed(layout).unwrap();
        buffer.bytes_mut().copy_from_slice(self.pixels.as_flattened());
        Arc::new(Pixelmap::new(buffer, AlphaType::Unpremultiplied, YuvRange::Full, false))
    }
}

fn options(frames: u32, disposals: &[u32]) -> SequenceOptions {
    SequenceOptions {
        frame_count: frames,
        delays: Some(vec![7]),
        disposals: Some(disposals.to_vec()),
        loop_count: Some(0),
        ..SequenceOptions::default()
    }
}

fn pack(pixelmaps: &[Arc<Pixelmap>], options: &SequenceOptions) -> Vec<u8> {
    let mut output = Output::unlimited();
    encode_sequence(pixelmaps, options.target().unwrap(), &mut output).unwrap();
    output.into_vec().unwrap()
}

/// What a viewer sees of every frame.
fn composed(images: &[Image], frames: usize, disposals: &[u32]) -> Vec<Vec<Pixel>> {
    let width = images.iter().map(|image| image.width).max().unwrap();
    let height = images.iter().map(|image| image.height).max().unwrap();
    let mut canvas = vec![[0; 4]; width * height];
    let frame = |index: usize| {
        let image = &images[index.min(images.len() - 1)];
        let before = canvas.clone();
        let at = |place: usize| (place / image.width) * width + place % image.width;
        for (place, pixel) in image.pixels.iter().enumerate().filter(|(_, pixel)| pixel[3] > 0) {
            canvas[at(place)] = [pixel[0], pixel[1], pixel[2], 255];
        }
        let shown = canvas.clone();
        match disposals[index.min(disposals.len() - 1)] {
            2 => (0..image.pixels.len()).for_each(|place| canvas[at(place)] = [0; 4]),
            3 => canvas = before,
            _ => {}
        }
        shown
    };
    (0..frames).map(frame).collect()
}

/// What ImageMagick sees of every frame; colours of what is transparent are 0.
fn judged(folder: &Folder, file: &[u8], pixels: usize) -> Vec<Vec<Pixel>> {
    folder.write("a.gif", file);
    run(&folder.0, "gifsicle", "--no-warnings --info a.gif");
    let seen = run(&folder.0, CONVERT, "a.gif -coalesce -depth 8 rgba:-");
    let plain = |pixel: &Pixel| if pixel[3] == 0 { [0; 4] } else { *pixel };
    seen.as_chunks::<4>().0.chunks(pixels).map(|frame| frame.iter().map(plain).collect()).collect()
}

/// Four frames with every mix of disposals, of different sizes, with holes; pixels that stay, that come back, that
/// change.
#[test]
fn every_mix_of_disposals_shows_what_whole_frames_show() {
    let folder = Folder::new("gif-disposals");
    let colors: [Pixel; 6] =
        [[0, 0, 0, 0], [255, 255, 255, 255], [200, 30, 30, 255], [30, 200, 30, 1], [0, 0, 0, 255], [1, 2, 3, 0]];
    let mut random = Random(0x1234_5678_9ABC_DEF1);
    for mix in 0..256 {
        let disposals: Vec<u32> = (0..4).map(|frame| mix >> (2 * frame) & 3).collect();
        let (width, height) = (40 + random.below(30), 1 + random.below(9));
        let mut images: Vec<Image> = Vec::new();
        for _ in 0..4 {
            let size = if random.below(3) == 0 {
                (1 + random.below(width), 1 + random.below(height))
            } else {
                (width, height)
            };
            let (left, top) = (random.below(width), random.below(height));
            let change = random.below(4);
            let image = Image::new(size.0, size.1, |x, y| match (change, images.last()) {
                // The frame before, with a rectangle of something else.
                (1.., Some(last)) if x < last.width && y < last.height && (x < left || y < top) => {
                    last.pixels[y * last.width + x]
                }
                (1, _) => colors[2],
                (2, _) => colors[0],
                _ => colors[random.below(colors.len())],
            });
            images.push(image);
        }
        let pixelmaps: Vec<_> = images.iter().map(Image::pixelmap).collect();
        // With frames of the last element, and without all of them.
        let frames = 3 + random.below(5);
        let file = pack(&pixelmaps, &options(frames as u32, &disposals));
        let expected = composed(&images, frames, &disposals);
        let seen = judged(&folder, &file, expected[0].len());
        assert_eq!(seen.len(), frames);
        for (frame, (seen, expected)) in seen.iter().zip(&expected).enumerate() {
            assert!(seen == expected, "disposals {disposals:?}, frame {frame} of {frames}");
        }
    }
}

#[test]
fn as_many_colours_as_a_table_holds_stay_exact() {
    let folder = Folder::new("gif-exact");
    for (count, holes) in [
        (1, false),
        (2, false),
        (3, false),
        (4, true),
        (15, true),
        (16, true),
        (17, false),
        (128, true),
        (255, true),
        (255, false),
        (256, false),
    ] {
        let color = |n: usize| [255 - (n * 37 % 256) as u8, (n * 11 % 256) as u8, (n % 256) as u8, 255];
        let pixel = |x: usize, y: usize| {
            if holes && x == y { [0; 4] } else { color((x * 31 + y * 17 + x * y) % count) }
        };
        // The second frame has the first one's colours in other places, the third has some of its own.
        let images = [
            Image::new(64, 33, pixel),
            Image::new(64, 33, |x, y| color((x * 7 + y * 3) % count)),
            Image::new(50, 33, |x, y| if x < 40 { [9, 8, (y % 5) as u8, 255] } else { pixel(x, y) }),
        ];
        let pixelmaps: Vec<_> = images.iter().map(Image::pixelmap).collect();
        let file = pack(&pixelmaps, &options(3, &[1]));
        assert!(judged(&folder, &file, 64 * 33) == composed(&images, 3, &[1]), "{count} colours, holes: {holes}");
    }
}

/// White that was reduced with a photo is drawn again for a frame that is white.
#[test]
fn few_colours_stay_exact_behind_a_photo() {
    let folder = Folder::new("gif-behind");
    let photo = |seed: usize| {
        let mut random = Random(seed as u64 * 2 + 1);
        Image::new(
            90,
            60,
            move |x, _| {
                if x % 9 < 3 { [255; 4] } else { [0; 4].map(|_: u8| random.below(256) as u8 | 1) }
            },
        )
    };
    let images = [
        photo(1),
        Image::new(90, 60, |_, _| [255; 4]),
        photo(2),
        Image::new(90, 60, |x, _| if x < 45 { [255, 255, 255, 255] } else { [1, 2, 3, 255] }),
    ];
    let pixelmaps: Vec<_> = images.iter().map(Image::pixelmap).collect();
    let file = pack(&pixelmaps, &options(4, &[1]));
    let (seen, expected) = (judged(&folder, &file, 90 * 60), composed(&images, 4, &[1]));
    assert!(seen[1] == expected[1] && seen[3] == expected[3]);
}

/// The squared error of all samples that are seen, per sample; holes must be where they are.
fn mean_error(seen: &[Vec<Pixel>], expected: &[Vec<Pixel>]) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for (seen, expected) in seen.iter().flatten().zip(expected.iter().flatten()) {
        assert_eq!(seen[3], expected[3]);
        if seen[3] > 0 {
            sum += (0..3).map(|c| (f64::from(seen[c]) - f64::from(expected[c])).powi(2)).sum::<f64>();
            count += 3.0;
        }
    }
    sum / count
}

/// Soft colours that move, over a still background with a hole, with every disposal, tolerance and dithering.
#[test]
fn many_colours_are_near_what_they_were() {
    let folder = Folder::new("gif-near");
    let image = |frame: usize| {
        Image::new(97, 71, |x, y| match (x, y) {
            (20..30, 20..30) => [0; 4],
            (50.., 30..) => [(x * 2 + frame * 5) as u8, (y * 3 + frame * 2) as u8, (x + y) as u8, 255],
            _ => [(x * 2) as u8, (y * 3) as u8, 255 - (x + y) as u8, 255],
        })
    };
    let images: Vec<Image> = (0..20).map(image).collect();
    let pixelmaps: Vec<_> = images.iter().map(Image::pixelmap).collect();
    for disposal in 0..4 {
        let expected = composed(&images, 20, &[disposal]);
        let mut lengths = Vec::new();
        for (tolerance, dithering, most) in [(0, 0, 15.0), (3, 0, 17.0), (8, 0, 45.0), (3, 100, 60.0)] {
            let mut options = options(20, &[disposal]);
            (options.quality.tolerance, options.quality.dithering) = (tolerance, dithering);
            let file = pack(&pixelmaps, &options);
            let error = mean_error(&judged(&folder, &file, 97 * 71), &expected);
            assert!(error < most, "disposal {disposal}, tolerance {tolerance}, dithering {dithering}: {error}");
            lengths.push(file.len());
        }
        assert!(lengths[0] >= lengths[1] && lengths[1] > lengths[2] && lengths[3] > lengths[1], "{lengths:?}");
    }
}

/// Indices of every width, and more codes than a dictionary has, in data that repeat and that do not.
#[test]
fn strings_of_all_kinds_come_back() {
    let folder = Folder::new("gif-strings");
    let mut random = Random(77);
    for colors in [2, 3, 5, 9, 33, 129, 250] {
        for repeats in [1, 3, 40, 100_000] {
            let (mut color, mut left) = (0, 0);
            let image = Image::new(401, 103, |_, _| {
                if left == 0 {
                    (color, left) = (random.below(colors), 1 + random.below(repeats));
                }
                left -= 1;
                [color as u8, 255 - color as u8, 7, 255]
            });
            let file = pack(&[image.pixelmap()], &options(1, &[1]));
            let expected = composed(&[image], 1, &[1]);
            assert!(judged(&folder, &file, 401 * 103) == expected, "{colors} colours, runs up to {repeats}");
        }
    }
}
