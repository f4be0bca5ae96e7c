//! The upper bound that Ostia is measured against: the same HTTP stack with nothing behind it.
//!
//! `ostia-bench-limit PORT BYTES…` serves plain HTTP on loopback. `POST /sign` makes one RS256 signature of a token's
//! size per request with a 2048-bit key; `POST /login` makes one argon2id hash (19 MiB, two passes) and one signature, as
//! many at a time as there are cores; `GET /bytes/N` answers with the Nth size given, as JSON.

use std::env;
use std::error::Error;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Router, http::StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::sync::Semaphore;

struct Limit {
    key: KeyPair,
    random: SystemRandom,
    issued: AtomicU64,
    bodies: Vec<Bytes>,
    hashing: Semaphore,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let port: u16 = arguments
        .next()
        .ok_or("usage: ostia-bench-limit PORT BYTES…")?
        .parse()?;
    let sizes: Vec<usize> = arguments
        .map(|size| size.parse())
        .collect::<Result<_, _>>()?;
    let limit = Arc::new(Limit {
        key: KeyPair::generate(KeySize::Rsa2048).map_err(|_| io::Error::other("no RSA key"))?,
        random: SystemRandom::new(),
        issued: AtomicU64::new(0),
        bodies: sizes.into_iter().map(json_of).collect(),
        hashing: Semaphore::new(std::thread::available_parallelism()?.get()),
    });
    let app = Router::new()
        .route("/sign", post(sign))
        .route("/login", post(login))
        .route("/bytes/{index}", get(bytes))
        .with_state(limit);
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
            axum::serve(listener, app).await?;
            Ok(())
        })
}

/// One token: header and payload of the usual size, signed.
async fn sign(
    State(limit): State<Arc<Limit>>,
    _body: Bytes,
) -> Result<impl IntoResponse, StatusCode> {
    signed(&limit)
}

/// What a login with a password can't do without: the hash, and a token.
async fn login(State(limit): State<Arc<Limit>>) -> Result<impl IntoResponse, StatusCode> {
    let broken = StatusCode::INTERNAL_SERVER_ERROR;
    let turn = limit.hashing.acquire().await.map_err(|_| broken)?;
    let hashed = tokio::task::spawn_blocking(hash).await;
    drop(turn);
    hashed.map_err(|_| broken)?.map_err(|_| broken)?;
    signed(&limit)
}

fn hash() -> argon2::Result<[u8; 32]> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None)?);
    let mut output = [0; 32];
    argon2.hash_password_into(b"Tiber-Mouth-4711!", b"sixteen bytes of", &mut output)?;
    Ok(std::hint::black_box(output))
}

fn signed(limit: &Limit) -> Result<impl IntoResponse + use<>, StatusCode> {
    let number = limit.issued.fetch_add(1, Ordering::Relaxed);
    let payload = format!(
        "{{\"iss\":\"https://localhost:8443/\",\"sub\":\"0123456789abcdefghijABCDEFGHIJ01@clients\",\
         \"aud\":\"https://api.example.com/\",\"iat\":1700000000,\"exp\":1700086400,\
         \"scope\":\"read:photos print:photos\",\"gty\":\"client-credentials\",\
         \"azp\":\"0123456789abcdefghijABCDEFGHIJ01\",\"jti\":\"{number}\"}}"
    );
    let header = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjAxMjM0NTY3ODlhYmNkZWZnaGlqayJ9";
    let mut token = format!("{header}.{}", URL_SAFE_NO_PAD.encode(payload));
    let mut signature = vec![0; limit.key.public_modulus_len()];
    limit
        .key
        .sign(
            &RSA_PKCS1_SHA256,
            &limit.random,
            token.as_bytes(),
            &mut signature,
        )
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    let body =
        format!("{{\"access_token\":\"{token}\",\"expires_in\":86400,\"token_type\":\"Bearer\"}}");
    Ok(([(CONTENT_TYPE, "application/json")], body))
}

/// The same bytes every time.
async fn bytes(
    State(limit): State<Arc<Limit>>,
    Path(index): Path<usize>,
) -> Result<impl IntoResponse, StatusCode> {
    let body = limit.bodies.get(index).ok_or(StatusCode::NOT_FOUND)?;
    Ok(([(CONTENT_TYPE, "application/json")], body.clone()))
}

/// A JSON text of exactly this many bytes, as far as that is possible.
fn json_of(size: usize) -> Bytes {
    let frame = "{\"filling\":\"\"}".len();
    Bytes::from(format!(
        "{{\"filling\":\"{}\"}}",
        "x".repeat(size.saturating_sub(frame))
    ))
}
