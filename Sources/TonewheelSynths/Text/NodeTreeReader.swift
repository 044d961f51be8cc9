internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelOSC

/// A decoder for the results of `GraphOperation.getTree`, as arguments of a reply and as text.
struct NodeTreeReader {
    /// The maximum size of a description in words. A longer one would not fit into the largest datagram.
    static let maximumWords = 16_384

    private let words: [CommandWord]
    private let withControls: Bool

    init(_ words: [CommandWord], withControls: Bool) {
        self.words = words
        self.withControls = withControls
    }

    private struct Entry {
        let id: Int32
        /// The number of children; −1 for a synth.
        let childCount: Int32
        var name = ""
        /// The controls. The name is nil after the first element of an array.
        var controls: [(name: String?, value: Value)] = []

        enum Value {
            case number(Float)
            case bus(String)
        }

        var line: String { "\(id) \(childCount == -1 ? name : "group")" }
    }

    private func entries() -> [Entry] {
        var entries: [Entry] = []
        var position = 0
        while position + 1 < words.count {
            var entry = Entry(id: words[position].int, childCount: words[position + 1].int)
            position += 2
            if entry.childCount == -1 {
                let blueprint = Blueprint.at(address: (words[position].bits, words[position + 1].bits))
                position += 2
                entry.name = blueprint?.definition.name ?? ""
                if withControls {
                    let count = Int(words[position].int)
                    position += 1
                    for control in 0..<count {
                        let (source, value) = (words[position].int, words[position + 1])
                        position += 2
                        entry.controls.append(
                            (
                                blueprint?.controlName(control),
                                source == 0 ? .number(value.float) : .bus("\(source == 1 ? "c" : "a")\(value.int)")
                            ))
                    }
                }
            }
            entries.append(entry)
        }
        return entries
    }

    /// Returns the arguments of `/g_queryTree.reply` after its flag.
    func arguments() -> [OSCArgument] {
        var arguments: [OSCArgument] = []
        for entry in entries() {
            arguments += [.int32(entry.id), .int32(entry.childCount)]
            guard entry.childCount == -1 else { continue }
            arguments.append(.string(entry.name))
            guard withControls else { continue }
            arguments.append(.int32(Int32(entry.controls.count)))
            for (index, (name, value)) in entry.controls.enumerated() {
                arguments.append(name.map { .string($0) } ?? .int32(Int32(index)))
                switch value {
                case .number(let number): arguments.append(.float32(number))
                case .bus(let bus): arguments.append(.string(bus))
                }
            }
        }
        return arguments
    }

    /// Returns a line for each child of the group: its ID, and the SynthDef's name or "group".
    func children() -> [String] {
        var children: [String] = []
        // The number of remaining nodes on each level.
        var left: [Int32] = []
        for (index, entry) in entries().enumerated() {
            while let last = left.last, last == 0 { left.removeLast() }
            if index > 0 {
                if left.count == 1 { children.append(entry.line) }
                if !left.isEmpty { left[left.count - 1] -= 1 }
            }
            if entry.childCount >= 0 { left.append(entry.childCount) }
        }
        return children
    }

    /// Returns the text of `/g_dumpTree`.
    func text(group: Int32) -> String {
        var text = "NODE TREE Group \(group)\n"
        // The number of remaining nodes on each level above.
        var left: [Int32] = []
        for (index, entry) in entries().enumerated() {
            while let last = left.last, last == 0 { left.removeLast() }
            if index > 0 {
                if !left.isEmpty { left[left.count - 1] -= 1 }
                let indent = String(repeating: " ", count: 3 * left.count)
                text += "\(indent)\(entry.line)\n"
                if !entry.controls.isEmpty {
                    let controls = entry.controls.map { name, value in
                        let text =
                            switch value {
                            case .number(let number): NumberText.long(number)
                            case .bus(let bus): bus
                            }
                        return name.map { " \($0): \(text)" } ?? " \(text)"
                    }
                    text += "\(indent) \(controls.joined())\n"
                }
            }
            if entry.childCount >= 0 { left.append(entry.childCount) }
        }
        return text + "END NODE TREE Group \(group)\n"
    }
}
