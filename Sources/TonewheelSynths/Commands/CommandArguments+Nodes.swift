internal import TonewheelGraph
internal import TonewheelOSC

/// Arguments that several commands share.
extension CommandArguments {
    /// Returns the ID of an existing node. Commands must read node IDs with this method or one of the methods below.
    ///
    /// - Throws: `CommandError` if the node belongs to the engine, whose nodes are hidden from clients.
    mutating func node(_ what: String = "the node", default standard: Int32? = nil) throws(CommandError) -> Int32 {
        let number = try int(what, default: standard)
        guard isLocal || !ReservedIDs.isEngine(number) else { throw CommandError("Node \(number) not found") }
        return number
    }

    /// Returns the remaining arguments as nodes, at least one.
    mutating func nodes() throws(CommandError) -> [Int32] {
        var nodes: [Int32] = []
        repeat { nodes.append(try node()) } while !isEmpty
        return nodes
    }

    /// Returns the remaining arguments as pairs of nodes, at least one.
    mutating func nodePairs(_ first: String, _ second: String) throws(CommandError) -> [(Int32, Int32)] {
        var pairs: [(Int32, Int32)] = []
        repeat {
            let one = try node(first)
            pairs.append((one, try node(second)))
        } while !isEmpty
        return pairs
    }

    /// Returns the remaining arguments as nodes with a flag each, at least one.
    ///
    /// - Parameter standard: The flag if the last one is missing; nil if it is required.
    mutating func nodesWithFlags(default standard: Int32? = nil) throws(CommandError) -> [(Int32, Int32)] {
        var pairs: [(Int32, Int32)] = []
        repeat {
            let one = try node()
            pairs.append((one, try int("the flag", default: standard)))
        } while !isEmpty
        return pairs
    }

    /// Returns the ID for a new node; nil for -1, which requests any ID.
    mutating func newNode(_ what: String) throws(CommandError) -> Int32? {
        let number = try int(what, default: -1)
        guard number != 0 else { throw CommandError("duplicate node ID 0, which is the root's") }
        guard number >= -1 || ReservedIDs.contains(number) else {
            throw CommandError("Negative node IDs are reserved. Use -1 for any.")
        }
        return number == -1 ? nil : number
    }

    /// Returns an add action.
    mutating func addAction(default standard: Int32? = nil) throws(CommandError) -> AddAction {
        let number = try int("the add action", default: standard)
        guard let action = AddAction(rawValue: number) else {
            throw CommandError(
                "the add action \(number) is not 0 (head), 1 (tail), 2 (before), 3 (after) or 4 (replace)")
        }
        return action
    }

    /// Returns numbers that are preceded by their count.
    mutating func numbers() throws(CommandError) -> [CommandWord] {
        let count = try int("the count of numbers")
        guard count >= 0, Int(count) <= self.count else {
            throw CommandError("the count is \(count), but \(self.count) numbers follow")
        }
        var words: [CommandWord] = []
        words.reserveCapacity(Int(count))
        for _ in 0..<count { words.append(CommandWord(try float("a number"))) }
        return words
    }

    /// Returns a count of 0 or more.
    mutating func count(_ what: String) throws(CommandError) -> Int32 {
        let count = try int(what)
        guard count >= 0 else { throw CommandError("a count of \(count) is less than 0") }
        return count
    }

    /// Returns a count of values that fit into a reply, at 5 bytes each. The exact size of the reply is checked when it
    /// is sent.
    mutating func replyValueCount(_ what: String) throws(CommandError) -> Int32 {
        let count = try int(what)
        guard count >= 1, count <= 13_100 else {
            throw CommandError("\(count) values do not fit into a datagram. Request 1 to 13100 at a time.")
        }
        return count
    }
}
