//! What a process has used: CPU time and peak memory.

use std::path::Path;
use std::process::{Command, ExitCode, Output, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io};

use serde::{Deserialize, Serialize};

/// A step that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(900);

/// CPU time and peak memory. Zero where the platform does not tell.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Used {
    /// CPU time, user and system, in milliseconds.
    pub(crate) cpu_ms: f64,
    /// Peak of resident memory, in MiB.
    pub(crate) peak_mib: f64,
}

/// What this process has used so far.
#[cfg(unix)]
pub(super) fn own() -> Used {
    used(nix::sys::resource::UsageWho::RUSAGE_SELF)
}

/// What the processes that this one has waited for have used; the peak is that of the largest.
#[cfg(unix)]
pub(super) fn of_children() -> Used {
    used(nix::sys::resource::UsageWho::RUSAGE_CHILDREN)
}

#[cfg(unix)]
fn used(who: nix::sys::resource::UsageWho) -> Used {
    let Ok(usage) = nix::sys::resource::getrusage(who) else {
        return Used::default();
    };
    let ms =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 * 1e3 + time.tv_usec() as f64 / 1e3;
    // Linux counts in KiB, macOS in bytes.
    let unit = if cfg!(target_os = "macos") {
        1024.0 * 1024.0
    } else {
        1024.0
    };
    Used {
        cpu_ms: ms(usage.user_time()) + ms(usage.system_time()),
        peak_mib: usage.max_rss() as f64 / unit,
    }
}

/// This platform does not tell.
#[cfg(not(unix))]
pub(super) fn own() -> Used {
    Used::default()
}

/// This platform does not tell.
#[cfg(not(unix))]
pub(super) fn of_children() -> Used {
    Used::default()
}

/// Runs a command and writes what it used to `out`. This process has no other children, so the figures are the
/// command's alone.
pub(super) fn step(out: &Path, command: &[String]) -> ExitCode {
    let Some((program, arguments)) = command.split_first() else {
        return ExitCode::FAILURE;
    };
    let status = match Command::new(program).args(arguments).status() {
        Ok(status) => status,
        Err(error) => {
            eprintln!("error: {program} cannot be run: {error}");
            return ExitCode::FAILURE;
        }
    };
    let text = serde_json::to_string(&of_children()).unwrap_or_default();
    if let Err(error) = fs::write(out, text) {
        eprintln!("error: {}: {error}", out.display());
        return ExitCode::FAILURE;
    }
    if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Runs a command to its end; what it says is kept. It is stopped if it takes too long.
pub(super) fn run(command: &mut Command, scratch: &Path) -> io::Result<Output> {
    let (out, err) = (
        scratch.with_extension("stdout"),
        scratch.with_extension("stderr"),
    );
    command
        .stdin(Stdio::null())
        .stdout(fs::File::create(&out)?)
        .stderr(fs::File::create(&err)?);
    let mut child = command.spawn()?;
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if begun.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Err(io::Error::new(io::ErrorKind::TimedOut, "takes too long"));
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let output = Output {
        status,
        stdout: fs::read(&out)?,
        stderr: fs::read(&err)?,
    };
    fs::remove_file(out)?;
    fs::remove_file(err)?;
    Ok(output)
}
