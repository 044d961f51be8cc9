import TestSupport

/// An address pattern as a tree, with a slow and simple matcher by backtracking. The fast matcher must agree with it.
struct PatternTree: CustomStringConvertible {
    enum Element {
        case byte(UInt8)
        case anyByte
        case anyBytes
        case anyParts
        case list(negated: Bool, ranges: [(UInt8, UInt8)])
        case choice([[UInt8]])
    }

    var elements: [Element]

    /// A random pattern over a small alphabet, so that matches are frequent.
    static func random(using random: inout RepeatableRandom) -> PatternTree {
        var elements: [Element] = []
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            switch Int.random(in: 0..<9, using: &random) {
            case 0: elements.append(.anyByte)
            case 1: elements.append(.anyBytes)
            case 2:
                let ranges = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    (Self.letter(&random), Self.letter(&random))
                }
                elements.append(.list(negated: Bool.random(using: &random), ranges: ranges))
            case 3:
                let choices = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    (0..<Int.random(in: 0...2, using: &random)).map { _ in Self.letter(&random) }
                }
                elements.append(.choice(choices))
            case 4, 5: elements.append(endsInSlash(elements) ? .byte(letter(&random)) : .byte(UInt8(ascii: "/")))
            case 6: elements.append(endsInSlash(elements) ? .byte(letter(&random)) : .anyParts)
            default: elements.append(.byte(letter(&random)))
            }
        }
        return PatternTree(elements: elements)
    }

    /// A random address that the pattern is likely to match.
    func example(using random: inout RepeatableRandom) -> [UInt8] {
        elements.flatMap { element -> [UInt8] in
            switch element {
            case .byte(let byte): [byte]
            case .anyByte: [Self.letter(&random)]
            case .anyBytes: (0..<Int.random(in: 0...3, using: &random)).map { _ in Self.letter(&random) }
            case .anyParts: Array(["/", "/a/", "/b/cc/", "///"].randomElement(using: &random)?.utf8 ?? "/".utf8)
            case .list(let negated, let ranges): [negated ? UInt8(ascii: "d") : ranges[0].0]
            case .choice(let choices): choices.randomElement(using: &random) ?? []
            }
        }
    }

    static func letter(_ random: inout RepeatableRandom) -> UInt8 {
        UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "c"), using: &random)
    }

    /// Whether the last element ends in a slash. A further slash would turn it into `//`, which is another element.
    private static func endsInSlash(_ elements: [Element]) -> Bool {
        switch elements.last {
        case .anyParts, .byte(UInt8(ascii: "/")): true
        default: false
        }
    }

    var description: String {
        elements.map { element in
            switch element {
            case .byte(let byte): String(Unicode.Scalar(byte))
            case .anyByte: "?"
            case .anyBytes: "*"
            case .anyParts: "//"
            case .list(let negated, let ranges):
                "[" + (negated ? "!" : "")
                    + ranges.map { low, high in
                        low == high ? "\(Unicode.Scalar(low))" : "\(Unicode.Scalar(low))-\(Unicode.Scalar(high))"
                    }.joined() + "]"
            case .choice(let choices):
                "{" + choices.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",") + "}"
            }
        }.joined()
    }

    /// Whether the whole address is matched, by backtracking.
    func matches(_ address: [UInt8]) -> Bool {
        Self.matches(elements[...], address[...])
    }

    private static func matches(_ elements: ArraySlice<Element>, _ rest: ArraySlice<UInt8>) -> Bool {
        guard let element = elements.first else { return rest.isEmpty }
        let others = elements.dropFirst()
        let slash = UInt8(ascii: "/")
        switch element {
        case .byte(let byte):
            return rest.first == byte && matches(others, rest.dropFirst())
        case .anyByte:
            return rest.first.map { $0 != slash } ?? false && matches(others, rest.dropFirst())
        case .anyBytes:
            if matches(others, rest) { return true }
            guard let first = rest.first, first != slash else { return false }
            return matches(elements, rest.dropFirst())
        case .anyParts:
            guard rest.first == slash else { return false }
            return rest.indices.contains { rest[$0] == slash && matches(others, rest[($0 + 1)...]) }
        case .list(let negated, let ranges):
            guard let first = rest.first, first != slash else { return false }
            let listed = ranges.contains { (min($0.0, $0.1)...max($0.0, $0.1)).contains(first) }
            return listed != negated && matches(others, rest.dropFirst())
        case .choice(let choices):
            return choices.contains { rest.starts(with: $0) && matches(others, rest.dropFirst($0.count)) }
        }
    }
}
