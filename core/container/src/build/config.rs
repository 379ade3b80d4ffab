//! Instructions that change nothing but the image's configuration; each says its line of the history.

use super::stage::State;
use crate::image::Empty;
use crate::instruction::{CommandLine, Kind, Refusal};
use crate::quote::quoted_list;

/// Signals that `STOPSIGNAL` knows by name.
const SIGNALS: [&str; 31] = [
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
    "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO",
    "PWR", "SYS",
];

/// Exec form as it is, shell form behind the stage's shell.
pub(super) fn with_shell(state: &State, command: &CommandLine) -> Vec<String> {
    if !command.shell {
        return command.words.clone();
    }
    let shell = if state.config.shell.is_empty() {
        vec!["/bin/sh".to_owned(), "-c".to_owned()]
    } else {
        state.config.shell.clone()
    };
    [shell, vec![command.words.join(" ")]].concat()
}

pub(super) fn configure(
    state: &mut State,
    kind: &Kind,
    expand: &dyn Fn(&str) -> Result<String, Refusal>,
) -> Result<String, Refusal> {
    let all = |words: &[String]| words.iter().map(|word| expand(word)).collect::<Result<Vec<_>, _>>();
    Ok(match kind {
        Kind::User(user) => {
            state.config.user = expand(user)?;
            format!("USER {}", state.config.user)
        }
        Kind::Expose(ports) => {
            let ports = all(ports)?;
            let mut listed = Vec::new();
            for port in ports.iter().flat_map(|ports| ports.split_whitespace()) {
                listed.extend(self::ports(port).ok_or_else(|| Refusal::Port(port.to_owned()))?);
            }
            listed.sort();
            state.config.exposed_ports.extend(listed.iter().map(|port| (port.clone(), Empty {})));
            format!("EXPOSE [{}]", listed.join(" "))
        }
        Kind::Volume(volumes) => {
            let volumes = all(volumes)?;
            if volumes.iter().any(String::is_empty) {
                return Err(Refusal::EmptyVolume);
            }
            state.config.volumes.extend(volumes.iter().map(|volume| (volume.clone(), Empty {})));
            format!("VOLUME [{}]", volumes.join(" "))
        }
        Kind::Cmd(command) => {
            let words = with_shell(state, command);
            state.config.cmd = Some(words.clone());
            state.has_cmd = true;
            format!("CMD {}", quoted_list(&words))
        }
        Kind::Entrypoint(command) => {
            let words = with_shell(state, command);
            state.config.entrypoint = Some(words.clone());
            // The base's arguments were meant for the base's program.
            if !state.has_cmd {
                state.config.cmd = None;
            }
            format!("ENTRYPOINT {}", quoted_list(&words))
        }
        Kind::Healthcheck(health) => {
            state.config.healthcheck = Some(health.clone());
            format!("HEALTHCHECK {}", quoted_list(&health.test))
        }
        Kind::Shell(words) => {
            state.config.shell = words.clone();
            format!("SHELL [{}]", words.join(" "))
        }
        Kind::StopSignal(signal) => {
            let signal = expand(signal)?;
            let upper = signal.to_uppercase();
            let is_name = SIGNALS.contains(&upper.strip_prefix("SIG").unwrap_or(&upper));
            if !is_name && !signal.parse::<u32>().is_ok_and(|number| (1..=64).contains(&number)) {
                return Err(Refusal::Signal(signal));
            }
            state.config.stop_signal = signal.clone();
            format!("STOPSIGNAL {signal}")
        }
        Kind::Onbuild(text) => {
            state.config.on_build.push(text.clone());
            format!("ONBUILD {text}")
        }
        Kind::Maintainer(author) => {
            state.author = author.clone();
            format!("MAINTAINER {author}")
        }
        other => return Err(Refusal::NotModelled(other.name().to_owned())),
    })
}

/// Whether a port of `EXPOSE` names an address or a port of the host, too, and its protocol as it is written.
pub(crate) fn exposed(text: &str) -> (bool, &str) {
    let (port, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    (port.contains(':'), protocol)
}

/// `80`, `80/udp`, `8000-8002/tcp`, as the configuration lists them; what is said of the host is left out, as BuildKit leaves it out.
fn ports(text: &str) -> Option<Vec<String>> {
    let (range, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    let range = range.rsplit(':').next()?;
    let protocol = protocol.to_lowercase();
    let (low, high) = range.split_once('-').unwrap_or((range, range));
    let (low, high): (u16, u16) = (low.parse().ok()?, high.parse().ok()?);
    (["tcp", "udp", "sctp"].contains(&&protocol[..]) && low <= high)
        .then(|| (low..=high).map(|port| format!("{port}/{protocol}")).collect())
}
