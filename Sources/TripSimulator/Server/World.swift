/// What the server's thread and the threads of whoever runs it share.
struct World: Sendable {
    /// The cluster, and what goes wrong.
    var answering: Answering
    /// How many requests came, by what they asked for.
    var requests: [API: Int] = [:]
    /// Counts what may let a waiting request go on.
    var changes: UInt64 = 0
    /// The last of them that the ports are right for.
    var taken: UInt64 = 0
    /// Sockets of brokers that were added, for the server's thread to take.
    var newListeners: [(broker: Int32, descriptor: Int32)] = []
    /// The brokers that have a socket.
    var listening: Set<Int32> = []
    /// Whether the server is to end.
    var isStopping = false
    /// Whether it has ended, and every socket is closed.
    var isStopped = false
}
