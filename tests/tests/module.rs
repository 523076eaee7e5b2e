//! What every module keeps to: valid WASM, no imports, no floats, the same bytes each time,
//! the agreed interface, an honest answer to malformed input.

use wasmparser::{Parser, Payload, Validator, WasmFeatures};
use zhunze_tests::files;
use zhunze_tests::plain_host::Host;
use zhunze_tests::random::{self, Random};

/// The features that docs/abi.md allows.
fn allowed() -> WasmFeatures {
    WasmFeatures::MVP
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::MULTI_VALUE
}

fn check(wasm: &[u8]) {
    let features = allowed() & !WasmFeatures::FLOATS;
    Validator::new_with_features(features)
        .validate_all(wasm)
        .unwrap();
    let (mut imports, mut exports) = (0, vec![]);
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.unwrap() {
            Payload::ImportSection(section) => imports += section.count(),
            Payload::ExportSection(section) => {
                exports.extend(
                    section
                        .into_iter()
                        .map(|export| export.unwrap().name.to_owned()),
                );
            }
            _ => {}
        }
    }
    assert_eq!(imports, 0);
    let expected = [
        "memory",
        "zz_abi",
        "zz_state_size",
        "zz_heap",
        "zz_input",
        "zz_input_size",
        "zz_output",
        "zz_output_size",
        "zz_open",
        "zz_event",
        "zz_tick",
        "zz_next_deadline",
        "zz_close",
    ];
    assert_eq!(exports, expected);
}

#[test]
fn modules_are_valid_without_imports_or_floats_and_reproducible() {
    for path in files::examples() {
        let first = zhunze_compiler::compile(&files::rulebook(&path))
            .unwrap()
            .wasm;
        check(&first);
        assert_eq!(
            first,
            zhunze_compiler::compile(&files::rulebook(&path))
                .unwrap()
                .wasm
        );
    }
    for seed in 1..40 {
        let book = random::book(&mut Random::new(seed));
        let wasm = zhunze_compiler::compile(&book).unwrap().wasm;
        check(&wasm);
        assert_eq!(
            wasm,
            zhunze_compiler::compile(&book).unwrap().wasm,
            "seed {seed}"
        );
    }
}

#[test]
fn damaged_input_is_refused_and_never_traps() {
    for seed in 1..60 {
        let mut random = Random::new(seed);
        let made = random::made(&mut random);
        let mut host = Host::new(&zhunze_compiler::compile(&made.book).unwrap().wasm);
        let (call, _) = made.call(&mut random, 8);
        let whole = host.records(&call);
        for _ in 0..100 {
            let mut bytes = whole.clone();
            for _ in 0..1 + random.below(4) {
                let at = random.below(bytes.len() as u64) as usize;
                bytes[at] = random.below(256) as u8;
            }
            bytes.truncate(random.below(bytes.len() as u64 + 1) as usize);
            let answer = host.raw(&bytes);
            assert!(answer >= -3, "seed {seed}: {answer}");
        }
    }
    let mut host = Host::new(
        &zhunze_compiler::compile(&random::book(&mut Random::new(1)))
            .unwrap()
            .wasm,
    );
    assert_eq!(host.raw(&[0; 31]), -2);
    assert_eq!(host.raw(&[0; 64]), -2);
    assert_eq!(host.raw(&[0xff; 64]), -2);
    assert_eq!(host.raw(&[]), 0);
}
