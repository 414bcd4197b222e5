//! A Compute on the stage.

use super::{
    AlmanacRange, Compute, ComputeLog, ComputeProviderCard, ComputeRequest, ProviderDeregistration,
    signed::ProviderSignature,
};
use crate::{
    Class, Command, Denial, Desk, Fingerprint, FreeText, PresentId, Refusal, SurfaceRecord,
};

/// Where the surfaces stand in the order of the class.
const REQUESTS: usize = 0;
const GRANTS: usize = 1;
const PROVIDERS: usize = 2;
const LOGS: usize = 3;
const CLEARING_RECORDS: usize = 4;

/// What was given is committed as it was given (COM-13).
impl Class for Compute {
    fn surfaces(&self) -> &'static [&'static str] {
        &["Requests", "Grants", "Providers", "Logs", "ClearingRecords"]
    }

    fn submit(&mut self, desk: &mut Desk<'_>, command: Command) -> Result<(), Denial> {
        match command {
            Command::RegisterProvider {
                card,
                public_key,
                signature,
            } => {
                let signed = ProviderSignature {
                    public_key,
                    signature,
                };
                self.register_provider(desk, card, signed)
            }
            Command::DeregisterProvider {
                deregistration,
                public_key,
                signature,
            } => {
                let signed = ProviderSignature {
                    public_key,
                    signature,
                };
                self.deregister_provider(desk, deregistration, signed)
            }
            Command::SubmitRequest { request } => self.submit_request(desk, request),
            Command::CommitGrant {
                request_id,
                endpoint_hint,
                window,
            } => self.commit_grant(desk, request_id, endpoint_hint, window),
            Command::AppendLog {
                log,
                public_key,
                signature,
            } => {
                let signed = ProviderSignature {
                    public_key,
                    signature,
                };
                self.append_log(desk, log, signed)
            }
            Command::Clear { round } => {
                if let Some(record) = self.clear(round)? {
                    let digest = record.fingerprint();
                    let record = SurfaceRecord::ClearingRecord { record };
                    desk.commit(CLEARING_RECORDS, record, digest);
                }
                Ok(())
            }
            Command::ObserveReputation {
                provider,
                score,
                evidence,
            } => Ok(self.observe(provider, score, &evidence)?),
            _ => Err(Refusal::UnknownCommand.into()),
        }
    }
}

impl Compute {
    fn register_provider(
        &mut self,
        desk: &mut Desk<'_>,
        card: ComputeProviderCard,
        signed: ProviderSignature,
    ) -> Result<(), Denial> {
        let digest = card.fingerprint();
        signed.check(card.provider_id, digest)?;
        self.roster.register(card.clone())?;
        let record = SurfaceRecord::ComputeProviderCard {
            card,
            public_key: signed.public_key,
            signature: signed.signature,
        };
        desk.commit(PROVIDERS, record, digest);
        Ok(())
    }

    fn deregister_provider(
        &mut self,
        desk: &mut Desk<'_>,
        deregistration: ProviderDeregistration,
        signed: ProviderSignature,
    ) -> Result<(), Denial> {
        let digest = deregistration.fingerprint()?;
        signed.check(deregistration.provider_id, digest)?;
        self.roster.deregister(&deregistration)?;
        let record = SurfaceRecord::ProviderDeregistration {
            deregistration,
            public_key: signed.public_key,
            signature: signed.signature,
        };
        desk.commit(PROVIDERS, record, digest);
        Ok(())
    }

    fn submit_request(
        &mut self,
        desk: &mut Desk<'_>,
        request: ComputeRequest,
    ) -> Result<(), Denial> {
        let request_id = request.fingerprint()?.present()?;
        self.check_new(request_id)?;
        let record = SurfaceRecord::ComputeRequest {
            request: request.clone(),
        };
        let commit = desk.commit(REQUESTS, record, *request_id);
        self.request(request_id, request, commit.present()?);
        Ok(())
    }

    fn commit_grant(
        &mut self,
        desk: &mut Desk<'_>,
        request_id: PresentId,
        endpoint_hint: FreeText,
        window: AlmanacRange,
    ) -> Result<(), Denial> {
        window.fingerprint()?;
        let grant = self.grant(request_id, endpoint_hint, window)?;
        let digest = grant.fingerprint()?;
        desk.commit(GRANTS, SurfaceRecord::ComputeGrant { grant }, digest);
        Ok(())
    }

    fn append_log(
        &mut self,
        desk: &mut Desk<'_>,
        log: ComputeLog,
        signed: ProviderSignature,
    ) -> Result<(), Denial> {
        let digest = log.fingerprint()?;
        self.check_log(&log)?;
        signed.check(log.provider, digest)?;
        self.append(&log);
        let record = SurfaceRecord::ComputeLog {
            log,
            public_key: signed.public_key,
            signature: signed.signature,
        };
        desk.commit(LOGS, record, digest);
        Ok(())
    }
}
