//! Tries the law `pipeline` with made-up inputs.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| postwright_laws::hold("pipeline", bytes));
