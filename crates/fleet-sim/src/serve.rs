//! Serving a cluster on a TCP port or a unix socket.
//!
//! Owns the socket file: who may open it, and whether one that is there may be replaced.

use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};

use axum::serve::ListenerExt;
use tokio::net::{TcpListener, UnixListener, UnixStream};
use tokio_util::sync::CancellationToken;

use crate::handle::SimHandle;

/// Serves a cluster until cancelled, and keeps it going meanwhile.
pub async fn serve_tcp(
    handle: SimHandle,
    listener: TcpListener,
    cancel: CancellationToken,
) -> io::Result<()> {
    let driver = handle.spawn_driver(cancel.child_token());
    // Answers are small, and clients that measure should not measure Nagle. A socket without the option works too.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let served =
        axum::serve(listener, handle.router()).with_graceful_shutdown(cancel.cancelled_owned()).await;
    driver.abort();
    served
}

/// Binds a unix socket that only its owner may open, and serves a cluster on it until cancelled.
///
/// To know when the socket is there, bind it with [`bind_unix`] first.
pub async fn serve_unix(handle: SimHandle, path: &Path, cancel: CancellationToken) -> io::Result<()> {
    bind_unix(path).await?.serve(handle, cancel).await
}

/// A unix socket that waits to be served. Its file is removed with it.
#[derive(Debug)]
pub struct BoundUnixSocket {
    listener: UnixListener,
    file: SocketFile,
}

impl BoundUnixSocket {
    /// Serves a cluster until cancelled, and keeps it going meanwhile.
    pub async fn serve(self, handle: SimHandle, cancel: CancellationToken) -> io::Result<()> {
        let Self { listener, file } = self;
        let driver = handle.spawn_driver(cancel.child_token());
        let served =
            axum::serve(listener, handle.router()).with_graceful_shutdown(cancel.cancelled_owned()).await;
        driver.abort();
        drop(file);
        served
    }
}

/// Binds a unix socket of mode 0600. A socket file that is there is replaced if nobody answers on it; anything else is not.
pub async fn bind_unix(path: &Path) -> io::Result<BoundUnixSocket> {
    check_free(path).await?;
    // The mode of a socket can only be set once it is there; until then a folder that nobody else may enter protects it.
    let folder = private_folder(path)?;
    let bound = bind_within(&folder, path);
    let removed = std::fs::remove_dir(&folder);
    let listener = bound?;
    removed?;
    Ok(BoundUnixSocket { listener, file: SocketFile(path.to_owned()) })
}

fn bind_within(folder: &Path, path: &Path) -> io::Result<UnixListener> {
    let inside = folder.join("s");
    let listener = UnixListener::bind(&inside)?;
    let moved = std::fs::set_permissions(&inside, std::fs::Permissions::from_mode(0o600))
        .and_then(|()| std::fs::rename(&inside, path));
    if moved.is_err() {
        std::fs::remove_file(&inside)?;
    }
    moved.map(|()| listener)
}

fn private_folder(path: &Path) -> io::Result<PathBuf> {
    let mut name = path.file_name().ok_or(ErrorKind::InvalidInput)?.to_owned();
    name.push(format!(".{}", std::process::id()));
    let folder = path.with_file_name(name);
    match std::fs::DirBuilder::new().mode(0o700).create(&folder) {
        // Left behind by a process of the same number that was killed at this very moment.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            std::fs::remove_dir_all(&folder)?;
            std::fs::DirBuilder::new().mode(0o700).create(&folder)?;
        }
        created => created?,
    }
    Ok(folder)
}

async fn check_free(path: &Path) -> io::Result<()> {
    let in_use = |what: &str| io::Error::new(ErrorKind::AddrInUse, format!("{}: {what}", path.display()));
    match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
        Ok(metadata) if !metadata.file_type().is_socket() => {
            return Err(in_use("is there, and is no socket"));
        }
        Ok(_) => {}
    }
    match UnixStream::connect(path).await {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(in_use("somebody serves there already")),
    }
}

/// The file of a socket, gone when this is.
#[derive(Debug)]
struct SocketFile(PathBuf);

impl Drop for SocketFile {
    fn drop(&mut self) {
        // Nothing can be done if it is gone already.
        let _ = std::fs::remove_file(&self.0);
    }
}
