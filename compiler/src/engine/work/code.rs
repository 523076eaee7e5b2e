//! The functions of a module as trees of branches and loops.
//!
//! In: the bytes of a function's body. Out: [`Function`]: how many instructions stand where,
//! and what is called from where. An instruction counts as a host's fuel counts it: 1, and 0
//! what only marks a place (`block`, `loop`, `end`, `else`, `return`).

use wasmparser::{BinaryReader, FunctionBody, Operator};

/// A piece of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// So many instructions in a row.
    Plain(u64),
    /// A call of the function of this number (the instruction is counted apart).
    Call(u32),
    /// A call through the table.
    Indirect,
    /// One of two, the second perhaps empty.
    Either(Code, Code),
    /// Again and again. The first is gone through once more than the second: it asks whether
    /// to go on.
    Loop(Code, Code),
}

/// Pieces of code in a row.
pub(super) type Code = Vec<Node>;

/// What is under construction, from the outside in.
enum Open {
    Block(Code),
    Then(Code),
    Else(Code, Code),
    /// The part that asks, once it is over, and what follows.
    Loop(Option<Code>, Code),
}

impl Open {
    fn code(&mut self) -> &mut Code {
        match self {
            Open::Block(code) | Open::Then(code) | Open::Else(_, code) | Open::Loop(_, code) => {
                code
            }
        }
    }
}

/// The code of a function's body; `None` when it cannot be read.
pub(super) fn read(body: &[u8]) -> Option<Code> {
    let body = FunctionBody::new(BinaryReader::new(body, 0));
    let operators = body.get_operators_reader().ok()?;
    let mut open = vec![Open::Block(vec![])];
    for operator in operators {
        let operator = operator.ok()?;
        match operator {
            Operator::Block { .. } => open.push(Open::Block(vec![])),
            Operator::Loop { .. } => open.push(Open::Loop(None, vec![])),
            Operator::If { .. } => {
                plain(&mut open)?;
                open.push(Open::Then(vec![]));
            }
            Operator::Else => match open.pop()? {
                Open::Then(then) => open.push(Open::Else(then, vec![])),
                _ => return None,
            },
            Operator::End => {
                let closed = open.pop()?;
                let Some(outer) = open.last_mut() else {
                    return match closed {
                        Open::Block(code) => Some(code),
                        _ => None,
                    };
                };
                close(closed, outer.code());
            }
            Operator::Call { function_index } => {
                plain(&mut open)?;
                open.last_mut()?.code().push(Node::Call(function_index));
            }
            Operator::CallIndirect { .. } => {
                plain(&mut open)?;
                open.last_mut()?.code().push(Node::Indirect);
            }
            Operator::BrIf { .. } => {
                plain(&mut open)?;
                if let Some(Open::Loop(head @ None, code)) = open.last_mut() {
                    *head = Some(std::mem::take(code));
                }
            }
            Operator::Return => {}
            _ => plain(&mut open)?,
        }
    }
    None
}

/// One more instruction.
fn plain(open: &mut [Open]) -> Option<()> {
    let code = open.last_mut()?.code();
    if let Some(Node::Plain(count)) = code.last_mut() {
        *count += 1;
    } else {
        code.push(Node::Plain(1));
    }
    Some(())
}

fn close(closed: Open, outer: &mut Code) {
    match closed {
        Open::Block(code) => outer.extend(code),
        Open::Then(then) => outer.push(Node::Either(then, vec![])),
        Open::Else(then, otherwise) => outer.push(Node::Either(then, otherwise)),
        Open::Loop(head, rest) => outer.push(Node::Loop(head.unwrap_or_default(), rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::{Body, FnId, Local32};

    #[test]
    fn a_loop_asks_once_more_than_it_goes_on() {
        let mut f = Body::new(1);
        f.for_(0, Local32(0), |f, _, _| f.call(FnId(7), vec![]));
        let code = read(&f.finish().into_raw_body()).unwrap();
        let ask = vec![Node::Plain(5)];
        let body = vec![Node::Plain(1), Node::Call(7), Node::Plain(5)];
        assert_eq!(code, [Node::Plain(2), Node::Loop(ask, body)]);
    }

    #[test]
    fn one_of_two_is_gone_through() {
        let mut f = Body::new(1);
        f.if_else(Local32(0), |f| f.set(Local32(0), 1), |_| ());
        let code = read(&f.finish().into_raw_body()).unwrap();
        let either = Node::Either(vec![Node::Plain(2)], vec![]);
        assert_eq!(code, [Node::Plain(2), either]);
    }
}
