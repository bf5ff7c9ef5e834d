//! How a value becomes text in a path, a query, a header or a form.

use std::fmt;

/// The key-value pairs that arguments turn into, in order, not yet encoded.
#[derive(Clone, Default)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// No pairs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The pairs of one argument.
    pub fn of(key: &str, value: &dyn ToParam) -> Self {
        let mut pairs = Self::new();
        value.add_to(key, &mut pairs);
        pairs
    }

    /// Appends a pair; keys may repeat.
    pub fn push(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.0.push((key.into(), value.into()));
    }

    /// The pairs in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (&**key, &**value))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for Pairs {
    type Item = (String, String);
    type IntoIter = std::vec::IntoIter<(String, String)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Shows the number of pairs only: values may be secret.
impl fmt::Debug for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pairs({})", self.0.len())
    }
}

/// A value that can stand in a path, a query, a header or a form.
///
/// An absent value adds no pair and a list one pair for each item. A type with fields can add pairs under keys of
/// its own making, such as `key[field]`.
pub trait ToParam {
    /// Appends this value under `key`.
    fn add_to(&self, key: &str, pairs: &mut Pairs);

    /// The name of the client's setting that this is the value of, if it is one: who calls did not give it.
    fn setting(&self) -> Option<&str> {
        None
    }
}

macro_rules! by_display {
    ($($kind:ty)*) => {$(
        impl ToParam for $kind {
            fn add_to(&self, key: &str, pairs: &mut Pairs) {
                pairs.push(key, self.to_string());
            }
        }
    )*};
}

by_display!(bool char str String);
by_display!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64);
by_display!(serde_json::Number);

/// A string is its text, null is empty text, anything else is JSON.
impl ToParam for serde_json::Value {
    fn add_to(&self, key: &str, pairs: &mut Pairs) {
        match self {
            Self::String(text) => pairs.push(key, text),
            Self::Null => pairs.push(key, ""),
            other => pairs.push(key, other.to_string()),
        }
    }
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn add_to(&self, key: &str, pairs: &mut Pairs) {
        (**self).add_to(key, pairs);
    }

    fn setting(&self) -> Option<&str> {
        (**self).setting()
    }
}

impl<T: ToParam + ?Sized> ToParam for Box<T> {
    fn add_to(&self, key: &str, pairs: &mut Pairs) {
        (**self).add_to(key, pairs);
    }

    fn setting(&self) -> Option<&str> {
        (**self).setting()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn add_to(&self, key: &str, pairs: &mut Pairs) {
        if let Some(value) = self {
            value.add_to(key, pairs);
        }
    }
}

impl<T: ToParam> ToParam for [T] {
    fn add_to(&self, key: &str, pairs: &mut Pairs) {
        for item in self {
            item.add_to(key, pairs);
        }
    }
}

impl<T: ToParam> ToParam for Vec<T> {
    fn add_to(&self, key: &str, pairs: &mut Pairs) {
        self.as_slice().add_to(key, pairs);
    }
}

/// A list whose items have numbered keys: `key[0]`, `key[1]`, ….
pub struct Indexed<'a, T>(pub &'a [T]);

impl<T: ToParam> ToParam for Indexed<'_, T> {
    fn add_to(&self, key: &str, pairs: &mut Pairs) {
        for (index, item) in self.0.iter().enumerate() {
            item.add_to(&format!("{key}[{index}]"), pairs);
        }
    }
}

/// A list whose items stand in one value, with commas between them: `a,b`. An empty one adds nothing.
pub struct Joined<'a, T>(pub &'a [T]);

impl<T: ToParam> ToParam for Joined<'_, T> {
    fn add_to(&self, key: &str, pairs: &mut Pairs) {
        let items = Pairs::of(key, &self.0);
        if !items.is_empty() {
            let texts: Vec<_> = items.iter().map(|(_, text)| text).collect();
            pairs.push(key, texts.join(","));
        }
    }
}

/// The value that a client has for one of its settings.
#[derive(Clone)]
pub struct Setting<'a> {
    name: &'a str,
    value: Option<String>,
}

impl<'a> Setting<'a> {
    /// The setting of this name; without a value it adds nothing.
    #[must_use]
    pub fn new(name: &'a str, value: Option<String>) -> Self {
        Self { name, value }
    }
}

impl ToParam for Setting<'_> {
    fn add_to(&self, key: &str, pairs: &mut Pairs) {
        self.value.add_to(key, pairs);
    }

    fn setting(&self) -> Option<&str> {
        Some(self.name)
    }
}

/// Shows the name only: the value may be secret.
impl fmt::Debug for Setting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Setting({:?})", self.name)
    }
}
