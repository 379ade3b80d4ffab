use super::{CHANNELS, ROUNDS, Task, WINDOW, Workload};

/// Rows and columns of the result as the kernels see it.
const fn shape(task: Task) -> [usize; 2] {
    let n = task.size;
    match task.work {
        Workload::Product => [n, n],
        Workload::Convolution => [n * n, CHANNELS],
        Workload::Branches => [1, n * n],
    }
}

/// Rows and columns of the result that a workgroup makes, as a source says in its constants `GROUP_ROWS` and `GROUP_COLS`,
/// which a learner may change; 1 where it does not say.
pub fn tile(source: &str) -> [usize; 2] {
    ["GROUP_ROWS", "GROUP_COLS"].map(|name| {
        let after = source.split(&format!("const {name} = ")).nth(1).unwrap_or_default();
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok().filter(|n| *n > 0).unwrap_or(1)
    })
}

/// Workgroups across and down that make the whole result.
pub fn grid(task: Task, source: &str) -> [usize; 2] {
    let [rows, cols] = shape(task);
    let [tall, wide] = tile(source);
    [cols.div_ceil(wide), rows.div_ceil(tall)]
}

/// Values that the kernels' inner loops run over for each value of the result.
pub const fn inner(task: Task) -> usize {
    match task.work {
        Workload::Product => task.size,
        Workload::Convolution => WINDOW * WINDOW * CHANNELS,
        Workload::Branches => ROUNDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_is_read_from_whatever_a_learner_writes() {
        assert_eq!(tile("const GROUP_ROWS = 8u;\nconst GROUP_COLS = 32u;"), [8, 32]);
        assert_eq!(tile("const GROUP_ROWS = 0u; const GROUP_COLS = x"), [1, 1]);
        assert_eq!(tile(""), [1, 1]);
    }
}
