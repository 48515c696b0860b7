/*
 * A service that does not want to end.
 *
 *   hostile MODE READY     creates the file READY when everything it starts is there; every process of it ignores what
 *                          can be ignored, and whoever has nothing left to do waits for ever
 *
 * Forks are counted over the whole tree, and bounded: the machine is to survive, too.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { ORPHANS = 200, STORM = 1500, STORM_UNDER_WAY = 300, HOPS = 20000, HOPPERS = 3, DAEMONS = 20, SLEEPWALKERS = 5 };

static int *forks;  /* shared by the whole tree */
static int up[2];   /* a byte from each process that is where it is to be */

static void say_up(void) {
    if (write(up[1], "", 1) != 1)
        _exit(1);
}

static void await_up(int count) {
    char byte;
    while (count-- > 0 && read(up[0], &byte, 1) == 1)
        ;
}

_Noreturn static void sit(void) {
    while (1)
        pause();
}

static void ignore_signals(void) {
    for (int signal = 1; signal < 64; signal++)
        if (signal != SIGCHLD)
            sigaction(signal, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    sigaction(SIGCHLD, &(struct sigaction){.sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT}, NULL);
}

/* Runs in a child; the parent goes on. */
static void in_child(void (*run)(void)) {
    if (fork() == 0) {
        run();
        _exit(0);
    }
}

static void sit_down(void) {
    say_up();
    sit();
}

static void become_daemon(void (*run)(void)) {
    setsid();
    in_child(run);
    _exit(0);
}

static void daemon_sits(void) { become_daemon(sit_down); }

static void leave_orphans(void) {
    for (int i = 0; i < ORPHANS; i++)
        in_child(sit_down);
}

static void storm(void) {
    while (__atomic_fetch_add(forks, 1, __ATOMIC_RELAXED) < STORM)
        fork();
    sit();
}

/* Never the same pid for long. */
static void hop(void) {
    say_up();
    while (__atomic_fetch_add(forks, 1, __ATOMIC_RELAXED) < HOPS) {
        nanosleep(&(struct timespec){0, 200000}, NULL);
        if (fork() > 0)
            _exit(0);
    }
    sit();
}

static void vfork_and_hang(void) {
    if (vfork() == 0) {
        say_up();
        sit();
    }
}

static void sleepwalk(void) {
    say_up();
    while (1)
        raise(SIGSTOP);
}

/* Another name, no arguments, no environment, no session of the service. */
static void disguise(void) {
    char out[16];
    char *nobody[] = {"1 (init) S 0 0", "sit", out, NULL}, *nothing[] = {NULL};
    snprintf(out, sizeof out, "%d", up[1]);
    prctl(PR_SET_NAME, ") Z 1 1 (");
    execve("/proc/self/exe", nobody, nothing);
    _exit(1);
}

static void daemon_in_disguise(void) { become_daemon(disguise); }

static void times(int count, void (*run)(void)) {
    for (int i = 0; i < count; i++)
        in_child(run);
    await_up(run == leave_orphans ? ORPHANS : count);
}

static void start(const char *mode) {
    if (strcmp(mode, "orphans") == 0)
        times(1, leave_orphans);
    else if (strcmp(mode, "daemons") == 0 || strcmp(mode, "leavings") == 0)
        times(DAEMONS, daemon_sits);
    else if (strcmp(mode, "vfork") == 0)
        times(2, vfork_and_hang);
    else if (strcmp(mode, "sleepwalkers") == 0)
        times(SLEEPWALKERS, sleepwalk);
    else if (strcmp(mode, "disguise") == 0)
        times(DAEMONS, daemon_in_disguise);
    else if (strcmp(mode, "hoppers") == 0)
        times(HOPPERS, hop);
    else if (strcmp(mode, "storm") == 0) {
        in_child(storm);
        while (__atomic_load_n(forks, __ATOMIC_RELAXED) < STORM_UNDER_WAY)
            nanosleep(&(struct timespec){0, 100000}, NULL);
    } else if (strcmp(mode, "deaf") != 0)
        exit(2);
}

int main(int count, char **arguments) {
    ignore_signals();
    if (count != 3)
        return 2;
    if (strcmp(arguments[1], "sit") == 0) {
        up[1] = atoi(arguments[2]);
        sit_down();
    }
    forks = mmap(NULL, sizeof *forks, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (forks == MAP_FAILED || pipe(up) < 0)
        return 1;
    start(arguments[1]);
    if (creat(arguments[2], 0644) < 0)
        return 1;
    if (strcmp(arguments[1], "leavings") == 0)
        return 0;
    sit();
}
