/*
 * Services that fork: who was started leaves a daemon behind and exits with code 0. The keeper, a subreaper, then has
 * the daemon among its descendants, and finds out which of them is the main process:
 *
 *   with a PID file   the number in it, once it is that of a live descendant; the file may appear after the exit
 *   without           the one child that is left; of several the oldest that leads a session, else the oldest
 *
 * Such a guess may be the middle one of two forks: when it leaves with code 0 within SETTLING_MS and somebody is left,
 * it is guessed again. A daemon with a PID file may put another in its place in the same way at any time. Any other end
 * of the main process is the end of the launch.
 */
#ifndef HOSTLER_DAEMON_H
#define HOSTLER_DAEMON_H

#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "records.h"

enum { SETTLING_MS = 5000 }; /* long enough for a machine that is starved */

static char pid_file[PATH_MAX]; /* empty: none */

static void expect_daemon(struct keeper *k, const struct order *o) {
    k->forks = find(o, FORKS) != NULL;
    k->settled = !k->forks;
    k->pid_file_seen = k->main_end = -1;
    if (find(o, PID_FILE))
        snprintf(pid_file, sizeof pid_file, "%s", text_of(o, PID_FILE));
}

/* The file may be anybody's: no link, no FIFO, nothing long. */
static pid_t read_pid_file(void) {
    struct stat file;
    char text[32] = "", *end;
    int fd = open(pid_file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, &file) == 0 && S_ISREG(file.st_mode))
        (void)!read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    long pid = strtol(text, &end, 10);
    end += strspn(end, " \t\r\n");
    return *end == 0 && pid > 1 && pid <= INT_MAX ? (pid_t)pid : 0;
}

static pid_t named_main(void) {
    pid_t pid = read_pid_file();
    return is_live_descendant(pid) ? pid : 0;
}

/* The best child so far. */
struct choice {
    pid_t pid;
    int leads;
    unsigned long long ticks;
};

static void consider(pid_t pid, void *with) {
    struct choice *best = with;
    struct process p;
    if (read_process(pid, &p) < 0 || p.parent != getpid() || p.state == 'Z' || p.state == 'X')
        return;
    int leads = p.session == pid;
    int better = leads != best->leads ? leads : p.ticks != best->ticks ? p.ticks < best->ticks : pid < best->pid;
    if (!best->pid || better)
        *best = (struct choice){pid, leads, p.ticks};
}

/* Nobody is found for certain only when looked for twice: a pass may meet an orphan before its parent has ended. */
static pid_t likely_main(void) {
    struct choice best = {0};
    for (int pass = 0; pass < 2 && !best.pid; pass++)
        each_process(consider, &best);
    return best.pid;
}

static void forget(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/*
 * Makes a descendant the main process, once the record tells of it. Of somebody else's child nobody will tell but its
 * descriptor, which comes first: whoever it is then found to be is held, and its end is not missed.
 */
static void settle(struct keeper *k, pid_t pid) {
    struct keeper now = *k;
    struct process p;
    now.main = pid;
    now.settled = 1;
    now.seeking = 0;
    now.main_end = syscall(SYS_pidfd_open, pid, 0);
    if (now.main_end < 0 || !is_live_descendant(pid) || read_process(pid, &p) < 0 || replace_birth(&now) < 0) {
        forget(&now.main_end);
        return;
    }
    if (p.parent == getpid())
        forget(&now.main_end);
    forget(&k->main_end);
    *k = now;
}

/* Wakes for whatever happens in the directory of the PID file, or in what is there of the way to it. */
static void watch_pid_file(struct keeper *k) {
    char directory[PATH_MAX], *slash;
    if (k->pid_file_seen < 0)
        k->pid_file_seen = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    strcpy(directory, pid_file);
    while ((slash = strrchr(directory, '/')) != NULL) {
        slash[slash == directory] = 0;
        if (inotify_add_watch(k->pid_file_seen, directory, IN_CREATE | IN_MOVED_TO | IN_MODIFY | IN_ATTRIB) >= 0 ||
            slash == directory)
            return;
    }
}

/* Whatever the wake-up was for: looks whether the main process can be told by now. */
static void seek_main(struct keeper *k) {
    if (!k->seeking)
        return;
    if (*pid_file)
        watch_pid_file(k); /* before the look: what is written after it wakes */
    pid_t pid = *pid_file ? named_main() : likely_main();
    if (pid > 0)
        settle(k, pid);
    k->unwritten = k->seeking && pid > 0;
    if (k->seeking)
        return;
    forget(&k->pid_file_seen);
    k->guessed = !*pid_file;
    k->guessed_at = now_ms(CLOCK_MONOTONIC);
}

/* Whether the end of the main process is not that of the launch; it is a zombie still. */
static int leaves_daemon(const struct keeper *k, const siginfo_t *end) {
    if (!k->forks || end->si_code != CLD_EXITED || end->si_status != 0 || !likely_main())
        return 0;
    if (!k->settled)
        return 1;
    return *pid_file ? named_main() > 0 : k->guessed && now_ms(CLOCK_MONOTONIC) - k->guessed_at < SETTLING_MS;
}

#endif
