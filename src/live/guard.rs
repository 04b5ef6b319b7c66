//! What a request must be before anybody looks at what it asks: for this machine by its own name, and from one of its own pages.
//!
//! A page of another site that is open in the same browser can send requests here. It cannot read the links, but it could try; and a name that
//! is made to point at this machine would make its pages look like ours. So the host must be one of ours, and what changes anything must come
//! from a page of the same host.

use std::net::{IpAddr, SocketAddr};

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode};

/// The hosts under which the pages are served.
#[derive(Clone, Debug)]
pub struct Hosts {
    port: u16,
    /// Only this machine may come.
    loopback: bool,
    names: Vec<String>,
}

impl Hosts {
    /// Those of an address that is listened to, and names by which the user says that it is known.
    pub fn of(address: SocketAddr, names: &[String]) -> Hosts {
        let names = names.iter().map(|name| name.trim_end_matches('.').to_ascii_lowercase()).collect();
        Hosts { port: address.port(), loopback: address.ip().is_loopback(), names }
    }
    /// A host header is one of ours: an address (a name could be made to point here), `localhost`, or a name that the user gave.
    fn are(&self, host: &str) -> bool {
        let Some((name, port)) = host.rsplit_once(':') else { return false };
        if port.parse() != Ok(self.port) {
            return false;
        }
        let name = name.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        match name.parse::<IpAddr>() {
            Ok(ip) => !self.loopback || ip.is_loopback(),
            Err(_) => name == "localhost" || self.names.contains(&name),
        }
    }
}

/// Why a request is turned away at the door.
pub fn turned_away(hosts: &Hosts, method: &Method, headers: &HeaderMap) -> Option<(StatusCode, &'static str)> {
    let one = |name: HeaderName| {
        let mut all = headers.get_all(name).iter();
        let first = all.next();
        (first.and_then(|value| value.to_str().ok()), first.is_some() && all.next().is_some())
    };
    let (host, twice) = one(HOST);
    let Some(host) = host.filter(|host| !twice && hosts.are(host)) else {
        return Some((StatusCode::MISDIRECTED_REQUEST, "this exercise is not served under that name; use the link as it was printed"));
    };
    let (origin, twice) = one(ORIGIN);
    let own = format!("http://{host}");
    let foreign =
        twice || origin.is_some_and(|origin| !origin.eq_ignore_ascii_case(&own)) || origin.is_none() && headers.contains_key(ORIGIN);
    let reads = *method == Method::GET || *method == Method::HEAD;
    if foreign || !reads && origin.is_none() {
        return Some((StatusCode::FORBIDDEN, "only the pages of this exercise may do that"));
    }
    None
}

/// What every answer says to the browser: load nothing but our own script and style, show us in no frame, tell no other site the link, keep nothing.
/// (With no referrer at all a browser calls the origin of a form null, and a code could not be typed.)
pub fn seal(headers: &mut HeaderMap) {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
                  frame-ancestors 'none'";
    let fixed = [
        (CONTENT_SECURITY_POLICY, policy),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
