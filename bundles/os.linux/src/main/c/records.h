/*
 * What a keeper knows of its launch, and the records it writes of it:
 *
 *   <launch>.birth   who the process is; there before the first instruction of the service runs, and replaced when
 *                    another process becomes the main one
 *   <launch>.exit    how it ended; there before the process is reaped, so "gone and no record" means nobody knows
 *   <launch>.notify  what the service has said, see notify.h
 *
 * All appear complete, by link or by rename, and are text, key=value, one a line. Agents read records of older and
 * newer keepers: keys may be added, and never change what they mean.
 */
#ifndef HOSTLER_RECORDS_H
#define HOSTLER_RECORDS_H

#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "order.h"
#include "process.h"

enum { RECORD_SIZE = 512, LONGEST_STATUS = 256 };

/* What the service has said, as the record tells it. */
struct notices {
    int ready, stopping, watchdog_expired;
    char status[LONGEST_STATUS + 4]; /* no padding: two are compared as memory */
};

struct keeper {
    char launch[LAUNCH_SIZE];
    char boot_id[64];
    pid_t pid;
    struct process self;
    int records;        /* directory of the records */
    int birth_record;   /* what it is born with: without a name yet, or <launch>.birth.tmp; */
    int exit_record;    /* the same, and its space is reserved */
    pid_t main;         /* 0 once it has ended, */
    int main_end;       /* and who is no child of the keeper is held by a pidfd; -1 otherwise */
    int settled;        /* the main process is there to stay */
    int64_t born_at;    /* wall clock, for the birth record */
    long long output_start;
    int signals;        /* as a descriptor; SIGCHLD is the one that matters */
    int pipe, log;      /* output through a pipe; -1 otherwise */
    uint64_t room;      /* bytes that may still reach the log; UINT64_MAX: no limit */
    uint64_t dropped;   /* bytes the disk did not take, */
    uint64_t untold;    /* and those of them that the log does not tell of yet */
    int64_t deadline;   /* monotonic ms; -1: none */
    int kill_again_ms;  /* the deadline has passed: time to the next pass; 0 before */
    int killed_main;    /* and the main process was alive then */
    int lifeline;       /* at the end when the agent lets go of the launch, or dies; -1: none */
    int abandoned;      /* and it has */
    int group_kill;     /* cgroup.kill; -1: none */

    int forks;          /* who was started is to leave a daemon behind, see daemon.h */
    int seeking;        /* it has, and which one it is is not known yet */
    int unwritten;      /* though the disk did not take the record of it */
    int guessed;        /* nothing told which: it may be the middle one of two forks */
    int64_t guessed_at; /* monotonic ms */
    siginfo_t end;      /* how the one before ended */
    int pid_file_seen;  /* inotify; -1: none */

    int notify;         /* socket, see notify.h; -1: none */
    int group_events;   /* cgroup.events; -1: none */
    int paused;         /* the service is stopped or frozen: its watchdog does not count */
    int64_t watchdog_ms, watchdog_end; /* 0: none; monotonic ms, -1: has expired */
    struct notices said, told;
};

static const char *record_name(const struct keeper *k, const char *suffix) {
    static char name[2][LAUNCH_SIZE + 16];
    static int turn;
    turn = !turn;
    snprintf(name[turn], sizeof name[turn], "%s.%s", k->launch, suffix);
    return name[turn];
}

static int open_record(const struct keeper *k, const char *suffix) {
    const char *name = record_name(k, suffix);
    int fd = openat(k->records, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (fd >= 0 || errno != EEXIST)
        return fd;
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

/* A file that is gone if it is never given a name; -1 where the file system has no such. */
static int open_nameless(const struct keeper *k) {
    return openat(k->records, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0640);
}

static int link_record(const struct keeper *k, int fd, const char *name) {
    char path[32];
    /* Not everybody may do it without a path. */
    if (linkat(fd, "", k->records, name, AT_EMPTY_PATH) == 0)
        return 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return linkat(AT_FDCWD, path, k->records, name, AT_SYMLINK_FOLLOW);
}

/* Lets a complete record appear, whatever was there under its name. */
static int reveal(const struct keeper *k, int fd, const char *temporary, const char *name) {
    struct stat file;
    if (fstat(fd, &file) < 0)
        return -1;
    if (file.st_nlink > 0)
        return renameat(k->records, record_name(k, temporary), k->records, record_name(k, name));
    if (link_record(k, fd, record_name(k, name)) == 0)
        return 0;
    return errno == EEXIST && unlinkat(k->records, record_name(k, name), 0) == 0
               ? link_record(k, fd, record_name(k, name))
               : -1;
}

/* A disk that is full later on does not lose how the service ended. */
static int reserve(int fd) {
    char text[RECORD_SIZE] = "";
    return fd < 0 ? -1 : write_record(fd, text);
}

static void drop_records(struct keeper *k) {
    close(k->birth_record);
    close(k->exit_record);
    close(k->records);
    k->records = -1;
}

/* Both records of the next launch, while nobody waits for them; the order may still name another directory. */
static void make_records_ahead(struct keeper *k) {
    k->records = fcntl(RECORDS_FD, F_GETFD) < 0 ? -1 : RECORDS_FD;
    k->birth_record = open_nameless(k);
    k->exit_record = open_nameless(k);
    if (reserve(k->birth_record) < 0 || reserve(k->exit_record) < 0)
        drop_records(k);
}

static int is_in(const struct keeper *k, const char *directory) {
    struct stat open, named;
    return fstat(k->records, &open) == 0 && stat(directory, &named) == 0 && open.st_dev == named.st_dev &&
           open.st_ino == named.st_ino;
}

static int begin_record(const struct keeper *k, const char *temporary) {
    int fd = open_nameless(k);
    return fd < 0 ? open_record(k, temporary) : fd;
}

/* Where they are not ready, or elsewhere. */
static int make_records(struct keeper *k, const char *directory) {
    if (is_in(k, directory))
        return 0;
    drop_records(k);
    k->records = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (k->records < 0)
        return -1;
    k->birth_record = begin_record(k, "birth.tmp");
    k->exit_record = begin_record(k, "exit.tmp");
    return k->birth_record < 0 ? -1 : reserve(k->exit_record);
}

/* What a record says of every launch; looked up while nobody waits for it. */
static int know_oneself(struct keeper *k) {
    if (read_text("/proc/sys/kernel/random/boot_id", k->boot_id, sizeof k->boot_id) < 0)
        return -1;
    k->boot_id[strcspn(k->boot_id, "\n")] = 0;
    k->pid = getpid();
    return read_process(k->pid, &k->self);
}

/* The birth record of who is the main process now. */
static int tell_birth(const struct keeper *k, char *text) {
    struct process main;
    if (read_process(k->main, &main) < 0)
        return -1;
    snprintf(text, RECORD_SIZE,
             "version=1\nlaunch=%s\nboot_id=%s\npid=%d\nstart_ticks=%llu\nkeeper_pid=%d\nkeeper_start_ticks=%llu\n"
             "at_unix_ms=%lld\nsettled=%d\noutput_start=%lld\n",
             k->launch, k->boot_id, k->main, main.ticks, k->pid, k->self.ticks, (long long)k->born_at, k->settled,
             k->output_start);
    return 0;
}

/* The first one. Not synced, nor is another: after a power cut nothing of this boot is alive. */
static int write_birth(const struct keeper *k) {
    char text[RECORD_SIZE];
    return tell_birth(k, text) == 0 && write_record(k->birth_record, text) == 0
               ? reveal(k, k->birth_record, "birth.tmp", "birth")
               : -1;
}

/* Writes a record anew, complete or not at all. */
static int replace(const struct keeper *k, const char *name, const char *temporary, char *text) {
    int fd = open_record(k, temporary);
    if (fd < 0)
        return -1;
    int result = write_record(fd, text);
    close(fd);
    return result < 0 ? -1 : renameat(k->records, record_name(k, temporary), k->records, record_name(k, name));
}

static int replace_birth(const struct keeper *k) {
    char text[RECORD_SIZE];
    return tell_birth(k, text) < 0 ? -1 : replace(k, "birth", "birth.tmp", text);
}

/* What ends with the agent nobody asks for after a power cut. */
static int outlives_agent(const struct keeper *k) {
    return k->lifeline < 0 && !k->abandoned;
}

/* A record that could not be written is none: the agent then says that it does not know. */
static void write_exit(const struct keeper *k, const siginfo_t *end) {
    char text[RECORD_SIZE], how[64];
    int durable = outlives_agent(k);
    if (end->si_code == 0)
        strcpy(how, "unknown=1\n");
    else if (end->si_code == CLD_EXITED)
        snprintf(how, sizeof how, "code=%d\n", end->si_status);
    else
        snprintf(how, sizeof how, "signal=%d\ncore=%d\n", end->si_status, end->si_code == CLD_DUMPED);
    snprintf(text, sizeof text, "version=1\nlaunch=%s\n%sat_unix_ms=%lld\nat_boottime_ms=%lld\noutput_dropped=%llu\n"
             "deadline=%d\n",
             k->launch, how, (long long)now_ms(CLOCK_REALTIME), (long long)now_ms(CLOCK_BOOTTIME),
             (unsigned long long)k->dropped, k->killed_main);
    if (write_record(k->exit_record, text) == 0 && (!durable || fdatasync(k->exit_record) == 0) &&
        reveal(k, k->exit_record, "exit.tmp", "exit") == 0 && durable)
        fsync(k->records);
}

/* The last word of a keeper. It lies where the text of an exit record never reaches. */
static void write_over(const struct keeper *k) {
    static const char over[] = "over=1\n";
    (void)!pwrite(k->exit_record, over, sizeof over - 1, RECORD_SIZE - (sizeof over - 1));
}

static int write_notices(const struct keeper *k) {
    char text[RECORD_SIZE];
    const struct notices *n = &k->said;
    snprintf(text, sizeof text, "version=1\nlaunch=%s\n%s%s%s%s%s%s", k->launch, n->ready ? "ready=1\n" : "",
             n->stopping ? "stopping=1\n" : "", n->watchdog_expired ? "watchdog_expired=1\n" : "",
             n->status[0] ? "status=" : "", n->status, n->status[0] ? "\n" : "");
    return replace(k, "notify", "notify.tmp", text);
}

#endif
