/*
 * What all of the keeper stands on: telling the agent why a launch failed, clocks, and who is who in /proc.
 */
#ifndef HOSTLER_PROCESS_H
#define HOSTLER_PROCESS_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/*
 * OUT, ERR and LIFELINE only with an ATTACHED order: two to write to, one that is never written to. GROUP and RECORDS,
 * directories, only where they are known ahead.
 */
enum { REPORT_FD = 3, ORDER_FD, OUT_FD, ERR_FD, LIFELINE_FD, GROUP_FD, RECORDS_FD, DEEPEST_TREE = 4096 };

/* What could not be done; the agent has the same list (Stage.java). */
enum stage { STARTED, READ_ORDER, DETACH, WRITE_RECORDS, OPEN_OUTPUT, FORK, PREPARE, SET_GROUPS, SET_GID, SET_UID,
             ENTER_DIRECTORY, EXEC, WITHDRAWN, SET_LIMITS, JOIN_CGROUP,
             OFFER_SOCKET, WAITING, DISMISSED };

/* Whoever does not listen any more has died, and needs no answer. */
static void report(int fd, enum stage stage, int error) {
    int32_t words[2] = {stage, error};
    (void)!write(fd, words, sizeof words);
}

_Noreturn static void fail(enum stage stage) {
    report(REPORT_FD, stage, errno);
    _exit(1);
}

static int64_t now_ms(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int read_text(const char *path, char *text, size_t size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);
    if (fd >= 0)
        close(fd);
    text[n < 0 ? 0 : n] = 0;
    return n < 0 ? -1 : 0;
}

/*
 * fork(2), into a cgroup. Being born in it costs a tenth of a millisecond, and moving into it ten: the kernel lets every
 * processor come to rest first.
 */
static pid_t fork_into(int cgroup) {
    struct clone_args how = {.flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (uint64_t)cgroup};
    return syscall(SYS_clone3, &how, sizeof how);
}

/* One instruction, which no C library makes of clone3(2): the call must leave nothing on the stack. */
static inline __attribute__((always_inline)) long clone3_in_place(struct clone_args *how) {
#if defined(__x86_64__)
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(SYS_clone3), "D"(how), "S"(sizeof *how) : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long number __asm__("x8") = SYS_clone3;
    register long result __asm__("x0") = (long)how;
    register long size __asm__("x1") = sizeof *how;
    __asm__ volatile("svc #0" : "+r"(result) : "r"(number), "r"(size) : "memory");
    return result;
#else
#error "no keeper is built for this machine"
#endif
}

/*
 * Has a child do what it does between fork and exec while the parent stands still, in the parent's memory, as vfork(2)
 * does: no page is copied only to be given up by exec. The child sees and changes what its parent has, and must not
 * return. In a cgroup, unless that is negative.
 */
static __attribute__((noinline)) pid_t vfork_into(int cgroup, void (*begin)(void *), void *with) {
    struct clone_args how = {.flags = CLONE_VM | CLONE_VFORK | (cgroup < 0 ? 0 : CLONE_INTO_CGROUP),
                             .exit_signal = SIGCHLD,
                             .cgroup = cgroup < 0 ? 0 : (uint64_t)cgroup};
    long pid = clone3_in_place(&how);
    if (pid == 0)
        begin(with);
    if (pid < 0)
        errno = (int)-pid;
    return pid < 0 ? -1 : (pid_t)pid;
}

/* From /proc/PID/stat, see proc_pid_stat(5). */
struct process {
    char state; /* Z: a zombie; T, t: stopped */
    pid_t parent, session;
    unsigned long long ticks;
};

/* A name may hold spaces and parentheses. */
static int read_process(pid_t pid, struct process *p) {
    char path[32], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if (read_text(path, text, sizeof text) < 0)
        return -1;
    const char *rest = strrchr(text, ')');
    const char *format = " %c %d %*d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu";
    errno = EPROTO;
    return rest && sscanf(rest + 1, format, &p->state, &p->parent, &p->session, &p->ticks) == 4 ? 0 : -1;
}

/* Of this keeper, whatever lies between; as a subreaper it is the root of all it started. */
static int is_descendant(pid_t pid) {
    struct process p;
    pid_t self = getpid();
    for (int depth = 0; pid > 1 && depth < DEEPEST_TREE; depth++, pid = p.parent) {
        if (read_process(pid, &p) < 0)
            return 0;
        if (p.parent == self)
            return 1;
    }
    return 0;
}

/* Its parent may not have seen that it has ended. */
static int is_live_descendant(pid_t pid) {
    struct process p;
    return pid > 1 && is_descendant(pid) && read_process(pid, &p) == 0 && p.state != 'Z' && p.state != 'X';
}

/* Calls it for every process there is. */
static void each_process(void (*visit)(pid_t, void *), void *with) {
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; proc && (entry = readdir(proc));)
        if (atoi(entry->d_name) > 0)
            visit(atoi(entry->d_name), with);
    if (proc)
        closedir(proc);
}

#endif
