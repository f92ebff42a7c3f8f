//! The lab as an HTTP client of the AWS SDK for Rust: its clients talk to a lab in their own process, without a port.
//!
//! Source: AWS SDK for Rust Developer Guide, "HTTP client configuration".

use std::sync::Arc;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;

use super::service::Service;

/// An HTTP client whose every request a lab answers: `config.http_client(Connector::new(service))`.
///
/// The endpoint that requests name does not matter; their signatures do.
#[derive(Clone)]
pub struct Connector(Arc<Service>);

impl Connector {
    /// A client of this lab; clones ask the same one.
    #[must_use]
    pub fn new(service: Arc<Service>) -> Self {
        Self(service)
    }

    fn answer(&self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let wrong = |error| ConnectorError::user(error);
        let request = request
            .try_into_http1x()
            .map_err(|error| wrong(error.into()))?;
        let (head, body) = request.into_parts();
        let body = body
            .bytes()
            .map(Bytes::copy_from_slice)
            .ok_or_else(|| wrong("a body that streams is no call of the Query protocol".into()))?;
        let request = http::Request::from_parts(head, body);
        let response = self.0.answer(&request, None).map(SdkBody::from);
        HttpResponse::try_from(response).map_err(|error| wrong(error.into()))
    }
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connector")
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(self.answer(request))
    }
}

impl HttpClient for Connector {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
