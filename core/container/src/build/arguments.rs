//! Arguments that nobody declares.

use std::collections::BTreeMap;

/// What every container finds its programs by.
pub(crate) const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// The platform that is built for.
pub(crate) const PLATFORM: &str = "linux/amd64";

/// The arguments that BuildKit knows of the platform; a stage has them only if it names them by `ARG`.
pub(crate) fn platform_arguments(target: &str) -> BTreeMap<String, String> {
    let of = |prefix: &'static str| {
        [("PLATFORM", PLATFORM), ("OS", "linux"), ("OSVERSION", ""), ("ARCH", "amd64"), ("VARIANT", "")]
            .map(|(name, value)| (format!("{prefix}{name}"), value.to_owned()))
    };
    let stage = ("TARGETSTAGE".to_owned(), target.to_owned());
    of("BUILD").into_iter().chain(of("TARGET")).chain([stage]).collect()
}
