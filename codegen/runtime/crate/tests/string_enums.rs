//! Enums of strings, in the surroundings that generated code gives them.
#![allow(missing_docs)]

#[path = "../../src/string_enum.rs"]
mod string_enum;

mod runtime {
    pub(crate) use super::string_enum::string_enum;
    pub(crate) use postwright_runtime::{Pairs, ToParam};
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    Approve,
    Deny,
    Other(String),
}

runtime::string_enum!(Action { Approve = "approve", Deny = "deny now" });

#[test]
fn every_way() {
    for (text, value) in [
        ("approve", Action::Approve),
        ("deny now", Action::Deny),
        ("else", Action::Other("else".to_owned())),
    ] {
        assert_eq!(Action::from(text), value);
        assert_eq!(Action::from(text.to_owned()), value);
        assert_eq!(text.parse(), Ok(value.clone()));
        assert_eq!(value.to_string(), text);
        let json = serde_json::to_string(&value).expect("text");
        assert_eq!(json, format!("{text:?}"));
        assert_eq!(serde_json::from_str::<Action>(&json).expect("text"), value);
        let pairs = runtime::Pairs::of("k", &value);
        assert_eq!(pairs.iter().collect::<Vec<_>>(), [("k", text)]);
    }
}
