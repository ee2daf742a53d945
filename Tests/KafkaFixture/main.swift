import Foundation

// Writing to a parent that is gone must be an error to clean up after, not the end.
signal(SIGPIPE, SIG_IGN)
exit(runFixture(Array(CommandLine.arguments.dropFirst())))
