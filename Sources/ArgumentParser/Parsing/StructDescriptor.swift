/// What the compiler has written down about a struct: its name and its stored properties.
///
/// The layout is that of Swift's ABI ("Type Metadata" and "Field Descriptors" in the Swift project's documentation),
/// the one that `Mirror` reads.
struct StructDescriptor {
    /// A stored property.
    struct Field {
        let name: String
        /// Where it is in a value, in bytes.
        let offset: Int
    }

    private let metadata: UnsafeRawPointer
    private let descriptor: UnsafeRawPointer

    /// The kind of metadata that a struct has.
    private static let structKind = 0x200

    /// Describes `type`, which must be a struct.
    init(_ type: Any.Type) {
        metadata = unsafeBitCast(type, to: UnsafeRawPointer.self)
        guard metadata.load(as: Int.self) == Self.structKind else {
            fatalError("\(type) holds arguments, so it must be a struct")
        }
        descriptor = metadata.load(fromByteOffset: MemoryLayout<Int>.size, as: UnsafeRawPointer.self)
    }

    /// The name without those of the module and of outer types.
    var name: String { Self.string(at: Self.target(of: descriptor + 8)) }

    /// The stored properties, in the order of declaration; none when they were stripped from the program.
    var fields: [Field] {
        guard let fields = Self.target(of: descriptor + 16) else { return [] }
        let count = Int(descriptor.load(fromByteOffset: 20, as: UInt32.self))
        let offsets = metadata + Int(descriptor.load(fromByteOffset: 24, as: UInt32.self)) * MemoryLayout<Int>.size
        let recordSize = Int(fields.load(fromByteOffset: 10, as: UInt16.self))
        return (0..<count).map { index in
            Field(
                name: Self.string(at: Self.target(of: fields + 16 + index * recordSize + 8)),
                offset: Int(offsets.load(fromByteOffset: index * 4, as: UInt32.self)))
        }
    }

    /// What the distance at `pointer` leads to; nil when it is zero.
    private static func target(of pointer: UnsafeRawPointer) -> UnsafeRawPointer? {
        let distance = Int(pointer.load(as: Int32.self))
        return distance == 0 ? nil : pointer + distance
    }

    private static func string(at pointer: UnsafeRawPointer?) -> String {
        pointer.map { String(cString: $0.assumingMemoryBound(to: CChar.self)) } ?? ""
    }
}
