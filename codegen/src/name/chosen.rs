//! Names that people chose: they come first in their scopes, and all others give way.

use std::collections::{BTreeMap, HashMap};

use crate::address::Part;
use crate::infer::TypeId;
use crate::model::{GroupId, OperationId};

/// Chosen names, by what they are for; without `r#`. One that is taken or reserved is not used.
#[derive(Debug, Default, Clone)]
pub struct Chosen {
    /// Modules of folders.
    pub groups: BTreeMap<GroupId, String>,
    /// Methods of operations.
    pub operations: BTreeMap<OperationId, String>,
    /// Structs and enums.
    pub types: BTreeMap<TypeId, String>,
    /// Members of structs, by index.
    pub members: HashMap<(TypeId, usize), String>,
    /// Parameters and fields of forms, by index.
    pub params: HashMap<(OperationId, Part, usize), String>,
}

impl Chosen {
    /// Whether nobody chose anything.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
            && self.operations.is_empty()
            && self.types.is_empty()
            && self.members.is_empty()
            && self.params.is_empty()
    }
}
