/*
 * say MESSAGE...: tells NOTIFY_SOCKET each line, see sd_notify(3), and returns when it has been taken in (BARRIER=1):
 * who is gone by then is not listened to.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void barrier(int to) {
    int ends[2];
    char space[CMSG_SPACE(sizeof(int))] = "", text[] = "BARRIER=1";
    struct iovec line = {.iov_base = text, .iov_len = sizeof text - 1};
    struct msghdr message = {.msg_iov = &line, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    struct cmsghdr *descriptor = CMSG_FIRSTHDR(&message);
    descriptor->cmsg_level = SOL_SOCKET;
    descriptor->cmsg_type = SCM_RIGHTS;
    descriptor->cmsg_len = CMSG_LEN(sizeof(int));
    if (pipe(ends) < 0)
        exit(1);
    memcpy(CMSG_DATA(descriptor), &ends[1], sizeof(int));
    if (sendmsg(to, &message, 0) < 0)
        exit(1);
    close(ends[1]);
    struct pollfd taken = {.fd = ends[0]};
    poll(&taken, 1, 10000);
}

int main(int count, char **words) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *name = getenv("NOTIFY_SOCKET");
    char text[4096] = "";
    int to = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (!name || to < 0 || strlen(name) >= sizeof address.sun_path)
        return 1;
    strcpy(address.sun_path, name);
    if (name[0] == '@')
        address.sun_path[0] = 0;
    for (int i = 1; i < count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s\n", words[i]);
    if (connect(to, (struct sockaddr *)&address, offsetof(struct sockaddr_un, sun_path) + strlen(name)) < 0 ||
        send(to, text, strlen(text), 0) < 0)
        return 1;
    barrier(to);
    return 0;
}
