public import TripCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The words of the command line.
///
/// On Linux, Swift's runtime reads them from `/proc/self/cmdline`, and where `/proc` is not mounted, as in a bare chroot,
/// it has none, the program's own name included. A program that took that for an empty command line would show its help
/// and say that all is well. The words are still where the kernel put them, on the first stack.
public enum Arguments {
    /// The words after the program's name.
    ///
    /// - Throws: `usage` when they can be read nowhere.
    public static func all() throws(Failure) -> [String] {
        if CommandLine.argc > 0 { return Array(CommandLine.arguments.dropFirst()) }
        #if os(Linux)
        if let words = onFirstStack() { return Array(words.dropFirst()) }
        #endif
        throw Failure(
            .usage, doing: "read the command line", reason: "Swift's runtime has it from /proc, which is not there",
            hint: "mount -t proc proc /proc")
    }

    #if os(Linux)
    /// The words as the kernel laid them down; `nil` unless it is certain that they are.
    static func onFirstStack() -> [String]? {
        // Looked up by name: Swift does not let a C variable be read that another thread may change. None runs yet.
        guard let environment = variable("environ"), let name = variable("program_invocation_name") else { return nil }
        return words(before: environment, beginningWith: name)
    }

    private static func variable(_ name: String) -> UnsafeRawPointer? {
        dlsym(nil, name)?.load(as: UnsafeRawPointer?.self)
    }
    #endif

    /// The words that end where the environment begins. The System V ABI has them so: their count, a pointer to each, a
    /// null, and then the environment's pointers.
    ///
    /// - Parameters:
    ///   - environment: where the pointers of the environment are.
    ///   - name: where the first word is, as the C library noted it.
    /// - Returns: `nil` when the memory before the environment is not laid out like that, as when somebody has moved it.
    static func words(before environment: UnsafeRawPointer, beginningWith name: UnsafeRawPointer) -> [String]? {
        let size = MemoryLayout<UInt>.size
        func word(_ number: Int) -> UInt { environment.load(fromByteOffset: -size * number, as: UInt.self) }
        guard word(1) == 0 else { return nil }
        // Backwards from the null to the count, which no pointer is as small as.
        var count = 0
        while word(count + 2) != UInt(count) { count += 1 }
        guard count > 0, word(count + 1) == UInt(bitPattern: name) else { return nil }
        return (1...count).reversed().compactMap { number in
            UnsafePointer<CChar>(bitPattern: word(number + 1)).map { String(cString: $0) }
        }
    }
}
