//! What mosaik's feature `tdx` computes: signatures of criteria and validators, and what becomes of tickets.

pub mod ticket;
pub mod validator;

use mosaik::tickets::TicketValidator;

use crate::{
    decode::{self, Decoded, Members},
    operations::{Operation, pure},
};

pub const OPERATIONS: &[(&str, Operation)] = &[
    ("crypto.tdx_criteria_signature", |p| pure(p.take("criteria", validator::criteria)?.signature())),
    ("crypto.tdx_validator_signature", |p| pure(p.take("validator", validator::validator)?.signature())),
    // Not in the specification: see README.md.
    ("crypto.tdx_ticket_outcome", |p| {
        let validator = p.take("validator", validator::validator)?;
        let quote_bytes = p.take("quote", decode::bytes)?;
        let data = ticket::data(quote_bytes, p.take("said", said)?)?;
        let entry = ticket::entry(p.take("peer", decode::id)?, p.take("network", decode::id)?)?;
        Ok(Box::new(move |_| Ok(ticket::judged(&validator, &data, &entry))))
    }),
];

fn said(value: crate::json::Json) -> Decoded<ticket::Extra> {
    let mut members = Members::of(value)?;
    let extra = ticket::Extra {
        peer_id: members.take("peer", ticket::peer)?,
        network_id: members.take("network", decode::id)?,
        started_at: members.take("started_ms", ticket::time)?,
        quoted_at: members.take("quoted_ms", ticket::time)?,
        expiration: members.take("expiration", ticket::expiration)?,
    };
    members.finish()?;
    Ok(extra)
}
