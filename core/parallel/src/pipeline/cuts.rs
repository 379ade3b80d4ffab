//! Where a network is cut into stages, as far as that needs no network: it has layers, counted from 0, and can be cut behind each but the
//! last.

/// Cuts for `stages` stages of `layers` layers, as even in number as can be: behind which layers, rising. Nothing where there are not as
/// many layers, or no stages.
pub fn even_cuts(layers: usize, stages: usize) -> Option<Vec<usize>> {
    (1..=layers).contains(&stages).then(|| (1..stages).map(|i| i * layers / stages - 1).collect())
}

/// The same cuts with cut `which` behind layer `to`, or as near to it as its neighbours allow: each stage has a layer at least.
pub fn moved(cuts: &[usize], which: usize, to: usize, layers: usize) -> Vec<usize> {
    let mut all = cuts.to_vec();
    let low = which.checked_sub(1).and_then(|before| cuts.get(before)).map_or(0, |before| before + 1);
    let high = cuts.get(which + 1).copied().unwrap_or(layers.saturating_sub(1)).saturating_sub(1);
    if let (Some(cut), true) = (all.get_mut(which), low <= high) {
        *cut = to.clamp(low, high);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_are_even_and_as_many_as_stages_want() {
        assert_eq!(even_cuts(6, 1), Some(vec![]));
        assert_eq!(even_cuts(6, 2), Some(vec![2]));
        assert_eq!(even_cuts(6, 4), Some(vec![0, 2, 3]));
        assert_eq!(even_cuts(6, 6), Some(vec![0, 1, 2, 3, 4]));
        assert_eq!((even_cuts(6, 7), even_cuts(6, 0)), (None, None));
        for layers in 1..20 {
            for stages in 1..=layers {
                let cuts = even_cuts(layers, stages).unwrap();
                assert!(cuts.is_sorted_by(|a, b| a < b) && cuts.iter().all(|cut| *cut < layers - 1));
            }
        }
    }

    #[test]
    fn a_cut_stays_between_its_neighbours() {
        let cuts = [1, 4];
        assert_eq!(moved(&cuts, 0, 3, 7), [3, 4]);
        assert_eq!(moved(&cuts, 0, 6, 7), [3, 4]);
        assert_eq!(moved(&cuts, 1, 0, 7), [1, 2]);
        assert_eq!(moved(&cuts, 1, 99, 7), [1, 5]);
        assert_eq!(moved(&cuts, 0, 0, 7), [0, 4]);
        assert_eq!(moved(&cuts, 5, 0, 7), cuts);
        assert_eq!(moved(&[0], 0, 1, 1), [0]);
    }
}
