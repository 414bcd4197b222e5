//! References, access control, content, a coalition and its root.

use assay_kit::{Adapter, Answer, operations};
use coalition::{
    AclClause, AclComposition, CoalitionConfig, Constant, ContentParams, Measurements,
    MeasurementsSet, MemberId, Name, OrganismRef, PresentId, TicketIssuerConfig, provider_id,
    stable_id_preimage,
};

use super::{broken, derived, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "identity.constant"(constant: Constant) => Ok(Answer::new(&constant.id()));
        "identity.stable_id"(instance_name: Name) => Ok(derived(stable_id_preimage(&instance_name)));
        "identity.member_id"(stable_id: PresentId) => Ok(Answer::new(&MemberId::new(stable_id)));
        "identity.provider_id"(public_key: [u8; 32]) => Ok(derived(provider_id(&public_key)));
        "identity.organism_ref"(reference: OrganismRef) => folded(&reference);
        "identity.coalition"(config: CoalitionConfig) => config.coalition().map(derived);
        "identity.coa_lattices"(config: CoalitionConfig) => config.coa_lattices().map(derived);
        "identity.coa_organisms"(config: CoalitionConfig) => config.coa_organisms().map(derived);
        "identity.coa_modules"(config: CoalitionConfig) => config.coa_modules().map(derived);
        "identity.ticket_issuer"(ticket_issuer: TicketIssuerConfig) => folded(&ticket_issuer);
        "identity.coa_tickets"(config: CoalitionConfig) => config.coa_tickets().map(|id| Answer::new(&id));
        "identity.coalition_root"(config: CoalitionConfig) => config.preimage().map(derived);
        "identity.canonical_config"(config: CoalitionConfig) =>
            config.canonical().map(|text| Answer::new(text.as_str()));
        "identity.tickets_root"(config: CoalitionConfig) => config.tickets_root().map(derived);
        "identity.acl"(acl: AclComposition) => folded(&acl);
        "identity.acl_clause"(clause: AclClause) => folded(&clause);
        "identity.measurements_set"(set: MeasurementsSet) => folded(&set);
        "identity.content"(content: ContentParams) => folded(&content);
        "identity.measurements"(measurements: Measurements) => folded(&measurements);
    }
}
