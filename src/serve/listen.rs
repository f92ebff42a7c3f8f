//! Sockets: connections with limits, so that a slow or broken client hurts nobody, and an end that lets answers finish.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::service::Service;

/// The largest body, in bytes: AWS's limit.
const BODY: usize = 10_000_000;
/// Room for the headers of a request, in bytes.
const HEADERS: usize = 64 << 10;
/// How long headers, and then a body, may take to come.
const PATIENCE: Duration = Duration::from_secs(30);
/// Connections at one time; more wait.
const CONNECTIONS: usize = 1024;
/// How long answers may take to finish once the end was asked for.
const FAREWELL: Duration = Duration::from_secs(5);

/// A socket that listens already.
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
}

/// Takes the address.
///
/// # Errors
/// When it cannot be had, as when another process has it.
pub fn listen(address: SocketAddr) -> io::Result<Listening> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok(Listening { listener, address })
}

impl Listening {
    /// The address, with the port that was found where 0 was asked for.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until the process is asked to end (SIGTERM, SIGINT); those under way are answered first.
    ///
    /// # Errors
    /// When the system gives no threads, signals or sockets.
    pub fn serve(self, service: Arc<Service>) -> io::Result<()> {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads.max(2))
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let end = ended()?;
            accept(self.listener, service, end).await
        })
    }
}

/// Waits for a signal that ends the process.
fn ended() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

async fn accept(
    listener: TcpListener,
    service: Arc<Service>,
    end: impl Future<Output = ()>,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let (ending, _) = watch::channel(false);
    let mut connections = JoinSet::new();
    tokio::pin!(end);
    loop {
        let accepted = tokio::select! {
            accepted = async {
                let place = Arc::clone(&places).acquire_owned().await;
                (place, listener.accept().await)
            } => accepted,
            () = &mut end => break,
            Some(_) = connections.join_next() => continue,
        };
        let (Ok(place), Ok((stream, peer))) = accepted else {
            // Out of file handles, or a client that left at once: others can still be served.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let service = Arc::clone(&service);
        let mut ending = ending.subscribe();
        connections.spawn(async move {
            let _place = place;
            let answering = service_fn(|request| answer(Arc::clone(&service), request, peer));
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .max_buf_size(HEADERS)
                .serve_connection(TokioIo::new(stream), answering);
            tokio::pin!(connection);
            // What is wrong with one connection is that client's to see.
            tokio::select! {
                _ = connection.as_mut() => {}
                _ = ending.changed() => {
                    connection.as_mut().graceful_shutdown();
                    let _ = connection.await;
                }
            }
        });
    }
    drop(listener);
    let _ = ending.send(true);
    let _ = timeout(FAREWELL, async {
        while connections.join_next().await.is_some() {}
    })
    .await;
    Ok(())
}

async fn answer(
    service: Arc<Service>,
    request: Request<Incoming>,
    peer: SocketAddr,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = match timeout(PATIENCE, Limited::new(body, BODY).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) => {
            let (status, text) = if error.is::<LengthLimitError>() {
                (413, "Request size exceeded 10000000 bytes")
            } else {
                (400, "The body of the request cannot be read.")
            };
            return Ok(service.unreadable(status, text).map(Full::new));
        }
        Err(_) => {
            let late = "The body of the request did not come in time.";
            return Ok(service.unreadable(408, late).map(Full::new));
        }
    };
    let request = Request::from_parts(head, body);
    let address = Some(peer.ip());
    let response = if service.waits_for_a_disk() {
        tokio::task::block_in_place(|| service.answer(&request, address))
    } else {
        service.answer(&request, address)
    };
    Ok(response.map(Full::new))
}
