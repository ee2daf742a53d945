internal import TripCommands
internal import TripCore
internal import TripKafka
internal import TripSimulator
internal import TripSystem

/// Wires the commands to the real outside and ends the process with their exit status.
@main
enum Main {
    static func main() {
        let start = ContinuousClock.now
        Signals.endOnInterrupt()
        Signals.explainCrashes()
        let context = Context(
            environment: { Machine.environment($0) },
            terminal: Context.Terminal(
                input: Streams.isTerminal(.input), output: Streams.isTerminal(.output),
                error: Streams.isTerminal(.error),
                size: { Streams.size.map { Context.Size(columns: $0.columns, rows: $0.rows) } }),
            now: { Machine.now() },
            start: start,
            pause: { Machine.pause($0) },
            concurrently: { Threads.start(all: $0) },
            readFile: { path throws(Failure) in try Files.text(of: path) },
            peekFile: { path throws(Failure) in try Files.beginning(of: path) },
            replaceFile: { path, text, mode throws(Failure) in try Files.replace(path, with: text, mode: mode) },
            appendFile: { path, text throws(Failure) in try Files.append(text, to: path) },
            readLine: { Streams.readLineOfInput() },
            connect: { connection throws(Failure) in try KafkaCluster(connection) },
            machine: .real,
            demo: { scenario, port throws(Failure) in try RunningDemo.start(scenario, firstPort: port) },
            library: { KafkaCluster.library },
            write: { text throws(Failure) in try Streams.writeOutput(text) },
            writeError: { Streams.writeError($0) })
        Machine.leave(run(in: context))
    }

    private static func run(in context: Context) -> Int32 {
        do throws(Failure) {
            return Invocation.run(try Arguments.all(), in: context)
        } catch {
            context.writeError(Renderer.errorText(error, color: false))
            return Invocation.usageStatus
        }
    }
}
