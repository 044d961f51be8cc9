/// Numbers of the nodes that the program itself makes: clients outside cannot give them.
///
/// The first of them, from `last` downwards, are the engine's. Its nodes are in a tree of their own behind that of the root group.
/// They are neither counted nor told of, take no room that clients have, and clients outside do not find them.
package enum OwnNodes {
    /// The highest of these numbers; the others lie below.
    package static var last: Int32 { @_noLocks @_noAllocation get { -(1 << 30) } }

    /// How many of them are the engine's.
    package static var engineCount: Int32 { @_noLocks @_noAllocation get { 16 } }

    /// The highest number below those of the engine.
    package static var lastOfPrograms: Int32 { @_noLocks @_noAllocation get { last - engineCount } }

    /// The group that all nodes of the engine are in. It is always there.
    package static var engineGroup: Int32 { @_noLocks @_noAllocation get { last } }

    /// The built-in tone.
    package static var tone: Int32 { @_noLocks @_noAllocation get { last - 1 } }

    /// What lets the inputs be heard.
    package static var inputMonitor: Int32 { @_noLocks @_noAllocation get { last - 2 } }

    /// What goes wrong on command.
    package static var fault: Int32 { @_noLocks @_noAllocation get { last - 3 } }

    @_noLocks @_noAllocation
    package static func contains(_ number: Int32) -> Bool { number <= last }

    /// Whether a number is one of the engine's.
    @_noLocks @_noAllocation
    package static func isEngine(_ number: Int32) -> Bool { number <= last && number > lastOfPrograms }
}
