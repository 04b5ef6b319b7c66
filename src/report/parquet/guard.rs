//! Keeps what a damaged file does to the library from whoever reads it: an error comes of it, no panic, and no claim on all memory.

use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};

thread_local! {
    /// Whether this thread is at work in the library.
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
}

/// Has the library do something with a file. It panics at some that are damaged: that is an error as any other, and nobody is shown it.
pub fn guarded<T>(work: impl FnOnce() -> Result<T>) -> io::Result<T> {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let show = take_hook();
        set_hook(Box::new(move |panic| {
            if !AT_WORK.get() {
                show(panic);
            }
        }));
    });
    AT_WORK.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    AT_WORK.set(false);
    done.map_or_else(|_| Err(io::Error::other("it is damaged")), |done| done.map_err(io::Error::other))
}

/// The pages of a column, of which none may claim more than it has.
pub struct Pages {
    pages: Box<dyn PageReader>,
    /// The bits of the shortest value.
    shortest: usize,
}

impl Pages {
    /// Those of a column of a type.
    pub fn new(pages: Box<dyn PageReader>, of: Type) -> Self {
        let shortest = match of {
            Type::BOOLEAN => 1,
            Type::INT64 | Type::DOUBLE => 64,
            // At least the length is told.
            _ => 32,
        };
        Pages { pages, shortest }
    }

    fn checked(&self, page: Page) -> Result<Page> {
        let fair = match &page {
            // Room for all its values is made before the first is read.
            Page::DictionaryPage { buf, num_values, .. } => (*num_values as usize).saturating_mul(self.shortest) <= buf.len() * 8,
            // In the other, older way nothing tells where they end.
            Page::DataPage { def_level_encoding, .. } => *def_level_encoding == Encoding::RLE,
            Page::DataPageV2 { .. } => true,
        };
        if fair { Ok(page) } else { Err(ParquetError::General("a page does not hold what it says".to_owned())) }
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.pages.get_next_page()?.map(|page| self.checked(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }
}
