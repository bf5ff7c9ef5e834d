//! A server that writes bytes rather than HTTP: to each connection what a script says.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
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
    heads: Arc<Mutex<Vec<String>>>,
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
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let known = heads.clone();
        let scripts: Vec<_> = scripts.iter().map(|script| script.to_vec()).collect();
        // It ends with the tests.
        thread::spawn(move || {
            for (at, connection) in listener.incoming().enumerate() {
                let connection = connection.expect("a connection");
                let script = scripts[at.min(scripts.len() - 1)].clone();
                let heads = known.clone();
                // A client that has gone away has seen enough.
                thread::spawn(move || play(connection, &script, &heads));
            }
        });
        Self { address, heads }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far, without bodies.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no panic").clone()
    }
}

fn play(mut connection: TcpStream, script: &[Act], heads: &Mutex<Vec<String>>) -> io::Result<()> {
    for act in script {
        match *act {
            Act::Read => {
                let head = head(&mut connection)?;
                heads.lock().expect("no panic").push(head);
            }
            Act::Say(words) => connection.write_all(words)?,
            Act::Repeat(words, pause) => loop {
                connection.write_all(words)?;
                thread::sleep(pause);
            },
            Act::Wait(time) => thread::sleep(time),
            Act::Drain => {
                io::copy(&mut connection, &mut io::sink())?;
            }
            Act::Reset => SockRef::from(&connection).set_linger(Some(Duration::ZERO))?,
        }
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
