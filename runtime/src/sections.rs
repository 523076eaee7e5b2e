//! Custom sections of a module.
//!
//! In: the bytes of a module. Out: the content of one section.

/// The content of the first custom section of this name.
pub(crate) fn custom<'m>(module: &'m [u8], name: &str) -> Option<&'m [u8]> {
    let mut rest = module.get(8..)?;
    while let Some((&id, after)) = rest.split_first() {
        let (size, after) = leb(after)?;
        let (body, after) = after.split_at_checked(size)?;
        rest = after;
        if id == 0 {
            let (length, named) = leb(body)?;
            let (own, content) = named.split_at_checked(length)?;
            if own == name.as_bytes() {
                return Some(content);
            }
        }
    }
    None
}

/// An unsigned number of at most 32 bits in LEB128, and what follows it.
fn leb(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_u64;
    for (at, &byte) in bytes.iter().enumerate().take(5) {
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((usize::try_from(value).ok()?, bytes.get(at + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_found_by_name_and_garbage_is_none() {
        let module = b"\0asm\x01\0\0\0\x00\x03\x01ax\x00\x04\x01bYZ";
        assert_eq!(custom(module, "a"), Some(&b"x"[..]));
        assert_eq!(custom(module, "b"), Some(&b"YZ"[..]));
        for cut in 0..module.len() {
            let _ = custom(&module[..cut], "b");
        }
        assert_eq!(
            custom(b"\0asm\x01\0\0\0\x00\xff\xff\xff\xff\xff", "a"),
            None
        );
    }
}
