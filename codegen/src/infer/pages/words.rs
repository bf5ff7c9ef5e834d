//! What parameters and members are called that have to do with pages, without case and separators.

/// Whether a list has a word.
pub(super) fn has(words: &[&str], word: &str) -> bool {
    words.contains(&word)
}

/// Parameters and the members of answers that are their next values. Of a member deep inside, the name of what is around
/// it may be part of the word: `cursors.next` is `cursorsnext`.
pub(super) const TOKENS: [(&[&str], &[&str]); 12] = [
    (
        &[
            "nextpagetoken",
            "pagetoken",
            "nexttoken",
            "paginationtoken",
            "token",
        ],
        &["nextpagetoken", "nexttoken"],
    ),
    (
        &[
            "cursor",
            "nextcursor",
            "pagecursor",
            "startcursor",
            "cursorafter",
            "after",
            "pageafter",
        ],
        &[
            "nextcursor",
            "cursornext",
            "cursorsnext",
            "endcursor",
            "nextpagecursor",
            "nextafter",
            "cursorsafter",
        ],
    ),
    (&["startingafter"], &["nextstartingafter"]),
    (
        &["continuation", "continuationtoken"],
        &[
            "continuation",
            "continuationtoken",
            "nextcontinuation",
            "nextcontinuationtoken",
        ],
    ),
    (&["marker", "nextmarker"], &["marker", "nextmarker"]),
    (&["scrollid"], &["scrollid"]),
    (&["bookmark"], &["bookmark", "nextbookmark"]),
    (&["nextkey", "startkey"], &["nextkey"]),
    (&["offset", "nextoffset"], &["nextoffset"]),
    (&["start"], &["nextstart"]),
    (&["page", "nextpage"], &["nextpage"]),
    (&["nextrecordkey"], &["nextrecordkey"]),
];

/// Members of which the same name in request and answer says little, unless the answer also says whether there is more.
pub(super) const CURSORS: [&str; 2] = ["cursor", "after"];

/// Numbers of pages.
pub(super) const PAGES: [&str; 7] = [
    "page",
    "pagenumber",
    "pageno",
    "pagenum",
    "pageindex",
    "currentpage",
    "pageid",
];

/// What is said of numbers that begin at 0, without punctuation.
pub(super) const FROM_ZERO: [&str; 12] = [
    "first page is 0",
    "first page is page 0",
    "0 based",
    "zero based",
    "base 0",
    "base zero",
    "0 indexed",
    "zero indexed",
    "starts at 0",
    "starting at 0",
    "starts from 0",
    "starting from 0",
];

/// Numbers of items before the page, whatever else there is.
pub(super) const OFFSETS: [&str; 8] = [
    "offset",
    "skip",
    "startposition",
    "startat",
    "firstresult",
    "startindex",
    "pageoffset",
    "startrow",
];

/// The same, only if everything else says so, too: they may be times or accounts.
pub(super) const WEAK_OFFSETS: [&str; 2] = ["start", "from"];

/// How many items a page has.
pub(super) const SIZES: [&str; 16] = [
    "perpage",
    "pagesize",
    "limit",
    "pagelimit",
    "size",
    "count",
    "per",
    "itemsperpage",
    "rowsperpage",
    "resultsperpage",
    "recordsperpage",
    "maxresults",
    "take",
    "top",
    "rows",
    "pagelength",
];

/// How many pages there are.
pub(super) const LAST: [&str; 9] = [
    "totalpages",
    "pagestotal",
    "pagecount",
    "lastpage",
    "numpages",
    "numberofpages",
    "totalpagecount",
    "pagetotal",
    "totalpage",
];

/// How many items there are on all pages.
pub(super) const TOTAL: [&str; 14] = [
    "total",
    "totalcount",
    "totalitems",
    "totalrecords",
    "totalresults",
    "totalelements",
    "totalsetsize",
    "totalrowcount",
    "itemstotal",
    "totalhits",
    "totalentries",
    "totalrows",
    "recordstotal",
    "totalnumber",
];

/// Whether there is more.
pub(super) const MORE: [&str; 8] = [
    "hasmore",
    "hasnext",
    "hasnextpage",
    "more",
    "moreavailable",
    "hasmoreitems",
    "hasmoreresults",
    "morerecords",
];

/// Which page an answer is.
pub(super) const ECHOES: [&str; 5] = ["page", "currentpage", "pagenumber", "pageno", "pageindex"];

/// URLs of the next page. Of a member deep inside, the name around it may be part of the word.
pub(super) const URLS: [&str; 9] = [
    "next",
    "nexturl",
    "nexturi",
    "nextlink",
    "nextpageurl",
    "nexthref",
    "nextpage",
    "nextpagelink",
    "odatanextlink",
];

/// The page before: where it stands, `next` is what it seems to be, even if it is empty.
pub(super) const PREVIOUS: [&str; 6] = [
    "previous",
    "prev",
    "previousurl",
    "prevurl",
    "previouspageurl",
    "prevpageurl",
];

/// Members that hold what is said of pages, or the answer proper.
pub(super) const ENVELOPES: [&str; 22] = [
    "meta",
    "metadata",
    "pagination",
    "paging",
    "page",
    "pages",
    "pageinfo",
    "pager",
    "pageable",
    "paginginfo",
    "paginationinfo",
    "links",
    "link",
    "cursors",
    "cursor",
    "responsemetadata",
    "next",
    "data",
    "result",
    "results",
    "response",
    "payload",
];

/// Members that hold the list of items, or stand around it.
pub(super) const AROUND: [&str; 7] = [
    "data", "result", "results", "response", "payload", "embedded", "body",
];

/// What a list of items is called where an answer has several lists.
pub(super) const LISTS: [&str; 12] = [
    "data", "items", "results", "result", "records", "entries", "values", "value", "content",
    "elements", "rows", "list",
];

/// Words of requests that send a body and change nothing.
pub(super) const READING: [&str; 7] = [
    "search", "list", "query", "find", "filter", "lookup", "browse",
];
