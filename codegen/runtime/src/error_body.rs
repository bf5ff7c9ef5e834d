//! The documented errors of an operation: an enum over status codes, and how it is decoded.

/// Implements `ErrorBody` for such an enum, which stands beside it: for each status code its variant, and the decoder of what
/// the variant holds; last, after `_`, the variant of any other code that is no success, if the collection has a `default`.
///
/// Paths are those of the place of use, which has the module `runtime` in scope.
macro_rules! error_body {
    ($name:ident {
        $($status:literal => $variant:ident $(($decode:ident))?),* $(,)?
        $(_ => $other:ident $(($how:ident))? $(,)?)?
    }) => {
        impl runtime::ErrorBody for $name {
            fn decode(answer: &runtime::Answer) -> runtime::Decoded<Self> {
                match answer.code() {
                    $($status => ::std::result::Result::Ok(Self::$variant $((answer.$decode()?))?),)*
                    $(_ if !answer.is_success() => {
                        ::std::result::Result::Ok(Self::$other $((answer.$how()?))?)
                    })?
                    _ => answer.undocumented(),
                }
            }
        }
    };
}

pub(crate) use error_body;
