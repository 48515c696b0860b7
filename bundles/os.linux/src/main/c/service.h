/*
 * The child up to its exec: it becomes the service, exactly as ordered. It lives in the memory of the keeper, which
 * stands still meanwhile and is told there what could not be done.
 */
#ifndef HOSTLER_SERVICE_H
#define HOSTLER_SERVICE_H

#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "order.h"
#include "process.h"
#include "records.h"

/* One that is to become the service. What it tells is volatile: it never returns, so nobody is seen to read it. */
struct child {
    struct keeper *keeper;
    const struct order *order;
    char **argv, **envp;
    int out, err;
    volatile int on_record;     /* its birth is */
    volatile enum stage failed; /* STARTED: it has not */
    volatile int error;
};

_Noreturn static void give_up(struct child *c, enum stage stage) {
    c->failed = stage;
    c->error = errno;
    _exit(127);
}

/* The raw call: posix_spawn leaves 32 and 33 ignored, and glibc's signal() does not touch these two. */
static void reset_signals(void) {
    static const unsigned long default_action[8];
    for (int signal = 1; signal <= 64; signal++)
        syscall(SYS_rt_sigaction, signal, default_action, NULL, 8);
}

static void set_oom_score(int score) {
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        dprintf(fd, "%d", score); /* Without CAP_SYS_RESOURCE it stays as it was, which is no reason not to start. */
        close(fd);
    }
}

static void become_account(struct child *c) {
    const struct field *account = find(c->order, ACCOUNT);
    if (!account)
        return;
    const uint32_t *ids = (const uint32_t *)account->value; /* uid, gid, supplementary groups */
    if (setgroups(account->length / sizeof *ids - 2, ids + 2) < 0)
        give_up(c, SET_GROUPS);
    if (setresgid(ids[1], ids[1], ids[1]) < 0)
        give_up(c, SET_GID);
    if (setresuid(ids[0], ids[0], ids[0]) < 0)
        give_up(c, SET_UID);
}

/* Before the privileges are dropped: raising a hard limit needs them. */
static void set_limits(struct child *c) {
    for EACH_FIELD(f, c->order) {
        uint64_t words[3];
        if (f->tag != LIMIT)
            continue;
        memcpy(words, f->value, sizeof words);
        struct rlimit limit = {.rlim_cur = words[1], .rlim_max = words[2]};
        if (setrlimit((int)words[0], &limit) < 0)
            give_up(c, SET_LIMITS);
    }
}

/* Until the program runs the agent can withdraw the order by going away. */
static int is_withdrawn(void) {
    struct pollfd reader = {.fd = REPORT_FD};
    return poll(&reader, 1, 0) > 0;
}

/* While it is who it was: the service's user may not write there, nor a service whose files are limited. */
static void enter_record(struct child *c) {
    c->keeper->main = getpid();
    if (write_birth(c->keeper) < 0)
        give_up(c, WRITE_RECORDS);
    c->on_record = 1;
}

static void be_service(void *child) {
    static const sigset_t none;
    struct child *c = child;
    const struct order *o = c->order;
    /* From the keeper it has nothing to read, the default for every signal, and the OOM score. */
    if (setsid() < 0 || dup2(c->out, 1) < 0 || dup2(c->err, 2) < 0 || close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) < 0)
        give_up(c, PREPARE);
    enter_record(c);
    umask(number_of(o, UMASK, 022) & 0777);
    set_limits(c);
    become_account(c);
    /* As the user it is for: who may not enter the directory must not start in it. */
    if (chdir(text_of(o, DIRECTORY)) < 0)
        give_up(c, ENTER_DIRECTORY);
    errno = ECANCELED;
    if (is_withdrawn())
        give_up(c, WITHDRAWN);
    /* Not before: a signal that has come meanwhile ends what is on record, and is how it ended. */
    if (sigprocmask(SIG_SETMASK, &none, NULL) < 0)
        give_up(c, PREPARE);
    execve(text_of(o, PROGRAM), c->argv, c->envp);
    give_up(c, EXEC);
}

/*
 * Into the cgroup if there is one. Returns when the program runs, or when it is known why it does not: one that is not
 * on record was killed.
 */
static void start_service(struct child *c) {
    const struct field *group = find(c->order, CGROUP);
    int cgroup = group ? open(text_of(c->order, CGROUP), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    pid_t pid = group && cgroup < 0 ? -1 : vfork_into(cgroup, be_service, c);
    if (pid < 0) {
        c->failed = group ? JOIN_CGROUP : FORK;
        c->error = errno;
    } else {
        c->keeper->main = pid;
        if (c->failed == STARTED && !c->on_record)
            c->failed = DISMISSED;
    }
    close(cgroup);
}

#endif
