internal import Synchronization

/// The memory that a worker's render thread writes an image of its graph into, when a stamp asks for one. The control
/// thread provides the memory and finds the image.
package final class ImageTarget: Sendable {
    /// The part that the render thread uses.
    let view = View()

    /// The states of the memory.
    private enum State {
        static var none: Int { @_noLocks @_noAllocation get { 0 } }
        static var empty: Int { @_noLocks @_noAllocation get { 1 } }
        static var written: Int { @_noLocks @_noAllocation get { 2 } }
    }

    package init() {}

    deinit {
        view.words.deinitialize(count: 1)
        view.words.deallocate()
    }

    /// Provides the memory of the next image, which the caller keeps alive until the image is taken. `[control]`
    func provide(_ memory: UnsafeMutableRawBufferPointer) {
        view.words.pointee.base = memory.baseAddress
        view.words.pointee.capacity = memory.count
        view.words.pointee.state.store(State.empty, ordering: .releasing)
    }

    /// Returns the size of the image that has been written; nil if there is none. A size beyond that of the memory
    /// means that the image is incomplete. `[control]`
    func takeSize() -> Int? {
        guard view.words.pointee.state.load(ordering: .acquiring) == State.written else { return nil }
        view.words.pointee.state.store(State.none, ordering: .relaxed)
        return view.words.pointee.byteCount
    }

    /// Whether there is an image that has not been taken. For tests. `[control]`
    package var isWritten: Bool { view.words.pointee.state.load(ordering: .acquiring) == State.written }

    fileprivate struct Words: ~Copyable {
        let state = Atomic(State.none)
        var base: UnsafeMutableRawPointer?
        var capacity = 0
        var byteCount = 0
    }

    struct View: BitwiseCopyable, @unchecked Sendable {  // the state guards the other words
        fileprivate let words: UnsafeMutablePointer<Words>

        fileprivate init() {
            words = .allocate(capacity: 1)
            words.initialize(to: Words())
        }

        /// The memory of the image that is asked for; nil if there is none. `[render]`
        var memory: UnsafeMutableRawBufferPointer? {
            @_noLocks @_noAllocation get {
                guard words.pointee.state.load(ordering: .acquiring) == State.empty, let base = words.pointee.base
                else { return nil }
                return UnsafeMutableRawBufferPointer(start: base, count: words.pointee.capacity)
            }
        }

        /// Passes the image to the control thread. `[render]`
        @_noLocks @_noAllocation
        func publish(byteCount: Int) {
            words.pointee.byteCount = byteCount
            words.pointee.state.store(State.written, ordering: .releasing)
        }
    }
}
