//! Threads: one reads, several judge, whoever iterates gets the batches in order.
//!
//! In: inputs and scorers. Out: batches in the order of the input. Every queue is bounded,
//! so memory is too, however long the input is. When the iterator is dropped the threads
//! find their queues closed and end.

use super::input::{self, Chunk};
use super::worker::{Batch, How, Worker};
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use zhunze_runtime::Scorer;

/// A chunk and where its batch goes.
type Job = (Chunk, SyncSender<Batch>);

/// Starts the threads.
pub(super) fn start(
    inputs: Vec<String>,
    scorers: Vec<Scorer>,
    how: How,
    bytes: Arc<AtomicU64>,
) -> impl Iterator<Item = Batch> {
    let ahead = scorers.len() * 2;
    let (jobs, todo) = mpsc::sync_channel::<Job>(ahead);
    let (order, batches) = mpsc::sync_channel::<Receiver<Batch>>(ahead);
    let todo = Arc::new(Mutex::new(todo));
    for scorer in scorers {
        let todo = Arc::clone(&todo);
        thread::spawn(move || work(&mut Worker::new(scorer, how), &todo));
    }
    thread::spawn(move || {
        input::read(&inputs, &bytes, |chunk| {
            let (done, batch) = mpsc::sync_channel(1);
            order.send(batch).is_ok() && jobs.send((chunk, done)).is_ok()
        });
    });
    // A worker that panics ends the process, so every batch arrives.
    batches.into_iter().filter_map(|batch| batch.recv().ok())
}

fn work(worker: &mut Worker, todo: &Mutex<Receiver<Job>>) {
    while let Some((chunk, done)) = next(todo) {
        if done.send(worker.judge(chunk)).is_err() {
            return;
        }
    }
}

fn next(todo: &Mutex<Receiver<Job>>) -> Option<Job> {
    todo.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .recv()
        .ok()
}
