//! Kept machine code judges like freshly compiled code, and is refused for another module.
#![allow(unsafe_code, reason = "loading kept machine code is what is tested")]

use zhunze_runtime::{Engine, Error, Limits};
use zhunze_tests::random::{self, Random};

#[test]
fn kept_code_judges_the_same() {
    let engine = Engine::new(Limits::default()).unwrap();
    let mut random = Random::new(3);
    let module = |made: &random::Made| zhunze_compiler::compile(&made.book).unwrap().wasm;
    let made = random::made(&mut random);
    let (wasm, other) = (module(&made), module(&random::made(&mut random)));
    let fresh = engine.load(&wasm).unwrap();
    let code = fresh.precompile().unwrap();
    // SAFETY: the code was made by the line above.
    let kept = unsafe { engine.load_precompiled(&wasm, &code) }.unwrap();
    for _ in 0..5 {
        let (call, _) = made.call(&mut random, 20);
        let judge =
            |rulebook: &zhunze_runtime::Rulebook| rulebook.scorer().unwrap().score(&call).unwrap();
        assert_eq!(judge(&kept), judge(&fresh));
    }
    // SAFETY: the code is refused before it is looked at.
    let refused = unsafe { engine.load_precompiled(&other, &code) };
    assert_eq!(refused.err(), Some(Error::OtherModule));
}
