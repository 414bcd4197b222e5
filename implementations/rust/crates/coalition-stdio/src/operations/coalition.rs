//! References, access control, content, a coalition and its root.

use assay_kit::{Adapter, Answer, operations};
use coalition::{
    AclClause, AclComposition, CoalitionConfig, Constant, ContentParams, Fingerprint, Measurements,
    MemberId, OrganismRef, TicketIssuerConfig, UniqueId, measurements_set, provider_id,
    stable_id_preimage,
};

use super::{broken, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "identity.constant"(constant: Constant) => Ok(Answer::new(&constant.id()));
        "identity.stable_id"(instance_name: String) => stable_id_preimage(&instance_name).map(derived);
        "identity.member_id"(stable_id: UniqueId) => MemberId::new(&stable_id).map(|id| Answer::new(&id));
        "identity.provider_id"(public_key: [u8; 32]) => Ok(derived(provider_id(&public_key)));
        "identity.organism_ref"(reference: OrganismRef) => reference.preimage().map(derived);
        "identity.coalition"(config: CoalitionConfig) => config.coalition().map(derived);
        "identity.coa_lattices"(config: CoalitionConfig) => config.coa_lattices().map(derived);
        "identity.coa_organisms"(config: CoalitionConfig) => config.coa_organisms().map(derived);
        "identity.coa_modules"(config: CoalitionConfig) => config.coa_modules().map(derived);
        "identity.ticket_issuer"(ticket_issuer: TicketIssuerConfig) => ticket_issuer.preimage().map(derived);
        "identity.coa_tickets"(config: CoalitionConfig) => config.coa_tickets().map(|id| Answer::new(&id));
        "identity.coalition_root"(config: CoalitionConfig) => config.preimage().map(derived);
        "identity.canonical_config"(config: CoalitionConfig) =>
            config.canonical().map(|text| Answer::new(text.as_str()));
        "identity.tickets_root"(config: CoalitionConfig) => config.tickets_root().map(derived);
        "identity.acl"(acl: AclComposition) => acl.preimage().map(derived);
        "identity.acl_clause"(clause: AclClause) => clause.preimage().map(derived);
        "identity.measurements_set"(set: Vec<Measurements>) => measurements_set(&set).map(derived);
        "identity.content"(content: ContentParams) => content.preimage().map(derived);
        "identity.measurements"(measurements: Measurements) => measurements.preimage().map(derived);
    }
}
