import Testing

/// The acceptance tests of `docs/acceptance.md`, which run the program from outside. Their ids are those of the
/// document.
///
/// The tests run serially, since some of them use the whole machine.
@Suite(.serialized) enum AcceptanceTests {}
