//! FSRS-6 against the Open Spaced Repetition project's own implementation in Python (`goldens/make_fsrs.py`).

use karui_questions::schedule::Memory;
use karui_spec::question::Grade;

/// Days, grade, stability and difficulty after, recall before.
type Step = (f64, usize, f64, f64, Option<f64>);

#[test]
fn what_is_remembered_is_what_fsrs_says() {
    let histories: Vec<Vec<Step>> = serde_json::from_str(include_str!("goldens/fsrs.json")).unwrap();
    assert!(histories.len() >= 400, "nothing was compared");
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1.0);
    for history in histories {
        let mut known: Option<Memory> = None;
        for (days, grade, stability, difficulty, recall) in &history {
            let grade = [Grade::Again, Grade::Hard, Grade::Good, Grade::Easy][grade - 1];
            if let (Some(memory), Some(recall)) = (known, recall) {
                assert!(near(memory.recall(*days), *recall), "{history:?}: recall {}", memory.recall(*days));
            }
            let memory = known.map_or(Memory::first(grade), |memory| memory.reviewed(grade, *days));
            let is_same = near(memory.stability, *stability) && near(memory.difficulty, *difficulty);
            assert!(is_same, "{history:?}: {memory:?}");
            known = Some(memory);
        }
    }
}
