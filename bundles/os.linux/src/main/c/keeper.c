/*
 * keeper: starts one process exactly as ordered, adopts what it leaves behind, and writes down how it ended. It reads
 * its order from descriptor 4 (never argv: environments hold secrets), answers on descriptor 3 with {stage, errno}, and
 * from then on needs nobody to be alive. It holds no policy and restarts nothing.
 *
 *   <launch>.birth   who the process is; there before the first instruction of the service runs
 *   <launch>.exit    how it ended; there before the process is reaped, so "gone and no record" means nobody knows
 *
 * Both appear by rename and are text, key=value, one a line. Agents read records of older and newer keepers: keys may
 * be added, and never change what they mean.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "order.h"

enum { REPORT_FD = 3, ORDER_FD = 4 };

/* What could not be done; the agent has the same list (Stage.java). */
enum stage { STARTED, READ_ORDER, DETACH, WRITE_RECORDS, OPEN_OUTPUT, FORK, PREPARE, SET_GROUPS, SET_GID, SET_UID,
             ENTER_DIRECTORY, EXEC, WITHDRAWN, SET_LIMITS };

struct keeper {
    char launch[LAUNCH_SIZE];
    int records;        /* directory of the records */
    int exit_record;    /* <launch>.exit.tmp, its space reserved at birth */
    pid_t main;         /* 0 once it has been reaped */
    int signals;        /* as a descriptor; SIGCHLD is the one that matters */
    int pipe, log;      /* output through a pipe; -1 otherwise */
    uint64_t left;      /* bytes that may still reach the log; UINT64_MAX: no limit */
    uint64_t dropped;   /* bytes the disk did not take, */
    uint64_t untold;    /* and those of them that the log does not tell of yet */
    int64_t deadline;   /* monotonic ms; -1: none */
    int kill_again_ms;  /* the deadline has passed: time to the next pass; 0 before */
    int killed_main;    /* and the main process was alive then */
};

enum { RECORD_SIZE = 512, KILL_AGAIN_MS = 20, SELDOM_MS = 1000, DEEPEST_TREE = 4096, OOM_SCORE = -900 };

static char buffer[16 * 1024];

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

/* Parent and start time from /proc/PID/stat, see proc_pid_stat(5); a name may hold spaces and parentheses. */
static int read_stat(pid_t pid, pid_t *parent, unsigned long long *ticks) {
    char path[32], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if (read_text(path, text, sizeof text) < 0)
        return -1;
    const char *rest = strrchr(text, ')');
    const char *format = " %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu";
    errno = EPROTO;
    return rest && sscanf(rest + 1, format, parent, ticks) == 2 ? 0 : -1;
}

static const struct order *read_order(void) {
    struct stat file = {0};
    const struct order *o = MAP_FAILED;
    if (fstat(ORDER_FD, &file) == 0)
        o = mmap(NULL, file.st_size, PROT_READ, MAP_PRIVATE, ORDER_FD, 0);
    if (o == MAP_FAILED)
        fail(READ_ORDER);
    close(ORDER_FD);
    errno = EPROTO;
    if (!is_readable(o, file.st_size))
        fail(READ_ORDER);
    return o;
}

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

_Noreturn static void be_service(const struct order *o, int gate, int outcome, int output) {
    static const sigset_t none;
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    char **argv = vector_of(o, ARGUMENT), **envp = vector_of(o, VARIABLE);
    set_oom_score(0);
    reset_signals();
    if (!argv || !envp || setsid() < 0 || dup2(null, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0 ||
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

static const char *record_name(const struct keeper *k, const char *suffix) {
    static char name[2][LAUNCH_SIZE + 16];
    static int turn;
    turn = !turn;
    snprintf(name[turn], sizeof name[turn], "%s.%s", k->launch, suffix);
    return name[turn];
}

static int open_record(const struct keeper *k, const char *suffix) {
    const char *name = record_name(k, suffix);
    unlinkat(k->records, name, 0);
    return openat(k->records, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
}

/* Always the same size, so that overwriting needs no new space; empty lines mean nothing. */
static int write_record(int fd, char *text) {
    size_t used = strlen(text);
    memset(text + used, '\n', RECORD_SIZE - used);
    errno = ENOSPC;
    return pwrite(fd, text, RECORD_SIZE, 0) == RECORD_SIZE ? 0 : -1;
}

static void forget_records(const struct keeper *k) {
    unlinkat(k->records, record_name(k, "birth.tmp"), 0);
    unlinkat(k->records, record_name(k, "birth"), 0);
    unlinkat(k->records, record_name(k, "exit.tmp"), 0);
}

/* A disk that is full later on does not lose how the service ended. */
static int reserve_exit(struct keeper *k) {
    char text[RECORD_SIZE] = "";
    k->exit_record = open_record(k, "exit.tmp");
    return k->exit_record < 0 ? -1 : write_record(k->exit_record, text);
}

/* Not synced: after a power cut the boot id is another, and nothing of this boot is alive. */
static int write_birth(const struct keeper *k) {
    char boot[64], text[RECORD_SIZE];
    pid_t parent;
    unsigned long long ticks, own_ticks;
    if (read_text("/proc/sys/kernel/random/boot_id", boot, sizeof boot) < 0 ||
        read_stat(k->main, &parent, &ticks) < 0 || read_stat(getpid(), &parent, &own_ticks) < 0)
        return -1;
    boot[strcspn(boot, "\n")] = 0;
    snprintf(text, sizeof text,
             "version=1\nlaunch=%s\nboot_id=%s\npid=%d\nstart_ticks=%llu\nkeeper_pid=%d\nkeeper_start_ticks=%llu\n"
             "at_unix_ms=%lld\n",
             k->launch, boot, k->main, ticks, getpid(), own_ticks, (long long)now_ms(CLOCK_REALTIME));
    int fd = open_record(k, "birth.tmp");
    if (fd < 0)
        return -1;
    int result = write_record(fd, text);
    close(fd);
    return result < 0 ? -1 : renameat(k->records, record_name(k, "birth.tmp"), k->records, record_name(k, "birth"));
}

/* A record that could not be written is none: the agent then says that it does not know. */
static void write_exit(const struct keeper *k, const siginfo_t *end) {
    char text[RECORD_SIZE], how[64];
    if (end->si_code == CLD_EXITED)
        snprintf(how, sizeof how, "code=%d\n", end->si_status);
    else
        snprintf(how, sizeof how, "signal=%d\ncore=%d\n", end->si_status, end->si_code == CLD_DUMPED);
    snprintf(text, sizeof text, "version=1\nlaunch=%s\n%sat_unix_ms=%lld\nat_boottime_ms=%lld\ndeadline=%d\n"
             "output_dropped=%llu\n",
             k->launch, how, (long long)now_ms(CLOCK_REALTIME), (long long)now_ms(CLOCK_BOOTTIME), k->killed_main,
             (unsigned long long)k->dropped);
    if (write_record(k->exit_record, text) == 0 && fdatasync(k->exit_record) == 0 &&
        renameat(k->records, record_name(k, "exit.tmp"), k->records, record_name(k, "exit")) == 0)
        fsync(k->records);
}

static void detach(struct keeper *k) {
    sigset_t all;
    sigfillset(&all);
    /* Blocked and read away, all of them: what the agent's terminal or group is sent is not meant for a keeper. */
    reset_signals();
    sigprocmask(SIG_SETMASK, &all, NULL);
    k->signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
    if (k->signals < 0 || setsid() < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) < 0 || chdir("/") < 0)
        fail(DETACH);
    prctl(PR_SET_NAME, "hostler-keeper");
    umask(027);
    set_oom_score(OOM_SCORE);
}

static int open_output(const struct order *o) {
    struct stat file;
    /* The directory may be the service's own, and this is still the agent's user: no link, no FIFO, no terminal. */
    int flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int fd = open(text_of(o, OUTPUT), flags, 0640);
    if (fd < 0 || fstat(fd, &file) < 0 || fcntl(fd, F_SETFL, O_APPEND) < 0)
        fail(OPEN_OUTPUT);
    errno = EINVAL;
    if (!S_ISREG(file.st_mode) && !S_ISCHR(file.st_mode))
        fail(OPEN_OUTPUT);
    return fd;
}

/* The service's own: a program may open /dev/stdout again, and that asks for the permissions of the pipe. */
static int open_pipe(const struct order *o, int ends[2]) {
    const struct field *account = find(o, ACCOUNT);
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    const uint32_t *ids = account ? (const uint32_t *)account->value : NULL;
    return ids ? fchown(ends[1], ids[0], ids[1]) : 0;
}

_Noreturn static void take_back(const struct keeper *k, enum stage stage, int error) {
    if (k->main > 0) {
        kill(k->main, SIGKILL);
        waitpid(k->main, NULL, 0);
    }
    forget_records(k);
    report(REPORT_FD, stage, error);
    _exit(1);
}

/* Until exec has succeeded the agent can withdraw the order by going away. */
static void await_exec(const struct keeper *k, int outcome) {
    int32_t words[2];
    struct pollfd fds[2] = {{.fd = outcome, .events = POLLIN}, {.fd = REPORT_FD}};
    if (poll(fds, 2, -1) < 0)
        take_back(k, FORK, errno);
    if (!fds[0].revents)
        take_back(k, WITHDRAWN, ECANCELED);
    if (read(outcome, words, sizeof words) == sizeof words)
        take_back(k, words[0], words[1]);
}

static void launch(struct keeper *k, const struct order *o) {
    int gate[2], outcome[2], output[2] = {-1, -1};
    int piped = find(o, PIPED) || find(o, OUTPUT_LIMIT);
    uint64_t kill_after = number_of(o, KILL_AFTER_MS, 0);
    strcpy(k->launch, text_of(o, LAUNCH));
    k->log = open_output(o);
    k->records = open(text_of(o, RECORDS), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (k->records < 0 || reserve_exit(k) < 0)
        take_back(k, WRITE_RECORDS, errno);
    if (pipe2(gate, O_CLOEXEC) < 0 || pipe2(outcome, O_CLOEXEC) < 0 || (piped && open_pipe(o, output) < 0) ||
        (k->main = fork()) < 0)
        take_back(k, FORK, errno);
    if (k->main == 0) {
        close(gate[1]);
        be_service(o, gate[0], outcome[1], piped ? output[1] : k->log);
    }
    close(outcome[1]);
    close(output[1]);
    close(gate[0]);
    if (write_birth(k) < 0)
        take_back(k, WRITE_RECORDS, errno);
    k->deadline = kill_after ? now_ms(CLOCK_MONOTONIC) + (int64_t)kill_after : -1;
    (void)!write(gate[1], "", 1); /* A process that has failed already says so itself. */
    close(gate[1]);
    await_exec(k, outcome[0]);
    close(outcome[0]);
    if (!piped)
        close(k->log);
    else
        fcntl(output[0], F_SETFL, O_NONBLOCK);
    k->pipe = output[0];
    k->left = number_of(o, OUTPUT_LIMIT, UINT64_MAX);
    report(REPORT_FD, STARTED, 0);
    close(REPORT_FD);
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
    if (n > 0 && k->left > 0) {
        size_t kept = (uint64_t)n < k->left ? (size_t)n : k->left;
        append(k, kept);
        k->left -= k->left == UINT64_MAX ? 0 : kept;
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

/* False when no child is left; as a subreaper that means no descendant is. */
static int reap(struct keeper *k) {
    for (;;) {
        siginfo_t info = {0};
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0)
            return errno != ECHILD;
        if (info.si_pid == 0)
            return 1;
        if (info.si_pid == k->main) {
            pump_all(k);
            write_exit(k, &info);
            k->main = 0;
        }
        waitid(P_PID, info.si_pid, &info, WEXITED);
    }
}

static int is_descendant(pid_t pid) {
    unsigned long long ticks;
    pid_t self = getpid(), parent = 0;
    for (int depth = 0; pid > 1 && depth < DEEPEST_TREE; depth++, pid = parent) {
        if (read_stat(pid, &parent, &ticks) < 0)
            return 0;
        if (parent == self)
            return 1;
    }
    return 0;
}

/* The descriptor comes first: whoever it is then found to be is who gets the signal. */
static void kill_if_descendant(pid_t pid) {
    int fd = pid > 1 ? syscall(SYS_pidfd_open, pid, 0) : -1;
    if (fd >= 0 && is_descendant(pid))
        syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0);
    if (fd >= 0)
        close(fd);
}

/* One pass; what is forked meanwhile is met by the next. What cannot die (disk sleep) is asked ever more seldom. */
static void kill_tree(struct keeper *k) {
    int next = k->kill_again_ms * 2;
    k->kill_again_ms = next == 0 ? KILL_AGAIN_MS : next < SELDOM_MS ? next : SELDOM_MS;
    k->killed_main |= k->main > 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; proc && (entry = readdir(proc));)
        kill_if_descendant(atoi(entry->d_name));
    if (proc)
        closedir(proc);
}

static int wait_ms(const struct keeper *k) {
    int64_t left = k->deadline - now_ms(CLOCK_MONOTONIC);
    if (k->kill_again_ms || k->deadline < 0)
        return k->kill_again_ms ? k->kill_again_ms : -1;
    return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

static void keep(struct keeper *k) {
    while (reap(k)) {
        struct signalfd_siginfo seen;
        struct pollfd fds[2] = {{.fd = k->signals, .events = POLLIN}, {.fd = k->pipe, .events = POLLIN}};
        int ready = poll(fds, 2, wait_ms(k));
        (void)!read(k->signals, &seen, sizeof seen);
        if (ready > 0 && fds[1].revents)
            pump_once(k);
        if (k->deadline >= 0 && now_ms(CLOCK_MONOTONIC) >= k->deadline)
            kill_tree(k);
    }
    pump_all(k);
    tell_dropped(k);
}

int main(void) {
    static struct keeper k;
    /* Nothing of the agent's stays open here: whoever reads its output must see the end of it. */
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0 ||
        close_range(ORDER_FD + 1, ~0U, 0) < 0 || fcntl(REPORT_FD, F_SETFD, FD_CLOEXEC) < 0)
        fail(DETACH);
    pid_t pid = fork();
    if (pid < 0)
        fail(FORK);
    if (pid > 0)
        _exit(0);
    detach(&k);
    const struct order *o = read_order();
    launch(&k, o);
    munmap((void *)o, sizeof *o + o->length);
    keep(&k);
    return 0;
}
