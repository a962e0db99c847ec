//! How often one client may write.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::problem::Problem;

/// How often clients that have come back to their full allowance are forgotten.
const FORGET_EVERY: Duration = Duration::from_secs(60);

/// What one client may do.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// How often, in the long run.
    pub per_minute: NonZeroU32,
    /// How often at once.
    pub burst: NonZeroU32,
    /// Whether the server stands behind a proxy that says who asks, in `X-Forwarded-For`.
    pub behind_proxy: bool,
}

/// Counts what clients do, by their addresses.
#[derive(Clone)]
pub struct Gate {
    limiter: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    behind_proxy: bool,
}

impl Gate {
    /// A gate at which each client has `allowance`.
    pub fn new(allowance: Allowance) -> Self {
        let Allowance { per_minute, burst, behind_proxy } = allowance;
        let quota = Quota::per_minute(per_minute).allow_burst(burst);
        Self { limiter: Arc::new(RateLimiter::hashmap(quota)), behind_proxy }
    }

    /// Lets the client in, or says when it may come again.
    pub fn pass(&self, ConnectInfo(peer): ConnectInfo<SocketAddr>, headers: &HeaderMap) -> Result<(), Problem> {
        let told = self.behind_proxy.then(|| told_by_proxy(headers)).flatten();
        let client = client_of(told.unwrap_or(peer.ip()));
        self.limiter.check_key(&client).map_err(|refused| {
            let wait = refused.wait_time_from(DefaultClock::default().now());
            let seconds = u32::try_from(wait.as_secs()).map_or(u32::MAX, |seconds| seconds.saturating_add(1));
            Problem::too_many(
                format!("too many requests of this kind from one address: come again in {seconds} s"),
                seconds,
            )
        })
    }

    /// Forgets clients that have their full allowance, for as long as the server lives.
    pub async fn keep_small(self) {
        loop {
            tokio::time::sleep(FORGET_EVERY).await;
            self.limiter.retain_recent();
        }
    }
}

/// The address that the nearest proxy has added: the last one. Those before it are what the client says.
fn told_by_proxy(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

/// One client: an IPv4 address, or the 64 bits of an IPv6 address that one subscriber has.
fn client_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(gate: &Gate, peer: &str, forwarded: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        if let Some(list) = forwarded {
            headers.insert("x-forwarded-for", list.parse().unwrap());
        }
        gate.pass(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)), &headers).is_ok()
    }

    fn gate(behind_proxy: bool) -> Gate {
        let one = NonZeroU32::MIN;
        Gate::new(Allowance { per_minute: one, burst: one, behind_proxy })
    }

    #[test]
    fn each_client_has_its_own_allowance() {
        let gate = gate(false);
        assert!(passes(&gate, "10.0.0.1", None) && passes(&gate, "10.0.0.2", None));
        assert!(!passes(&gate, "10.0.0.1", None));
        assert!(!passes(&gate, "::ffff:10.0.0.1", None));
        assert!(passes(&gate, "2001:db8::1", None));
        assert!(!passes(&gate, "2001:db8::ffff:2", None), "one subscriber has all of them");
        assert!(passes(&gate, "2001:db8:0:1::1", None));
    }

    #[test]
    fn what_a_client_says_of_itself_is_not_believed() {
        let open = gate(false);
        assert!(passes(&open, "10.0.0.1", Some("1.1.1.1")));
        assert!(!passes(&open, "10.0.0.1", Some("2.2.2.2")));
        let behind = gate(true);
        assert!(passes(&behind, "10.0.0.1", Some("1.1.1.1")));
        assert!(passes(&behind, "10.0.0.1", Some("2.2.2.2")));
        assert!(!passes(&behind, "10.0.0.1", Some("3.3.3.3, 2.2.2.2")), "only the proxy's own word counts");
    }
}
