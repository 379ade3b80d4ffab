//! The settings of a run as options: their values, ranges and defaults are those of the settings' table.

use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches, error::ErrorKind};
use karui_spec::{Experiment, Setting, Settings};

/// An option that is a setting.
struct Flag {
    /// Its name on the command line.
    long: &'static str,
    /// The setting's name in links.
    setting: &'static str,
    /// What it is.
    about: &'static str,
    /// What it is here where it is not given, if not the page's.
    default: Option<&'static str>,
    /// Whether a recipe's training asks for it too, which has rates and lengths of its own.
    of_recipes: bool,
}

const FLAGS: [Flag; 8] = [
    flag("epochs", "epochs", "Passes over the training images", Some("1"), false),
    flag("batch", "batch", "Images per step", None, true),
    flag("optimizer", "opt", "How gradients become steps", None, false),
    flag("lr", "lr", "The learning rate at its highest", None, false),
    flag("schedule", "sched", "How the learning rate changes", Some("constant"), false),
    flag("weight-decay", "wd", "Weight decay", None, false),
    flag("label-smoothing", "smoothing", "Label smoothing", None, false),
    flag("seed", "seed", "Seed of all that is drawn", None, true),
];

const fn flag(
    long: &'static str,
    setting: &'static str,
    about: &'static str,
    default: Option<&'static str>,
    of_recipes: bool,
) -> Flag {
    Flag { long, setting, about, default, of_recipes }
}

/// The settings that the options say: all of a training run's, or only those that a recipe asks for.
#[derive(Debug)]
pub struct SettingArgs<const OF_TRAINING: bool> {
    /// With the page's defaults for what is no option.
    pub experiment: Experiment,
}

fn rows<const OF_TRAINING: bool>() -> impl Iterator<Item = (&'static Flag, &'static Setting<Experiment>)> {
    let flags = FLAGS.iter().filter(|flag| OF_TRAINING || flag.of_recipes);
    flags.filter_map(|flag| Some((flag, Experiment::setting(flag.setting)?)))
}

/// The experiment before any option is read.
fn defaults<const OF_TRAINING: bool>() -> karui_spec::Result<Experiment> {
    let mut it = Experiment::default();
    for (flag, row) in rows::<OF_TRAINING>() {
        if let Some(value) = flag.default {
            row.set(&mut it, value)?;
        }
    }
    Ok(it)
}

impl<const OF_TRAINING: bool> Args for SettingArgs<OF_TRAINING> {
    fn augment_args(mut command: Command) -> Command {
        let defaults = defaults::<OF_TRAINING>().unwrap_or_default();
        for (flag, row) in rows::<OF_TRAINING>() {
            let values = match row.range() {
                Some([min, max]) => format!("{min} … {max}"),
                None => row.allowed(&defaults).join(", "),
            };
            let read = move |text: &str| row.set(&mut Experiment::default(), text).map(|()| text.to_owned());
            let help = format!("{}: {values} [default: {}]", flag.about, row.get(&defaults));
            command = command.arg(Arg::new(flag.long).long(flag.long).value_parser(read).help(help));
        }
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<const OF_TRAINING: bool> FromArgMatches for SettingArgs<OF_TRAINING> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let experiment = defaults::<OF_TRAINING>().map_err(|e| Error::raw(ErrorKind::ValueValidation, e))?;
        let mut it = SettingArgs { experiment };
        it.update_from_arg_matches(matches)?;
        Ok(it)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        for (flag, row) in rows::<OF_TRAINING>() {
            if let Some(value) = matches.get_one::<String>(flag.long) {
                row.set(&mut self.experiment, value).map_err(|e| Error::raw(ErrorKind::ValueValidation, e))?;
            }
        }
        Ok(())
    }
}
