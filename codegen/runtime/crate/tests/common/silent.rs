//! A server that says something, and then nothing, and keeps its connections open.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

pub struct Silent {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Silent {
    /// Says this to everyone who has sent something.
    pub fn after(words: &'static [u8]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = connections.clone();
        // It ends with the tests.
        thread::spawn(move || {
            let mut open = Vec::new();
            for connection in listener.incoming() {
                let mut connection = connection.expect("a connection");
                counted.fetch_add(1, Ordering::SeqCst);
                let mut some = [0; 1024];
                if !words.is_empty() && connection.read(&mut some).is_ok() {
                    // A client that has gone away has seen enough.
                    let _ = connection.write_all(words);
                }
                open.push(connection);
            }
        });
        Self {
            address,
            connections,
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections there were, once there are so many: the server may be slower than a client that gives up.
    pub fn connections(&self, expected: usize) -> usize {
        for _ in 0..500 {
            if self.connections.load(Ordering::SeqCst) >= expected {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        self.connections.load(Ordering::SeqCst)
    }
}
