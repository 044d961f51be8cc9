/// Numbers of the nodes that the program itself makes: clients outside cannot give them.
package enum OwnNodes {
    /// The highest of these numbers; the others lie below.
    package static var last: Int32 { @_noLocks @_noAllocation get { -(1 << 30) } }

    @_noLocks @_noAllocation
    package static func contains(_ number: Int32) -> Bool { number <= last }
}
