//! A bare server of the HTTP crate that `iamsh serve` uses: what a request costs when nothing is done for it.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;

/// An answer of GetCallerIdentity, so that only the work differs.
const BODY: &[u8] = b"<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
<UserId>123456789012</UserId><Account>123456789012</Account><Arn>arn:aws:iam::123456789012:root</Arn></GetCallerIdentityResult>\
<ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata></GetCallerIdentityResponse>";

fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:4597".to_owned());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await?;
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::spawn(async move {
                // Clients such as boto3 send a request's body after its head: an answer before it has come would be no answer to it.
                let hello = service_fn(|request: Request<Incoming>| async {
                    let _ = request.into_body().collect().await;
                    // Every header costs the client time as well: there are as many as AWS sends.
                    let answer = Response::builder()
                        .header("content-type", "text/xml")
                        .header("x-amzn-requestid", "00000000-0000-4000-8000-000000000000");
                    Ok::<_, hyper::http::Error>(answer.body(Full::new(Bytes::from_static(BODY)))?)
                });
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), hello).await;
            });
        }
    })
}
