"""A Compute module that runs: providers register, requests are cleared, granted and logged (COM-12 to COM-32)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pyrsistent import PMap, PVector, pmap, pvector

from coalition.compute import (
    ClearingRecord,
    ComputeGrant,
    ComputeRequest,
    card_digest,
    deregistration_digest,
    log_digest,
    request_digest,
)
from coalition.content_preimages import ComputeContent
from coalition.ratio import basis_points
from coalition.reference import OrganismRef
from coalition.runtime.clearing import Offer, is_open, winner
from coalition.runtime.committee import Committee
from coalition.runtime.component import Context, Running, empty_logs, plays
from coalition.runtime.compute_records import (
    AppendLog,
    CardRecord,
    Clear,
    ClearedRecord,
    CommitGrant,
    DeregisterProvider,
    DeregistrationRecord,
    GrantRecord,
    ObserveReputation,
    RegisterProvider,
    RequestRecord,
    SubmitRequest,
    UsageRecord,
)
from coalition.runtime.compute_rules import (
    Asked,
    Granted,
    Provider,
    Score,
    check_clock,
    check_later,
    check_new,
    check_not_retired,
    check_own,
    check_round,
    check_signed,
    check_source,
    check_successor,
    check_ungranted,
    check_untaken,
    check_window,
    known_grant,
    known_request,
    registered,
    won_by,
)
from coalition.runtime.module import Module, identify
from coalition.unique_id import UniqueId

REQUESTS: Final = "Requests"
GRANTS: Final = "Grants"
PROVIDERS: Final = "Providers"
LOGS: Final = "Logs"
CLEARING_RECORDS: Final = "ClearingRecords"


@plays(ComputeContent)
@dataclass(frozen=True, kw_only=True)
class Compute(Running):
    """The state of a Compute module, which is all that it sees, and all that sees it (COM-33).

    `waiting` are the requests that no round has cleared, in their order.
    """

    SURFACES = (REQUESTS, GRANTS, PROVIDERS, LOGS, CLEARING_RECORDS)
    TAKES = (RegisterProvider, DeregisterProvider, SubmitRequest, CommitGrant, AppendLog, Clear, ObserveReputation)

    reputation: OrganismRef | None
    round: int | None = None
    providers: PMap[UniqueId, Provider] = field(default_factory=pmap)
    requests: PMap[UniqueId, Asked] = field(default_factory=pmap)
    waiting: PVector[UniqueId] = field(default_factory=pvector)
    grants: PMap[UniqueId, Granted] = field(default_factory=pmap)
    scores: PMap[UniqueId, Score] = field(default_factory=pmap)

    @classmethod
    def deploy(cls, component: Module, committee: Committee, context: Context) -> Compute:
        """A module without providers, requests and rounds (COM-12)."""
        del context
        assert isinstance(component.content, ComputeContent)
        ids = identify(component)
        reputation = component.content.provider_reputation
        return cls(ids=ids, committee=committee, logs=empty_logs(cls, ids), reputation=reputation)

    def act(self, command: Any, context: Context) -> Compute:  # noqa: PLR0911 - one return a command
        """What each command commits, and where (COM-13). Nothing here looks at the time, nor at the seed (COM-12)."""
        del context
        match command:
            case RegisterProvider():
                return self._register(command)
            case DeregisterProvider():
                return self._deregister(command)
            case SubmitRequest(request):
                return self._submit(request)
            case Clear(now):
                return self._clear(now)
            case ObserveReputation():
                return self._observe(command)
            case CommitGrant():
                return self._grant(command)
            case _:
                return self._append(command)

    def _register(self, command: RegisterProvider) -> Compute:
        card = command.card
        check_signed(card.provider_id, command.public_key, command.signature, card_digest(card))
        known = self.providers.get(card.provider_id)
        check_not_retired(known)
        check_later(known, card.refreshed_at)
        place = known.registered if known and known.card else len(self.log(PROVIDERS).entries)
        provider = Provider(card.refreshed_at, card, place)
        after = self.committed(PROVIDERS, CardRecord(card, command.public_key, command.signature))
        return replace(after, providers=self.providers.set(card.provider_id, provider))

    def _deregister(self, command: DeregisterProvider) -> Compute:
        leaving = command.deregistration
        signed = deregistration_digest(leaving)
        check_signed(leaving.provider_id, command.public_key, command.signature, signed)
        known = registered(self.providers.get(leaving.provider_id))
        check_later(known, leaving.deregistered_at)
        check_successor(leaving.provider_id, leaving.marker)
        gone = Provider(leaving.deregistered_at, None, known.registered, leaving.marker is not None)
        after = self.committed(PROVIDERS, DeregistrationRecord(leaving, command.public_key, command.signature))
        return replace(after, providers=self.providers.set(leaving.provider_id, gone))

    def _submit(self, request: ComputeRequest) -> Compute:
        """A request: who asks, and what the settlement is, is looked at nowhere (COM-19)."""
        ident = request_digest(request).id()
        check_new(self.requests.get(ident))
        after = self.committed(REQUESTS, RequestRecord(request))
        asked = Asked(request, after.log(REQUESTS).entries[-1].commit)
        return replace(after, requests=self.requests.set(ident, asked), waiting=self.waiting.append(ident))

    def _clear(self, now: int) -> Compute:
        check_round(self.round, now)
        open_ones = [ident for ident in self.waiting if is_open(self.requests[ident].request, now)]
        begun = replace(self, round=now, waiting=pvector(open_ones))
        offers = tuple(self.offers())
        for ident in open_ones:
            won = winner(self.requests[ident].request, offers, now)
            if won is not None:
                return begun.cleared(ident, won, now)
        return begun

    def cleared(self, ident: UniqueId, won: Offer, now: int) -> Compute:
        """The state with a request cleared (COM-21)."""
        asked = self.requests[ident]
        needs = asked.request.requirements
        provider = won.card.provider_id
        record = ClearingRecord(now, provider, won.card.declared_rate, needs.region, needs.tdx, asked.commit)
        after = self.committed(CLEARING_RECORDS, ClearedRecord(record))
        requests = self.requests.set(ident, replace(asked, provider=provider, cleared=now))
        return replace(after, requests=requests, waiting=self.waiting.remove(ident))

    def offers(self) -> Iterator[Offer]:
        """The registered providers, with what ranks them."""
        for ident, provider in self.providers.items():
            if provider.card is not None:
                score = self.scores.get(ident)
                yield Offer(provider.card, provider.registered, 0 if score is None else score.basis_points)

    def _observe(self, command: ObserveReputation) -> Compute:
        check_source(self.reputation, command.evidence)
        check_clock(self.scores.get(command.provider), command.evidence)
        score = Score(basis_points(command.score), command.evidence.clock_event)
        return replace(self, scores=self.scores.set(command.provider, score))

    def _grant(self, command: CommitGrant) -> Compute:
        asked = known_request(self.requests.get(command.request_id))
        provider = won_by(asked)
        check_ungranted(self.grants.get(command.request_id))
        check_window(asked, command.window)
        record = GrantRecord(granted(command, asked.request, provider))
        after = self.committed(GRANTS, record)
        return replace(after, grants=self.grants.set(command.request_id, Granted(provider)))

    def _append(self, command: AppendLog) -> Compute:
        log = command.log
        grant = known_grant(self.grants.get(log.grant_id))
        check_own(grant, log.provider)
        check_signed(log.provider, command.public_key, command.signature, log_digest(log))
        check_untaken(grant, log.window)
        after = self.committed(LOGS, UsageRecord(log, command.public_key, command.signature))
        return replace(after, grants=self.grants.set(log.grant_id, replace(grant, logged=log.window.end)))


def granted(command: CommitGrant, request: ComputeRequest, provider: UniqueId) -> ComputeGrant:
    """The grant of a request to the provider that won it (COM-28)."""
    needs = request.requirements
    return ComputeGrant(
        request_id=command.request_id,
        provider=provider,
        endpoint_hint=command.endpoint_hint,
        bearer_pointer=needs.bearer_pointer,
        content_hash=request.pin,
        valid_from=command.window.start,
        valid_to=command.window.end,
        expected_mrtd=needs.expected_mrtd,
        requirements=needs,
    )
