//! Reproducible choices: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators").

/// A sequence of choices that its seed determines.
pub struct Random(u64);

impl Random {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound; 0 below 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or_default()
    }

    /// A number from a range, both ends included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list; the default of the type from an empty one.
    pub fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        list.get(self.below(list.len()))
            .copied()
            .unwrap_or_default()
    }

    /// Some of a list, each at most once, in order.
    pub fn sample<T: Copy>(&mut self, list: &[T], count: usize) -> Vec<T> {
        let mut wanted = count;
        let mut chosen = Vec::new();
        for (at, item) in list.iter().enumerate() {
            if self.below(list.len() - at) < wanted {
                wanted -= 1;
                chosen.push(*item);
            }
        }
        chosen
    }
}
