use super::{KernelVariant, Task, Workload};
use crate::setting::{Kind, Setting, Settings};

/// What the accelerator page looks at: what is computed, and the kernel of the GPU that is in its editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KernelSpec {
    /// What is computed.
    pub task: Task,
    /// The kernel.
    pub way: KernelVariant,
}

impl Default for KernelSpec {
    fn default() -> Self {
        KernelSpec { task: Task::default(), way: KernelVariant::Naive }
    }
}

impl KernelSpec {
    /// Other work, of its middle size; the same kernel where there is such a one for it, else the first.
    pub fn with(self, work: Workload) -> Self {
        let other = KernelSpec { task: Task::of(work), ..self };
        let way = other.kernels().find(|way| *way == self.way).or_else(|| other.kernels().next());
        KernelSpec { way: way.unwrap_or(self.way), ..other }
    }

    /// The kernels of the GPU that there are for what is computed.
    pub fn kernels(&self) -> impl Iterator<Item = KernelVariant> + use<> {
        self.task.work.variants().iter().copied().filter(|way| way.is_gpu())
    }
}

impl Settings for KernelSpec {
    const TABLE: &'static [Setting<Self>] = &[
        Setting {
            name: "work",
            kind: Kind::Choice {
                allowed: |_| Workload::ALL.map(|work| work.id().to_owned()).to_vec(),
                get: |it| it.task.work.id().to_owned(),
                set: |it, id| {
                    if let Some(work) = Workload::ALL.into_iter().find(|work| work.id() == id) {
                        *it = it.with(work);
                    }
                },
            },
        },
        Setting {
            name: "size",
            kind: Kind::Choice {
                allowed: |it| it.task.work.sizes().iter().map(usize::to_string).collect(),
                get: |it| it.task.size.to_string(),
                set: |it, id| it.task.size = id.parse().unwrap_or(it.task.size),
            },
        },
        Setting {
            name: "kernel",
            kind: Kind::Choice {
                allowed: |it| it.kernels().map(|way| way.id().to_owned()).collect(),
                get: |it| it.way.id().to_owned(),
                set: |it, id| it.way = it.kernels().find(|way| way.id() == id).unwrap_or(it.way),
            },
        },
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::tests::any;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_link_gives_the_same_kernel(it in any::<KernelSpec>()) {
            let mut read = KernelSpec::default();
            for (name, value) in it.to_query().split('&').filter_map(|pair| pair.split_once('=')) {
                prop_assert_eq!(read.set(name, value), Some(Ok(())));
            }
            prop_assert_eq!(read, it);
        }
    }

    #[test]
    fn sizes_and_kernels_are_those_of_the_work() {
        let mut it = KernelSpec::default();
        let error = it.set("size", "7").unwrap().unwrap_err();
        assert_eq!(error.to_string(), "size: expected 128 | 256 | 512, got `7`");
        assert_eq!(it.set("work", "branches"), Some(Ok(())));
        assert_eq!((it.task.size, it.way), (512, KernelVariant::Divergent));
        assert_eq!(it.set("size", "1024"), Some(Ok(())));
        assert!(it.set("kernel", "tiled").unwrap().is_err());
        assert_eq!(it.set("lanes", "1"), None);
    }
}
