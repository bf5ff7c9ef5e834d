//! `Debug` for structs of which some fields are secret: those show as `***`.

/// Implements `Debug` for such a struct. Paths are those of the place of use.
macro_rules! secret_debug {
    ($name:ident { $($field:ident),* $(,)? } hides { $($secret:ident),* $(,)? }) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(::std::stringify!($name))
                    $(.field(::std::stringify!($field), &self.$field))*
                    $(.field(::std::stringify!($secret), &::std::format_args!("***")))*
                    .finish()
            }
        }
    };
}

pub(crate) use secret_debug;
