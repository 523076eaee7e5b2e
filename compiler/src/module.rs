//! Puts the module together: sections, exports, names and custom sections.

use std::borrow::Cow;

use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, GlobalType, MemorySection, MemoryType,
    Module, NameMap, NameSection, RefType, TableSection, TableType, TypeSection, ValType,
};

use crate::book::Book;
use crate::engine::{Counted, Definition, Engine, PAGE, Work};
use crate::manifest::{self, Sizes};
use crate::monitors::{self, TooLarge};

/// The type of guards, `(i32) -> i32`, is the first one.
pub(crate) const GUARD_TYPE: u32 = 0;

/// A compiled rulebook.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The module.
    pub wasm: Vec<u8>,
    /// Bytes of one call's state.
    pub state_size: u32,
    /// How many distinct phrases the rules listen for.
    pub phrases: u32,
    /// Bytes of an instance's memory with the state of one call; it never grows.
    pub memory_size: u32,
    /// The most instructions of one event without text and attributes, of one with the
    /// longest text, and of the end of a call (see [`crate::Bounds`]).
    pub work: [u64; 3],
}

/// Compiles a checked rulebook to a module. The same rulebook gives the same bytes.
///
/// # Errors
/// [`TooLarge`] when the rulebook does not fit the module's tables.
pub fn compile(book: &Book) -> Result<Compiled, TooLarge> {
    let (program, alphabet) = monitors::lower(book)?;
    let alphabet = alphabet.ok_or(TooLarge::Phrases)?;
    let engine = Engine::new(book, &program, &alphabet);
    let phrases = program.phrases.len() as u32;
    let mut definitions = engine.functions();
    let counted = Counted::new(&definitions);
    empty_unused(&mut definitions, &counted, &engine);
    let Work {
        event,
        longest_event,
        close,
    } = engine.work(&counted);
    let sizes = Sizes {
        state: engine.state_size(),
        memory: engine.memory_size(),
        work: [event, longest_event, close],
        phrases,
    };
    Ok(Compiled {
        wasm: assemble(book, &engine, &definitions, sizes),
        state_size: sizes.state,
        phrases,
        memory_size: sizes.memory,
        work: sizes.work,
    })
}

/// The monitors of a rulebook in their printed form.
///
/// # Errors
/// As [`compile`].
pub fn print_monitors(book: &Book) -> Result<String, TooLarge> {
    Ok(monitors::lower(book)?.0.to_string())
}

fn assemble(book: &Book, engine: &Engine, definitions: &[Definition], sizes: Sizes) -> Vec<u8> {
    let (types, functions) = signatures(definitions);
    let mut module = Module::new();
    module.section(&types).section(&functions);
    module
        .section(&guard_table(engine))
        .section(&memory(engine))
        .section(&globals(engine));
    module
        .section(&exports(definitions, engine))
        .section(&guard_elements(engine));
    module
        .section(&code(definitions))
        .section(&data(engine))
        .section(&names(definitions));
    let manifest = manifest::manifest(book, engine.attributes(), engine.metadata_names(), sizes);
    for (name, json) in [
        ("zhunze.manifest", manifest),
        ("zhunze.source", manifest::source(book)),
    ] {
        module.section(&CustomSection {
            name: Cow::Borrowed(name),
            data: Cow::Owned(json.into_bytes()),
        });
    }
    module.finish()
}

/// Empties the functions that nothing calls in this rulebook's module: hosts need not compile
/// them. They keep their numbers.
fn empty_unused(definitions: &mut [Definition], counted: &Counted, engine: &Engine) {
    let exported = definitions.iter().zip(0usize..);
    let exported = exported.filter_map(|(it, number)| is_export(it).then_some(number));
    let table = engine.guard_functions();
    let table = table.iter().map(|number| *number as usize);
    let used = counted.reached(exported.chain(table));
    for (definition, _) in definitions.iter_mut().zip(used).filter(|(_, used)| !used) {
        let mut empty = Function::new([]);
        empty.instructions().unreachable().end();
        definition.body = empty;
    }
}

fn is_export(definition: &Definition) -> bool {
    definition.name.starts_with("zz_")
}

fn signatures(definitions: &[Definition]) -> (TypeSection, FunctionSection) {
    let mut known = vec![(vec![ValType::I32], vec![ValType::I32])];
    let mut functions = FunctionSection::new();
    for definition in definitions {
        let signature = (definition.params.clone(), definition.results.clone());
        let position = known
            .iter()
            .position(|known| *known == signature)
            .unwrap_or_else(|| {
                known.push(signature);
                known.len() - 1
            });
        functions.function(position as u32);
    }
    let mut types = TypeSection::new();
    for (params, results) in known {
        types.ty().function(params, results);
    }
    (types, functions)
}

fn guard_table(engine: &Engine) -> TableSection {
    let size = engine.guard_functions().len() as u64;
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        minimum: size,
        maximum: Some(size),
        table64: false,
        shared: false,
    });
    tables
}

fn memory(engine: &Engine) -> MemorySection {
    let minimum = u64::from(engine.memory_size() / PAGE);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    memories
}

/// The mutable globals first (the engine numbers them), then the exported constants.
fn globals(engine: &Engine) -> GlobalSection {
    let mut globals = GlobalSection::new();
    let ty = |val_type, mutable| GlobalType {
        val_type,
        mutable,
        shared: false,
    };
    let (i32s, i64s) = Engine::globals();
    (0..i32s).for_each(|_| {
        globals.global(ty(ValType::I32, true), &ConstExpr::i32_const(0));
    });
    (0..i64s).for_each(|_| {
        globals.global(ty(ValType::I64, true), &ConstExpr::i64_const(0));
    });
    for (_, value) in engine.constants() {
        globals.global(
            ty(ValType::I32, false),
            &ConstExpr::i32_const(value.cast_signed()),
        );
    }
    globals
}

fn exports(definitions: &[Definition], engine: &Engine) -> ExportSection {
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    let (i32s, i64s) = Engine::globals();
    for ((name, _), number) in engine.constants().iter().zip(i32s + i64s..) {
        exports.export(name, ExportKind::Global, number);
    }
    for (definition, number) in definitions
        .iter()
        .zip(0..)
        .filter(|(definition, _)| is_export(definition))
    {
        exports.export(&definition.name, ExportKind::Func, number);
    }
    exports
}

fn guard_elements(engine: &Engine) -> ElementSection {
    let functions = engine.guard_functions();
    let mut elements = ElementSection::new();
    elements.active(
        Some(0),
        &ConstExpr::i32_const(0),
        Elements::Functions(Cow::Owned(functions)),
    );
    elements
}

fn code(definitions: &[Definition]) -> CodeSection {
    let mut code = CodeSection::new();
    definitions.iter().for_each(|definition| {
        code.function(&definition.body);
    });
    code
}

fn data(engine: &Engine) -> DataSection {
    let mut data = DataSection::new();
    let start = ConstExpr::i32_const(engine.data_start().cast_signed());
    data.active(0, &start, engine.data().iter().copied());
    data
}

fn names(definitions: &[Definition]) -> NameSection {
    let mut functions = NameMap::new();
    definitions
        .iter()
        .zip(0..)
        .for_each(|(definition, number)| functions.append(number, &definition.name));
    let mut names = NameSection::new();
    names.functions(&functions);
    names
}
