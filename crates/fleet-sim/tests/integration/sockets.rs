//! The unix socket: who may open it, and what it replaces.

use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use fleet_sim::{SimConfig, SimHandle, bind_unix};
use tokio::net::UnixStream;
use tokio_util::sync::CancellationToken;

use crate::client::exchange;

/// A folder of this test alone, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("fleet-sim-{}-{test}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn entries(&self) -> usize {
        std::fs::read_dir(&self.0).unwrap().count()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

#[tokio::test]
async fn a_socket_is_private_answers_and_goes_away() {
    let folder = Folder::new("private");
    let path = folder.0.join("fleet.sock");
    let socket = bind_unix(&path).await.unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(folder.entries(), 1);

    let cancel = CancellationToken::new();
    let serving = tokio::spawn(socket.serve(SimHandle::new(SimConfig::demo()), cancel.clone()));
    let stream = UnixStream::connect(&path).await.unwrap();
    assert_eq!(exchange(stream, "GET", "/fleet/v1/machines", &[], b"").await.status, Some(200));
    assert_eq!(bind_unix(&path).await.unwrap_err().kind(), ErrorKind::AddrInUse);

    cancel.cancel();
    serving.await.unwrap().unwrap();
    assert_eq!(folder.entries(), 0);
}

#[tokio::test]
async fn a_dead_socket_is_replaced_and_a_file_is_not() {
    let folder = Folder::new("stale");
    let path = folder.0.join("fleet.sock");
    // The standard library leaves the file behind, as a killed process does.
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let socket = bind_unix(&path).await.unwrap();
    drop(socket);
    assert!(!path.exists());

    std::fs::write(&path, "precious").unwrap();
    assert_eq!(bind_unix(&path).await.unwrap_err().kind(), ErrorKind::AddrInUse);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
}
