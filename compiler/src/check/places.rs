//! One row of places for all files, so that a place alone says which file it is in.
//!
//! In: places within one file, and global ones. Out: the other kind. Syntax trees hold
//! global places from the moment they are read ([`Places::moved`]), so that a rule can be
//! put together from the lines of several files.

use zhunze_grammar::ast::Span;

use super::walk::Rewrite;
use crate::book::SourceId;
use crate::diagnostics::Place;

/// Where each file starts, in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Places {
    starts: Vec<u32>,
    next: u32,
}

impl Places {
    /// Makes room for the next file; its length is in bytes.
    pub(super) fn push(&mut self, length: usize) {
        self.starts.push(self.next);
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        // One more, so that the end of a file is not the start of the next.
        self.next = self.next.saturating_add(length).saturating_add(1);
    }

    fn start(&self, source: SourceId) -> u32 {
        self.starts.get(source.index()).copied().unwrap_or(0)
    }

    /// The file that a global place is in.
    pub(super) fn source(&self, span: Span) -> SourceId {
        let after = self.starts.partition_point(|start| *start <= span.start);
        SourceId(u32::try_from(after.saturating_sub(1)).unwrap_or(0))
    }

    /// A global place as a place in its file. (It ends there, too.)
    pub(super) fn place(&self, span: Span) -> Place {
        let source = self.source(span);
        let start = self.start(source);
        let after = self.starts.get(source.index() + 1);
        let last = after.map_or(self.next, |next| *next).saturating_sub(1);
        let end = span.end.min(last).max(span.start);
        let span = Span::new(span.start - start, end - start);
        Place { source, span }
    }

    /// A place in a file as a global one.
    pub(super) fn global(&self, source: SourceId, span: Span) -> Span {
        let start = self.start(source);
        Span::new(
            start.saturating_add(span.start),
            start.saturating_add(span.end),
        )
    }

    /// Makes the places in a file's syntax global.
    pub(super) fn moved(&self, source: SourceId) -> impl Rewrite {
        Move(move |span: Span| self.global(source, span))
    }
}

/// Changes all places.
pub(super) struct Move<F>(pub(super) F);

impl<F: Fn(Span) -> Span> Rewrite for Move<F> {
    fn span(&mut self, span: &mut Span) {
        *span = (self.0)(*span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_all_files_are_told_apart() {
        let mut places = Places::default();
        [3, 0, 5].iter().for_each(|length| places.push(*length));
        for (source, start, end) in [(0, 0, 3), (1, 0, 0), (2, 1, 5), (0, 3, 3)] {
            let span = Span::new(start, end);
            let place = places.place(places.global(SourceId(source), span));
            assert_eq!((place.source.0, place.span.start), (source, start));
            assert_eq!(place.span.end, end);
        }
        assert_eq!(places.place(Span::new(1, 9)).span.end, 3);
    }
}
