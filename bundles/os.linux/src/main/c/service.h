/*
 * The child between fork and exec: it becomes the service, exactly as ordered. Whatever it cannot do it tells the
 * keeper as {stage, errno}, and ends.
 */
#ifndef HOSTLER_SERVICE_H
#define HOSTLER_SERVICE_H

#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "order.h"
#include "process.h"

_Noreturn static void give_up(int outcome, enum stage stage) {
    report(outcome, stage, errno);
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

static void become_account(const struct order *o, int outcome) {
    const struct field *account = find(o, ACCOUNT);
    if (!account)
        return;
    const uint32_t *ids = (const uint32_t *)account->value; /* uid, gid, supplementary groups */
    if (setgroups(account->length / sizeof *ids - 2, ids + 2) < 0)
        give_up(outcome, SET_GROUPS);
    if (setresgid(ids[1], ids[1], ids[1]) < 0)
        give_up(outcome, SET_GID);
    if (setresuid(ids[0], ids[0], ids[0]) < 0)
        give_up(outcome, SET_UID);
}

/* Before the privileges are dropped: raising a hard limit needs them. */
static void set_limits(const struct order *o, int outcome) {
    for EACH_FIELD(f, o) {
        uint64_t words[3];
        if (f->tag != LIMIT)
            continue;
        memcpy(words, f->value, sizeof words);
        struct rlimit limit = {.rlim_cur = words[1], .rlim_max = words[2]};
        if (setrlimit((int)words[0], &limit) < 0)
            give_up(outcome, SET_LIMITS);
    }
}

_Noreturn static void be_service(const struct order *o, int gate, int outcome, int out, int err) {
    static const sigset_t none;
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    char **argv = vector_of(o, ARGUMENT), **envp = vector_of(o, VARIABLE);
    set_oom_score(0);
    reset_signals();
    if (!argv || !envp || setsid() < 0 || dup2(null, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0 ||
        close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) < 0 || sigprocmask(SIG_SETMASK, &none, NULL) < 0)
        give_up(outcome, PREPARE);
    umask(number_of(o, UMASK, 022) & 0777);
    set_limits(o, outcome);
    become_account(o, outcome);
    /* As the user it is for: who may not enter the directory must not start in it. */
    if (chdir(text_of(o, DIRECTORY)) < 0)
        give_up(outcome, ENTER_DIRECTORY);
    char go;
    if (read(gate, &go, 1) != 1)
        _exit(127);
    execve(text_of(o, PROGRAM), argv, envp);
    give_up(outcome, EXEC);
}

/* Into the cgroup if there is one. */
static pid_t fork_service(const struct order *o, enum stage *stage) {
    if (!find(o, CGROUP))
        return fork();
    *stage = JOIN_CGROUP;
    int cgroup = open(text_of(o, CGROUP), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (cgroup < 0)
        return -1;
    pid_t pid = fork_into(cgroup);
    close(cgroup);
    return pid;
}

#endif
