//! What a command leaves, as tests look at it.
#![allow(dead_code)]

use std::fs;
use std::path::Path;

/// What was printed.
pub fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// All files of a folder, by their names in it.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("there") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            all.extend(files(&entry.path()).into_iter().map(|(within, bytes)| (format!("{name}/{within}"), bytes)));
        } else {
            all.push((name, fs::read(entry.path()).expect("readable")));
        }
    }
    all.sort();
    all
}
