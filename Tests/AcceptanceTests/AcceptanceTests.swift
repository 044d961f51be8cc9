import Testing

/// What the engine promises, tried on the program from outside and by the names of the list that it is held to.
///
/// One behind the other: some of these tests take all there is of the machine.
@Suite(.serialized) enum AcceptanceTests {}
