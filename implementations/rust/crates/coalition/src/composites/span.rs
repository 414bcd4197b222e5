//! What composite organisms span, and read of it.

use std::num::NonZeroU64;

use super::{
    event::Counted,
    reading::{Reading, Source},
    running::{Composite, Kind, Member},
};
use crate::{
    Alignment, CorrelatorContent, Denial, LatticeConfig, LatticesContent, MemberId, OrganismRef,
    PresentId, Refusal, Result, Rule, encoding::check_distinct,
};

impl Composite {
    /// An intent router.
    pub(crate) fn router(
        lattices: &[LatticeConfig],
        content: &LatticesContent,
        replay: bool,
    ) -> Result<Self, Denial> {
        let sources = &[Source::Pool as fn(usize) -> Source];
        Self::over_lattices(Kind::Router, sources, (lattices, content), replay)
    }

    /// A shared ledger.
    pub(crate) fn ledger(
        lattices: &[LatticeConfig],
        content: &LatticesContent,
        replay: bool,
    ) -> Result<Self, Denial> {
        let kind = Kind::Ledger {
            counted: Counted::new(),
        };
        let sources = &[Source::Refunds as fn(usize) -> Source, Source::Attestation];
        Self::over_lattices(kind, sources, (lattices, content), replay)
    }

    /// The surfaces of what is read of each lattice, and of the Almanac (COMP-2, COMP-4, COMP-5).
    fn over_lattices(
        kind: Kind,
        sources: &[fn(usize) -> Source],
        (lattices, content): (&[LatticeConfig], &LatticesContent),
        replay: bool,
    ) -> Result<Self, Denial> {
        let ids = lattices.iter().map(|lattice| lattice.stable_id);
        let span = span(ids, content.sources.iter().map(|source| source.first_slot))?;
        let pairs = || lattices.iter().zip(&content.sources);
        let chains = pairs().map(|(lattice, source)| (&lattice.instance_name, source.chain_id));
        // The rule is a stand-in: what stands twice here is a refusal.
        check_distinct(chains, Rule::DuplicateKey).map_err(|_| Refusal::SpanMismatch)?;
        let deadline_ms = NonZeroU64::new(content.deadline_ms).ok_or(Refusal::LengthZero)?;
        let of_members = sources.iter().flat_map(|source| {
            let numbered = pairs().enumerate();
            numbered.map(|(at, pair)| Reading::of_lattice(source(at), pair))
        });
        let of_almanac = content.almanac.map(Reading::of_almanac);
        let readings = of_members.chain(of_almanac).collect::<Result<_>>()?;
        let reads = (span, readings);
        Ok(Self::new(
            kind,
            content.policy,
            Some(deadline_ms),
            reads,
            replay,
        ))
    }

    /// A cross-feed correlator.
    pub(crate) fn correlator(
        organisms: &[OrganismRef],
        content: &CorrelatorContent,
        replay: bool,
    ) -> Result<Self, Denial> {
        let ids = organisms.iter().map(|organism| organism.stable_id);
        let span = span(ids, content.feeds.iter().map(|_| 0))?;
        let length = |ms| NonZeroU64::new(ms).ok_or(Refusal::LengthZero);
        let (length_ms, deadline_ms, almanac) = match content.alignment {
            Alignment::AlmanacTicks {
                almanac,
                cadence_ms,
            } => (length(cadence_ms)?, None, Some(almanac)),
            Alignment::TimestampBins {
                bin_ms,
                deadline_ms,
            } => (length(bin_ms)?, Some(length(deadline_ms)?), None),
        };
        let feeds = organisms.iter().zip(&content.feeds).enumerate();
        let of_members =
            feeds.map(|(at, (organism, feed))| Reading::of_feed(Source::Price(at), organism, feed));
        let of_almanac = almanac.map(Reading::of_almanac);
        let readings = of_members.chain(of_almanac).collect::<Result<_>>()?;
        let kind = Kind::Correlator { length_ms };
        let reads = (span, readings);
        Ok(Self::new(kind, content.policy, deadline_ms, reads, replay))
    }
}

/// Two members or more, each with a source. That they are told apart by their ids comes first,
/// whatever else is wrong with them (COMP-2).
fn span(
    ids: impl Iterator<Item = PresentId>,
    firsts: impl ExactSizeIterator<Item = u64>,
) -> Result<Vec<Member>, Denial> {
    let ids: Vec<_> = ids.map(MemberId::new).collect();
    check_distinct(&ids, Rule::MemberPrefixCollision)?;
    if ids.len() < 2 {
        return Err(Refusal::SpanTooSmall.into());
    }
    if ids.len() != firsts.len() {
        return Err(Refusal::SpanMismatch.into());
    }
    let member = |(id, first)| Member { id, first };
    Ok(ids.into_iter().zip(firsts).map(member).collect())
}
