//! A state machine as a picture (SVG).
//!
//! In: a [`Machine`]. Out: a self-contained SVG. States stand in a row, the start at the
//! left, satisfied above violated at the right; edges are arcs with their labels at them.

use zhunze_compiler::explain::machine::{Edge, Machine, State, StateKind};

const STEP: usize = 300;
const WIDE: usize = 130;
const HIGH: usize = 44;

/// Draws a machine under a title.
pub(super) fn svg(title: &str, machine: &Machine) -> String {
    let places = places(machine);
    let wide = places.iter().map(|(x, _)| x + WIDE).max().unwrap_or(0) + 40;
    let lanes = machine.edges.len();
    let high = 240 + 26 * lanes;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" \
         viewBox=\"0 0 {wide} {high}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" \
         markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#555\"/></marker></defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"20\" y=\"26\" font-size=\"16\" font-weight=\"bold\">{}</text>\n",
        escape(title)
    );
    for (nth, edge) in machine.edges.iter().enumerate() {
        out += &arrow(edge, &places, nth);
    }
    for (state, place) in machine.states.iter().zip(&places) {
        out += &state_box(state, *place);
    }
    out += &legend(machine, 210);
    out + "</svg>\n"
}

/// The upper left corner of each state.
fn places(machine: &Machine) -> Vec<(usize, usize)> {
    let middle = machine.states.len().saturating_sub(2);
    let place = |(nth, state): (usize, &State)| match state.kind {
        StateKind::Satisfied => (20 + middle * STEP, 50),
        StateKind::Violated => (20 + middle * STEP, 140),
        StateKind::Start | StateKind::Waiting => (20 + nth * STEP, 95),
    };
    machine.states.iter().enumerate().map(place).collect()
}

fn arrow(edge: &Edge, places: &[(usize, usize)], nth: usize) -> String {
    let (Some(from), Some(to)) = (places.get(edge.from), places.get(edge.to)) else {
        return String::new();
    };
    let (x1, y1) = (from.0 + WIDE, from.1 + HIGH / 2);
    let (x2, y2) = (to.0, to.1 + HIGH / 2);
    // Several edges between the same two states fan out.
    let lift = 14 * (nth % 3);
    let (mx, my) = ((x1 + x2) / 2, (y1 + y2) / 2 + lift);
    let number = nth + 1;
    format!(
        "<path d=\"M{x1} {y1}Q{mx} {my} {x2} {y2}\" fill=\"none\" stroke=\"#555\" \
         marker-end=\"url(#tip)\"/>\n\
         <circle cx=\"{mx}\" cy=\"{my}\" r=\"10\" fill=\"#fff\" stroke=\"#555\"/>\n\
         <text x=\"{mx}\" y=\"{}\" text-anchor=\"middle\">{number}</text>\n",
        my + 5
    )
}

fn state_box(state: &State, (x, y): (usize, usize)) -> String {
    let (fill, line) = match state.kind {
        StateKind::Start => ("#eef3fb", "#3b6fb6"),
        StateKind::Waiting => ("#fff8e6", "#b8860b"),
        StateKind::Satisfied => ("#e9f7ec", "#2e8b57"),
        StateKind::Violated => ("#fdecea", "#c0392b"),
    };
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDE}\" height=\"{HIGH}\" rx=\"8\" fill=\"{fill}\" \
         stroke=\"{line}\"/>\n<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
        x + WIDE / 2,
        y + HIGH / 2 + 5,
        escape(&state.label)
    )
}

/// The labels, by the numbers on the edges: sentences are too long for arrows.
fn legend(machine: &Machine, top: usize) -> String {
    let line = |(nth, edge): (usize, &Edge)| {
        let y = top + 26 * nth + 18;
        let label = escape(&edge.label);
        format!("<text x=\"24\" y=\"{y}\">{}.  {label}</text>\n", nth + 1)
    };
    machine.edges.iter().enumerate().map(line).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
