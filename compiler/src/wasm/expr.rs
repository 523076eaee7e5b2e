//! Expressions: trees of instructions whose arguments are trees.

use std::ops::{Add, BitAnd, BitOr, BitXor, Mul, Shl, Shr, Sub};
use std::rc::Rc;

use wasm_encoder::{BlockType, Instruction as Ins, MemArg, MemArgTarget, ValType};

use super::{FnId, Global32, Global64};

#[derive(Debug)]
pub(super) struct Node {
    args: Vec<Rc<Node>>,
    ins: Ins<'static>,
}

impl Node {
    fn new(ins: Ins<'static>, args: Vec<Rc<Node>>) -> Rc<Node> {
        Rc::new(Node { args, ins })
    }

    /// Appends the tree in evaluation order.
    pub(super) fn write(&self, code: &mut Vec<Ins<'static>>) {
        self.args.iter().for_each(|arg| arg.write(code));
        code.push(self.ins.clone());
    }
}

/// A 32-bit expression.
#[derive(Debug, Clone)]
pub(crate) struct I32(pub(super) Rc<Node>);
/// A 64-bit expression.
#[derive(Debug, Clone)]
pub(crate) struct I64(pub(super) Rc<Node>);
/// A 32-bit local variable.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Local32(pub(crate) u32);
/// A 64-bit local variable.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Local64(pub(crate) u32);

/// A constant address, offset or count.
pub(crate) fn c32(value: u32) -> I32 {
    I32::from(value.cast_signed())
}

/// A 64-bit constant.
pub(crate) fn c64(value: i64) -> I64 {
    I64::from(value)
}

/// `condition ? yes : no`, both evaluated.
pub(crate) fn select32(condition: impl Into<I32>, yes: impl Into<I32>, no: impl Into<I32>) -> I32 {
    I32(Node::new(
        Ins::Select,
        vec![yes.into().0, no.into().0, condition.into().0],
    ))
}

/// `condition ? yes : no`, both evaluated.
pub(crate) fn select64(condition: impl Into<I32>, yes: impl Into<I64>, no: impl Into<I64>) -> I64 {
    I64(Node::new(
        Ins::Select,
        vec![yes.into().0, no.into().0, condition.into().0],
    ))
}

impl From<i32> for I32 {
    fn from(value: i32) -> Self {
        I32(Node::new(Ins::I32Const(value), vec![]))
    }
}
impl From<Local32> for I32 {
    fn from(local: Local32) -> Self {
        I32(Node::new(Ins::LocalGet(local.0), vec![]))
    }
}
impl From<Global32> for I32 {
    fn from(global: Global32) -> Self {
        I32(Node::new(Ins::GlobalGet(global.0), vec![]))
    }
}
impl From<i64> for I64 {
    fn from(value: i64) -> Self {
        I64(Node::new(Ins::I64Const(value), vec![]))
    }
}
impl From<Local64> for I64 {
    fn from(local: Local64) -> Self {
        I64(Node::new(Ins::LocalGet(local.0), vec![]))
    }
}
impl From<Global64> for I64 {
    fn from(global: Global64) -> Self {
        I64(Node::new(Ins::GlobalGet(global.0), vec![]))
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

macro_rules! operators {
    ($value:ident, $local:ident, $global:ident, $($trait:ident $method:ident $ins:ident),*) => {$(
        impl<R: Into<$value>> $trait<R> for $value {
            type Output = $value;
            fn $method(self, right: R) -> $value {
                $value(Node::new(Ins::$ins, vec![self.0, right.into().0]))
            }
        }
        impl<R: Into<$value>> $trait<R> for $local {
            type Output = $value;
            fn $method(self, right: R) -> $value {
                $value::from(self).$method(right)
            }
        }
        impl<R: Into<$value>> $trait<R> for $global {
            type Output = $value;
            fn $method(self, right: R) -> $value {
                $value::from(self).$method(right)
            }
        }
    )*};
}
operators!(I32, Local32, Global32, Add add I32Add, Sub sub I32Sub, Mul mul I32Mul,
    BitAnd bitand I32And, BitOr bitor I32Or, BitXor bitxor I32Xor, Shl shl I32Shl, Shr shr I32ShrU);
operators!(I64, Local64, Global64, Add add I64Add, Sub sub I64Sub, Mul mul I64Mul,
    BitAnd bitand I64And, BitOr bitor I64Or, BitXor bitxor I64Xor, Shl shl I64Shl, Shr shr I64ShrU);

macro_rules! compare {
    ($value:ident, $local:ident, $global:ident, $($name:ident $ins:ident),*) => {
        impl $value {$(
            pub(crate) fn $name(&self, right: impl Into<$value>) -> I32 {
                I32(Node::new(Ins::$ins, vec![self.0.clone(), right.into().0]))
            }
        )*}
        impl $local {$(
            pub(crate) fn $name(&self, right: impl Into<$value>) -> I32 {
                $value::from(*self).$name(right)
            }
        )*}
        impl $global {$(
            pub(crate) fn $name(&self, right: impl Into<$value>) -> I32 {
                $value::from(*self).$name(right)
            }
        )*}
    };
}
#[allow(dead_code, reason = "the whole set, whichever the engine uses today")]
mod compares {
    use super::*;
    compare!(I32, Local32, Global32, eq I32Eq, ne I32Ne, lt I32LtU, le I32LeU, gt I32GtU, ge I32GeU);
    compare!(I64, Local64, Global64, eq I64Eq, ne I64Ne, lt I64LtS, le I64LeS, gt I64GtS, ge I64GeS);
}

macro_rules! more {
    ($($value:ident $local:ident $name:ident $result:ident $ins:ident),*) => {$(
        impl $value {
            #[allow(dead_code, reason = "the whole set, whichever the engine uses today")]
            pub(crate) fn $name(&self, right: impl Into<$value>) -> $result {
                $result(Node::new(Ins::$ins, vec![self.0.clone(), right.into().0]))
            }
        }
        impl $local {
            #[allow(dead_code, reason = "the whole set, whichever the engine uses today")]
            pub(crate) fn $name(&self, right: impl Into<$value>) -> $result {
                $value::from(*self).$name(right)
            }
        }
    )*};
}
// Divisions trap on 0 (and the signed ones on MIN / -1): ask first.
more!(I64 Local64 div_signed I64 I64DivS, I64 Local64 div I64 I64DivU, I64 Local64 rem I64 I64RemU,
    I64 Local64 below I32 I64LtU, I32 Local32 div I32 I32DivU, I32 Local32 rem I32 I32RemU,
    I32 Local32 lt_signed I32 I32LtS);

macro_rules! loads {
    ($result:ident, $($name:ident $ins:ident $align:literal),*) => {
        impl I32 {$(
            pub(crate) fn $name(&self, offset: u32) -> $result {
                $result(Node::new(Ins::$ins(memarg(offset, $align)), vec![self.0.clone()]))
            }
        )*}
        impl Local32 {$(
            pub(crate) fn $name(&self, offset: u32) -> $result {
                I32::from(*self).$name(offset)
            }
        )*}
        impl Global32 {$(
            pub(crate) fn $name(&self, offset: u32) -> $result {
                I32::from(*self).$name(offset)
            }
        )*}
    };
}
#[allow(dead_code, reason = "the whole set, whichever the engine uses today")]
mod load_ops {
    use super::*;
    loads!(I32, u8 I32Load8U 0, u16 I32Load16U 1, i32 I32Load 2);
    loads!(I64, i64 I64Load 3);
}

impl I32 {
    /// 1 if zero, else 0.
    pub(crate) fn not(&self) -> I32 {
        I32(Node::new(Ins::I32Eqz, vec![self.0.clone()]))
    }
    /// Zero-extended to 64 bits.
    pub(crate) fn wide(&self) -> I64 {
        I64(Node::new(Ins::I64ExtendI32U, vec![self.0.clone()]))
    }
    /// The result of a call.
    pub(crate) fn call(function: FnId, args: Vec<Arg>) -> I32 {
        I32(call(function, args))
    }
    /// The result of an indirect call of a `(i32) -> i32` function in table 0.
    pub(crate) fn call_indirect(
        type_index: u32,
        arg: impl Into<I32>,
        which: impl Into<I32>,
    ) -> I32 {
        let ins = Ins::CallIndirect {
            type_index,
            table_index: 0,
        };
        I32(Node::new(ins, vec![arg.into().0, which.into().0]))
    }
    /// `self && right`; `right` is evaluated only when `self` is not 0.
    pub(crate) fn and_then(&self, right: impl Into<I32>) -> I32 {
        let mut code = vec![];
        right.into().0.write(&mut code);
        I32(Node::new(
            Ins::End,
            vec![
                Node::new(
                    Ins::If(BlockType::Result(ValType::I32)),
                    vec![self.0.clone()],
                ),
                sequence(code),
                Node::new(Ins::Else, vec![]),
                Node::new(Ins::I32Const(0), vec![]),
            ],
        ))
    }
}

/// Instructions in a row, as a node.
fn sequence(code: Vec<Ins<'static>>) -> Rc<Node> {
    let mut nodes: Vec<Rc<Node>> = code.into_iter().map(|ins| Node::new(ins, vec![])).collect();
    let last = nodes.pop().unwrap_or_else(|| Node::new(Ins::Nop, vec![]));
    let ins = last.ins.clone();
    Node::new(ins, nodes)
}

impl I64 {
    /// The low 32 bits.
    pub(crate) fn low(&self) -> I32 {
        I32(Node::new(Ins::I32WrapI64, vec![self.0.clone()]))
    }
    /// Shifted right, the sign kept.
    pub(crate) fn shr_signed(&self, bits: i64) -> I64 {
        I64(Node::new(
            Ins::I64ShrS,
            vec![self.0.clone(), I64::from(bits).0],
        ))
    }
    /// 1 if zero, else 0.
    pub(crate) fn is_zero(&self) -> I32 {
        I32(Node::new(Ins::I64Eqz, vec![self.0.clone()]))
    }
    /// The number of trailing zero bits.
    pub(crate) fn trailing_zeros(&self) -> I64 {
        I64(Node::new(Ins::I64Ctz, vec![self.0.clone()]))
    }
    /// The number of bits that are set.
    pub(crate) fn count_ones(&self) -> I64 {
        I64(Node::new(Ins::I64Popcnt, vec![self.0.clone()]))
    }
    /// The result of a call.
    pub(crate) fn call(function: FnId, args: Vec<Arg>) -> I64 {
        I64(call(function, args))
    }
}

macro_rules! forward {
    ($($local:ident $value:ident $name:ident ( $($arg:ident : $ty:ty),* ) -> $out:ident),*) => {$(
        impl $local {
            #[allow(dead_code, reason = "the whole set, whichever the engine uses today")]
            pub(crate) fn $name(&self $(, $arg: $ty)*) -> $out {
                $value::from(*self).$name($($arg),*)
            }
        }
    )*};
}
forward!(Local32 I32 not() -> I32, Local32 I32 wide() -> I64, Local64 I64 low() -> I32,
    Local64 I64 is_zero() -> I32, Local64 I64 trailing_zeros() -> I64,
    Local64 I64 count_ones() -> I64,
    Local64 I64 shr_signed(bits: i64) -> I64, Global32 I32 not() -> I32, Global32 I32 wide() -> I64);

fn call(function: FnId, args: Vec<Arg>) -> Rc<Node> {
    Node::new(
        Ins::Call(function.0),
        args.into_iter().map(|arg| arg.0).collect(),
    )
}

/// An argument of a call.
#[derive(Debug, Clone)]
pub(crate) struct Arg(pub(super) Rc<Node>);

macro_rules! args {
    ($($from:ident $through:ident),*) => {$(
        impl From<$from> for Arg {
            fn from(value: $from) -> Self {
                Arg($through::from(value).0)
            }
        }
    )*};
}
args!(I32 I32, Local32 I32, Global32 I32, i32 I32, I64 I64, Local64 I64, Global64 I64, i64 I64);
