//! The real httpbin, which the tests share.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::time::Duration;
use std::{env, thread};

use generated::httpbin::Client;

/// A running httpbin. It stops when dropped.
pub(crate) struct Httpbin {
    child: Child,
    pub(crate) url: String,
}

impl Httpbin {
    /// The server that the tests running at the same time share, or `None` if none is installed.
    pub(crate) fn shared() -> Option<Arc<Self>> {
        static SHARED: Mutex<Weak<Httpbin>> = Mutex::new(Weak::new());
        let python = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/httpbin/bin/python");
        if !Path::new(python).exists() {
            let missing = "httpbin is not installed: run `bash tests/httpbin/install.sh`";
            assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "{missing}");
            // Not `eprintln!`, whose output is not shown for a test that passes.
            let _ = writeln!(io::stderr(), "skipped: {missing}");
            return None;
        }
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let running = shared.upgrade().unwrap_or_else(|| {
            let started = Arc::new(Self::start(python));
            *shared = Arc::downgrade(&started);
            started
        });
        Some(running)
    }

    /// Starts a server on a port that the system chooses, and waits until it says which.
    fn start(python: &str) -> Self {
        let mut child = Command::new(python)
            .args(["-m", "httpbin.core", "--port", "0"])
            .env("PYTHONUNBUFFERED", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("httpbin starts");
        let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        // From here on the child is stopped whatever happens.
        let mut server = Self {
            child,
            url: String::new(),
        };
        let (sender, receiver) = mpsc::channel();
        // The thread goes on reading to the end, so that the server is never held up by a full pipe.
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut said = String::new();
        while server.url.is_empty() {
            match receiver.recv_timeout(Duration::from_secs(60)) {
                Ok(line) => {
                    if let Some((_, url)) = line.split_once("Running on ") {
                        server.url = url.trim().to_owned();
                    }
                    said.push_str(&line);
                    said.push('\n');
                }
                Err(error) => panic!("httpbin does not start ({error}):\n{said}"),
            }
        }
        server
    }

    /// A client with a token, and with the credentials of Ada.
    pub(crate) fn client(&self) -> Client {
        let builder = Client::builder()
            .base_url(&self.url)
            .bearer_token("the-token")
            .basic_auth("Ada", "pass:wörd");
        builder.build().expect("a client")
    }

    /// A client without credentials.
    pub(crate) fn anonymous(&self) -> Client {
        let builder = Client::builder().base_url(&self.url);
        builder.build().expect("a client")
    }
}

impl Drop for Httpbin {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
