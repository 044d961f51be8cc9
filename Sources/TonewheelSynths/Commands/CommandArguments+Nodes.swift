internal import TonewheelGraph
internal import TonewheelOSC

/// Arguments that many commands have in common.
extension CommandArguments {
    /// The number of a node that is to be there. Every command takes it by this method or those below.
    ///
    /// - Throws: `CommandError` if the node is one of the engine's: for clients outside there is no such node.
    mutating func node(_ what: String = "the node", default standard: Int32? = nil) throws(CommandError) -> Int32 {
        let number = try int(what, default: standard)
        guard isLocal || !OwnNodes.isEngine(number) else { throw CommandError("Node \(number) not found") }
        return number
    }

    /// One node or more, to the end.
    mutating func nodes() throws(CommandError) -> [Int32] {
        var nodes: [Int32] = []
        repeat { nodes.append(try node()) } while !isEmpty
        return nodes
    }

    /// Pairs of nodes, one at least, to the end.
    mutating func nodePairs(_ first: String, _ second: String) throws(CommandError) -> [(Int32, Int32)] {
        var pairs: [(Int32, Int32)] = []
        repeat {
            let one = try node(first)
            pairs.append((one, try node(second)))
        } while !isEmpty
        return pairs
    }

    /// Nodes with a flag each, one at least, to the end.
    ///
    /// - Parameter standard: the flag of a node that lacks it; nil if there must be one.
    mutating func nodesWithFlags(default standard: Int32? = nil) throws(CommandError) -> [(Int32, Int32)] {
        var pairs: [(Int32, Int32)] = []
        repeat {
            let one = try node()
            pairs.append((one, try int("the flag", default: standard)))
        } while !isEmpty
        return pairs
    }

    /// The number of a new node; nil for -1, which asks for any.
    mutating func newNode(_ what: String) throws(CommandError) -> Int32? {
        let number = try int(what, default: -1)
        guard number != 0 else { throw CommandError("duplicate node ID 0, which is the root's") }
        guard number >= -1 || OwnNodes.contains(number) else {
            throw CommandError("negative node IDs are reserved: give -1 for any")
        }
        return number == -1 ? nil : number
    }

    mutating func addAction(default standard: Int32? = nil) throws(CommandError) -> AddAction {
        let number = try int("the add action", default: standard)
        guard let action = AddAction(rawValue: number) else {
            throw CommandError(
                "the add action \(number) is none of 0 (head), 1 (tail), 2 (before), 3 (after), 4 (replace)")
        }
        return action
    }

    /// A count, and as many numbers.
    mutating func numbers() throws(CommandError) -> [CommandWord] {
        let count = try int("how many numbers follow")
        guard count >= 0, Int(count) <= self.count else {
            throw CommandError("\(count) numbers should follow, but there are \(self.count)")
        }
        var words: [CommandWord] = []
        words.reserveCapacity(Int(count))
        for _ in 0..<count { words.append(CommandWord(try float("a number"))) }
        return words
    }

    /// A count of 0 or more.
    mutating func count(_ what: String) throws(CommandError) -> Int32 {
        let count = try int(what)
        guard count >= 0 else { throw CommandError("a count of \(count) is less than 0") }
        return count
    }

    /// A count of values that an answer may have room for: 5 bytes each. The rest of the answer counts when it is written.
    mutating func answerableCount(_ what: String) throws(CommandError) -> Int32 {
        let count = try int(what)
        guard count >= 1, count <= 13_100 else {
            throw CommandError("\(count) values do not make a datagram: ask for 1 to 13100 at once")
        }
        return count
    }
}
