//! Tickets as mosaik takes them.

use assay_kit::{Adapter, Answer, operations};
use coalition::UniqueId;
use coalition_crypto::{
    Bytes,
    jwt::JwtValidator,
    tdx_ticket::{TdxCriteria, TdxTicket, TdxValidator},
    ticket::{Expiration, TicketOutcome, admit},
};

use super::{broken, bytes, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.jwt_validate"(
            validator: JwtValidator,
            ticket: Bytes,
            peer: [u8; 32],
            now: u64,
        ) => validator
            .validate(&ticket, &peer, now)
            .map(|expiration| Answer::new(&expiration));
        "crypto.jwt_validator_signature"(validator: JwtValidator) =>
            validator.signature().map(derived);
        "crypto.tdx_criteria_signature"(criteria: TdxCriteria) =>
            Ok(derived(criteria.signature()));
        "crypto.tdx_validator_signature"(validator: TdxValidator) =>
            Ok(derived(validator.signature()));
        "crypto.tdx_ticket_report_data"(
            peer: [u8; 32],
            network: UniqueId,
            started_ms: u64,
            quoted_ms: u64,
            expiration: Expiration,
        ) => TdxTicket { peer, network, started_ms, quoted_ms, expiration }
            .report_data()
            .map(bytes);
        "crypto.admit"(validators: Vec<Vec<TicketOutcome>>) =>
            admit(&validators).map(|admission| Answer::new(&admission));
    }
}
