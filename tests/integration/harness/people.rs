//! People with less than everything.

use serde_json::json;
use server::service::command_line::CommandLine;
use server::store::NewUser;
use shared::account::NewToken;
use shared::policy::{Grant, Limits, Pattern, Subject};
use shared::screen::{Pairing, ScreenRow};
use shared::{RoleName, UserName};

use super::{Client, TestApp};

impl TestApp {
    /// Somebody new who is signed in and has these roles on these apps: `[("deployer", "web-*")]`.
    pub(crate) async fn person(&self, name: &str, roles: &[(&str, &str)]) -> Client {
        let user = UserName::parse(name).unwrap();
        let new = NewUser { name: &user, role: None, password_hash: None, now_ms: 1 };
        assert!(self.server.store.insert_user(new).await.unwrap(), "{name} is there already");
        for (role, apps) in roles {
            self.give(name, role, apps, Limits::NONE).await;
        }
        let code = self.code(name).await;
        self.nobody().sign_in_with_code(&code).await
    }

    /// A script with a token of a role on some apps.
    pub(crate) async fn script(&self, name: &str, role: &str, apps: &str) -> Client {
        let new = NewToken {
            name: UserName::parse(name).unwrap(),
            role: RoleName::parse(role).unwrap(),
            cluster: Pattern::all(),
            apps: Pattern::parse(apps).unwrap(),
            limits: Limits::NONE,
            days: 30,
        };
        let created = CommandLine::of(&self.server).create_token(new).await.unwrap();
        self.nobody().with_token(&created.secret)
    }

    /// Gives a user a role on some apps. Tells the grant's id.
    pub(crate) async fn give(&self, name: &str, role: &str, apps: &str, limits: Limits) -> String {
        let grant = Grant {
            id: format!("{name}-{role}-{apps}"),
            to: Subject::User(UserName::parse(name).unwrap()),
            role: RoleName::parse(role).unwrap(),
            cluster: Pattern::all(),
            apps: Pattern::parse(apps).unwrap(),
            limits,
        };
        assert!(self.server.store.insert_grant(&grant).await.unwrap(), "there is no role {role}");
        grant.id
    }

    /// Takes a grant back.
    pub(crate) async fn take(&self, grant_id: &str) {
        assert!(self.server.store.delete_grant(grant_id).await.unwrap(), "{grant_id}");
    }

    /// A wall display that `admin` has paired, with a view of these apps.
    pub(crate) async fn screen(&self, admin: &Client, name: &str, apps: &[&str]) -> (Client, ScreenRow) {
        let asked = self.nobody().post("/api/v1/screens/pairings", &()).await;
        let display = self.nobody().with_cookie(&asked.cookie());
        let path = format!("/api/v1/screens/pairings/{}", asked.json::<Pairing>().code);
        let view = json!({"clusters": ["*"], "apps": apps, "distance_m": 3});
        let screen = admin.post(&path, &json!({"name": name, "view": view})).await;
        (display, screen.json())
    }
}
