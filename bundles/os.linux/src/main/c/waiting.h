/*
 * The time before the order: an agent has a keeper ready before it needs one.
 */
#ifndef HOSTLER_WAITING_H
#define HOSTLER_WAITING_H

#include <poll.h>
#include <sys/mman.h>
#include <sys/signalfd.h>

#include "order.h"
#include "process.h"

/* False at the end of the file, where more was to come. */
static int read_all(void *to, size_t size) {
    ssize_t n = 1;
    for (size_t done = 0; done < size && n > 0; done += n)
        if ((n = read(ORDER_FD, (char *)to + done, size - done)) < 0)
            fail(READ_ORDER);
    return n > 0;
}

/*
 * Who ends the cgroup it waits in, as systemd does a scope, need not wait for the agent. An order that comes after that
 * is none.
 */
static void await_order(int signals) {
    struct signalfd_siginfo got;
    struct pollfd fds[2] = {{.fd = ORDER_FD, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    do {
        (void)!poll(fds, 2, -1);
        while (read(signals, &got, sizeof got) == sizeof got)
            if (got.ssi_signo == SIGTERM) {
                errno = 0;
                fail(DISMISSED);
            }
    } while (!fds[0].revents);
}

/* Without an agent there is nothing to do. */
static const struct order *read_order(int signals) {
    struct order head, *o;
    await_order(signals);
    if (!read_all(&head, sizeof head))
        _exit(0);
    size_t size = sizeof head + head.length;
    o = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (o == MAP_FAILED)
        fail(READ_ORDER);
    *o = head;
    errno = EPROTO;
    if (!read_all(o + 1, head.length) || !is_readable(o, size))
        fail(READ_ORDER);
    close(ORDER_FD);
    return o;
}

#endif
