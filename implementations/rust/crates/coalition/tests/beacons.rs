//! A Randomness, and what it asks of who tells proofs apart.

mod stage;

use coalition::{
    BeaconFamily, BeaconProofs, BeaconProviderCard, BeaconScheme, Command, CommitteeSignature,
    Content, Deployed, Fingerprint, PresentId, Refusal, Rule, Set, SurfaceRecord, TdxCollateral,
    World, provider_id,
};
use stage::{Module, NOW, deploy, world};

const SECRET: [u8; 32] = [4; 32];

/// Takes the quote that says in which second it is verified, and no other proof.
#[derive(Debug)]
struct Clock;

impl BeaconProofs for Clock {
    fn is_usable(&self, _: &BeaconScheme) -> bool {
        true
    }

    fn value(
        &self,
        _: &BeaconProviderCard,
        _: PresentId,
        _: u64,
        _: &[u8],
    ) -> Result<[u8; 32], Rule> {
        Err(Rule::BeaconProofInvalid)
    }

    fn attested_value(
        &self,
        _: &BeaconProviderCard,
        _: PresentId,
        _: u64,
        quote: &[u8],
        _: &TdxCollateral,
        now: u64,
    ) -> Result<[u8; 32], Rule> {
        match quote == now.to_le_bytes() {
            true => Ok([1; 32]),
            false => Err(Rule::BeaconProofInvalid),
        }
    }
}

/// A world with a Randomness that admits guests, and one that has registered.
fn stage() -> (World, Deployed, PresentId) {
    let mut world = world().with_beacons(&Clock);
    let families = Set::new(vec![BeaconFamily::TdxAttested]).unwrap();
    let module = Module {
        name: "randomness",
        content: Content::Randomness {
            families,
            succeeds: None,
        },
        ..Module::almanac(1)
    };
    let randomness = deploy(&mut world, module).unwrap();
    let signed = |digest| CommitteeSignature::of(&SECRET, digest);
    let public_key = signed(coalition::hash("any")).member;
    let provider = provider_id(&public_key).id().present().unwrap();
    let card = BeaconProviderCard {
        provider_id: provider,
        scheme: BeaconScheme::TdxAttested {
            root: b"root".as_slice().into(),
            mr_td: [1; 48],
        },
        refreshed_at: 1,
    };
    let signature = signed(card.fingerprint()).signature;
    let register = Command::RegisterBeaconProvider {
        card,
        public_key,
        signature,
    };
    world
        .submit(None, *randomness.deployment, register)
        .unwrap();
    (world, randomness, provider)
}

fn collateral() -> TdxCollateral {
    TdxCollateral {
        root_ca_crl: b"".as_slice().into(),
        pck_crl: b"".as_slice().into(),
        tcb_info_issuer_chain: String::new(),
        tcb_info: String::new(),
        tcb_info_signature: [0; 64],
        qe_identity_issuer_chain: String::new(),
        qe_identity: String::new(),
        qe_identity_signature: [0; 64],
    }
}

/// RND-23
#[test]
fn a_quote_is_verified_at_the_present_with_collateral() {
    let (mut world, randomness, provider) = stage();
    let mut commit = |second: u64, collateral: Option<TdxCollateral>| {
        let proof = second.to_le_bytes();
        let command = Command::CommitBeacon {
            provider,
            round: 7,
            proof: proof.as_slice().into(),
            committed_at: 0,
            collateral: collateral.map(Box::new),
        };
        world.submit(None, *randomness.deployment, command)
    };
    let rejected = Err(Refusal::BeaconRejected.into());
    assert_eq!(commit(NOW / 1000, None), rejected);
    assert_eq!(commit(NOW / 1000 + 1, Some(collateral())), rejected);
    assert!(commit(NOW / 1000, Some(collateral())).is_ok());
    let ticks = world.read(None, *randomness.deployment, "BeaconTicks", None, 9);
    let ticks = ticks.unwrap().entries;
    let [entry] = ticks.as_slice() else {
        panic!("one round")
    };
    let SurfaceRecord::BeaconTick { tick } = &entry.record else {
        panic!("a tick")
    };
    assert_eq!((tick.round, tick.value), (7, [1; 32]));
}
