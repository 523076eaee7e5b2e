//! The exports that docs/abi.md asks for, checked by name and type.
//!
//! In: a compiled module, or an instance of it. Out: the addresses of its buffers.

use crate::error::Error;
use wasmtime::{AsContextMut, ExternType, Instance, Module, Mutability, ValType};

/// The version of docs/abi.md that this host speaks.
const ABI: u32 = 1;

/// The least useful size of the output buffer: its header and a table row.
const LEAST_OUTPUT: u32 = 64;

/// Where things are in a module's memory, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) state_size: u32,
    pub(crate) heap: u32,
    pub(crate) input: u32,
    pub(crate) input_size: u32,
    pub(crate) output: u32,
    pub(crate) output_size: u32,
}

impl Layout {
    /// First byte after the one block of state that an instance holds.
    pub(crate) fn end(&self) -> u64 {
        u64::from(self.heap) + u64::from(self.state_size)
    }
}

/// Functions: name, parameters, results.
const FUNCTIONS: [(&str, &str, &str); 5] = [
    ("zz_open", "i", ""),
    ("zz_event", "ii", "i"),
    ("zz_tick", "il", "i"),
    ("zz_next_deadline", "i", "l"),
    ("zz_close", "il", "i"),
];

/// Globals, all constant i32.
const GLOBALS: [&str; 7] = [
    "zz_abi",
    "zz_state_size",
    "zz_heap",
    "zz_input",
    "zz_input_size",
    "zz_output",
    "zz_output_size",
];

/// Checks the imports and exports of a module.
pub(crate) fn check(module: &Module, memory_limit: usize) -> Result<(), Error> {
    if let Some(import) = module.imports().next() {
        return Err(wrong(format!(
            "it imports {}.{}",
            import.module(),
            import.name()
        )));
    }
    for (name, takes, gives) in FUNCTIONS {
        check_function(module, name, takes, gives)?;
    }
    for name in GLOBALS {
        check_global(module, name)?;
    }
    check_memory(module, memory_limit)
}

fn export(module: &Module, name: &str) -> Result<ExternType, Error> {
    module
        .get_export(name)
        .ok_or_else(|| wrong(format!("it does not export {name}")))
}

fn check_function(module: &Module, name: &str, takes: &str, gives: &str) -> Result<(), Error> {
    let found = export(module, name)?;
    let fits = found
        .func()
        .is_some_and(|one| is(one.params(), takes) && is(one.results(), gives));
    if fits {
        Ok(())
    } else {
        Err(wrong(format!("{name} has another type")))
    }
}

fn is(types: impl Iterator<Item = ValType>, letters: &str) -> bool {
    types
        .map(|one| {
            if one.is_i32() {
                'i'
            } else if one.is_i64() {
                'l'
            } else {
                '?'
            }
        })
        .eq(letters.chars())
}

fn check_global(module: &Module, name: &str) -> Result<(), Error> {
    let found = export(module, name)?;
    let fits = found
        .global()
        .is_some_and(|one| one.content().is_i32() && one.mutability() == Mutability::Const);
    if fits {
        Ok(())
    } else {
        Err(wrong(format!("{name} is not a constant i32")))
    }
}

fn check_memory(module: &Module, limit: usize) -> Result<(), Error> {
    let found = export(module, "memory")?;
    let Some(memory) = found
        .memory()
        .filter(|memory| !memory.is_shared() && !memory.is_64())
    else {
        return Err(wrong("memory has another type".to_owned()));
    };
    let least = memory.minimum().saturating_mul(memory.page_size());
    if least > u64::try_from(limit).unwrap_or(u64::MAX) {
        return Err(Error::Memory(format!(
            "it starts with {least} bytes, at most {limit} are allowed"
        )));
    }
    Ok(())
}

/// Reads the globals of an instance and checks that they make sense.
pub(crate) fn layout(mut store: impl AsContextMut, instance: Instance) -> Result<Layout, Error> {
    let mut read = |name: &str| {
        let global = instance.get_global(&mut store, name);
        let value = global.and_then(|global| global.get(&mut store).i32());
        value
            .map(i32::cast_unsigned)
            .ok_or_else(|| wrong(format!("it does not export {name}")))
    };
    let abi = read("zz_abi")?;
    if abi != ABI {
        return Err(wrong(format!(
            "it speaks version {abi}, this host version {ABI}"
        )));
    }
    let layout = Layout {
        state_size: read("zz_state_size")?,
        heap: read("zz_heap")?,
        input: read("zz_input")?,
        input_size: read("zz_input_size")?,
        output: read("zz_output")?,
        output_size: read("zz_output_size")?,
    };
    sensible(&layout)?;
    Ok(layout)
}

fn sensible(layout: &Layout) -> Result<(), Error> {
    let inside =
        |start: u32, size: u32| u64::from(start) + u64::from(size) <= u64::from(layout.heap);
    let faults = [
        (
            layout.state_size == 0 || !layout.state_size.is_multiple_of(16),
            "zz_state_size is not a multiple of 16",
        ),
        (
            !layout.heap.is_multiple_of(16),
            "zz_heap is not a multiple of 16",
        ),
        (
            !inside(layout.input, layout.input_size),
            "the input buffer reaches beyond zz_heap",
        ),
        (
            !inside(layout.output, layout.output_size),
            "the output buffer reaches beyond zz_heap",
        ),
        (
            layout.output_size < LEAST_OUTPUT,
            "the output buffer is too small",
        ),
    ];
    match faults.iter().find(|(found, _)| *found) {
        Some((_, fault)) => Err(wrong((*fault).to_owned())),
        None => Ok(()),
    }
}

pub(crate) fn wrong(what: String) -> Error {
    Error::Interface(what)
}
