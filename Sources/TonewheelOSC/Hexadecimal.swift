extension FixedWidthInteger where Self: UnsignedInteger {
    /// The number in hexadecimal, padded with zeros to the type's width.
    package var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: Self.bitWidth / 4 - digits.count) + digits
    }
}
