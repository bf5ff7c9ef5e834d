//! Where the values stand that decide a type: at the address, and wherever else objects of the same type hold them.

use crate::address::{Address, Addresses, Segment, Target};
use crate::model::SlotId;

/// A way into the samples of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) slot: SlotId,
    pub(super) steps: Vec<Segment>,
}

impl Spot {
    /// That of what stands at an address, if it has a type.
    pub(super) fn of(target: &Target) -> Option<Self> {
        let whole = |slot: SlotId| Self {
            slot,
            steps: Vec::new(),
        };
        match target {
            Target::Group(_) | Target::Operation(_) => None,
            Target::Param { slot, .. }
            | Target::Body { slot, .. }
            | Target::Response { slot, .. } => slot.map(whole),
            Target::Member(member) => Some(Self {
                slot: member.slot,
                steps: member.steps.clone(),
            }),
        }
    }
}

/// All positions; that of the address first, each once.
pub(super) fn of(addresses: &Addresses<'_>, address: &Address, spot: Spot) -> Vec<(Address, Spot)> {
    let is_name = |segment: &Segment| matches!(segment, Segment::Name(_));
    let last_name = spot.steps.iter().rposition(is_name);
    let mut found = vec![(address.clone(), spot.clone())];
    let Some(last_name) = last_name else {
        return found;
    };
    // The member, and the way from it to the items of its lists.
    let tail = spot.steps.len() - last_name;
    let (_, way) = address.segments().split_at(address.segments().len() - tail);
    let behind = way.len() - 1;
    let member = Address::of(address.segments()[..address.segments().len() - behind].to_vec());
    let holder = member.and_then(|member| match addresses.resolve(&member) {
        Ok(Target::Member(member)) => member.field,
        _ => None,
    });
    let Some((holder, _)) = holder else {
        return found;
    };
    for other in addresses.of_type(holder) {
        let other = way.iter().cloned().fold(other, |at, step| at.then(step));
        let Ok(target) = addresses.resolve(&other) else {
            continue;
        };
        // Path parameters of several requests are one.
        if let Some(spot) =
            Spot::of(&target).filter(|spot| found.iter().all(|(_, known)| known != spot))
        {
            found.push((other, spot));
        }
    }
    found
}
