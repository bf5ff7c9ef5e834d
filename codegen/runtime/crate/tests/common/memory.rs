//! How much memory this process has had.

/// The most that was in memory so far, in bytes; `None` on systems that do not tell it as Linux does.
pub fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// Checks that it was no more than this.
#[track_caller]
pub fn check(limit: u64, what: &str) {
    if let Some(peak) = peak() {
        assert!(peak <= limit, "{what}: {peak} bytes");
    }
}
