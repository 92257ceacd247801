//! Places for labels, so that none covers another or a dot.

/// A rectangle on the page.
#[derive(Clone, Copy)]
pub struct Box {
    /// Least x.
    pub left: f64,
    /// Least y.
    pub top: f64,
    /// Greatest x.
    pub right: f64,
    /// Greatest y.
    pub bottom: f64,
}

impl Box {
    /// A square around a dot.
    pub fn around(x: f64, y: f64, half: f64) -> Self {
        Self { left: x - half, top: y - half, right: x + half, bottom: y + half }
    }

    fn touches(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Its point that is nearest to another.
    pub fn nearest(&self, x: f64, y: f64) -> (f64, f64) {
        (x.clamp(self.left, self.right), y.clamp(self.top, self.bottom))
    }

    /// How far it is from a point.
    pub fn distance(&self, x: f64, y: f64) -> f64 {
        let (near_x, near_y) = self.nearest(x, y);
        (near_x - x).hypot(near_y - y)
    }
}

/// What is taken already.
pub struct Placer {
    area: [f64; 4],
    taken: Vec<Box>,
}

impl Placer {
    /// Within an area, around dots.
    pub fn new(area: [f64; 4], dots: impl Iterator<Item = Box>) -> Self {
        Self { area, taken: dots.collect() }
    }

    /// The nearest free place for a label of a dot: on a ring around it, wider and wider. None if all are taken.
    pub fn place(&mut self, (x, y): (f64, f64), (width, height): (f64, f64)) -> Option<Box> {
        const ANGLES: [f64; 16] =
            [0.0, 180.0, 270.0, 90.0, 315.0, 45.0, 225.0, 135.0, 337.5, 22.5, 202.5, 157.5, 292.5, 67.5, 247.5, 112.5];
        for ring in 0..12 {
            let gap = 8.0 + f64::from(ring) * 9.0;
            for angle in ANGLES {
                let (sin, cos) = angle.to_radians().sin_cos();
                // The label's middle is so far out that its edge keeps the gap.
                let (middle_x, middle_y) = (x + cos * (gap + width / 2.0), y + sin * (gap + height / 2.0));
                let left = middle_x - width / 2.0;
                let top = middle_y - height / 2.0;
                let place = Box { left, top, right: left + width, bottom: top + height };
                let [area_left, area_top, area_right, area_bottom] = self.area;
                let inside = left >= area_left + 2.0
                    && top >= area_top + 2.0
                    && place.right <= area_right - 2.0
                    && place.bottom <= area_bottom - 2.0;
                if inside && !self.taken.iter().any(|taken| taken.touches(&place)) {
                    self.taken.push(place);
                    return Some(place);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_one_place_do_not_touch() {
        let mut placer = Placer::new([0.0, 0.0, 400.0, 300.0], [Box::around(200.0, 150.0, 6.0)].into_iter());
        let places: Vec<Box> = (0..12).filter_map(|_| placer.place((200.0, 150.0), (40.0, 12.0))).collect();
        assert_eq!(places.len(), 12);
        for (index, place) in places.iter().enumerate() {
            assert!(places[..index].iter().all(|other| !other.touches(place)));
        }
    }
}
