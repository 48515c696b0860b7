/*
 * tell MESSAGE...: sends each to $NOTIFY_SOCKET, sd_notify(3), then waits for the barrier as systemd-notify does: until
 * the receiver has closed the descriptor that came with BARRIER=1. For tests.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int send_with(int to, const char *text, int descriptor) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *name = getenv("NOTIFY_SOCKET");
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec part = {(char *)text, strlen(text)};
    struct msghdr message = {.msg_name = &address, .msg_iov = &part, .msg_iovlen = 1};
    if (!name || *name != '@' || strlen(name) > sizeof address.sun_path)
        return -1;
    memcpy(address.sun_path + 1, name + 1, strlen(name) - 1);
    message.msg_namelen = offsetof(struct sockaddr_un, sun_path) + strlen(name);
    if (descriptor >= 0) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(&control.header), &descriptor, sizeof descriptor);
    }
    return sendmsg(to, &message, 0);
}

int main(int count, char **words) {
    int socket_fd = socket(AF_UNIX, SOCK_DGRAM, 0), barrier[2];
    for (int i = 1; i < count; i++)
        if (send_with(socket_fd, words[i], -1) < 0)
            return 1;
    if (pipe(barrier) < 0 || send_with(socket_fd, "BARRIER=1", barrier[1]) < 0)
        return 2;
    close(barrier[1]);
    struct pollfd end = {.fd = barrier[0]};
    return poll(&end, 1, 10000) == 1 ? 0 : 3;
}
