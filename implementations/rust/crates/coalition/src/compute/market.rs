//! A Compute that runs.

use std::collections::HashMap;

use super::{
    AlmanacRange, ClearingRecord, ComputeGrant, ComputeLog, ComputeRequest, roster::Roster,
};
use crate::{EvidencePointer, FreeText, PresentId, Ratio, Refusal};

/// A request that a market has, and what has become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Submitted {
    request: ComputeRequest,
    /// The hash of its commit.
    commit: PresentId,
    /// The round that cleared it, and who won it.
    cleared: Option<(u64, PresentId)>,
    granted: bool,
    /// The end of the last window that was logged.
    logged: Option<u64>,
}

/// A market between two commands: providers, requests in their order, and rounds (COM-12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compute {
    /// The organism whose scores count (COM-27).
    reputation: Option<PresentId>,
    pub(super) roster: Roster,
    requests: Vec<Submitted>,
    places: HashMap<PresentId, usize>,
    round: Option<u64>,
}

impl Compute {
    /// A market without providers, requests, rounds and reputations, that takes scores from the
    /// organism with this stable id.
    pub fn new(reputation: Option<PresentId>) -> Self {
        Self {
            reputation,
            roster: Roster::default(),
            requests: Vec::new(),
            places: HashMap::new(),
            round: None,
        }
    }

    /// Refuses a request that the market has (COM-18).
    pub(super) fn check_new(&self, request_id: PresentId) -> Result<(), Refusal> {
        match self.places.contains_key(&request_id) {
            true => Err(Refusal::AlreadyRequested),
            false => Ok(()),
        }
    }

    /// Takes a new request, which was committed (COM-19).
    pub(super) fn request(
        &mut self,
        request_id: PresentId,
        request: ComputeRequest,
        commit: PresentId,
    ) {
        self.places.insert(request_id, self.requests.len());
        self.requests.push(Submitted {
            request,
            commit,
            cleared: None,
            granted: false,
            logged: None,
        });
    }

    /// The first request that has neither been cleared nor expired, and that a provider is eligible
    /// for, is cleared (COM-20 to COM-22).
    pub(super) fn clear(&mut self, round: u64) -> Result<Option<ClearingRecord>, Refusal> {
        if self.round >= Some(round) {
            return Err(Refusal::RoundBackwards);
        }
        self.round = Some(round);
        let roster = &self.roster;
        let waiting = self.requests.iter_mut();
        let mut waiting = waiting
            .filter(|submitted| submitted.cleared.is_none() && round < submitted.request.deadline);
        Ok(waiting.find_map(|submitted| {
            let requirements = &submitted.request.requirements;
            let card = roster.winner(round, requirements)?;
            submitted.cleared = Some((round, card.provider_id));
            Some(ClearingRecord {
                round,
                winning_provider: card.provider_id,
                clearing_rate: card.declared_rate,
                region: requirements.region.clone(),
                tdx_required: requirements.tdx,
                evidence: submitted.commit,
            })
        }))
    }

    /// A score with evidence from elsewhere than the organism of the content is refused (COM-27).
    pub(super) fn observe(
        &mut self,
        provider: PresentId,
        score: Ratio,
        evidence: &EvidencePointer,
    ) -> Result<(), Refusal> {
        if self.reputation != Some(evidence.address) {
            return Err(Refusal::ForeignReputation);
        }
        self.roster.observe(provider, evidence.clock_event, score)
    }

    /// The grant of a request to the provider that won it (COM-28 to COM-30).
    pub(super) fn grant(
        &mut self,
        request_id: PresentId,
        endpoint_hint: FreeText,
        window: AlmanacRange,
    ) -> Result<ComputeGrant, Refusal> {
        let place = self.places.get(&request_id);
        let submitted = &mut self.requests[*place.ok_or(Refusal::UnknownRequest)?];
        let (round, provider) = submitted.cleared.ok_or(Refusal::NotCleared)?;
        if submitted.granted {
            return Err(Refusal::AlreadyGranted);
        }
        if window.start >= window.end {
            return Err(Refusal::WindowEmpty);
        }
        if window.start < round {
            return Err(Refusal::WindowTooEarly);
        }
        submitted.granted = true;
        let request = &submitted.request;
        Ok(ComputeGrant {
            request_id,
            provider,
            endpoint_hint,
            bearer_pointer: request.requirements.bearer_pointer,
            content_hash: request.pin,
            valid_from: window.start,
            valid_to: window.end,
            expected_mrtd: request.requirements.expected_mrtd,
            requirements: request.requirements.clone(),
        })
    }

    /// Refuses a log of another's grant (COM-31), and one of ticks that are not after those of the
    /// grant's last log (COM-32).
    pub(super) fn check_log(&self, log: &ComputeLog) -> Result<(), Refusal> {
        let place = self.places.get(&log.grant_id);
        let submitted = place.map(|place| &self.requests[*place]);
        let submitted = submitted.filter(|submitted| submitted.granted);
        let submitted = submitted.ok_or(Refusal::UnknownGrant)?;
        if !matches!(submitted.cleared, Some((_, provider)) if provider == log.provider) {
            return Err(Refusal::ForeignGrant);
        }
        let AlmanacRange { start, end } = log.window;
        match submitted.logged {
            Some(logged) if start < logged || end == logged => Err(Refusal::WindowTaken),
            _ => Ok(()),
        }
    }

    /// Takes a log that was checked.
    pub(super) fn append(&mut self, log: &ComputeLog) {
        if let Some(place) = self.places.get(&log.grant_id) {
            self.requests[*place].logged = Some(log.window.end);
        }
    }
}
