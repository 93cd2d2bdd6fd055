//! What is said to screens over their streams, and how many of those may be open.
//!
//! Nothing of it is stored: a screen that is away hears nothing, and looks at its row when it comes back.

use std::sync::Arc;

use tokio::sync::broadcast;

use crate::auth::limit::ScreenLimits;
use crate::clock::Clock;
use crate::service::streams::Streams;

/// Orders that a slow stream may be behind; one that is further behind looks at its row again.
const KEPT: usize = 64;
/// Streams of one screen: a page that loads itself again opens its next one before the last is known to be gone.
const MOST_OF_ONE: u32 = 3;
/// Streams of one network, which may be an office with many displays.
const MOST_OF_A_NETWORK: u32 = 200;

/// Something said to one screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Say your name.
    Identify,
    /// Load the page again.
    Reload,
    /// Your row is another one now, or gone.
    LookAgain,
}

/// The screens of this process.
#[derive(Debug)]
pub struct Screens {
    /// How often they may ask.
    pub limits: ScreenLimits,
    /// Their open streams.
    pub streams: Arc<Streams>,
    orders: broadcast::Sender<(Arc<str>, Order)>,
}

impl Screens {
    /// None are there yet.
    pub fn new(clock: Clock) -> Self {
        Self {
            limits: ScreenLimits::new(clock),
            streams: Streams::new(MOST_OF_ONE, MOST_OF_A_NETWORK),
            orders: broadcast::channel(KEPT).0,
        }
    }

    /// Says something to a screen, if it listens.
    pub fn tell(&self, id: &str, order: Order) {
        // Nobody may listen.
        let _ = self.orders.send((Arc::from(id), order));
    }

    /// Hears what is said from now on.
    pub fn listen(&self, id: &str) -> Ears {
        Ears { id: Arc::from(id), orders: self.orders.subscribe() }
    }
}

/// Hears what is said to one screen.
#[derive(Debug)]
pub struct Ears {
    id: Arc<str>,
    orders: broadcast::Receiver<(Arc<str>, Order)>,
}

impl Ears {
    /// The next order.
    pub async fn next(&mut self) -> Order {
        loop {
            match self.orders.recv().await {
                Ok((id, order)) if id == self.id => return order,
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return Order::LookAgain,
                // Only with the server itself.
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}
