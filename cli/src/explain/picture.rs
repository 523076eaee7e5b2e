//! A state machine as a picture (SVG).
//!
//! In: a [`Machine`]. Out: a self-contained SVG. States stand under one another, satisfied at
//! the bottom; what breaks the rule leads to the right. Labels stand at their arrows.

use std::fmt::Write;
use zhunze_compiler::explain::machine::{Machine, State, StateKind};

/// Of the boxes of the main column.
const LEFT: usize = 20;
const WIDE: usize = 150;
/// Of a line of text.
const LINE: usize = 20;
/// Where the title ends.
const TOP: usize = 50;

/// A state of the main column and what leaves it.
struct Row<'m> {
    state: &'m State,
    top: usize,
    high: usize,
    down: Vec<&'m str>,
    broken: Vec<&'m str>,
}

/// Draws a machine under a title.
pub(super) fn svg(title: &str, machine: &Machine) -> String {
    let rows = rows(machine);
    let bottom = rows.last().map_or(TOP, |row| row.top + row.high) + 20;
    let longest = |texts: &[&str]| texts.iter().map(|text| width(text)).max().unwrap_or(0);
    let side = rows
        .iter()
        .map(|row| longest(&row.broken))
        .max()
        .unwrap_or(0);
    let below = rows.iter().map(|row| longest(&row.down)).max().unwrap_or(0);
    let right = LEFT + WIDE + side.max(below).max(120) + 60;
    let total = right + WIDE + LEFT;
    let mut out = head(title, total.max(width(title) * 5 / 4 + 40), bottom);
    for row in &rows {
        out += &drawn(row, right);
    }
    out += &violated(machine, &rows, right);
    out + "</svg>\n"
}

fn rows(machine: &Machine) -> Vec<Row<'_>> {
    let leads = |from: usize, to: StateKind| {
        let kind = |edge: usize| machine.states.get(edge).map(|state| state.kind);
        let edges = machine.edges.iter();
        let edges = edges.filter(move |edge| {
            let broken = kind(edge.to) == Some(StateKind::Violated);
            edge.from == from && broken == (to == StateKind::Violated)
        });
        edges.map(|edge| edge.label.as_str()).collect::<Vec<_>>()
    };
    let mut top = TOP;
    let mut rows = Vec::new();
    for (at, state) in machine.states.iter().enumerate() {
        if state.kind == StateKind::Violated {
            continue;
        }
        let down = leads(at, StateKind::Satisfied);
        let broken = leads(at, StateKind::Violated);
        let high = 44.max(LINE * broken.len() + 14);
        let gap = 24 + LINE * down.len();
        rows.push(Row {
            state,
            top,
            high,
            down,
            broken,
        });
        top += high + gap;
    }
    rows
}

fn head(title: &str, wide: usize, high: usize) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" \
         viewBox=\"0 0 {wide} {high}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" \
         markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#555\"/></marker></defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"{LEFT}\" y=\"28\" font-size=\"16\" font-weight=\"bold\">{}</text>\n",
        escape(title)
    )
}

fn drawn(row: &Row<'_>, right: usize) -> String {
    let mut out = state_box(row.state, LEFT, row.top, row.high);
    let middle = LEFT + WIDE / 2;
    let below = row.top + row.high;
    if !row.down.is_empty() {
        let end = below + 22 + LINE * row.down.len();
        out += &line((middle, below), (middle, end));
    }
    for (nth, label) in row.down.iter().enumerate() {
        let y = below + 16 + LINE * nth + LINE / 2;
        out += &text(middle + 12, y, label);
    }
    for (nth, label) in row.broken.iter().enumerate() {
        let y = row.top + LINE + LINE * nth + 4;
        out += &line((LEFT + WIDE, y), (right, y));
        out += &text(LEFT + WIDE + 14, y - 5, label);
    }
    out
}

/// One box for what is violated, as high as the arrows that lead to it.
fn violated(machine: &Machine, rows: &[Row<'_>], right: usize) -> String {
    let mut reached = rows.iter().filter(|row| !row.broken.is_empty());
    let state = machine
        .states
        .iter()
        .find(|state| state.kind == StateKind::Violated);
    let (Some(state), Some(first)) = (state, reached.next()) else {
        return String::new();
    };
    let last = reached.next_back().unwrap_or(first);
    let high = last.top + last.high - first.top;
    state_box(state, right, first.top, high)
}

fn state_box(state: &State, x: usize, y: usize, high: usize) -> String {
    let (fill, edge) = match state.kind {
        StateKind::Start => ("#eef3fb", "#3b6fb6"),
        StateKind::Waiting => ("#fff8e6", "#b8860b"),
        StateKind::Satisfied => ("#e9f7ec", "#2e8b57"),
        StateKind::Violated => ("#fdecea", "#c0392b"),
    };
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDE}\" height=\"{high}\" rx=\"8\" fill=\"{fill}\" \
         stroke=\"{edge}\"/>\n<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
        x + WIDE / 2,
        y + high / 2 + 5,
        escape(&state.label)
    )
}

fn line((x1, y1): (usize, usize), (x2, y2): (usize, usize)) -> String {
    format!("<path d=\"M{x1} {y1}L{x2} {y2}\" stroke=\"#555\" marker-end=\"url(#tip)\"/>\n")
}

fn text(x: usize, y: usize, label: &str) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\">{}</text>", escape(label));
    out
}

/// About how many pixels a text takes.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| if c.is_ascii() { 7 } else { 14 })
        .sum()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
