/*
 * keeper: starts one process exactly as ordered, adopts what it leaves behind, and writes down how it ended. It reads
 * its order from descriptor 4 (never argv: environments hold secrets), answers on descriptor 3 with {stage, errno}, and
 * from then on needs nobody to be alive, unless it is ordered to end everything with the agent. It holds no policy and
 * restarts nothing. While it waits for the order it says who it is ({WAITING, pid}), lives in the cgroup that is open as
 * descriptor 8, or in the agent's, and makes its records ready in the directory that is open as descriptor 9, if one is.
 *
 *   order.h    what it is ordered to do         process.h  who is who in /proc
 *   service.h  the child, up to its exec        records.h  what it writes down
 *   output.h   the log                          daemon.h   which process is the main one
 *   notify.h   what the service says of itself  waiting.h  until there is an order
 */
#define _GNU_SOURCE
#include <poll.h>
#include <sys/prctl.h>

#include "daemon.h"
#include "notify.h"
#include "order.h"
#include "output.h"
#include "process.h"
#include "records.h"
#include "service.h"
#include "waiting.h"

/*
 * A program that begins has the processors and the disk to itself: ARRIVAL_MS before anybody hears of it and wants to
 * know more, and SUCCESSION_MS after the end of another, whose place it may take.
 */
enum { KILL_AGAIN_MS = 20, SELDOM_MS = 1000, OOM_SCORE = -900, ARRIVAL_MS = 1, SUCCESSION_MS = 3 };

static void give_way(int ms) {
    const struct timespec time = {.tv_nsec = ms * 1000000};
    nanosleep(&time, NULL);
}

/* All of them, and read away later: what the agent's terminal or group is sent is not meant for a keeper. */
static void block_signals(void) {
    sigset_t all;
    sigfillset(&all);
    reset_signals();
    sigprocmask(SIG_SETMASK, &all, NULL);
}

static void detach(struct keeper *k) {
    sigset_t all;
    sigfillset(&all);
    k->signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
    if (k->signals < 0 || setsid() < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) < 0 || chdir("/") < 0)
        fail(DETACH);
    prctl(PR_SET_NAME, "hostler-keeper");
    umask(027);
    set_oom_score(0); /* the service's, who inherits it */
    if (know_oneself(k) < 0)
        fail(DETACH);
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

/* A group dies at one blow, however fast it forks. */
static int open_group_kill(const struct order *o) {
    char path[PATH_MAX];
    if (!find(o, CGROUP))
        return -1;
    snprintf(path, sizeof path, "%s/cgroup.kill", text_of(o, CGROUP));
    return open(path, O_WRONLY | O_CLOEXEC);
}

static void prepare(struct keeper *k, const struct order *o) {
    uint64_t kill_after = number_of(o, KILL_AFTER_MS, 0);
    strcpy(k->launch, text_of(o, LAUNCH));
    k->born_at = now_ms(CLOCK_REALTIME);
    k->log = open_output(k, o);
    k->room = number_of(o, OUTPUT_LIMIT, UINT64_MAX);
    expect_daemon(k, o);
    if (make_records(k, text_of(o, RECORDS)) < 0)
        take_back(k, WRITE_RECORDS, errno);
    if (offer_socket(k, o) < 0)
        take_back(k, OFFER_SOCKET, errno);
    start_watchdog(k, o);
    k->lifeline = find(o, ATTACHED) ? LIFELINE_FD : -1;
    k->deadline = kill_after ? now_ms(CLOCK_MONOTONIC) + (int64_t)kill_after : -1;
}

/* Everything is ready before there is a child: it has the processor to itself until its program runs. */
static void launch(struct keeper *k, const struct order *o) {
    int output[2] = {-1, -1}, piped = find(o, PIPED) || find(o, OUTPUT_LIMIT), attached = find(o, ATTACHED) != NULL;
    struct child c = {.keeper = k, .order = o, .argv = vector_of(o, ARGUMENT), .envp = vector_of(o, VARIABLE)};
    prepare(k, o);
    if (!c.argv || !c.envp || (piped && open_pipe(o, output) < 0) ||
        (attached && (give_away(o, OUT_FD) < 0 || give_away(o, ERR_FD) < 0)))
        take_back(k, FORK, errno);
    c.out = attached ? OUT_FD : piped ? output[1] : k->log;
    c.err = attached ? ERR_FD : c.out;
    start_service(&c);
    if (c.failed != STARTED)
        take_back(k, c.failed, c.error);
    set_oom_score(OOM_SCORE);
    give_way(ARRIVAL_MS);
    k->group_kill = open_group_kill(o);
    if (attached) { /* The agent is to see the end of it when the last writer has gone. */
        close(OUT_FD);
        close(ERR_FD);
    }
    report(REPORT_FD, STARTED, 0);
    close(REPORT_FD);
    close(output[1]);
    close(k->birth_record);
    if (!piped)
        close(k->log);
    else
        fcntl(output[0], F_SETFL, O_NONBLOCK);
    k->pipe = output[0];
    free(c.argv);
    free(c.envp);
}

/* Before it is reaped: a process that is gone without a record is one of which nobody knows. */
static void main_ended(struct keeper *k, const siginfo_t *end) {
    give_way(SUCCESSION_MS);
    pump_all(k);
    k->seeking = leaves_daemon(k, end);
    k->end = *end;
    k->main = 0;
    forget(&k->main_end);
    if (!k->seeking)
        write_exit(k, end);
}

/* False when no child is left; as a subreaper that means no descendant is. */
static int reap(struct keeper *k) {
    for (;;) {
        siginfo_t info = {0};
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0)
            return errno != ECHILD;
        if (info.si_pid == 0)
            return 1;
        if (info.si_pid == k->main)
            main_ended(k, &info);
        waitid(P_PID, info.si_pid, &info, WEXITED);
    }
}

/* A main process that was somebody else's child: that it ended is all there is to know. */
static void main_vanished(struct keeper *k) {
    siginfo_t unknown = {.si_code = 0};
    main_ended(k, &unknown);
}

/* The descriptor comes first: whoever it is then found to be is who gets the signal. */
static void kill_if_descendant(pid_t pid, void *unused) {
    (void)unused;
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
    k->killed_main |= !k->abandoned && (k->main > 0 || k->seeking);
    (void)!write(k->group_kill, "1", 1);
    each_process(kill_if_descendant, NULL);
}

static int sooner(int wait, int64_t moment) {
    int64_t left = moment - now_ms(CLOCK_MONOTONIC);
    if (moment < 0 || (wait >= 0 && left >= wait))
        return wait;
    return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

/* The pause of a process that is not a child, and a record the disk did not take, are asked for again. */
static int wait_ms(const struct keeper *k) {
    int wait = k->kill_again_ms ? k->kill_again_ms : sooner(-1, k->deadline);
    int asks = (k->paused && k->main_end >= 0) || (k->seeking && (k->unwritten || k->pid_file_seen < 0)) ||
               memcmp(&k->said, &k->told, sizeof k->said) != 0;
    wait = k->paused ? wait : sooner(wait, k->watchdog_end);
    return asks && (wait < 0 || wait > SELDOM_MS) ? SELDOM_MS : wait;
}

static void drain(int fd) {
    if (fd >= 0)
        (void)!read(fd, buffer, sizeof buffer);
}

static void end_with_agent(struct keeper *k) {
    close(k->lifeline);
    k->lifeline = -1;
    k->abandoned = 1;
    k->deadline = now_ms(CLOCK_MONOTONIC);
}

static void keep(struct keeper *k) {
    while (reap(k)) {
        seek_main(k);
        count_watchdog(k);
        struct pollfd fds[] = {
            {.fd = k->signals, .events = POLLIN},       {.fd = k->pipe, .events = POLLIN},
            {.fd = k->notify, .events = POLLIN},        {.fd = k->pid_file_seen, .events = POLLIN},
            {.fd = k->group_events, .events = POLLPRI}, {.fd = k->main_end, .events = POLLIN},
            {.fd = k->lifeline},
        };
        int ready = poll(fds, sizeof fds / sizeof *fds, wait_ms(k));
        drain(k->signals);
        drain(k->pid_file_seen);
        listen_to_service(k);
        if (ready > 0 && fds[1].revents)
            pump_once(k);
        /* By now it may be a child, whose status is known. */
        if (ready > 0 && fds[5].revents && reap(k) && fds[5].fd == k->main_end)
            main_vanished(k);
        if (ready > 0 && fds[6].revents)
            end_with_agent(k);
        if (k->deadline >= 0 && now_ms(CLOCK_MONOTONIC) >= k->deadline)
            kill_tree(k);
    }
    if (k->main > 0)
        main_vanished(k);
    if (k->seeking)
        write_exit(k, &k->end);
    pump_all(k);
    tell_dropped(k);
    write_over(k);
}

static int open_null(int as, int flags) {
    int null = open("/dev/null", flags);
    return null < 0 || null == as ? null : dup2(null, as) < 0 ? -1 : close(null);
}

int main(void) {
    static struct keeper k;
    /* Before anybody is told who it is, and may send one. */
    block_signals();
    /* Nothing of the agent's stays open here: whoever reads its output must see the end of it. */
    int grouped = fcntl(GROUP_FD, F_GETFD) >= 0;
    if (open_null(0, O_RDONLY) < 0 || open_null(1, O_WRONLY) < 0 || open_null(2, O_WRONLY) < 0 ||
        close_range(RECORDS_FD + 1, ~0U, 0) < 0 || fcntl(REPORT_FD, F_SETFD, FD_CLOEXEC) < 0)
        fail(DETACH);
    pid_t pid = grouped ? fork_into(GROUP_FD) : fork();
    if (pid < 0)
        fail(FORK);
    if (pid > 0) {
        report(REPORT_FD, WAITING, pid);
        _exit(0);
    }
    close(GROUP_FD);
    detach(&k);
    make_records_ahead(&k);
    const struct order *o = read_order(k.signals);
    launch(&k, o);
    munmap((void *)o, sizeof *o + o->length);
    keep(&k);
    return 0;
}
