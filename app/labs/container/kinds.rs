//! Three kinds of virtualization in bytes: what stands on the machine for each, from the sizes of real packages.

/// A size and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Bytes.
    pub bytes: u64,
    /// Which package, and which number of it.
    pub source: &'static str,
}

const fn kib(kib: u64, source: &'static str) -> Size {
    Size { bytes: kib * 1024, source }
}

/// The kernel of a machine.
pub const KERNEL: Size = kib(400_842, "linux-image-6.1.0-57-amd64 6.1.192-3, Installed-Size (Debian 12)");
/// The kernel of a guest, without drivers for hardware that it never sees.
pub const GUEST_KERNEL: Size = kib(105_548, "linux-image-6.1.0-57-cloud-amd64 6.1.192-3, Installed-Size (Debian 12)");
/// What every Debian system has.
pub const REQUIRED: Size = kib(74_903, "33 packages of priority required, Installed-Size (Debian 12, amd64)");
/// What a system has that boots and is logged into.
pub const IMPORTANT: Size = kib(41_514, "32 packages of priority important, Installed-Size (Debian 12, amd64)");
/// A program that is a machine.
pub const QEMU: Size = kib(43_488, "qemu-system-x86 7.2, Installed-Size (Debian 12)");
/// A hypervisor below all systems.
pub const XEN: Size = kib(3_986, "xen-hypervisor-4.17-amd64, Installed-Size (Debian 12)");
/// What starts containers.
pub const RUNTIME: Size = kib(98_393 + 8_633, "containerd 1.6.20 and runc 1.1.5, Installed-Size (Debian 12)");
/// A small application.
pub const NUMPY: Size = Size { bytes: 57_522_497, source: "the files of the wheel numpy 2.3.5 (CPython 3.12, x86-64)" };
/// A large one.
pub const TORCH: Size =
    Size { bytes: 1_722_510_083, source: "the files of the wheel torch 2.9.1 (CPython 3.12, x86-64)" };

/// A kind of virtualization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Virtual machines in a program on a system.
    Host,
    /// Virtual machines on a hypervisor that is there instead of a system.
    Hypervisor,
    /// Containers.
    Container,
}

/// What a block of the drawing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// The application.
    Application,
    /// The kernel of the machine.
    Kernel,
    /// The programs of the machine's system.
    System,
    /// The kernel of a guest.
    GuestKernel,
    /// The programs of a guest's system.
    GuestSystem,
    /// What virtualizes.
    Virtualizer,
    /// The files of the base image.
    BaseImage,
}

impl Kind {
    /// All.
    pub const ALL: [Kind; 3] = [Kind::Host, Kind::Hypervisor, Kind::Container];

    /// Its name for tests.
    pub const fn id(self) -> &'static str {
        match self {
            Kind::Host => "host",
            Kind::Hypervisor => "hypervisor",
            Kind::Container => "container",
        }
    }

    /// What is there once, from the ground up.
    pub fn shared(self) -> Vec<(Block, Size)> {
        match self {
            Kind::Host => {
                vec![(Block::Kernel, KERNEL), (Block::System, system()), (Block::Virtualizer, QEMU)]
            }
            Kind::Hypervisor => vec![(Block::Virtualizer, XEN)],
            // The layers of the base image lie on the disk once, however many containers use them.
            Kind::Container => vec![
                (Block::Kernel, KERNEL),
                (Block::System, system()),
                (Block::Virtualizer, RUNTIME),
                (Block::BaseImage, REQUIRED),
            ],
        }
    }

    /// What is there for each application, from below.
    pub fn each(self, application: Size) -> Vec<(Block, Size)> {
        match self {
            Kind::Container => vec![(Block::Application, application)],
            _ => vec![
                (Block::GuestKernel, GUEST_KERNEL),
                (Block::GuestSystem, system()),
                (Block::Application, application),
            ],
        }
    }

    /// Bytes of `count` applications with all that is below them.
    pub fn bytes(self, application: Size, count: u64) -> u64 {
        let sum = |blocks: Vec<(Block, Size)>| blocks.iter().map(|(_, size)| size.bytes).sum::<u64>();
        sum(self.shared()) + count * sum(self.each(application))
    }
}

const fn system() -> Size {
    Size {
        bytes: REQUIRED.bytes + IMPORTANT.bytes,
        source: "65 packages of priority required and important (Debian 12)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_more_application_costs_a_container_the_least() {
        for application in [NUMPY, TORCH] {
            let more = |kind: Kind| kind.bytes(application, 2) - kind.bytes(application, 1);
            assert_eq!(more(Kind::Container), application.bytes);
            assert_eq!(more(Kind::Host), more(Kind::Hypervisor));
            assert_eq!(more(Kind::Host) - application.bytes, (105_548 + 74_903 + 41_514) * 1024);
        }
    }

    #[test]
    fn what_is_below_is_there_once() {
        let below = |kind: Kind| kind.bytes(NUMPY, 0);
        assert_eq!(below(Kind::Hypervisor), 3_986 * 1024);
        assert_eq!(below(Kind::Host), (400_842 + 74_903 + 41_514 + 43_488) * 1024);
        assert_eq!(below(Kind::Container), (400_842 + 2 * 74_903 + 41_514 + 98_393 + 8_633) * 1024);
    }
}
