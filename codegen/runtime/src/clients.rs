//! HTTP clients by runtime: a connection lives in the tokio runtime that opened it, and stands still or ends with that.

use std::sync::{Mutex, PoisonError};
use std::{fmt, mem};

use reqwest::Client;
use tokio::runtime::{Handle, Id};
use tokio::task::JoinHandle;

/// The clients of a transport, each with connections of its own.
pub(super) enum Clients {
    /// The same for all runtimes.
    One(Client),
    /// One for each runtime.
    Each {
        make: Box<dyn Fn() -> reqwest::Result<Client> + Send + Sync>,
        known: Mutex<Known>,
    },
}

/// What has been made so far.
pub(super) struct Known {
    /// The one that no runtime has asked for yet.
    spare: Option<Client>,
    taken: Vec<Taken>,
}

/// The client of a runtime.
struct Taken {
    runtime: Id,
    client: Client,
    /// It does nothing, and ends with its runtime.
    guard: JoinHandle<()>,
}

impl Clients {
    /// Clients of this making, of which one is made now.
    ///
    /// # Errors
    /// If it cannot be made.
    pub(super) fn each(
        make: impl Fn() -> reqwest::Result<Client> + Send + Sync + 'static,
    ) -> reqwest::Result<Self> {
        let spare = Some(make()?);
        let taken = Vec::new();
        Ok(Self::Each {
            make: Box::new(make),
            known: Mutex::new(Known { spare, taken }),
        })
    }

    /// The client of the runtime that polls this. Those of runtimes that have ended are dropped.
    ///
    /// # Errors
    /// If there is none yet, and it cannot be made.
    pub(super) fn current(&self) -> reqwest::Result<Client> {
        let (make, known) = match self {
            Self::One(client) => return Ok(client.clone()),
            Self::Each { make, known } => (make, known),
        };
        let Ok(runtime) = Handle::try_current() else {
            return make();
        };
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        known.taken.retain(|taken| !taken.guard.is_finished());
        let mut taken = known.taken.iter();
        if let Some(found) = taken.find(|taken| taken.runtime == runtime.id()) {
            return Ok(found.client.clone());
        }
        let client = match mem::take(&mut known.spare) {
            Some(spare) => spare,
            None => make()?,
        };
        known.taken.push(Taken {
            runtime: runtime.id(),
            client: client.clone(),
            guard: runtime.spawn(std::future::pending()),
        });
        Ok(client)
    }
}

/// Nothing is left behind in a runtime that goes on.
impl Drop for Taken {
    fn drop(&mut self) {
        self.guard.abort();
    }
}

impl fmt::Debug for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clients")
    }
}
