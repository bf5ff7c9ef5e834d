//! Values that are made anew for each call.

use postwright_runtime::{Pairs, fresh};

#[test]
fn dates() {
    for (days, expected) in [
        (0, (1970, 1, 1)),
        (58, (1970, 2, 28)),
        (59, (1970, 3, 1)),
        (10_956, (1999, 12, 31)),
        (11_016, (2000, 2, 29)),
        (19_782, (2024, 2, 29)),
        (19_783, (2024, 3, 1)),
        (47_540, (2100, 2, 28)),
        (47_541, (2100, 3, 1)),
    ] {
        assert_eq!(fresh::date(days), expected, "{days}");
    }
}

#[test]
fn a_guid_is_random_and_says_so() {
    let guid = fresh::guid();
    assert_ne!(guid, fresh::guid());
    assert_eq!(guid.len(), 36);
    assert_eq!(guid.as_bytes()[14], b'4');
    assert!(
        matches!(guid.as_bytes()[19], b'8' | b'9' | b'a' | b'b'),
        "{guid}"
    );
}

#[test]
fn what_the_caller_gives_counts() {
    let text = |given: Option<&i64>| {
        let pairs = Pairs::of("at", &fresh::or(given, fresh::timestamp));
        let texts: Vec<String> = pairs.iter().map(|(_, text)| text.to_owned()).collect();
        texts.concat()
    };
    assert_eq!(text(Some(&7)), "7");
    assert!(text(None).parse::<u64>().expect("a number") > 1_700_000_000);
}

#[test]
fn times_and_numbers() {
    let time = fresh::iso_timestamp();
    assert!(
        time.starts_with("20") && time.ends_with(".000Z") && time.len() == 24,
        "{time}"
    );
    assert!(fresh::random_int().parse::<u64>().expect("a number") <= 1000);
}
