/// The node IDs that are reserved for the program itself. Remote clients cannot use them.
///
/// The first of them, from `highest` downwards, are the engine's. Its nodes are in a tree of their own, after that of
/// the root group. They are not counted and have no events, they take no capacity from clients, and remote clients do
/// not find them.
package enum ReservedIDs {
    /// The highest reserved ID; the others lie below.
    package static var highest: Int32 { @_noLocks @_noAllocation get { -(1 << 30) } }

    /// The number of IDs of the engine.
    package static var engineCount: Int32 { @_noLocks @_noAllocation get { 16 } }

    /// The highest ID of the embedding program's nodes, below those of the engine.
    package static var highestProgramID: Int32 { @_noLocks @_noAllocation get { highest - engineCount } }

    /// The group of all nodes of the engine. It always exists.
    package static var engineGroup: Int32 { @_noLocks @_noAllocation get { highest } }

    /// The built-in tone.
    package static var tone: Int32 { @_noLocks @_noAllocation get { highest - 1 } }

    /// The synth that plays the inputs.
    package static var inputMonitor: Int32 { @_noLocks @_noAllocation get { highest - 2 } }

    /// The synth that injects faults.
    package static var fault: Int32 { @_noLocks @_noAllocation get { highest - 3 } }

    @_noLocks @_noAllocation
    package static func contains(_ number: Int32) -> Bool { number <= highest }

    /// Whether an ID is the engine's.
    @_noLocks @_noAllocation
    package static func isEngine(_ number: Int32) -> Bool { number <= highest && number > highestProgramID }
}
