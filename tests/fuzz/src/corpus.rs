//! Inputs that once failed. They are compiled in, as a browser has no files; a row for each, and a test that none is forgotten.

use crate::Target;

macro_rules! files {
    ($($folder:literal / $name:literal;)+) => {
        &[$(($folder, $name, include_bytes!(concat!("../corpus/", $folder, "/", $name)))),+]
    };
}

/// Folder, name, bytes.
const FILES: &[(&str, &str, &[u8])] = files! {
    "IDX-files" / "overflow-of-32-bits";
    "packed-files" / "overflow-of-32-bits";
    "packed-files" / "sizes-believed-hang";
    "packed-files" / "sizes-believed-memory";
    "recipes" / "huge-student-0";
    "recipes" / "huge-student-1";
    "safetensors-for-a-network" / "death-when-run";
    "safetensors-for-a-network" / "overflow-of-32-bits";
    "safetensors-of-any-network" / "death-when-run";
    "safetensors-of-any-network" / "overflow-of-32-bits";
    "safetensors-of-any-network" / "overflow-of-32-bits-2";
    "safetensors-of-any-network" / "shapes-believed";
    "stored-runs" / "overflow-of-32-bits";
    "stored-runs" / "steps-overflow";
};

/// The folder of this kind of input in `corpus/`.
pub fn folder(target: &Target) -> String {
    target.name.replace(' ', "-")
}

/// Inputs of this kind that once failed, by their names.
pub fn corpus(target: &Target) -> Vec<(&'static str, &'static [u8])> {
    let own = folder(target);
    FILES.iter().filter(|(folder, ..)| *folder == own).map(|(_, name, bytes)| (*name, *bytes)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_corpus_is_tried() {
        let all = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
        let names =
            |folder: &str| std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name()).collect::<Vec<_>>();
        let folders: Vec<String> = crate::targets().iter().map(folder).collect();
        for own in names(all) {
            let own = own.to_str().unwrap();
            assert!(folders.iter().any(|folder| folder == own), "{own} is no kind of input");
            for name in names(&format!("{all}/{own}")) {
                let has_row = FILES.iter().any(|(folder, file, _)| *folder == own && name == *file);
                assert!(has_row, "{own}/{name:?} has no row in src/corpus.rs");
            }
        }
    }
}
