//! Tries the law `reader` with made-up inputs.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| postwright_laws::hold("reader", bytes));
