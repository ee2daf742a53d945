import Foundation
import TestProcesses

// Writing to a parent that is gone must be an error to clean up after, not the end.
ignoreBrokenPipes()
exit(runFixture(Array(CommandLine.arguments.dropFirst())))
