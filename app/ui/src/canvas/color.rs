//! Colours as bytes, mixed in OKLab so that equal steps look equal (Ottosson 2020, "A perceptual color space for
//! image processing"; the matrices are from there). CSS does the same with `color-mix(in oklab, …)`.

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// For a canvas.
    pub fn css(self) -> String {
        let [r, g, b] = self.0;
        format!("rgb({r} {g} {b})")
    }

    /// The same with an opacity, 0 to 1.
    pub fn alpha(self, alpha: f64) -> String {
        let [r, g, b] = self.0;
        format!("rgb({r} {g} {b} / {alpha})")
    }

    fn oklab(self) -> [f32; 3] {
        let [r, g, b] = self.0.map(|v| {
            let v = f32::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        });
        let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
        let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
        let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
        [
            0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
            1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        ]
    }

    fn from_oklab([l, a, b]: [f32; 3]) -> Self {
        let x = (l + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
        let y = (l - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
        let z = (l - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
        let linear = [
            4.076_741_7 * x - 3.307_711_6 * y + 0.230_969_94 * z,
            -1.268_438 * x + 2.609_757_4 * y - 0.341_319_38 * z,
            -0.004_196_086_3 * x - 0.703_418_6 * y + 1.707_614_7 * z,
        ];
        Rgb(linear.map(|v| {
            let v = if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
            (v.clamp(0.0, 1.0) * 255.0).round() as u8
        }))
    }

    /// The colour `t` of the way from here to `other`.
    pub fn mix(self, other: Rgb, t: f32) -> Rgb {
        let (a, b) = (self.oklab(), other.oklab());
        Rgb::from_oklab(std::array::from_fn(|i| a[i] + (b[i] - a[i]) * t.clamp(0.0, 1.0)))
    }
}

/// A diverging scale as a table: 255 colours, the middle one for zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale(Vec<Rgb>);

impl Scale {
    /// For signed values: `zero` in the middle.
    pub fn diverging(negative: Rgb, zero: Rgb, positive: Rgb) -> Self {
        let at = |i: i32| zero.mix(if i < 0 { negative } else { positive }, i.abs() as f32 / 127.0);
        Scale((-127..=127).map(at).collect())
    }

    /// The colour of a signed value where ±`limit` are the ends; what is no number counts as zero.
    pub fn signed(&self, value: f32, limit: f32) -> Rgb {
        let t = if limit > 0.0 && value.is_finite() { (value / limit).clamp(-1.0, 1.0) } else { 0.0 };
        self.0[(127.0 + 127.0 * t).round() as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLUE: Rgb = Rgb([0, 114, 178]);
    const RED: Rgb = Rgb([213, 94, 0]);
    const GREY: Rgb = Rgb([242, 242, 242]);

    #[test]
    fn oklab_there_and_back_is_the_same_colour() {
        for c in [BLUE, RED, GREY, Rgb([0, 0, 0]), Rgb([255, 255, 255])] {
            assert_eq!(c.mix(c, 0.3), c);
        }
    }

    #[test]
    fn mixtures_darken_evenly() {
        let steps: Vec<f32> = (0..=10).map(|i| GREY.mix(BLUE, i as f32 / 10.0).oklab()[0]).collect();
        assert!(steps.windows(2).all(|w| (0.02..0.08).contains(&(w[0] - w[1]))), "{steps:?}");
    }

    #[test]
    fn zero_is_neutral_and_signs_are_symmetric() {
        let scale = Scale::diverging(BLUE, GREY, RED);
        assert_eq!(scale.signed(0.0, 2.0), GREY);
        assert_eq!(scale.signed(f32::NAN, 2.0), GREY);
        assert_eq!(scale.signed(1.0, 0.0), GREY);
        assert_eq!((scale.signed(-9.0, 2.0), scale.signed(2.0, 2.0)), (BLUE, RED));
    }
}
