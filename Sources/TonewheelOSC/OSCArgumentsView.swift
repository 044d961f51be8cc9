/// The arguments of a message inside a packet, in order. An array is flat here: ``OSCArgumentView/arrayBegin``, its
/// arguments, ``OSCArgumentView/arrayEnd``.
///
/// The iterator is a value: copy it to look ahead.
///
/// - Important: The view is valid only as long as the packet's bytes.
public struct OSCArgumentsView: Sequence {
    private let tags: OSCReader
    private let data: OSCReader

    @_noLocks @_noAllocation
    package init(tags: OSCReader, data: OSCReader) {
        self.tags = tags
        self.data = data
    }

    /// Returns an iterator over the arguments.
    @_noLocks @_noAllocation
    public func makeIterator() -> Iterator {
        Iterator(tags: tags, data: data)
    }

    /// An iterator over the type tags and the data in parallel.
    public struct Iterator: IteratorProtocol {
        private var tags: OSCReader
        private var data: OSCReader
        private var arrayDepth = 0

        @_noLocks @_noAllocation
        fileprivate init(tags: OSCReader, data: OSCReader) {
            self.tags = tags
            self.data = data
        }

        /// Returns the next argument, or nil after the last.
        @_noLocks @_noAllocation
        public mutating func next() -> OSCArgumentView? {
            // Validation runs the same code, so no error is thrown here.
            do { return try parseNext() } catch { return nil }
        }

        /// Returns the next argument, or nil after the last. All reads of type tags and data go through this function.
        @_noLocks @_noAllocation
        package mutating func parseNext() throws(OSCDecodingError) -> OSCArgumentView? {
            let tagOffset = tags.offset
            guard let byte = tags.readByte() else {
                guard arrayDepth == 0 else { throw .unclosedArray(offset: tagOffset) }
                guard data.remaining == 0 else { throw .trailingBytes(data.remaining, offset: data.offset) }
                return nil
            }
            guard let tag = OSCTypeTag(letter: byte) else { throw .unknownTypeTag(byte, offset: tagOffset) }
            switch tag {
            case .int32: return .int32(Int32(bitPattern: try read32(tag)))
            case .float32: return .float32(Float(bitPattern: try read32(tag)))
            case .string: return .string(try readString(tag))
            case .blob: return .blob(try readBlob(tag))
            case .int64: return .int64(Int64(bitPattern: try read64(tag)))
            case .double: return .double(Double(bitPattern: try read64(tag)))
            case .timeTag: return .timeTag(OSCTimeTag(rawValue: try read64(tag)))
            case .symbol: return .symbol(try readString(tag))
            case .character: return .character(try read32(tag))
            case .color: return .color(try read32(tag))
            case .midi: return .midi(OSCMIDIMessage(rawValue: try read32(tag)))
            case .true: return .bool(true)
            case .false: return .bool(false)
            case .nil: return .nil
            case .impulse: return .impulse
            case .arrayBegin:
                guard arrayDepth < OSCMessage.maximumArrayDepth else { throw .arraysTooDeep(offset: tagOffset) }
                arrayDepth &+= 1
                return .arrayBegin
            case .arrayEnd:
                guard arrayDepth > 0 else { throw .unmatchedArrayEnd(offset: tagOffset) }
                arrayDepth &-= 1
                return .arrayEnd
            }
        }

        @_noLocks @_noAllocation
        private mutating func read32(_ tag: OSCTypeTag) throws(OSCDecodingError) -> UInt32 {
            guard let value = data.readUInt32() else { throw truncated(tag) }
            return value
        }

        @_noLocks @_noAllocation
        private mutating func read64(_ tag: OSCTypeTag) throws(OSCDecodingError) -> UInt64 {
            guard let value = data.readUInt64() else { throw truncated(tag) }
            return value
        }

        @_noLocks @_noAllocation
        private mutating func readString(_ tag: OSCTypeTag) throws(OSCDecodingError) -> OSCStringView {
            guard data.remaining > 0 else { throw truncated(tag) }
            guard let bytes = data.readString() else { throw .unterminatedString(offset: data.offset) }
            return OSCStringView(bytes)
        }

        @_noLocks @_noAllocation
        private mutating func readBlob(_ tag: OSCTypeTag) throws(OSCDecodingError) -> UnsafeRawBufferPointer {
            let offset = data.offset
            let size = Int32(bitPattern: try read32(tag))
            guard let bytes = data.readPadded(Int(size)) else { throw .invalidBlobSize(size, offset: offset) }
            return bytes
        }

        @_noLocks @_noAllocation
        private func truncated(_ tag: OSCTypeTag) -> OSCDecodingError {
            .truncatedArgument(tag: tag.letter, offset: data.offset)
        }
    }
}
