import Foundation
import Testing
import TripSystem

/// What a signal's end says. Each of these processes ends by its own signal.
@Suite struct SignalsTests {
    @Test func whatIsToBeSaidIsSaidOnceAndTheStatusStays() async {
        let interrupted = await #expect(processExitsWith: .exitCode(130), observing: [\.standardErrorContent]) {
            Signals.endOnInterrupt()
            Signals.sayOnInterrupt("first\n")
            Signals.sayOnInterrupt("tripctl: interrupted on the way to start kafka-1: zookeeper runs on\nhint: x\n")
            end(by: SIGINT)
        }
        let words = Self.words(of: interrupted)
        let said = "tripctl: interrupted on the way to start kafka-1: zookeeper runs on\nhint: x\n"
        #expect(words?.ranges(of: said).count == 1)
        #expect(words?.contains("first") == false)
        let terminated = await #expect(processExitsWith: .exitCode(143), observing: [\.standardErrorContent]) {
            Signals.endOnInterrupt()
            Signals.sayOnInterrupt("the end\n")
            end(by: SIGTERM)
        }
        #expect(Self.words(of: terminated)?.contains("the end\n") == true)
    }

    @Test func withNothingToSayNothingIsSaid() async {
        let silent = await #expect(processExitsWith: .exitCode(130), observing: [\.standardErrorContent]) {
            Signals.endOnInterrupt()
            Signals.sayOnInterrupt("it is over by then\n")
            Signals.sayOnInterrupt(nil)
            end(by: SIGINT)
        }
        #expect(Self.words(of: silent)?.contains("over by then") == false)
    }

    /// With what the test library writes around it.
    private static func words(of result: ExitTest.Result?) -> String? {
        result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) }
    }
}

/// Sends this process a signal. The thread of a test begins with most of them blocked.
private func end(by number: Int32) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
}
