/*
 * The program that the benchmarks supervise, and what kills it.
 *
 *   probe FILE              appends "PID NANOSECONDS" (CLOCK_REALTIME, on entering main), and waits for ever
 *   probe kill FILE ROUNDS  ROUNDS times: kills -9 whom the last line of FILE names, prints the microseconds until the
 *                           next one's main; ends with 1 when there is none within 20 s
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

static const long long LONGEST_WAIT = 20000000000LL;

struct life {
    int pid;
    long long since;
};

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Sleeps until somebody writes to the file, so that waiting takes nothing from whom it waits for. */
static void await_write(int notice) {
    char events[4096];
    struct pollfd fd = {.fd = notice, .events = POLLIN};
    if (poll(&fd, 1, 1000) > 0 && read(notice, events, sizeof events) < 0)
        exit(1);
}

static void rest(long nanoseconds) {
    struct timespec time = {0, nanoseconds};
    nanosleep(&time, NULL);
}

static int live(const char *file) {
    char line[64];
    int length = snprintf(line, sizeof line, "%d %lld\n", getpid(), now());
    int fd = open(file, O_WRONLY | O_APPEND | O_CREAT, 0644);
    if (fd < 0 || write(fd, line, length) != length)
        return 1;
    while (1)
        pause();
}

/* Whoever wrote the last line; nobody: pid 0. */
static struct life last(const char *file) {
    struct life found = {0, 0};
    int pid;
    long long since;
    FILE *lines = fopen(file, "r");
    while (lines && fscanf(lines, "%d %lld", &pid, &since) == 2)
        found = (struct life){pid, since};
    if (lines)
        fclose(lines);
    return found;
}

static struct life next(const char *file, int before) {
    long long deadline = now() + LONGEST_WAIT;
    int notice = inotify_init1(IN_CLOEXEC);
    int there = inotify_add_watch(notice, file, IN_MODIFY) >= 0;
    struct life found = last(file);
    while ((found.pid == 0 || found.pid == before) && now() < deadline) {
        if (there)
            await_write(notice);
        else
            rest(1000000);
        found = last(file);
    }
    close(notice);
    return found.pid == before ? (struct life){0, 0} : found;
}

static int kill_rounds(const char *file, int rounds) {
    struct life current = next(file, 0);
    while (rounds-- > 0 && current.pid > 0) {
        int before = current.pid;
        long long killed = now();
        kill(before, SIGKILL);
        current = next(file, before);
        if (current.pid > 0)
            printf("%lld\n", (current.since - killed) / 1000);
        rest(50000000);
    }
    return current.pid > 0 ? 0 : 1;
}

int main(int count, char **arguments) {
    if (count == 2)
        return live(arguments[1]);
    if (count == 4 && strcmp(arguments[1], "kill") == 0)
        return kill_rounds(arguments[2], atoi(arguments[3]));
    fprintf(stderr, "probe FILE | probe kill FILE ROUNDS\n");
    return 2;
}
