//! How an operation gives its answer in pages: a scheme, as data.

/// How an operation gives its answer in pages. Parts of an answer are JSON pointers (RFC 6901): `/meta/next_cursor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    pub(super) step: Step,
    pub(super) in_body: bool,
    pub(super) items: Option<&'static str>,
    pub(super) more: Option<&'static str>,
    pub(super) last: Option<&'static str>,
    pub(super) total: Option<&'static str>,
}

/// What leads to the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Token {
        input: &'static str,
        next: &'static str,
    },
    LastItem {
        input: &'static str,
        id: &'static str,
    },
    Page {
        input: &'static str,
        first: u64,
    },
    Offset {
        input: &'static str,
        first: u64,
    },
    Url {
        next: &'static str,
    },
    Link,
}

impl Paging {
    fn new(step: Step) -> Self {
        Self {
            step,
            in_body: false,
            items: None,
            more: None,
            last: None,
            total: None,
        }
    }

    /// A part of the answer is the next value of a query parameter. Without one, or with an empty one or `0`, there are no
    /// more pages; nor with the one that was sent, if no items came.
    #[must_use]
    pub fn token(input: &'static str, next: &'static str) -> Self {
        Self::new(Step::Token { input, next })
    }

    /// A part of the last item is the next value of a query parameter.
    #[must_use]
    pub fn last_item(input: &'static str, items: &'static str, id: &'static str) -> Self {
        Self::new(Step::LastItem { input, id }).items(items)
    }

    /// A query parameter is the number of the page; `first` is that of the first one.
    #[must_use]
    pub fn page(input: &'static str, first: u64) -> Self {
        Self::new(Step::Page { input, first })
    }

    /// A query parameter is the number of items before the page; `first` is what it is for the first one.
    #[must_use]
    pub fn offset(input: &'static str, first: u64, items: &'static str) -> Self {
        Self::new(Step::Offset { input, first }).items(items)
    }

    /// A part of the answer is the URL of the next page, absolute or relative.
    #[must_use]
    pub fn url(next: &'static str) -> Self {
        Self::new(Step::Url { next })
    }

    /// A `Link` header says the URL of the next page (RFC 8288, `rel="next"`).
    #[must_use]
    pub fn link() -> Self {
        Self::new(Step::Link)
    }

    /// The parameter is a member of the JSON body, and its name a JSON pointer.
    #[must_use]
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Where the list of items is. A page without any is the end of pages that are counted.
    #[must_use]
    pub fn items(mut self, items: &'static str) -> Self {
        self.items = Some(items);
        self
    }

    /// Where the answer says whether there are more pages.
    #[must_use]
    pub fn more(mut self, more: &'static str) -> Self {
        self.more = Some(more);
        self
    }

    /// Where the answer says how many pages there are.
    #[must_use]
    pub fn last(mut self, last: &'static str) -> Self {
        self.last = Some(last);
        self
    }

    /// Where the answer says how many items there are on all pages together.
    #[must_use]
    pub fn total(mut self, total: &'static str) -> Self {
        self.total = Some(total);
        self
    }
}
