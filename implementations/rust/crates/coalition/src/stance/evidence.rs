//! Evidence of consent.

use strict_json::choice;

use crate::{Encoding, EvidencePointer, Fingerprint, PresentId, encoding::variant};

/// What shows that somebody consented (STANCE-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentEvidence {
    /// A quote that a bond carried.
    SelfQuote {
        /// The hash of its bytes.
        quote: PresentId,
    },
    /// A ticket.
    Ticket {
        /// Its id.
        ticket: PresentId,
    },
    /// A commit.
    StreamCommit {
        /// Where it stands.
        commit: EvidencePointer,
    },
    /// Somebody's word.
    Asserted,
}

choice!(ConsentEvidence {
    SelfQuote { quote },
    Ticket { ticket },
    StreamCommit { commit },
    Asserted {},
});

impl ConsentEvidence {
    /// The encoded variant (ENC-21).
    pub fn encoding(&self) -> Encoding {
        match self {
            Self::SelfQuote { quote } => variant(0).field(quote).into(),
            Self::Ticket { ticket } => variant(1).field(ticket).into(),
            Self::StreamCommit { commit } => variant(2).field(commit.fingerprint()).into(),
            Self::Asserted => vec![3].into(),
        }
    }
}

/// What the substrate records of the evidence, in the order given: no assertion (STANCE-9).
pub fn recorded(mut evidence: Vec<ConsentEvidence>) -> Vec<ConsentEvidence> {
    evidence.retain(|one| *one != ConsentEvidence::Asserted);
    evidence
}
