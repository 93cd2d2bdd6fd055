//! nginx in front of the same Fleet, as people would set it up: basic auth and a cache of one second.
//!
//! Everything that could slow it down without need is off (access log, a limit of requests a connection), and the
//! connections to Fleet are kept. Whoever takes gzip gets it: Fleet sends none, so nginx compresses what it has cached, as
//! it does by itself, anew for each. Its own folder, a port of its own, on loopback.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha1::{Digest, Sha1};
use tempfile::TempDir;
use tokio::time::{Duration, Instant, sleep};

use crate::http::Connection;
use crate::options::Options;
use crate::program::Program;

const USER: &str = "bench";
const STARTED_WITHIN: Duration = Duration::from_secs(10);

/// How the password stands in nginx's file. It is checked at every request, so this decides how fast nginx is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hash {
    /// `{SHA}`: SHA-1 once, the cheapest that is a hash.
    Sha,
    /// `apr1`, what `htpasswd` writes: MD5 a thousand times.
    Apr1,
}

/// A running nginx.
pub(crate) struct Nginx {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// The header with the user's name and password.
    pub(crate) header: String,
    _program: Program,
    _folder: TempDir,
}

impl Nginx {
    /// Starts it in front of a Fleet.
    pub(crate) async fn before(
        nginx: &Path,
        options: &Options,
        fleet: SocketAddr,
        hash: Hash,
        password: &str,
    ) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("nginx-bench-").tempdir_in(&options.out)?;
        let root = fs::canonicalize(folder.path())?;
        // Its workers run as another user where this runs as root; all that they read lies in here.
        #[cfg(unix)]
        fs::set_permissions(&root, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        fs::write(root.join("passwords"), format!("{USER}:{}\n", hashed(hash, password)?))?;
        let file = root.join("nginx.conf");
        fs::write(&file, configuration(&root, address, fleet))?;
        let mut command = Command::new(nginx);
        command.arg("-c").arg(&file).arg("-p").arg(&root).arg("-e").arg(root.join("error.log"));
        let program = Program::start(&mut command, &root.join("output.log"))?;
        let until = Instant::now() + STARTED_WITHIN;
        while Connection::open(address).await.is_err() {
            anyhow::ensure!(Instant::now() < until, "nginx did not start: {}", said(&root));
            sleep(Duration::from_millis(20)).await;
        }
        let header = format!("Authorization: Basic {}", BASE64.encode(format!("{USER}:{password}")));
        Ok(Self { address, header, _program: program, _folder: folder })
    }
}

fn said(root: &Path) -> String {
    ["output.log", "error.log"].map(|name| fs::read_to_string(root.join(name)).unwrap_or_default()).concat()
}

fn hashed(hash: Hash, password: &str) -> Result<String> {
    match hash {
        Hash::Sha => Ok(format!("{{SHA}}{}", BASE64.encode(Sha1::digest(password)))),
        Hash::Apr1 => {
            let output = Command::new("openssl").args(["passwd", "-apr1", password]).output();
            let output = output.context("openssl, which makes apr1 hashes, did not start")?;
            Ok(String::from_utf8(output.stdout)?.trim().to_owned())
        }
    }
}

fn configuration(root: &Path, listen: SocketAddr, fleet: SocketAddr) -> String {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let path = |name: &str| PathBuf::from(root).join(name).display().to_string();
    let scratch: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|what| format!("  {what}_temp_path {};\n", path(what)))
        .collect();
    format!(
        "daemon off;
worker_processes {workers};
pid {pid};
events {{ worker_connections 1024; }}
http {{
{scratch}  access_log off;
  sendfile on;
  keepalive_requests 1000000000;
  gzip on;
  gzip_proxied any;
  gzip_types application/json;
  proxy_cache_path {cache} keys_zone=fleet:1m;
  upstream fleet {{ server {fleet}; keepalive 16; }}
  server {{
    listen {listen};
    auth_basic Fleet;
    auth_basic_user_file {passwords};
    location / {{
      proxy_pass http://fleet;
      proxy_http_version 1.1;
      proxy_set_header Connection \"\";
      proxy_cache fleet;
      proxy_cache_valid 200 1s;
      proxy_cache_lock on;
    }}
  }}
}}
",
        pid = path("nginx.pid"),
        cache = path("cache"),
        passwords = path("passwords"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_hashed_as_nginx_reads_it() {
        // As `openssl dgst -sha1 -binary | base64` says.
        assert_eq!(hashed(Hash::Sha, "password").unwrap(), "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=");
    }

    #[test]
    fn braces_in_the_configuration_are_balanced() {
        let address = SocketAddr::from(([127, 0, 0, 1], 1));
        let text = configuration(Path::new("/t"), address, address);
        assert_eq!(text.matches('{').count(), text.matches('}').count());
        assert!(text.contains("auth_basic_user_file /t/passwords;"), "{text}");
    }
}
