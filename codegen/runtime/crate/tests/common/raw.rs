//! A server that writes bytes rather than HTTP: to each connection what a script says.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use socket2::SockRef;

/// What the server does next with a connection.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// Reads a request, but for a body.
    Read,
    /// Writes this.
    Say(&'static [u8]),
    /// Writes this again and again until the client goes away, with a pause after each time.
    Repeat(&'static [u8], Duration),
    /// Writes this so many times.
    Times(&'static [u8], usize),
    /// Reads so many bytes.
    Take(u64),
    /// Waits.
    Wait(Duration),
    /// Reads until the client goes away.
    Drain,
    /// Breaks the connection off: TCP's RST in the place of its FIN.
    Reset,
}

/// A server whose connections end with their scripts.
pub struct Raw {
    address: SocketAddr,
    known: Arc<Known>,
}

/// What there was so far.
#[derive(Default)]
struct Known {
    heads: Mutex<Vec<String>>,
    acts: AtomicUsize,
}

impl Raw {
    /// Does this with every connection.
    pub fn new(script: &[Act]) -> Self {
        Self::each(&[script])
    }

    /// Follows these scripts in order, and the last one from then on.
    pub fn each(scripts: &[&[Act]]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let known = Arc::<Known>::default();
        let shared = known.clone();
        let scripts: Vec<_> = scripts.iter().map(|script| script.to_vec()).collect();
        // It ends with the tests.
        thread::spawn(move || {
            for (at, connection) in listener.incoming().enumerate() {
                let connection = connection.expect("a connection");
                let script = scripts[at.min(scripts.len() - 1)].clone();
                let known = shared.clone();
                thread::spawn(move || {
                    // A client that has gone away has seen enough.
                    let _ = play(connection, &script, &known);
                    known.acts.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, known }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far, without bodies.
    pub fn heads(&self) -> Vec<String> {
        self.known.heads.lock().expect("no panic").clone()
    }

    /// Waits until so many acts are done, ends of connections among them, and the client has had time to notice.
    pub async fn done(&self, acts: usize) {
        for _ in 0..500 {
            if self.known.acts.load(Ordering::SeqCst) >= acts {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn play(mut connection: TcpStream, script: &[Act], known: &Known) -> io::Result<()> {
    for act in script {
        match *act {
            Act::Read => {
                let head = head(&mut connection)?;
                known.heads.lock().expect("no panic").push(head);
            }
            Act::Say(words) => connection.write_all(words)?,
            Act::Repeat(words, pause) => loop {
                connection.write_all(words)?;
                thread::sleep(pause);
            },
            Act::Times(words, times) => {
                for _ in 0..times {
                    connection.write_all(words)?;
                }
            }
            Act::Take(bytes) => {
                io::copy(&mut (&connection).take(bytes), &mut io::sink())?;
            }
            Act::Wait(time) => thread::sleep(time),
            Act::Drain => {
                io::copy(&mut connection, &mut io::sink())?;
            }
            Act::Reset => SockRef::from(&connection).set_linger(Some(Duration::ZERO))?,
        }
        known.acts.fetch_add(1, Ordering::SeqCst);
    }
    Ok(())
}

/// Reads to the end of a head, and not a byte more.
fn head(connection: &mut TcpStream) -> io::Result<String> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        connection.read_exact(&mut byte)?;
        head.extend(byte);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}
