//! Statements: the body of one function under construction.

use wasm_encoder::{BlockType, Function, Instruction as Ins, MemArg, MemArgTarget, ValType};

use super::expr::{Arg, I32, I64, Local32, Local64};
use super::{FnId, Global32, Global64};

/// A block or loop that can be branched to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label(u32);

/// The body of one function.
#[derive(Debug)]
pub(crate) struct Body {
    params: u32,
    locals: Vec<ValType>,
    code: Vec<Ins<'static>>,
    depth: u32,
}

impl Body {
    /// A body whose function takes `params` parameters.
    pub(crate) fn new(params: u32) -> Self {
        Body {
            params,
            locals: vec![],
            code: vec![],
            depth: 0,
        }
    }

    /// The finished function.
    pub(crate) fn finish(mut self) -> Function {
        self.code.push(Ins::End);
        let mut function = Function::new_with_locals_types(self.locals);
        self.code.iter().for_each(|ins| {
            function.instruction(ins);
        });
        function
    }

    fn local(&mut self, ty: ValType) -> u32 {
        self.locals.push(ty);
        self.params + self.locals.len() as u32 - 1
    }

    /// A new local variable set to `value`.
    pub(crate) fn let32(&mut self, value: impl Into<I32>) -> Local32 {
        let local = Local32(self.local(ValType::I32));
        self.set(local, value);
        local
    }

    /// A new local variable set to `value`.
    pub(crate) fn let64(&mut self, value: impl Into<I64>) -> Local64 {
        let local = Local64(self.local(ValType::I64));
        self.set64(local, value);
        local
    }

    /// Assigns.
    pub(crate) fn set(&mut self, local: Local32, value: impl Into<I32>) {
        value.into().0.write(&mut self.code);
        self.code.push(Ins::LocalSet(local.0));
    }

    /// Assigns.
    pub(crate) fn set64(&mut self, local: Local64, value: impl Into<I64>) {
        value.into().0.write(&mut self.code);
        self.code.push(Ins::LocalSet(local.0));
    }

    /// Assigns.
    pub(crate) fn set_global(&mut self, global: Global32, value: impl Into<I32>) {
        value.into().0.write(&mut self.code);
        self.code.push(Ins::GlobalSet(global.0));
    }

    /// Assigns.
    pub(crate) fn set_global64(&mut self, global: Global64, value: impl Into<I64>) {
        value.into().0.write(&mut self.code);
        self.code.push(Ins::GlobalSet(global.0));
    }

    fn store(&mut self, at: I32, ins: Ins<'static>, value: Arg) {
        at.0.write(&mut self.code);
        value.0.write(&mut self.code);
        self.code.push(ins);
    }

    /// Stores the low 8 bits.
    pub(crate) fn store8(&mut self, at: impl Into<I32>, offset: u32, value: impl Into<I32>) {
        self.store(
            at.into(),
            Ins::I32Store8(memarg(offset, 0)),
            value.into().into(),
        );
    }

    /// Stores the low 16 bits.
    pub(crate) fn store16(&mut self, at: impl Into<I32>, offset: u32, value: impl Into<I32>) {
        self.store(
            at.into(),
            Ins::I32Store16(memarg(offset, 1)),
            value.into().into(),
        );
    }

    /// Stores 32 bits.
    pub(crate) fn store32(&mut self, at: impl Into<I32>, offset: u32, value: impl Into<I32>) {
        self.store(
            at.into(),
            Ins::I32Store(memarg(offset, 2)),
            value.into().into(),
        );
    }

    /// Stores 64 bits.
    pub(crate) fn store64(&mut self, at: impl Into<I32>, offset: u32, value: impl Into<I64>) {
        self.store(
            at.into(),
            Ins::I64Store(memarg(offset, 3)),
            value.into().into(),
        );
    }

    /// Sets `len` bytes to zero.
    pub(crate) fn clear(&mut self, at: impl Into<I32>, len: impl Into<I32>) {
        at.into().0.write(&mut self.code);
        self.code.push(Ins::I32Const(0));
        len.into().0.write(&mut self.code);
        self.code.push(Ins::MemoryFill(0));
    }

    /// Copies `len` bytes.
    pub(crate) fn copy(&mut self, to: impl Into<I32>, from: impl Into<I32>, len: impl Into<I32>) {
        to.into().0.write(&mut self.code);
        from.into().0.write(&mut self.code);
        len.into().0.write(&mut self.code);
        self.code.push(Ins::MemoryCopy {
            src_mem: 0,
            dst_mem: 0,
        });
    }

    /// Calls a function without a result.
    pub(crate) fn call(&mut self, function: FnId, args: Vec<Arg>) {
        args.into_iter().for_each(|arg| arg.0.write(&mut self.code));
        self.code.push(Ins::Call(function.0));
    }

    fn open(&mut self, ins: Ins<'static>) -> Label {
        self.code.push(ins);
        self.depth += 1;
        Label(self.depth)
    }

    fn close(&mut self) {
        self.code.push(Ins::End);
        self.depth -= 1;
    }

    /// `if condition { … }`
    pub(crate) fn if_(&mut self, condition: impl Into<I32>, then: impl FnOnce(&mut Body)) {
        condition.into().0.write(&mut self.code);
        self.open(Ins::If(BlockType::Empty));
        then(self);
        self.close();
    }

    /// `if condition { … } else { … }`
    pub(crate) fn if_else(
        &mut self,
        condition: impl Into<I32>,
        then: impl FnOnce(&mut Body),
        otherwise: impl FnOnce(&mut Body),
    ) {
        condition.into().0.write(&mut self.code);
        self.open(Ins::If(BlockType::Empty));
        then(self);
        self.code.push(Ins::Else);
        otherwise(self);
        self.close();
    }

    /// `{ … }`; branching to its label leaves it.
    pub(crate) fn block(&mut self, inside: impl FnOnce(&mut Body, Label)) {
        let label = self.open(Ins::Block(BlockType::Empty));
        inside(self, label);
        self.close();
    }

    /// `while condition { … }`; the label leaves the loop.
    pub(crate) fn while_(&mut self, condition: I32, inside: impl FnOnce(&mut Body, Label)) {
        self.block(|f, done| {
            let again = f.open(Ins::Loop(BlockType::Empty));
            f.branch_if(condition.not(), done);
            inside(f, done);
            f.branch(again);
            f.close();
        });
    }

    /// `for i in from..to { … }`; the label leaves the loop. `to` is evaluated each time.
    pub(crate) fn for_(
        &mut self,
        from: impl Into<I32>,
        to: impl Into<I32>,
        inside: impl FnOnce(&mut Body, Local32, Label),
    ) {
        let i = self.let32(from);
        self.while_(i.lt(to), |f, done| {
            inside(f, i, done);
            f.set(i, i + 1);
        });
    }

    /// Goes to the end of the block (or out of the loop) of `label`.
    pub(crate) fn branch(&mut self, label: Label) {
        self.code.push(Ins::Br(self.depth - label.0));
    }

    /// The same, if `condition`.
    pub(crate) fn branch_if(&mut self, condition: impl Into<I32>, label: Label) {
        condition.into().0.write(&mut self.code);
        self.code.push(Ins::BrIf(self.depth - label.0));
    }

    /// Returns `value`.
    pub(crate) fn return32(&mut self, value: impl Into<I32>) {
        value.into().0.write(&mut self.code);
        self.code.push(Ins::Return);
    }

    /// Returns `value`.
    pub(crate) fn return64(&mut self, value: impl Into<I64>) {
        value.into().0.write(&mut self.code);
        self.code.push(Ins::Return);
    }

    /// Leaves `value` as the function's result.
    pub(crate) fn result32(&mut self, value: impl Into<I32>) {
        value.into().0.write(&mut self.code);
    }

    /// Leaves `value` as the function's result.
    pub(crate) fn result64(&mut self, value: impl Into<I64>) {
        value.into().0.write(&mut self.code);
    }
}

fn memarg(offset: u32, align: u32) -> MemArg {
    MemArg {
        offset: u64::from(offset),
        align,
        target: MemArgTarget::Memory(0),
        ordering: None,
    }
}
