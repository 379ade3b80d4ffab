/// Declares a setting with a fixed list of values, each with the id used in links, controls and on the command line.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident, $field:literal { $($(#[$case_doc:meta])* $case:ident = $id:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$case_doc])* #[serde(rename = $id)] $case),+ }

        impl $name {
            /// Every value, in the order in which controls list them.
            pub const ALL: &'static [$name] = &[$($name::$case),+];

            /// Its id in links, controls and on the command line.
            pub const fn id(self) -> &'static str {
                match self { $($name::$case => $id),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.id())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(id: &str) -> $crate::Result<Self> {
                match id {
                    $($id => Ok($name::$case),)+
                    _ => {
                        let allowed = [$($id),+].map(str::to_owned).to_vec();
                        Err($crate::Error::Choice { field: $field.into(), allowed, got: id.into() })
                    }
                }
            }
        }
    };
}
pub(crate) use choice;

choice! {
    /// A data set of ten classes.
    DataKind, "data" {
        /// 60,000 + 10,000 grey 28×28 pictures of garments (Xiao et al. 2017).
        FashionMnist = "fashion-mnist",
        /// 60,000 + 10,000 grey 28×28 handwritten digits (LeCun et al. 1998).
        Mnist = "mnist",
        /// Synthetic 32×32 RGB pictures of ten shapes, drawn from a seed.
        Shapes = "shapes",
    }
}

choice! {
    /// A family of networks.
    ModelKind, "model" {
        /// One hidden layer of 128 units.
        Mlp = "mlp",
        /// Two convolutions and two linear layers.
        Lenet = "lenet",
        /// A small network of depthwise-separable blocks, of width α.
        Mobilenet = "mobilenet",
        /// Two hidden layers of 300 and 100 units, as in the tables of the pruning literature.
        Lenet300100 = "lenet-300-100",
        /// Caffe's LeNet-5, as in the same tables.
        Lenet5 = "lenet-5",
        /// A small network of inverted residuals, in MobileNetV2's manner, of width α.
        MobilenetV2 = "mobilenet2",
        /// The same with hard-swish and squeeze-and-excite, in MobileNetV3's manner, of width α.
        MobilenetV3 = "mobilenet3",
        /// The plan of [`ModelKind::Mobilenet`] with whole 3×3 convolutions, of width α.
        Cnn = "cnn",
    }
}

impl ModelKind {
    /// Whether it has a width multiplier α.
    pub const fn has_width(self) -> bool {
        matches!(self, ModelKind::Mobilenet | ModelKind::MobilenetV2 | ModelKind::MobilenetV3 | ModelKind::Cnn)
    }

    /// Whether its convolutions may be in groups.
    pub const fn has_groups(self) -> bool {
        matches!(self, ModelKind::Cnn)
    }
}

choice! {
    /// How gradients become steps.
    OptimizerKind, "optimizer" {
        /// Plain stochastic gradient descent.
        Sgd = "sgd",
        /// Gradient descent with momentum 0.9.
        Momentum = "momentum",
        /// Adam (Kingma and Ba 2015); weight decay is added to the gradient.
        Adam = "adam",
        /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
        AdamW = "adamw",
    }
}

choice! {
    /// How the learning rate changes during a run.
    ScheduleKind, "schedule" {
        /// It stays.
        Constant = "constant",
        /// A tenth of it after each third of the run.
        Step = "step",
        /// Half a cosine wave down to zero (Loshchilov and Hutter 2017).
        Cosine = "cosine",
        /// A straight rise over the first tenth of the run, then the cosine (Goyal et al. 2017).
        WarmUp = "warm-up",
    }
}

choice! {
    /// Where the network runs.
    Device, "device" {
        /// The fastest that works.
        Auto = "auto",
        /// The processor.
        Cpu = "cpu",
        /// The graphics processor, through WebGPU.
        WebGpu = "webgpu",
    }
}
