/*
 * What a service says of itself, sd_notify(3), whether an agent lives or not: datagrams to an abstract socket, of
 * which only those count whose sender is a descendant of the keeper when they are read. A sender that has been reaped
 * by then cannot be proven, and is not believed. The keeper also counts the watchdog, and kills nobody.
 *
 * The watchdog counts anew from every WATCHDOG=1. It does not count while the main process is stopped or the cgroup
 * frozen, nor when the keeper itself was late, and begins anew after that: nobody can speak who may not run.
 */
#ifndef HOSTLER_NOTIFY_H
#define HOSTLER_NOTIFY_H

#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "daemon.h"
#include "records.h"

enum { LONGEST_MESSAGE = 4096, MESSAGES_AT_ONCE = 16, LATE_MS = 1000 };

static char message[LONGEST_MESSAGE + 1];

static int offer_socket(struct keeper *k, const struct order *o) {
    const struct field *name = find(o, NOTIFY_SOCKET);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int yes = 1;
    k->notify = k->group_events = -1;
    if (!name)
        return 0;
    memcpy(address.sun_path + 1, name->value, name->length);
    k->notify = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return k->notify < 0 || setsockopt(k->notify, SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes) < 0
               ? -1
               : bind(k->notify, (struct sockaddr *)&address,
                      offsetof(struct sockaddr_un, sun_path) + 1 + name->length);
}

static void count_anew(struct keeper *k) {
    k->watchdog_end = k->watchdog_ms > 0 ? now_ms(CLOCK_MONOTONIC) + k->watchdog_ms : -1;
}

static void start_watchdog(struct keeper *k, const struct order *o) {
    char path[PATH_MAX];
    k->watchdog_ms = (int64_t)number_of(o, WATCHDOG_MS, 0);
    count_anew(k);
    if (k->notify < 0 || !find(o, CGROUP))
        return;
    snprintf(path, sizeof path, "%s/cgroup.events", text_of(o, CGROUP));
    k->group_events = open(path, O_RDONLY | O_CLOEXEC);
}

/* No control characters: not those of ASCII, nor their second set (U+0080 to U+009F). */
static void take_status(struct notices *said, const char *text) {
    size_t n = strnlen(text, LONGEST_STATUS);
    while (n > 0 && (text[n] & 0xC0) == 0x80) /* not in the middle of a character */
        n--;
    memset(said->status, 0, sizeof said->status);
    memcpy(said->status, text, n);
    for (unsigned char *c = (unsigned char *)said->status; *c; c++) {
        if (c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0)
            c[0] = c[1] = ' ';
        if (*c < ' ' || *c == 0x7F)
            *c = ' ';
    }
}

static void take_main(struct keeper *k, const char *number) {
    char *end;
    long pid = strtol(number, &end, 10);
    if (*number && !*end && pid > 1 && pid <= INT_MAX && pid != k->main && is_live_descendant((pid_t)pid))
        settle(k, (pid_t)pid);
}

static void take_interval(struct keeper *k, const char *number) {
    char *end;
    unsigned long long microseconds = strtoull(number, &end, 10);
    if (*number < '0' || *number > '9' || *end || microseconds / 1000 > INT_MAX)
        return;
    k->watchdog_ms = (int64_t)(microseconds + 999) / 1000;
    count_anew(k);
}

static void take_word(struct keeper *k, const char *word) {
    if (strcmp(word, "READY=1") == 0)
        k->said.ready = 1;
    else if (strcmp(word, "STOPPING=1") == 0)
        k->said.stopping = 1;
    else if (strncmp(word, "STATUS=", 7) == 0)
        take_status(&k->said, word + 7);
    else if (strncmp(word, "MAINPID=", 8) == 0)
        take_main(k, word + 8);
    else if (strncmp(word, "WATCHDOG_USEC=", 14) == 0)
        take_interval(k, word + 14);
    else if (strcmp(word, "WATCHDOG=trigger") == 0)
        k->said.watchdog_expired = 1;
    else if (strcmp(word, "WATCHDOG=1") == 0) {
        k->said.watchdog_expired = 0;
        count_anew(k);
    }
}

static pid_t sender_of(struct msghdr *m) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c))
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_CREDENTIALS)
            return ((struct ucred *)CMSG_DATA(c))->pid;
    return 0;
}

static void tell_notices(struct keeper *k) {
    if (memcmp(&k->said, &k->told, sizeof k->said) != 0 && write_notices(k) == 0)
        k->told = k->said;
}

/* Whoever waits for BARRIER=1 sees that, when all that was said before is in the record. */
static void close_received(struct keeper *k, struct msghdr *m) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        tell_notices(k);
        for (size_t i = 0; i < (c->cmsg_len - CMSG_LEN(0)) / sizeof(int); i++)
            close(((int *)CMSG_DATA(c))[i]);
    }
}

static void take_words(struct keeper *k) {
    char *rest = message;
    for (char *word; (word = strsep(&rest, "\n")) != NULL;)
        take_word(k, word);
}

/* False when there is no message. Descriptors beyond the room for them are closed by the kernel. */
static int take_message(struct keeper *k) {
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(8 * sizeof(int))];
    } control;
    struct iovec part = {message, LONGEST_MESSAGE};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t n = recvmsg(k->notify, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (n < 0)
        return 0;
    message[n] = 0;
    if (!(m.msg_flags & MSG_TRUNC) && is_descendant(sender_of(&m)))
        take_words(k);
    close_received(k, &m);
    return 1;
}

/* Before anybody is reaped: a sender that has ended is still proven by its zombie. */
static void listen_to_service(struct keeper *k) {
    for (int i = 0; k->notify >= 0 && i < MESSAGES_AT_ONCE && take_message(k);)
        i++;
    tell_notices(k);
}

/* Reading it is what makes the next change wake. */
static int is_frozen(struct keeper *k) {
    char text[256];
    ssize_t n = k->group_events < 0 ? -1 : pread(k->group_events, text, sizeof text - 1, 0);
    if (n < 0)
        forget(&k->group_events);
    text[n < 0 ? 0 : n] = 0;
    return strstr(text, "frozen 1") != NULL;
}

static int is_paused(struct keeper *k) {
    struct process p;
    int frozen = is_frozen(k);
    return frozen || (k->main > 0 && read_process(k->main, &p) == 0 && (p.state == 'T' || p.state == 't'));
}

/* At every wake-up: children that are stopped and go on tell with SIGCHLD, the cgroup by its events. */
static void count_watchdog(struct keeper *k) {
    if (k->watchdog_ms <= 0 && k->group_events < 0)
        return;
    int was_paused = k->paused;
    k->paused = is_paused(k) || k->main <= 0;
    int64_t late = now_ms(CLOCK_MONOTONIC) - k->watchdog_end;
    if (was_paused || k->paused || (k->watchdog_end >= 0 && late > LATE_MS)) {
        if (k->watchdog_end >= 0)
            count_anew(k);
    } else if (k->watchdog_end >= 0 && late >= 0 && k->main > 0) {
        k->said.watchdog_expired = 1;
        k->watchdog_end = -1;
        tell_notices(k);
    }
}

#endif
