//! Connections: who dawdles is cut off, who was being served is served to the end.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use ostia_server::listen::{self, Patience};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

const PATIENCE: Patience = Patience {
    headers: Duration::from_millis(300),
    handshake: Duration::from_millis(300),
    shutdown: Duration::from_millis(1500),
};
const LONG: Duration = Duration::from_secs(20);

struct Served {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<std::io::Result<()>>,
}

fn serve() -> Served {
    let router = Router::new()
        .route("/", get(|| async { "here" }))
        .route(
            "/slow",
            get(|| async {
                sleep(Duration::from_millis(600)).await;
                "slow"
            }),
        )
        .route("/never", get(|| async { sleep(LONG).await }));
    let listener = listen::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let until = async move {
        let _ = stopped.await;
    };
    let face = move |_| router.clone();
    let ended = tokio::spawn(listen::serve(face, vec![listener], None, PATIENCE, until));
    Served {
        address,
        stop,
        ended,
    }
}

async fn send(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// What comes until the other side closes.
async fn rest(mut stream: TcpStream) -> String {
    let mut text = Vec::new();
    let read = timeout(Duration::from_secs(5), stream.read_to_end(&mut text));
    // A reset is an end, too.
    let _ = read.await.expect("the connection was closed in time");
    String::from_utf8_lossy(&text).into_owned()
}

#[tokio::test]
async fn whoever_stalls_is_cut_off() {
    let served = serve();
    for beginning in [
        "",
        "G",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ",
        // The second request of a connection.
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: ",
        // The preface of HTTP/2, and nothing after it.
        "PRI * HTTP/2.0\r\n\r\n",
    ] {
        let stream = send(served.address, beginning).await;
        rest(stream).await;
    }
}

#[tokio::test]
async fn headers_may_be_as_long_as_large_tokens_are() {
    let served = serve();
    let request = |bytes: usize| {
        let token = "x".repeat(bytes);
        format!(
            "GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
        )
    };
    let answer = rest(send(served.address, &request(64 * 1024)).await).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    // It may be cut off before everything was sent.
    let _ = stream.write_all(request(1024 * 1024).as_bytes()).await;
    assert!(!rest(stream).await.contains("200 OK"));
}

#[tokio::test]
async fn requests_in_flight_are_answered_before_the_end() {
    let served = serve();
    let request = "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let stream = send(served.address, request).await;
    sleep(Duration::from_millis(200)).await;
    served.stop.send(()).unwrap();
    let answer = rest(stream).await;
    assert!(answer.ends_with("slow"), "{answer}");
    served.ended.await.unwrap().unwrap();
    assert!(TcpStream::connect(served.address).await.is_err());
}

#[tokio::test]
async fn what_takes_too_long_does_not_hold_up_the_end() {
    let served = serve();
    let stream = send(
        served.address,
        "GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n",
    )
    .await;
    sleep(Duration::from_millis(200)).await;
    served.stop.send(()).unwrap();
    let ended = timeout(Duration::from_secs(5), served.ended).await;
    ended.expect("it ended when patience did").unwrap().unwrap();
    assert!(rest(stream).await.is_empty());
}
