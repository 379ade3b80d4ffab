//! Boards that a small network may run on: how much memory they have, by their makers.

/// A board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Board {
    /// Its name in links, on the command line and in tests.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Bytes of memory for values, stack and all else that a program keeps.
    pub ram: u64,
    /// Bytes that hold program and constants; `None` where that is a card of any size.
    pub flash: Option<u64>,
    /// Where the sizes stand.
    pub source: &'static str,
}

const K: u64 = 1024;

/// The boards, those with the least memory first.
pub const BOARDS: [Board; 5] = [
    Board {
        id: "nano-33-ble",
        name: "Arduino Nano 33 BLE",
        ram: 256 * K,
        flash: Some(1024 * K),
        source: "https://docs.arduino.cc/hardware/nano-33-ble/",
    },
    Board {
        id: "rp2040",
        name: "Raspberry Pi Pico (RP2040)",
        ram: 264 * K,
        flash: Some(2048 * K),
        source: "https://datasheets.raspberrypi.com/pico/pico-datasheet.pdf",
    },
    Board {
        id: "stm32f746",
        name: "STM32F746G-DISCO",
        ram: 320 * K,
        flash: Some(1024 * K),
        source: "https://www.st.com/resource/en/datasheet/stm32f746ng.pdf",
    },
    Board {
        id: "esp32-s3",
        name: "ESP32-S3-DevKitC-1 (N8)",
        ram: 512 * K,
        flash: Some(8192 * K),
        source: "https://www.espressif.com/sites/default/files/documentation/esp32-s3-wroom-1_wroom-1u_datasheet_en.pdf",
    },
    Board {
        id: "pi-zero",
        name: "Raspberry Pi Zero",
        ram: 512 * K * K,
        flash: None,
        source: "https://datasheets.raspberrypi.com/rpizero/raspberry-pi-zero-product-brief.pdf",
    },
];

impl Board {
    /// The board called `id`.
    pub fn find(id: &str) -> Option<&'static Board> {
        BOARDS.iter().find(|board| board.id == id)
    }

    /// Whether values of `arena` bytes and constants of `flash` find room. What else a program needs, its own code and its stack,
    /// is not counted.
    pub fn holds(&self, arena: u64, flash: u64) -> bool {
        arena <= self.ram && self.flash.is_none_or(|room| flash <= room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boards_come_by_their_memory_and_have_names_of_their_own() {
        assert!(BOARDS.is_sorted_by_key(|board| board.ram));
        assert!(BOARDS.iter().all(|board| Board::find(board.id) == Some(board)));
        assert_eq!(Board::find("abacus"), None);
    }

    #[test]
    fn both_memories_count() {
        let nano = BOARDS[0];
        assert!(nano.holds(nano.ram, 1024 * K));
        assert!(!nano.holds(nano.ram + 1, 0) && !nano.holds(0, 1024 * K + 1));
        assert!(BOARDS[4].holds(0, u64::MAX));
    }
}
