//! The record of one obligation.

use super::data::Record;
use super::layout::UTTERANCES;
use super::tables::{duty, speaker_code};
use crate::book::{Extent, Part, Who};

/// An obligation's record.
#[derive(Default)]
pub(super) struct Fields {
    pub kind: u8,
    pub flags: u8,
    pub at_least: u8,
    pub at_most: u8,
    pub guard: u32,
    /// Target, after, before, next, utterance.
    pub masks: [i64; 5],
    pub min: i64,
    pub max: i64,
    pub limit: i64,
    pub part_size: i64,
    pub moment: u32,
    pub chain: u32,
    pub value: u32,
    pub save: u32,
    pub save_at: u32,
    pub group: u8,
    pub bit: u8,
    pub turn_of: u8,
    pub next_count: u8,
    pub limit_kind: u8,
    pub part: u8,
    pub part_of: u16,
    pub own_bit: u8,
}

impl Fields {
    pub(super) fn part(&mut self, part: &Part) {
        let (kind, size) = match part.extent {
            Extent::Time(ms) => (duty::PART_TIME, ms.cast_signed()),
            Extent::Percent(percent) => (duty::PART_PERCENT, percent),
            Extent::Utterances(who, n) => {
                let slot = if who == Who::Anyone {
                    4
                } else {
                    speaker_code(who).unwrap_or(4)
                };
                self.part_of = (UTTERANCES + 4 * slot) as u16;
                (duty::PART_UTTERANCES, i64::from(n))
            }
            Extent::Turns(n) => (duty::PART_TURNS, i64::from(n)),
        };
        self.part = kind as u8 + if part.last { duty::PART_LAST as u8 } else { 0 };
        self.part_size = size;
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut record = Record::default()
            .u8(self.kind)
            .u8(self.flags)
            .u8(self.at_least)
            .u8(self.at_most)
            .u32(self.guard);
        for mask in self.masks {
            record = record.i64(mask);
        }
        let record = record
            .i64(self.min)
            .i64(self.max)
            .i64(self.limit)
            .i64(self.part_size)
            .u32(self.moment)
            .u32(self.chain)
            .u32(self.value)
            .u32(self.save)
            .u32(self.save_at)
            .u8(self.group)
            .u8(self.bit)
            .u8(self.turn_of)
            .u8(self.next_count)
            .u8(self.limit_kind)
            .u8(self.part)
            .u16(self.part_of)
            .u32(u32::from(self.own_bit));
        debug_assert_eq!(record.bytes().len(), duty::SIZE as usize);
        record.bytes().to_vec()
    }
}
