/*
 * Where the output goes: a file that the service appends to itself, or a pipe that the keeper empties into it.
 */
#ifndef HOSTLER_OUTPUT_H
#define HOSTLER_OUTPUT_H

#include <sys/ioctl.h>
#include <sys/stat.h>

#include "records.h"

static char buffer[16 * 1024];

static int open_output(struct keeper *k, const struct order *o) {
    struct stat file;
    /* The directory may be the service's own, and this is still the agent's user: no link, no FIFO, no terminal. */
    int flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int fd = open(text_of(o, OUTPUT), flags, 0640);
    if (fd < 0 || fstat(fd, &file) < 0 || fcntl(fd, F_SETFL, O_APPEND) < 0)
        fail(OPEN_OUTPUT);
    errno = EINVAL;
    if (!S_ISREG(file.st_mode) && !S_ISCHR(file.st_mode))
        fail(OPEN_OUTPUT);
    k->output_start = file.st_size;
    return fd;
}

/* The service's own: a program may open /dev/stdout again, and that asks for the permissions of the pipe. */
static int give_away(const struct order *o, int pipe) {
    const struct field *account = find(o, ACCOUNT);
    const uint32_t *ids = account ? (const uint32_t *)account->value : NULL;
    return ids ? fchown(pipe, ids[0], ids[1]) : 0;
}

static int open_pipe(const struct order *o, int ends[2]) {
    return pipe2(ends, O_CLOEXEC) < 0 ? -1 : give_away(o, ends[1]);
}

static size_t write_all(int fd, const char *bytes, size_t size) {
    size_t done = 0;
    for (ssize_t n; done < size && (n = write(fd, bytes + done, size - done)) > 0;)
        done += n;
    return done;
}

/* True when the log tells of everything that was dropped before. */
static int tell_dropped(struct keeper *k) {
    char text[96];
    int size = snprintf(text, sizeof text, "\n[hostler: %llu bytes of output were dropped: the log took no more]\n",
                        (unsigned long long)k->untold);
    if (k->untold > 0 && write(k->log, text, size) == size)
        k->untold = 0;
    return k->untold == 0;
}

/* What the disk does not take is dropped, and counted: the writer must never wait for a disk that is full. */
static void append(struct keeper *k, size_t size) {
    size_t lost = size - (tell_dropped(k) ? write_all(k->log, buffer, size) : 0);
    k->dropped += lost;
    k->untold += lost;
}

static void pump_once(struct keeper *k) {
    ssize_t n = read(k->pipe, buffer, sizeof buffer);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        close(k->pipe);
        k->pipe = -1;
    }
    if (n > 0 && k->room > 0) {
        size_t kept = (uint64_t)n < k->room ? (size_t)n : k->room;
        append(k, kept);
        k->room -= k->room == UINT64_MAX ? 0 : kept;
    }
}

/* Moves what is in the pipe now, however fast somebody goes on writing. */
static void pump_all(struct keeper *k) {
    int waiting = 0;
    if (k->pipe < 0 || ioctl(k->pipe, FIONREAD, &waiting) < 0)
        return;
    for (int moved = 0; moved < waiting && k->pipe >= 0; moved += sizeof buffer)
        pump_once(k);
}

#endif
