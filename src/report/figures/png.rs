//! Pixels as PNG (ISO/IEC 15948), as small as pictures with few colours can be made with little: each row less the one above it, what repeats told by
//! its length, in the fixed code of DEFLATE (RFC 1950, RFC 1951).

const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n'];
/// A row is given less the one above it.
const UP: u8 = 2;
/// The shortest length of each code from 257 on, and how many bits more tell the length.
const LENGTHS: [(usize, u32); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];
const LONGEST: usize = 258;

/// Of rows of such a width, red, green and blue in turn.
pub(super) fn encoded(width: u32, pixels: &[u8]) -> Vec<u8> {
    let stride = width as usize * 3;
    let height = (pixels.len() / stride.max(1)) as u32;
    let mut rows = Vec::with_capacity(pixels.len() + height as usize);
    for (at, row) in pixels.chunks_exact(stride).enumerate() {
        rows.push(UP);
        match at.checked_sub(1).map(|above| &pixels[above * stride..at * stride]) {
            Some(above) if above == row => rows.resize(rows.len() + stride, 0),
            Some(above) => rows.extend(row.iter().zip(above).map(|(here, above)| here.wrapping_sub(*above))),
            None => rows.extend(row),
        }
    }
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    // Eight bits a colour, three colours, nothing interlaced.
    header.extend([8, 2, 0, 0, 0]);
    let mut file = SIGNATURE.to_vec();
    for (kind, content) in [(b"IHDR", header), (b"IDAT", deflated(&rows)), (b"IEND", Vec::new())] {
        file.extend((content.len() as u32).to_be_bytes());
        let named: Vec<u8> = kind.iter().copied().chain(content).collect();
        file.extend(&named);
        file.extend(crc(&named).to_be_bytes());
    }
    file
}

/// Bits, the lowest first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn add(&mut self, value: u32, bits: u32) {
        self.held |= value << self.count;
        self.count += bits;
        while self.count >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// A code, the highest bit first.
    fn code(&mut self, code: u32, bits: u32) {
        self.add(code.reverse_bits() >> (32 - bits), bits);
    }

    /// A byte, the end or a length, by the fixed code.
    fn symbol(&mut self, symbol: u32) {
        match symbol {
            0..=143 => self.code(0x30 + symbol, 8),
            144..=255 => self.code(0x190 + symbol - 144, 9),
            256..=279 => self.code(symbol - 256, 7),
            _ => self.code(0xC0 + symbol - 280, 8),
        }
    }
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut bits = Bits { bytes: vec![0x78, 0x01], ..Bits::default() };
    // One block, the last, in the fixed code.
    bits.add(1, 1);
    bits.add(1, 2);
    let mut at = 0;
    while at < bytes.len() {
        // As the byte before, or as the pixel before.
        let repeats = |back: usize| match at.checked_sub(back) {
            Some(before) => {
                let whole = at + LONGEST <= bytes.len() && bytes[at..at + LONGEST] == bytes[before..before + LONGEST];
                let same = || bytes[at..].iter().zip(&bytes[before..]).take(LONGEST).take_while(|(here, there)| here == there).count();
                if whole { LONGEST } else { same() }
            }
            None => 0,
        };
        let near = repeats(1);
        let pixel = if near < LONGEST { repeats(3) } else { 0 };
        let (length, back) = if near >= pixel { (near, 0) } else { (pixel, 2) };
        if length >= 3 {
            let code = LENGTHS.partition_point(|(shortest, _)| *shortest <= length) - 1;
            let (shortest, more) = LENGTHS[code];
            bits.symbol(257 + code as u32);
            bits.add((length - shortest) as u32, more);
            bits.code(back, 5);
            at += length;
        } else {
            bits.symbol(u32::from(bytes[at]));
            at += 1;
        }
    }
    bits.symbol(256);
    bits.add(0, 7);
    let mut all = bits.bytes;
    all.extend(adler(bytes).to_be_bytes());
    all
}

fn adler(bytes: &[u8]) -> u32 {
    let (mut low, mut high) = (1_u32, 0_u32);
    for some in bytes.chunks(5552) {
        for byte in some {
            low += u32::from(*byte);
            high += low;
        }
        (low, high) = (low % 65_521, high % 65_521);
    }
    high << 16 | low
}

fn crc(bytes: &[u8]) -> u32 {
    let step =
        |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 });
    !bytes.iter().fold(!0, step)
}

#[cfg(test)]
pub(super) mod testing {
    //! Reads back what is written here.

    use super::*;

    /// The width and the pixels.
    pub(in crate::report::figures) fn decoded(file: &[u8]) -> (usize, Vec<u8>) {
        assert!(file.starts_with(&SIGNATURE));
        let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().expect("four")) as usize;
        let (width, mut at, mut rows) = (number(16), 8, Vec::new());
        while at < file.len() {
            let length = number(at);
            let named = &file[at + 4..at + 8 + length];
            assert_eq!(crc(named) as usize, number(at + 8 + length));
            if named.starts_with(b"IDAT") {
                rows = inflated(&named[4..]);
            }
            at += length + 12;
        }
        let mut pixels: Vec<u8> = Vec::new();
        for row in rows.chunks_exact(1 + 3 * width) {
            assert_eq!(row[0], UP);
            let above = pixels.len().checked_sub(3 * width);
            for (place, less) in row[1..].iter().enumerate() {
                let of_above = above.map_or(0, |above| pixels[above + place]);
                pixels.push(less.wrapping_add(of_above));
            }
        }
        (width, pixels)
    }

    fn inflated(stream: &[u8]) -> Vec<u8> {
        let mut place = 16;
        let mut bit = || {
            place += 1;
            u32::from(stream[(place - 1) / 8] >> ((place - 1) % 8) & 1)
        };
        assert_eq!((bit(), bit(), bit()), (1, 1, 0), "the last block, in the fixed code");
        let mut bytes: Vec<u8> = Vec::new();
        loop {
            let mut code = (0..7).fold(0, |code, _| code << 1 | bit());
            let symbol = if code < 24 {
                256 + code
            } else {
                code = code << 1 | bit();
                match code {
                    0x30..=0xBF => code - 0x30,
                    0xC0..=0xC7 => 280 + code - 0xC0,
                    _ => 144 + (code << 1 | bit()) - 0x190,
                }
            };
            match symbol {
                256 => break,
                byte @ 0..=255 => bytes.push(byte as u8),
                length => {
                    let (shortest, more) = LENGTHS[length as usize - 257];
                    let length = shortest + (0..more).fold(0, |sum, at| sum | (bit() as usize) << at);
                    let back = 1 + (0..5).fold(0, |code, _| code << 1 | bit()) as usize;
                    for _ in 0..length {
                        bytes.push(bytes[bytes.len() - back]);
                    }
                }
            }
        }
        assert_eq!(adler(&bytes).to_be_bytes(), stream[stream.len() - 4..]);
        bytes
    }

    #[test]
    fn sums_are_those_of_the_standards() {
        assert_eq!(adler(b"Wikipedia"), 0x11E6_0398);
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc(b"IEND"), 0xAE42_6082);
    }

    #[test]
    fn pixels_come_back_as_they_were_and_a_plain_picture_is_small() {
        let noise: Vec<u8> = (0..40 * 7 * 3_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 21) as u8).collect();
        assert_eq!(decoded(&encoded(40, &noise)), (40, noise));
        for length in [1, 2, 3, 4, 10, 11, 12, 114, 115, 257, 258, 259, 300, 1000] {
            let runs: Vec<u8> = std::iter::repeat_n(7, length)
                .chain(std::iter::repeat_n(9, length))
                .chain([1, 2, 3].repeat(length))
                .take(3 * length)
                .collect();
            assert_eq!(decoded(&encoded(length as u32, &runs)), (length, runs), "{length}");
        }
        let plain = vec![0xFF; 2400 * 1240 * 3];
        assert!(encoded(2400, &plain).len() < 100_000, "{}", encoded(2400, &plain).len());
    }
}
