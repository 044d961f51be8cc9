// Operators of multichannel signals. Two arrays have none, since `+` concatenates arrays: use `zip`.
extension [UGen] {
    /// Adds a signal to each channel.
    public static func + (left: [UGen], right: UGen) -> [UGen] { left.map { $0 + right } }
    /// Subtracts a signal from each channel.
    public static func - (left: [UGen], right: UGen) -> [UGen] { left.map { $0 - right } }
    /// Multiplies each channel by a signal.
    public static func * (left: [UGen], right: UGen) -> [UGen] { left.map { $0 * right } }
    /// Divides each channel by a signal.
    public static func / (left: [UGen], right: UGen) -> [UGen] { left.map { $0 / right } }
    /// Adds each channel to a signal.
    public static func + (left: UGen, right: [UGen]) -> [UGen] { right.map { left + $0 } }
    /// Subtracts each channel from a signal.
    public static func - (left: UGen, right: [UGen]) -> [UGen] { right.map { left - $0 } }
    /// Multiplies a signal by each channel.
    public static func * (left: UGen, right: [UGen]) -> [UGen] { right.map { left * $0 } }
    /// Divides a signal by each channel.
    public static func / (left: UGen, right: [UGen]) -> [UGen] { right.map { left / $0 } }

    /// The sum of all channels, in units of up to four inputs; 0 if there are no channels. `[control]`
    public var mix: UGen {
        var terms = self
        while terms.count > 1 {
            terms = stride(from: 0, to: terms.count, by: 4).map { start in
                UGen.sum(Array(terms[start..<Swift.min(terms.count, start + 4)]))
            }
        }
        return terms.first ?? 0
    }
}

extension UGen {
    /// Returns the sum of one to four signals.
    fileprivate static func sum(_ terms: [UGen]) -> UGen {
        guard terms.count > 2 else { return terms.dropFirst().reduce(terms.first ?? 0, +) }
        let highest = terms.map(\.rate).max { $0.rawValue < $1.rawValue } ?? .audio
        return single(terms.count == 3 ? "Sum3" : "Sum4", highest, terms)
    }
}
