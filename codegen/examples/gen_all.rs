use std::path::Path;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let out = std::env::args().nth(2).unwrap();
    let only = std::env::args().nth(3).unwrap_or_default();
    let mut paths: Vec<_> = std::fs::read_dir(&dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    paths.sort();
    let (mut ok, mut ops, mut lines) = (0, 0, 0);
    for path in paths {
        let stem = path.file_stem().unwrap().to_string_lossy().to_string();
        if !stem.contains(&only) {
            continue;
        }
        let source = match postwright::read::load(&path, Path::new(path.file_name().unwrap())) {
            Ok(s) => s,
            Err(e) => {
                println!("READ {stem}: {e}");
                continue;
            }
        };
        let name = postwright::name::ident::module(&stem);
        let r = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            postwright::standalone::generate(source, &name)
        }));
        match r {
            Ok(Ok(s)) => {
                ok += 1;
                ops += s.understood.api.operations.len();
                for (_, t) in s.files.iter() {
                    lines += t.lines().count();
                }
                let root = Path::new(&out).join(&stem);
                std::fs::create_dir_all(&root).unwrap();
                s.files.write(&root, &|_| true).unwrap();
            }
            Ok(Err(e)) => println!("FAIL {stem}: {e}"),
            Err(p) => println!(
                "PANIC {stem}: {}",
                p.downcast_ref::<String>()
                    .map(|s| s.chars().take(300).collect::<String>())
                    .unwrap_or_default()
            ),
        }
    }
    println!("{ok} ok, {ops} operations, {lines} lines");
}
