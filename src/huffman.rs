//! Huffman's code lengths, limited: what DEFLATE and JPEG ask of them alike.

#![forbid(unsafe_code)]

/// The longest code that anybody here sends.
pub const LONGEST: usize = 16;

/// How many codes of each length, none above `limit`, code symbols of these frequencies in the fewest bits.
///
/// `weights` ascend; a single one gets one bit. They are overwritten with the tree (Moffat and Katajainen, 1995): first
/// the parents of inner nodes, then their depths. Where the limit cuts, the Kraft sum is repaired from the longest code
/// down: a few bits worse than package-merge, in a case that is rare at 14 bits and more.
pub fn counts(weights: &mut [u64], limit: usize) -> [u32; LONGEST + 1] {
    let mut counts = [0; LONGEST + 1];
    if weights.len() < 2 {
        counts[1] = weights.len() as u32;
        return counts;
    }
    counts_of_depths(weights, &mut counts);
    cut(&mut counts, limit);
    counts
}

/// How many leaves of Huffman's tree lie at each depth, those beyond [`LONGEST`] counted there.
fn counts_of_depths(weights: &mut [u64], counts: &mut [u32; LONGEST + 1]) {
    let used = weights.len();
    let (mut leaf, mut inner) = (0, 0);
    for next in 0..used - 1 {
        let mut sum = 0;
        for _ in 0..2 {
            if leaf < used && (inner >= next || weights[leaf] < weights[inner]) {
                sum += weights[leaf];
                leaf += 1;
            } else {
                sum += weights[inner];
                weights[inner] = next as u64;
                inner += 1;
            }
        }
        weights[next] = sum;
    }

    weights[used - 2] = 0;
    counts[1] = 2;
    for node in (0..used - 2).rev() {
        let depth = weights[weights[node] as usize] + 1;
        weights[node] = depth;
        // The node was counted as a leaf; it has two below it instead.
        let depth = (depth as usize).min(LONGEST);
        counts[depth] -= u32::from(depth < LONGEST);
        counts[(depth + 1).min(LONGEST)] += if depth < LONGEST { 2 } else { 1 };
    }
}

/// Makes every code at most `limit` long, and the code complete again.
fn cut(counts: &mut [u32; LONGEST + 1], limit: usize) {
    let beyond: u32 = counts[limit + 1..].iter().sum();
    counts[limit + 1..].fill(0);
    counts[limit] += beyond;
    let mut kraft: u32 = (1..=limit).map(|length| counts[length] << (limit - length)).sum();
    while kraft > 1 << limit {
        // A shorter code becomes the parent of itself and of one of the longest: one unit less.
        counts[limit] -= 1;
        let Some(parent) = (1..limit).rev().find(|&length| counts[length] > 0) else { break };
        counts[parent] -= 1;
        counts[parent + 1] += 2;
        kraft -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits that the symbols take, by Huffman's method with a sorted list instead of a tree.
    fn fewest_bits(weights: &[u64]) -> u64 {
        let mut list = weights.to_vec();
        let mut bits = 0;
        while list.len() > 1 {
            list.sort_unstable_by(|a, b| b.cmp(a));
            let sum = list.pop().unwrap_or_default() + list.pop().unwrap_or_default();
            bits += sum;
            list.push(sum);
        }
        bits
    }

    #[test]
    fn codes_take_the_fewest_bits() {
        for seed in 1..200u64 {
            let mut weights: Vec<u64> = (1..2 + seed).map(|i| i * seed * 7919 % 1009).collect();
            weights.sort_unstable();
            let expected = fewest_bits(&weights);
            let lengths = counts(&mut weights.clone(), LONGEST);
            let frequent = weights.iter().rev();
            let of_each = (0..).zip(lengths).flat_map(|(length, count)| std::iter::repeat_n(length, count as usize));
            assert_eq!(frequent.zip(of_each).map(|(weight, length)| weight * length).sum::<u64>(), expected, "{seed}");
        }
    }

    #[test]
    fn a_limit_leaves_a_complete_code() {
        assert_eq!(counts(&mut [7], 16)[1], 1);
        let mut weights = vec![1u64, 1];
        while weights.len() < 60 {
            weights.push(weights[weights.len() - 1] + weights[weights.len() - 2]);
        }
        for limit in [6, 7, 15, 16] {
            let counts = counts(&mut weights.clone(), limit);
            assert_eq!(counts.iter().sum::<u32>(), 60);
            assert_eq!((0..=limit).map(|length| counts[length] << (limit - length)).sum::<u32>(), 1 << limit);
        }
    }
}
