//! The server of an exercise's pages: it hands the session to one request at a time, and tells every open page when there is news.
//!
//! It never reads or writes a file: pages, script and style are part of the program, and nothing of a request becomes a path. What is open when
//! the exercise is left does not hold it up.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use super::guard::Hosts;
use super::outlook::Outlook;
use super::places::Places;
use super::routes;
use crate::exercise::improvement::Improvement;
use crate::exercise::{Phase, Session, Trouble};

/// Connections at once; more are turned away until one is over.
const AT_ONCE: usize = 512;
/// How long the head of a request may take to come.
const HEAD: Duration = Duration::from_secs(5);
/// How long answers under way are waited for when the exercise is left.
const LEAVING: Duration = Duration::from_millis(800);

/// What all requests share.
pub(super) struct Stage {
    session: Mutex<Session>,
    pub(super) places: Places,
    pub(super) hosts: Hosts,
    /// How many entries the journal has: pages look again when it grows.
    pub(super) news: watch::Sender<u64>,
    /// The exercise is left.
    pub(super) leaving: watch::Receiver<bool>,
    pub(super) outlook: Outlook,
    /// What the last exercise left to be done.
    pub(super) last: OnceLock<Improvement>,
    pub(super) wrong_codes: Mutex<Vec<tokio::time::Instant>>,
}
impl Stage {
    /// The session, for as long as the guard is held. Whoever panicked with it in hand has left a journal that is true.
    pub(super) fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A server that listens, and does not serve yet.
pub struct Server {
    listener: std::net::TcpListener,
    address: SocketAddr,
    name: Option<String>,
    stage: Arc<Stage>,
    leave: watch::Sender<bool>,
}

impl Server {
    /// Listens at an address (port 0: any that is free). `names` are those under which others know this machine. A
    /// forecast plays so many continuations of each option.
    ///
    /// # Errors
    /// When the address cannot be listened to, or the machine has no random numbers.
    pub fn listen(session: Session, address: SocketAddr, names: &[String], continuations: u64) -> Result<Server, Trouble> {
        let refused = |why: std::io::Error| Trouble::refused(format!("{address} cannot be listened to: {why}; choose another --port"));
        let listener = std::net::TcpListener::bind(address).map_err(refused)?;
        listener.set_nonblocking(true).map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let places = Places::of(session.plan(), &session.journal().head.seats)?;
        let (leave, leaving) = watch::channel(false);
        let stage = Stage {
            places,
            hosts: Hosts::of(address, names),
            news: watch::Sender::new(session.journal().entries().len() as u64),
            session: Mutex::new(session),
            leaving,
            outlook: Outlook::new(continuations),
            last: OnceLock::new(),
            wrong_codes: Mutex::new(Vec::new()),
        };
        Ok(Server { listener, address, name: names.first().cloned(), stage: Arc::new(stage), leave })
    }
    /// The pages open with what the last exercise left to be done. Said once, before it serves.
    pub fn opens_with(&self, last: Improvement) {
        let _ = self.stage.last.set(last);
    }
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
    /// The places and their links.
    pub fn places(&self) -> &Places {
        &self.stage.places
    }
    /// The link of a place.
    pub fn link(&self, token: &str) -> String {
        format!("{}{token}/", self.door())
    }
    /// Where a code is typed: by the first name that the user gave, else by the address; for this machine where it listens at all of them.
    pub fn door(&self) -> String {
        let host = self.name.clone().unwrap_or_else(|| match self.address.ip() {
            ip if !ip.is_unspecified() => SocketAddr::new(ip, 0).to_string().trim_end_matches(":0").to_owned(),
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.to_string(),
            IpAddr::V6(_) => "[::1]".to_owned(),
        });
        format!("http://{host}:{}/", self.address.port())
    }
    /// What ends [`Server::serve`] from another thread.
    pub fn leaver(&self) -> Leaver {
        Leaver(self.leave.clone())
    }
    /// Serves until it is told to leave. Returns where the exercise stands then.
    ///
    /// # Errors
    /// When the machine gives no threads.
    pub fn serve(self) -> Result<Phase, Trouble> {
        let failed = |why: std::io::Error| Trouble::refused(format!("the pages cannot be served: {why}"));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(failed)?;
        let served = runtime.block_on(serve(self.listener, self.stage.clone())).map_err(failed);
        // Whatever is still at it is cut off.
        runtime.shutdown_timeout(Duration::from_millis(200));
        served.map(|()| self.stage.session().phase())
    }
}

/// Ends a server.
#[derive(Clone, Debug)]
pub struct Leaver(watch::Sender<bool>);
impl Leaver {
    /// Ends it: open pages are let go, answers under way are given a moment.
    pub fn leave(&self) {
        self.0.send_replace(true);
    }
}

async fn serve(listener: std::net::TcpListener, stage: Arc<Stage>) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let (router, room) = (routes::router(stage.clone()), Arc::new(Semaphore::new(AT_ONCE)));
    let mut leaving = stage.leaving.clone();
    loop {
        let socket = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = leaving.wait_for(|left| *left) => break,
        };
        // A connection that failed before it began is not the end of the exercise.
        let Ok((socket, _)) = socket else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let Ok(permit) = room.clone().try_acquire_owned() else { continue };
        let (router, leaving) = (router.clone(), stage.leaving.clone());
        tokio::spawn(async move {
            connection(socket, router, leaving).await;
            drop(permit);
        });
    }
    stage.outlook.leave();
    let all_over = room.acquire_many(AT_ONCE as u32);
    let _ = tokio::time::timeout(LEAVING, all_over).await;
    Ok(())
}

async fn connection(socket: tokio::net::TcpStream, router: Router, mut leaving: watch::Receiver<bool>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(64 * 1024);
    let serving = http.serve_connection(TokioIo::new(socket), TowerToHyperService::new(router));
    tokio::pin!(serving);
    tokio::select! {
        // What goes wrong on one connection concerns nobody else.
        _ = serving.as_mut() => return,
        _ = leaving.wait_for(|left| *left) => {}
    }
    serving.as_mut().graceful_shutdown();
    let _ = serving.await;
}
