//! Committees.

use super::{Attendance, Fault};
use crate::{CommitteeSignature, PeerId, Refusal, UniqueId, quorum};

/// A member of a committee, by its secret key.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Member {
    secret: [u8; 32],
    is_up: bool,
    is_connected: bool,
}

impl Member {
    fn is_present(&self) -> bool {
        self.is_up && self.is_connected
    }

    /// Whether the fault has changed anything.
    fn suffer(&mut self, fault: Fault) -> bool {
        let (state, after) = match fault {
            Fault::Crash => (&mut self.is_up, false),
            Fault::Restart => (&mut self.is_up, true),
            Fault::Isolate => (&mut self.is_connected, false),
            Fault::Heal => (&mut self.is_connected, true),
        };
        std::mem::replace(state, after) != after
    }
}

/// The members of a component in their order (WORLD-2), and who of them is there (FLT-1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Committee {
    members: Vec<Member>,
}

impl Committee {
    /// The committee of nobody, which signs nothing.
    pub(super) const fn nobody() -> Self {
        Self {
            members: Vec::new(),
        }
    }

    /// All its members are up and connected. A committee without any is refused.
    pub(super) fn new(secrets: &[[u8; 32]]) -> Result<Self, Refusal> {
        if secrets.is_empty() {
            return Err(Refusal::EmptyCommittee);
        }
        let member = |secret: &[u8; 32]| Member {
            secret: *secret,
            is_up: true,
            is_connected: true,
        };
        Ok(Self {
            members: secrets.iter().map(member).collect(),
        })
    }

    /// A fault of one it does not have is refused, and one that changes nothing (FLT-2).
    pub(super) fn fault(&mut self, fault: Fault, indices: &[u32]) -> Result<(), Refusal> {
        let mut members = self.members.clone();
        for index in indices {
            let member = members.get_mut(*index as usize);
            if !member.ok_or(Refusal::NoSuchMember)?.suffer(fault) {
                return Err(Refusal::NoEffect);
            }
        }
        if indices.is_empty() {
            return Err(Refusal::NoEffect);
        }
        self.members = members;
        Ok(())
    }

    pub(super) fn attendance(&self) -> Attendance {
        let members = (0..).zip(&self.members);
        let present = members.filter(|(_, member)| member.is_present());
        Attendance {
            present: present.map(|(index, _)| index).collect(),
            quorum: u32::try_from(quorum(self.members.len())).unwrap_or(u32::MAX),
        }
    }

    /// Whether enough of them are there to commit (FLT-3).
    pub(super) fn has_quorum(&self) -> bool {
        let present = self.members.iter().filter(|member| member.is_present());
        present.count() >= quorum(self.members.len())
    }

    /// The public keys of all its members, in their order.
    pub(super) fn keys(&self) -> impl Iterator<Item = PeerId> {
        let secrets = self.members.iter().map(|member| member.secret);
        secrets.map(|secret| PeerId::of_secret(&UniqueId::from_bytes(secret)))
    }

    /// The signatures of those that are there, in their order (FLT-6).
    pub(super) fn sign(&self, digest: UniqueId) -> Vec<CommitteeSignature> {
        let present = self.members.iter().filter(|member| member.is_present());
        present
            .map(|member| CommitteeSignature::of(&member.secret, digest))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn committee(size: u8) -> Committee {
        let secrets: Vec<_> = (0..size).map(|index| [index; 32]).collect();
        Committee::new(&secrets).unwrap()
    }

    #[test]
    fn half_of_them_are_no_quorum() {
        for (size, quorum) in [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3)] {
            let mut committee = committee(size);
            assert_eq!(committee.attendance().quorum, quorum);
            let crashed: Vec<_> = (0..u32::from(size) - quorum).collect();
            if !crashed.is_empty() {
                committee.fault(Fault::Crash, &crashed).unwrap();
            }
            assert!(committee.has_quorum());
            let last = [u32::from(size) - 1];
            committee.fault(Fault::Isolate, &last).unwrap();
            assert!(!committee.has_quorum());
            committee.fault(Fault::Heal, &last).unwrap();
            assert!(committee.has_quorum());
        }
    }

    #[test]
    fn what_is_refused_has_happened_to_nobody() {
        let mut three = committee(3);
        let refused = |committee: &mut Committee, fault, indices: &[u32]| {
            let before = committee.clone();
            let refusal = committee.fault(fault, indices).unwrap_err();
            assert_eq!(*committee, before);
            refusal
        };
        let no_effect = Refusal::NoEffect;
        assert_eq!(refused(&mut three, Fault::Crash, &[]), no_effect);
        assert_eq!(refused(&mut three, Fault::Crash, &[0, 0]), no_effect);
        assert_eq!(refused(&mut three, Fault::Heal, &[1]), no_effect);
        let beyond = refused(&mut three, Fault::Crash, &[0, 3]);
        assert_eq!(beyond, Refusal::NoSuchMember);
    }

    #[test]
    fn a_member_is_there_that_is_up_and_connected() {
        let mut three = committee(3);
        three.fault(Fault::Crash, &[1]).unwrap();
        three.fault(Fault::Isolate, &[1, 2]).unwrap();
        three.fault(Fault::Restart, &[1]).unwrap();
        assert_eq!(three.attendance().present, [0]);
        let digest = crate::hash("a digest");
        let signed = three.sign(digest);
        assert_eq!(signed, [CommitteeSignature::of(&[0; 32], digest)]);
        three.fault(Fault::Heal, &[1, 2]).unwrap();
        assert_eq!(three.attendance().present, [0, 1, 2]);
    }
}
