//! Starts a whole server in a folder of its own, over a simulated Fleet, and speaks to it as somebody.
//!
//! ```ignore
//! let app = TestApp::start().await;
//! let ada = app.admin("ada").await;
//! let answer = ada.get("/api/v1/session").await;
//! assert_eq!(answer.status(), 200);
//! app.fleet.set_down(true);                       // the Fleet behind it
//! eventually("the page says so", async || { … }).await;
//! ```

mod authority;
mod client;
mod cluster;
mod deck;
mod people;
pub(crate) mod raw;
mod reads;
mod stream;
mod wait;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use fleet_sim::{SimConfig, SimHandle};
use server::config::{Flags, Sources};
use server::serve::{Running, StartError, start_at};
use server::service::command_line::CommandLine;
use server::{Clock, Config, Waits};
use shared::account::NewToken;
use shared::policy::{Limits, Pattern};
use shared::{RoleName, UserName};
use sqlx::Connection;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub(crate) use authority::{Authority, Identity};
pub(crate) use client::{Answer, Client};
pub(crate) use cluster::{
    ANYWHERE, CLUSTER, ONE_A_MACHINE, launch, names, options, quick, remove_unit, remove_version, running,
    scale, writes, written,
};
pub(crate) use deck::Deck;
pub(crate) use stream::{Event, Events};
pub(crate) use wait::eventually;

/// A server under test. It ends when it is dropped; `stop` waits for it.
pub(crate) struct TestApp {
    /// The server's own parts, for a look behind its back.
    pub(crate) server: server::AppState,
    /// The Fleet behind it: faults, counts, the simulated time.
    pub(crate) fleet: SimHandle,
    /// The server's clock: it runs, and can be moved on; with [`Setup::clock_by_hand`] it stands until then.
    pub(crate) clock: Clock,
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub(crate) url: String,
    running: Option<Running>,
    fleet_stop: CancellationToken,
    fleet_served: Option<JoinHandle<std::io::Result<()>>>,
    folder: TempDir,
    tokens: AtomicUsize,
}

/// A database in which somebody else writes.
pub(crate) struct DatabaseLock(sqlx::AnyConnection);

impl DatabaseLock {
    pub(crate) async fn release(mut self) {
        sqlx::query("ROLLBACK").execute(&mut self.0).await.unwrap();
        self.0.close().await.unwrap();
    }
}

/// How a server under test differs from the usual one.
pub(crate) struct Setup {
    fleet: SimHandle,
    clock: Clock,
    environment: BTreeMap<&'static str, String>,
    folder: Option<TempDir>,
    waits: Waits,
}

impl Setup {
    /// An empty Fleet of three machines whose time runs 20 times as fast.
    pub(crate) fn new() -> Self {
        Self {
            fleet: SimHandle::new(SimConfig { speed: 20.0, ..SimConfig::empty() }),
            clock: Clock::ahead(),
            environment: BTreeMap::new(),
            folder: None,
            waits: Waits::default(),
        }
    }

    /// Over another Fleet.
    pub(crate) fn fleet(self, sim: SimConfig) -> Self {
        self.over(SimHandle::new(sim))
    }

    /// Over a Fleet that is there already.
    pub(crate) fn over(self, fleet: SimHandle) -> Self {
        Self { fleet, ..self }
    }

    /// The server's clock stands until `app.clock.advance(ms)`.
    pub(crate) fn clock_by_hand(self) -> Self {
        Self { clock: Clock::manual(1_790_000_000_000), ..self }
    }

    /// There is a proxy in front, which speaks TLS and says who its clients are: `app.coming_from(address)`.
    pub(crate) fn behind_a_proxy(self) -> Self {
        self.env("QUARTERDECK_BEHIND_TLS_PROXY", "true").env("QUARTERDECK_TRUSTED_PROXIES", "127.0.0.1")
    }

    /// Sets a variable of the server's environment.
    pub(crate) fn env(mut self, var: &'static str, value: impl Into<String>) -> Self {
        self.environment.insert(var, value.into());
        self
    }

    /// What somebody waits for may take a tenth of the usual time.
    pub(crate) fn impatient(self) -> Self {
        Self { waits: Waits::default().shorter(10), ..self }
    }

    /// In the folder that another server has left.
    pub(crate) fn folder(self, folder: TempDir) -> Self {
        Self { folder: Some(folder), ..self }
    }

    /// Starts it, and waits until it has read its Fleet.
    pub(crate) async fn start(self) -> TestApp {
        let app = self.start_unready().await;
        let nobody = app.nobody();
        eventually("the server is ready", async || {
            (nobody.get("/readyz").await.status() == 200).then_some(())
        })
        .await;
        app
    }

    /// Starts it although it can't, and gives its words.
    pub(crate) async fn fails_to_start(mut self) -> String {
        let folder = TempDir::new().unwrap();
        let config = self.config(&folder, &folder.path().join("nothing.sock"));
        start_at(config, self.clock).await.err().expect("it starts").to_string()
    }

    fn config(&mut self, folder: &TempDir, fleet: &std::path::Path) -> Config {
        let usual = [
            ("FLEET_ENDPOINT", format!("unix://{}", fleet.display())),
            ("QUARTERDECK_LISTEN", "127.0.0.1:0".to_owned()),
            ("QUARTERDECK_DATA_DIR", folder.path().join("data").display().to_string()),
        ];
        for (var, value) in usual {
            self.environment.entry(var).or_insert(value);
        }
        let sources = Sources::gather(&Flags::new(), None, &self.environment).unwrap();
        Config { waits: self.waits, ..Config::load(&sources).unwrap() }
    }

    /// Starts it, and waits for nothing.
    pub(crate) async fn start_unready(mut self) -> TestApp {
        let folder = self.folder.take().unwrap_or_else(|| TempDir::new().unwrap());
        let socket_path = folder.path().join("fleet.sock");
        let config = self.config(&folder, &socket_path);
        let fleet = self.fleet;
        let fleet_stop = CancellationToken::new();
        let socket = fleet_sim::bind_unix(&socket_path).await.unwrap();
        let fleet_served = Some(tokio::spawn(socket.serve(fleet.clone(), fleet_stop.clone())));

        let scheme = if config.tls.is_some() { "https" } else { "http" };
        // A program that another test begins at this moment holds what this process has open, until it is itself.
        let running = eventually("the folder is free", async || {
            match start_at(config.clone(), self.clock.clone()).await {
                Err(StartError::Lock(_)) => None,
                started => Some(started.unwrap()),
            }
        })
        .await;
        TestApp {
            server: running.app.clone(),
            url: format!("{scheme}://{}", running.address),
            fleet,
            clock: self.clock,
            running: Some(running),
            fleet_stop,
            fleet_served,
            folder,
            tokens: AtomicUsize::new(0),
        }
    }
}

impl TestApp {
    /// Where it listens.
    pub(crate) fn server_address(&self) -> std::net::SocketAddr {
        self.running.as_ref().unwrap().address
    }

    /// The usual server, ready.
    pub(crate) async fn start() -> Self {
        Setup::new().start().await
    }

    /// Nobody, at this address by the word of the proxy in front ([`Setup::behind_a_proxy`]).
    pub(crate) fn coming_from(&self, address: &str) -> Client {
        self.nobody().with_header("x-forwarded-for".parse().unwrap(), address)
    }

    /// Somebody without credentials.
    pub(crate) fn nobody(&self) -> Client {
        Client::new(&self.url)
    }

    /// A new administrator with a session, signed in by a one-time link. They have no password.
    pub(crate) async fn admin(&self, name: &str) -> Client {
        let name = UserName::parse(name).unwrap();
        CommandLine::of(&self.server).create_user(&name, &RoleName::admin(), None).await.unwrap();
        let code = self.code(name.as_str()).await;
        self.nobody().sign_in_with_code(&code).await
    }

    /// A new user with a password, not signed in.
    pub(crate) async fn user(&self, name: &str, password: &str) {
        let name = UserName::parse(name).unwrap();
        CommandLine::of(&self.server)
            .create_user(&name, &RoleName::admin(), Some(password.to_owned()))
            .await
            .unwrap();
    }

    /// A new user with a role on everything and a session, signed in by a one-time link.
    pub(crate) async fn signed_in_as(&self, name: &str, role: &str) -> Client {
        let name = UserName::parse(name).unwrap();
        let role = RoleName::parse(role).unwrap();
        CommandLine::of(&self.server).create_user(&name, &role, None).await.unwrap();
        let code = self.code(name.as_str()).await;
        self.nobody().sign_in_with_code(&code).await
    }

    /// The code of a new one-time link for a user.
    pub(crate) async fn code(&self, name: &str) -> String {
        let name = UserName::parse(name).unwrap();
        CommandLine::of(&self.server).create_code(&name).await.unwrap().reveal().to_owned()
    }

    /// A script with an API token of the role admin, made on the command line. The first is `ci`, the next `ci-2`.
    pub(crate) async fn token(&self) -> Client {
        self.token_as(RoleName::admin()).await
    }

    /// A new API token with this role on everything.
    pub(crate) async fn token_as(&self, role: RoleName) -> Client {
        let name = match self.tokens.fetch_add(1, Ordering::Relaxed) {
            0 => "ci".to_owned(),
            earlier => format!("ci-{}", earlier + 1),
        };
        let new = NewToken {
            name: UserName::parse(&name).unwrap(),
            role,
            cluster: Pattern::all(),
            apps: Pattern::all(),
            limits: Limits::NONE,
            days: 30,
        };
        let created = CommandLine::of(&self.server).create_token(new).await.unwrap();
        self.nobody().with_token(&created.secret)
    }

    /// Sends these bytes as they are, for requests that no HTTP library would send. Gives the status and the rest.
    pub(crate) async fn raw(&self, request: &str) -> (u16, String) {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let mut stream = tokio::net::TcpStream::connect(self.server_address()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.get(9..12).and_then(|digits| digits.parse().ok());
        (status.unwrap_or_else(|| panic!("no HTTP: {answer}")), answer)
    }

    /// Makes every new line of the record fail, as a full disk would; all else goes on.
    pub(crate) async fn break_record(&self) {
        self.refuse("INSERT ON audit").await;
    }

    /// Makes every note of how far an action is fail.
    pub(crate) async fn break_actions(&self) {
        self.refuse("UPDATE ON actions").await;
    }

    /// Makes every note that an action has ended fail, until [`TestApp::can_end`]; [`TestApp::refused_ends`] says how often.
    pub(crate) async fn can_not_end(&self) {
        self.execute("CREATE TABLE refused (id TEXT)").await;
        // What fails leaves the row behind that it has written itself.
        self.execute(
            "CREATE TRIGGER broken BEFORE UPDATE ON actions WHEN NEW.is_open = 0 \
             BEGIN INSERT INTO refused VALUES (NEW.id); SELECT RAISE(FAIL, 'no space left'); END",
        )
        .await;
    }

    /// Makes every end of a line of the record fail, until [`TestApp::can_end`]; [`TestApp::refused_ends`] says how often.
    pub(crate) async fn can_not_end_lines(&self) {
        self.execute("CREATE TABLE refused (id TEXT)").await;
        self.execute(
            "CREATE TRIGGER broken BEFORE UPDATE ON audit \
             BEGIN INSERT INTO refused VALUES (NEW.id); SELECT RAISE(FAIL, 'no space left'); END",
        )
        .await;
    }

    /// Of what was to be noted to have ended, once for each time.
    pub(crate) async fn refused_ends(&self) -> usize {
        self.rows("SELECT id FROM refused").await.len()
    }

    /// From now on it works.
    pub(crate) async fn can_end(&self) {
        self.execute("DROP TRIGGER broken").await;
    }

    async fn refuse(&self, what: &str) {
        self.execute(&format!(
            "CREATE TRIGGER broken BEFORE {what} BEGIN SELECT RAISE(ABORT, 'no space left'); END"
        ))
        .await;
    }

    /// Changes the database behind the server's back.
    pub(crate) async fn execute(&self, sql: &str) {
        execute_in(self.folder.path(), sql).await;
    }

    /// Asks the database behind the server's back: the first column of each row, which must be text.
    pub(crate) async fn rows(&self, sql: &str) -> Vec<String> {
        let mut connection = self.database().await;
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        let found = sqlx::query_scalar::<_, String>(sql).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        found
    }

    /// Keeps everybody else from writing to the database until it is released.
    pub(crate) async fn lock_database(&self) -> DatabaseLock {
        let mut connection = self.database().await;
        sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
        DatabaseLock(connection)
    }

    async fn database(&self) -> sqlx::AnyConnection {
        database_in(self.folder.path()).await
    }

    /// The socket on which the Fleet behind it listens.
    pub(crate) fn fleet_socket(&self) -> std::path::PathBuf {
        self.folder.path().join("fleet.sock")
    }

    /// The folder with the database, the demo's socket and what else there is.
    pub(crate) fn data_dir(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// Ends it in order; its folder can serve another one.
    pub(crate) async fn stop(mut self) -> TempDir {
        if let Some(running) = self.running.take() {
            running.stop().await.unwrap();
        }
        self.fleet_stop.cancel();
        if let Some(served) = self.fleet_served.take() {
            served.await.unwrap().unwrap();
        }
        std::mem::replace(&mut self.folder, TempDir::new().unwrap())
    }
}

/// Changes the database that a server has left in this folder.
pub(crate) async fn execute_in(folder: &std::path::Path, sql: &str) {
    let mut connection = database_in(folder).await;
    sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn database_in(folder: &std::path::Path) -> sqlx::AnyConnection {
    let database = folder.join("data").join("quarterdeck.db");
    sqlx::AnyConnection::connect(&format!("sqlite://{}", database.display())).await.unwrap()
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.server.shutdown.cancel();
        self.fleet_stop.cancel();
    }
}
