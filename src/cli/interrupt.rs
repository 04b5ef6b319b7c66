//! Ctrl-C: once ends in good order and keeps what was finished, twice ends at once.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::{Status, output};

/// Listens for Ctrl-C.
pub struct Interrupt {
    stop: Arc<AtomicBool>,
    clean: Arc<Mutex<Option<PathBuf>>>,
}

impl Interrupt {
    /// Starts to listen.
    pub fn listen() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let clean = Arc::new(Mutex::new(None::<PathBuf>));
        let (flag, path) = (stop.clone(), clean.clone());
        let handler = move || {
            if !flag.swap(true, Ordering::Relaxed) {
                output::tell("\nstopping: the plays in hand are finished; press Ctrl-C again to give up at once");
                return;
            }
            if let Ok(Some(path)) = path.lock().as_deref() {
                let _ = std::fs::remove_dir_all(path);
            }
            std::process::exit(Status::Interrupted as i32);
        };
        // Where it cannot be installed Ctrl-C ends the program as it always did.
        let _ = ctrlc::set_handler(handler);
        Interrupt { stop, clean }
    }

    /// Set by the first Ctrl-C.
    pub fn stop(&self) -> &AtomicBool {
        &self.stop
    }

    /// A folder to remove when the program is ended at once.
    pub fn clean_up(&self, folder: PathBuf) {
        if let Ok(mut clean) = self.clean.lock() {
            *clean = Some(folder);
        }
    }
}
