/// A hexadecimal dump: sixteen bytes per line, with the printable characters beside them.
enum HexDump {
    static func text(_ bytes: [UInt8]) -> String {
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let line = bytes[start..<min(bytes.count, start + 16)]
            let number = String(start, radix: 16)
            let hexadecimal = line.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            let letters = String(line.map { (32..<127).contains($0) ? Character(Unicode.Scalar($0)) : "." })
            let padding = String(repeating: " ", count: 47 - hexadecimal.count)
            let zeros = String(repeating: "0", count: max(0, 4 - number.count))
            text += "\(zeros)\(number)   \(hexadecimal)\(padding)   |\(letters)|\n"
        }
        return text
    }
}
