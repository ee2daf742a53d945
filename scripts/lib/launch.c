// launch OUTPUT PROGRAM ARGUMENT…: runs a program with its output in a file and prints, in one line,
// nanoseconds of wall time, microseconds of processor time, KiB of peak resident memory, exit status.
//
// A child's peak starts at what its parent had, even across exec: so whoever measures must be small, and Python is not.
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char **arguments) {
    if (count < 3) return 64;
    int output = open(arguments[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (output < 0 || nothing < 0) return 1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, nothing, 0);
    posix_spawn_file_actions_adddup2(&actions, output, 1);
    posix_spawn_file_actions_adddup2(&actions, output, 2);

    pid_t child;
    int status;
    struct rusage usage;
    long long began = now();
    if (posix_spawnp(&child, arguments[2], &actions, NULL, arguments + 2, environ) != 0) return 127;
    if (wait4(child, &status, 0, &usage) < 0) return 1;
    long long ended = now();

    long long processor = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec +
                          (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000LL;
    long peak = usage.ru_maxrss;
#ifdef __APPLE__
    peak /= 1024;  // bytes there
#endif
    printf("%lld %lld %ld %d\n", ended - began, processor, peak,
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return 0;
}
