package import Foundation

/// The chunks of a RIFF, RF64 or IFF file. The parser shares no code with the code under test.
package struct FileChunks {
    /// "RIFF", "RF64" or "FORM".
    package let container: String

    /// "WAVE", "AIFF" or "AIFC".
    package let kind: String

    /// The size field of the container, in bytes.
    package let size: Int

    package let chunks: [(name: String, content: Data)]

    private let isBigEndian: Bool

    package init(reading path: String) throws {
        self.init(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    package init(_ file: Data) {
        let file = Data(file)
        container = String(decoding: file.prefix(4), as: UTF8.self)
        kind = String(decoding: file.dropFirst(8).prefix(4), as: UTF8.self)
        isBigEndian = container == "FORM"
        size = Self.number(file.dropFirst(4).prefix(4), isBigEndian)
        var chunks: [(String, Data)] = []
        var position = 12
        while position + 8 <= file.count {
            let name = String(decoding: file[position..<position + 4], as: UTF8.self)
            let length = Self.number(file[position + 4..<position + 8], isBigEndian)
            let end = min(file.count, position + 8 + length)
            chunks.append((name, Data(file[position + 8..<end])))
            position += 8 + length + length % 2
        }
        self.chunks = chunks
    }

    package var names: [String] { chunks.map(\.name) }

    /// Returns the content of the first chunk of this name, or no bytes if there is none.
    package func content(_ name: String) -> Data {
        chunks.first { $0.name == name }?.content ?? Data()
    }

    /// Returns the number in `bytes` bytes of a chunk, in the byte order of the file.
    package func number(_ name: String, at offset: Int, bytes: Int) -> Int {
        Self.number(content(name).dropFirst(offset).prefix(bytes), isBigEndian)
    }

    private static func number(_ bytes: Data, _ isBigEndian: Bool) -> Int {
        (isBigEndian ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }
}
