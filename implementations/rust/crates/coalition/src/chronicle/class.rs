//! A Chronicle on the stage.

use super::{
    AnchorStatement, Chronicle, ChronicleEntry, ChronicleKind, ChroniclePayload, MemberSignatures,
};
use crate::{
    Class, Command, ComponentKind, ComponentRef, Denial, Desk, Fingerprint, Refusal,
    RetirementMarker, SurfaceRecord,
};

/// Where the surfaces stand in the order of the class.
const ENTRIES: usize = 0;
const ANCHORS: usize = 1;

impl Class for Chronicle {
    fn surfaces(&self) -> &'static [&'static str] {
        &["Entries", "Anchors"]
    }

    fn signs(&self) -> bool {
        true
    }

    fn submit(&mut self, desk: &mut Desk<'_>, command: Command) -> Result<(), Denial> {
        match command {
            Command::AppendEntry {
                seq,
                entry_kind,
                payload,
                member_signatures,
            } => {
                let entry = self.entry(seq, entry_kind, payload, member_signatures);
                let digest = entry.fingerprint()?;
                self.check_number(seq)?;
                self.check_signatures(entry.member_signatures.as_ref(), digest)?;
                self.append(desk, entry)
            }
            Command::ResumeSequence { last_seq } => Ok(self.resume(last_seq)?),
            Command::CommitAnchor => self.commit_anchor(desk),
            _ => Err(Refusal::UnknownCommand.into()),
        }
    }

    /// Its own end is its last entry, unless it waits for its predecessor's number (CHR-14).
    fn retire(&mut self, desk: &mut Desk<'_>, marker: &RetirementMarker) -> Result<(), Denial> {
        let Some(seq) = self.next() else {
            return Ok(());
        };
        let ids = desk.ids();
        let payload = ChroniclePayload::Retirement {
            component: ComponentRef {
                kind: ComponentKind::Module,
                address: ids.address,
                content_hash: Some(ids.content_hash),
            },
            marker: *marker,
            commit: None,
        };
        let nobody = MemberSignatures::default();
        let entry = self.entry(seq, ChronicleKind::ModuleRetired, payload, nobody);
        self.append(desk, entry)
    }
}

impl Chronicle {
    /// An entry of the own coalition that the committee has yet to sign.
    fn entry(
        &self,
        seq: u64,
        kind: ChronicleKind,
        payload: ChroniclePayload,
        member_signatures: MemberSignatures,
    ) -> ChronicleEntry {
        ChronicleEntry {
            seq,
            kind,
            coalition: self.coalition,
            payload,
            member_signatures,
            quorum_signatures: Vec::new(),
        }
    }

    /// Commits an entry under the signatures of the committee (CHR-10).
    fn append(&mut self, desk: &mut Desk<'_>, mut entry: ChronicleEntry) -> Result<(), Denial> {
        let digest = entry.fingerprint()?;
        entry.quorum_signatures = desk.sign(digest);
        desk.commit(ENTRIES, SurfaceRecord::ChronicleEntry { entry }, digest);
        self.count();
        Ok(())
    }

    /// Commits what the anchor is told (CHR-13).
    fn commit_anchor(&mut self, desk: &mut Desk<'_>) -> Result<(), Denial> {
        let entries = desk.head(ENTRIES);
        let statement = AnchorStatement {
            anchor: self.tell(entries.length)?,
            deployment: entries.deployment,
            length: entries.length,
            digest: entries.digest,
        };
        let digest = statement.fingerprint();
        let record = SurfaceRecord::ChronicleAnchor {
            statement,
            signatures: desk.sign(digest),
        };
        desk.commit(ANCHORS, record, digest);
        Ok(())
    }
}
