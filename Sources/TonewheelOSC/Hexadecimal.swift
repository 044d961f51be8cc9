extension FixedWidthInteger where Self: UnsignedInteger {
    /// The number in hexadecimal, with all its digits.
    package var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: Self.bitWidth / 4 - digits.count) + digits
    }
}
