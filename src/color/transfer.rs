//! Transfer functions: from samples between 0 and 1 to light, and back.

#![forbid(unsafe_code)]

/// How samples become light.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Transfer {
    /// IEC 61966-2-1.
    Srgb,
    /// ITU-R BT.709 and BT.601, the inverse of the camera's function.
    Bt709,
    /// A power function with this exponent.
    Power(f32),
    /// SMPTE ST 2084, perceptual quantisation: 1 is 10000 cd/m2.
    Pq,
    /// ITU-R BT.2100 hybrid log-gamma: 1 is the light of the scene's peak.
    Hlg,
    /// A logarithmic curve of cameras that nobody has published.
    Log,
}

/// Light of a PQ sample of 1, in cd/m2.
pub const PQ_PEAK: f64 = 10_000.0;

impl Transfer {
    /// The exponent as the original reports it; it has numbers below 0 for PQ and HLG, and none for a logarithm.
    pub fn gamma(self) -> f32 {
        match self {
            Self::Srgb => 2.4,
            Self::Bt709 => 1.0 / 0.45,
            Self::Power(gamma) => gamma,
            Self::Pq => -2.0,
            Self::Hlg => -3.0,
            Self::Log => 0.0,
        }
    }

    /// Light of a sample between 0 and 1, relative to that of 1; None where the curve is not known.
    pub fn decode(self, sample: f64) -> Option<f64> {
        Some(match self {
            Self::Srgb if sample <= 0.04045 => sample / 12.92,
            Self::Srgb => ((sample + 0.055) / 1.055).powf(2.4),
            Self::Bt709 if sample < 4.5 * BT709_B => sample / 4.5,
            Self::Bt709 => ((sample + BT709_A - 1.0) / BT709_A).powf(1.0 / 0.45),
            Self::Power(gamma) if gamma.is_finite() && gamma > 0.0 => sample.powf(gamma.into()),
            Self::Pq => pq_decode(sample),
            Self::Hlg if sample <= 0.5 => sample * sample / 3.0,
            Self::Hlg => (((sample - HLG_C) / HLG_A).exp() + HLG_B) / 12.0,
            Self::Power(_) | Self::Log => return None,
        })
    }
}

/// BT.2020 gives alpha and beta of BT.709's function these digits.
pub const BT709_A: f64 = 1.099_296_826_809_44;
/// Light where BT.709's function begins to be a power.
pub const BT709_B: f64 = 0.018_053_968_510_807;

// BT.2100, table 5.
const HLG_A: f64 = 0.178_832_77;
const HLG_B: f64 = 1.0 - 4.0 * HLG_A;
const HLG_C: f64 = 0.559_910_73;

// ST 2084, clause 5.
const M1: f64 = 2610.0 / 16384.0;
const M2: f64 = 2523.0 / 4096.0 * 128.0;
const C1: f64 = 3424.0 / 4096.0;
const C2: f64 = 2413.0 / 4096.0 * 32.0;
const C3: f64 = 2392.0 / 4096.0 * 32.0;

/// Light of a PQ sample, relative to [`PQ_PEAK`].
pub fn pq_decode(sample: f64) -> f64 {
    let power = sample.powf(1.0 / M2);
    ((power - C1).max(0.0) / (C2 - C3 * power)).powf(1.0 / M1)
}

/// The PQ sample of light relative to [`PQ_PEAK`].
pub fn pq_encode(light: f64) -> f64 {
    let power = light.powf(M1);
    ((C1 + C2 * power) / (1.0 + C3 * power)).powf(M2)
}

/// The sRGB sample of light between 0 and 1.
pub fn srgb_encode(light: f64) -> f64 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

/// The HLG sample of a scene's light between 0 and 1.
pub fn hlg_encode(light: f64) -> f64 {
    if light <= 1.0 / 12.0 { (3.0 * light).sqrt() } else { HLG_A * (12.0 * light - HLG_B).ln() + HLG_C }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From tables in ST 2084, BT.2100 and BT.2408.
    #[test]
    fn published_points_are_met() {
        let light = |transfer: Transfer, sample| transfer.decode(sample).unwrap();
        assert!((light(Transfer::Pq, 0.58) * PQ_PEAK - 203.0).abs() < 2.0);
        assert!((light(Transfer::Pq, 0.7518) * PQ_PEAK - 1000.0).abs() < 1.0);
        assert!((light(Transfer::Pq, 0.5081) * PQ_PEAK - 100.0).abs() < 0.1);
        assert!((light(Transfer::Hlg, 0.5) - 1.0 / 12.0).abs() < 1e-9);
        assert!((light(Transfer::Hlg, 0.75) - 0.2646).abs() < 1e-3);
        for transfer in [Transfer::Srgb, Transfer::Bt709, Transfer::Power(2.2), Transfer::Pq, Transfer::Hlg] {
            assert!(light(transfer, 0.0).abs() < 1e-9 && (light(transfer, 1.0) - 1.0).abs() < 1e-6, "{transfer:?}");
        }
        assert!((light(Transfer::Bt709, 0.081) - 0.018).abs() < 1e-9);
        assert!((light(Transfer::Bt709, 0.5) - ((0.5f64 + 0.099) / 1.099).powf(1.0 / 0.45)).abs() < 2e-4);
        assert_eq!(Transfer::Log.decode(0.5), None);
        for gamma in [0.0, -1.0, f32::NAN, f32::INFINITY] {
            assert_eq!(Transfer::Power(gamma).decode(0.5), None);
        }
    }

    #[test]
    fn encoding_undoes_decoding() {
        for step in 0..=1000 {
            let sample = f64::from(step) / 1000.0;
            assert!((pq_encode(pq_decode(sample)) - sample).abs() < 1e-6 || sample < 0.001, "{sample}");
            assert!((hlg_encode(Transfer::Hlg.decode(sample).unwrap()) - sample).abs() < 1e-6, "{sample}");
            assert!((srgb_encode(Transfer::Srgb.decode(sample).unwrap()) - sample).abs() < 1e-6, "{sample}");
        }
    }
}
