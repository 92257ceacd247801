//! What a viewer sees of a GIF, by the crate `gif` and the rules of GIF89a.

use gif::{ColorOutput, DecodeOptions, DisposalMethod};

use super::Scene;
use crate::Result;

/// The PSNR of all frames of `file` as they are seen, in dB.
pub fn psnr(file: &[u8], scene: &Scene) -> Result<f64> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    let mut decoder = options.read_info(file).map_err(|error| error.to_string())?;
    let width = usize::from(decoder.width());
    let mut canvas = vec![[0; 4]; width * usize::from(decoder.height())];
    let (mut sum, mut count, mut frames) = (0.0, 0.0, 0);
    while let Some(frame) = decoder.read_next_frame().map_err(|error| error.to_string())? {
        let picture = scene.frames.get(frames).ok_or("more frames than there were")?;
        if (picture.width, picture.pixels()) != (width, canvas.len()) {
            return Err("another size".into());
        }
        let before = (frame.dispose == DisposalMethod::Previous).then(|| canvas.clone());
        let place = |at: usize| {
            let (x, y) = (at % usize::from(frame.width), at / usize::from(frame.width));
            (y + usize::from(frame.top)) * width + x + usize::from(frame.left)
        };
        let pixels = frame.buffer.as_chunks::<4>().0;
        for (at, pixel) in pixels.iter().enumerate().filter(|(_, pixel)| pixel[3] > 0) {
            canvas[place(at)] = *pixel;
        }
        for (seen, wanted) in canvas.iter().zip(picture.rgba.as_chunks::<4>().0) {
            if seen[3] == 0 {
                return Err(format!("frame {frames} has holes"));
            }
            sum += (0..3).map(|c| (f64::from(seen[c]) - f64::from(wanted[c])).powi(2)).sum::<f64>();
            count += 3.0;
        }
        match (frame.dispose, before) {
            (DisposalMethod::Background, _) => (0..pixels.len()).for_each(|at| canvas[place(at)] = [0; 4]),
            (_, Some(before)) => canvas = before,
            _ => {}
        }
        frames += 1;
    }
    if frames != scene.frames.len() {
        return Err(format!("{frames} frames of {}", scene.frames.len()));
    }
    Ok(10.0 * (255.0 * 255.0 / (sum / count)).log10())
}
