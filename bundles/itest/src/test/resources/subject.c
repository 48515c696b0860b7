/*
 * subject: a service for tests, of any kind; it tells what it is by what it does.
 *
 *   subject sleep                     does nothing, for ever
 *   subject lines                     writes "line 1", "line 2", ... at 100 a second
 *   subject daemon [PIDFILE]          leaves a daemon behind; in a session of its own, with two children
 *   subject notify                    says READY=1, then WATCHDOG=1 ten times a second
 *   subject leave FILE                on SIGUSR1 exits with the code that FILE holds, above 255 dies of signal code - 256
 *   subject task FILE                 appends a line to FILE, waits a moment, succeeds
 *   subject deaf                      ignores SIGTERM, with children in sessions of their own
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const char *code_file;

_Noreturn static void rest(void) {
    for (;;)
        pause();
}

static void child(int own_session) {
    if (fork() == 0) {
        if (own_session)
            setsid();
        rest();
    }
}

_Noreturn static void lines(void) {
    for (long n = 1;; n++) {
        char line[32];
        int size = snprintf(line, sizeof line, "line %ld\n", n);
        for (int done = 0, wrote; done < size; done += wrote)
            if ((wrote = write(1, line + done, size - done)) < 0)
                _exit(1);
        usleep(10 * 1000);
    }
}

_Noreturn static void daemon_with(const char *pid_file) {
    if (fork() > 0) {
        /* The daemon's file is there before its parent goes, as daemon(7) asks. */
        while (pid_file && access(pid_file, R_OK) < 0)
            usleep(1000);
        _exit(0);
    }
    setsid();
    child(0);
    child(1);
    if (pid_file) {
        char fresh[4096];
        snprintf(fresh, sizeof fresh, "%s.new", pid_file);
        FILE *file = fopen(fresh, "w");
        fprintf(file, "%d\n", getpid());
        fclose(file);
        rename(fresh, pid_file);
    }
    rest();
}

static void say(const char *what) {
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (!path || strlen(path) >= sizeof to.sun_path)
        _exit(2);
    strcpy(to.sun_path, path);
    if (to.sun_path[0] == '@')
        to.sun_path[0] = 0;
    sendto(fd, what, strlen(what), 0, (struct sockaddr *)&to,
           offsetof(struct sockaddr_un, sun_path) + strlen(path));
    close(fd);
}

_Noreturn static void notify(void) {
    say("READY=1\nSTATUS=fine");
    for (;;) {
        say("WATCHDOG=1");
        usleep(100 * 1000);
    }
}

static void leave(int signal_number) {
    FILE *file = fopen(code_file, "r");
    int code = 1;
    (void)signal_number;
    if (file && fscanf(file, "%d", &code) == 1 && code > 255) {
        signal(code - 256, SIG_DFL);
        raise(code - 256);
    }
    _exit(code);
}

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "sleep";
    if (!strcmp(what, "lines"))
        lines();
    if (!strcmp(what, "daemon"))
        daemon_with(argc > 2 ? argv[2] : NULL);
    if (!strcmp(what, "notify"))
        notify();
    if (!strcmp(what, "leave")) {
        code_file = argv[2];
        signal(SIGUSR1, leave);
    }
    if (!strcmp(what, "task")) {
        FILE *file = fopen(argv[2], "a");
        fputs("done\n", file);
        fclose(file);
        usleep(200 * 1000);
        return 0;
    }
    if (!strcmp(what, "deaf")) {
        signal(SIGTERM, SIG_IGN);
        child(0);
        child(1);
    }
    rest();
}
