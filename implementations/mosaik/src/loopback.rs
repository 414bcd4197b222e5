//! A mosaik network that needs no internet.
//!
//! `build()` waits until iroh has a home relay, which it finds by an HTTP probe of `/ping`. Without a
//! relay it waits for ever, so the relay is a listener here that answers 200 to whatever is asked.

use std::{collections::BTreeSet, io, net::SocketAddr, time::Duration};

use mosaik::{
    Network, discovery,
    iroh::{RelayConfig, RelayMap, RelayMode, RelayUrl},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
    time::timeout,
};

use crate::rpc::Refusal;

const BUILD_TIMEOUT: Duration = Duration::from_secs(20);
const PING_ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Started by the first request that needs it: most need no network, and `describe` must be quick.
#[derive(Default)]
pub struct Loopback(Option<Live>);

struct Live {
    runtime: Runtime,
    relay: SocketAddr,
    network: Network,
}

impl Loopback {
    /// Runs `join` where the tasks it spawns are never polled, and are dropped with what it leaves.
    ///
    /// mosaik fixes an id while joining, before the group's worker first runs. A worker that did run
    /// would announce its group in the peer entry, which mosaik never takes back: thousands of ids
    /// would make an ever longer entry, signed and gossiped anew each time.
    pub fn parked<T>(&mut self, join: impl FnOnce(&Network) -> T) -> Result<T, Refusal> {
        let live = self.live()?;
        let parked = Builder::new_current_thread().enable_time().build().map_err(internal)?;
        let _context = parked.enter();
        Ok(join(&live.network))
    }

    /// Runs `visit` on a network of its own, with nothing on it from earlier requests.
    pub fn visit<T>(&mut self, visit: impl AsyncFnOnce(&Network) -> T) -> Result<T, Refusal> {
        let Live { runtime, relay, .. } = self.live()?;
        runtime.block_on(async {
            let network = network(*relay).await?;
            Ok(visit(&network).await)
        })
    }

    fn live(&mut self) -> Result<&Live, Refusal> {
        let live = match self.0.take() {
            Some(live) => live,
            None => Live::start()?,
        };
        Ok(self.0.insert(live))
    }
}

impl Drop for Loopback {
    /// The program has to be gone soon after its input: nothing here is worth waiting for.
    fn drop(&mut self) {
        if let Some(Live { runtime, network, .. }) = self.0.take() {
            drop(network);
            runtime.shutdown_background();
        }
    }
}

impl Live {
    fn start() -> Result<Self, Refusal> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(internal)?;
        let relay = runtime.block_on(relay()).map_err(internal)?;
        let network = runtime.block_on(network(relay))?;
        Ok(Self { runtime, relay, network })
    }
}

async fn network(relay: SocketAddr) -> Result<Network, Refusal> {
    let url: RelayUrl = format!("http://{relay}").parse().map_err(internal)?;
    let relays = RelayMap::from_iter([RelayConfig { url, quic: None }]);
    let addresses = BTreeSet::from([SocketAddr::from(([127, 0, 0, 1], 0))]);
    let building = Network::builder("coalition-mosaik")
        .with_relay_mode(RelayMode::Custom(relays))
        .with_addresses(addresses)
        .with_discovery(discovery::Config::builder().no_dht_bootstrap())
        .build();
    timeout(BUILD_TIMEOUT, building)
        .await
        .map_err(|_| Refusal::Internal("no mosaik network came up on loopback".into()))?
        .map_err(internal)
}

async fn relay() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => drop(tokio::spawn(ping(stream))),
                // Out of descriptors, say: probes are retried, a busy loop helps nobody.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    });
    Ok(address)
}

async fn ping(mut stream: TcpStream) -> io::Result<()> {
    let mut request = [0; 2048];
    let _ = stream.read(&mut request).await?;
    stream.write_all(PING_ANSWER).await
}

fn internal(error: impl std::fmt::Display) -> Refusal {
    Refusal::Internal(error.to_string())
}
