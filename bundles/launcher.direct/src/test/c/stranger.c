/*
 * Takes process ids that others had before, and tells of every signal that whoever has them now is sent.
 *
 *   stranger LOG      as root; reads orders from its standard input, one a line, and answers each with a line:
 *     take PID        starts a process of exactly this pid (ns_last_pid, see proc(5)). It leads a session and has a
 *                     child in it, as a service has. Answers "got PID CHILD", or "missed" when somebody else was faster
 *     end             ends all of them, answers "ended"
 *
 * Each blocks all signals and appends those that it gets to LOG, as "PID SIGNAL SENDER". A kill or a stop cannot be
 * blocked: who was killed is missing in /proc, who was stopped is in state T there. All end with this program.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define LAST_PID "/proc/sys/kernel/ns_last_pid"
#define MOST 4096

static int tales;

_Noreturn static void tell_signals(void) {
    sigset_t all;
    siginfo_t signal;
    sigfillset(&all);
    while (1) {
        char line[64];
        if (sigwaitinfo(&all, &signal) < 0)
            continue;
        int length = snprintf(line, sizeof line, "%d %d %d\n", getpid(), signal.si_signo, signal.si_pid);
        if (write(tales, line, length) != length)
            _exit(1);
    }
}

static pid_t last_pid(void) {
    char text[16] = "";
    int fd = open(LAST_PID, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, text, sizeof text - 1) <= 0) {
        perror("cannot read " LAST_PID);
        exit(1);
    }
    close(fd);
    return atoi(text);
}

static void set_last_pid(pid_t last) {
    int fd = open(LAST_PID, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || dprintf(fd, "%d", last) < 0) {
        perror("cannot write " LAST_PID);
        exit(1);
    }
    close(fd);
}

_Noreturn static void live(int told, pid_t sequence) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setsid();
    /* The child goes where new processes go, not beside this one, where the next may be wanted. */
    set_last_pid(sequence);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(told);
        tell_signals();
    }
    if (write(told, &child, sizeof child) != sizeof child)
        _exit(1);
    close(told);
    tell_signals();
}

static void miss(pid_t other, pid_t sequence) {
    set_last_pid(sequence);
    if (other > 0) {
        kill(other, SIGKILL);
        waitpid(other, NULL, 0);
    }
    puts("missed");
}

/* The next pid is the first free one after the last. Answers whether it is this one. */
static int take(pid_t wanted) {
    int told[2];
    pid_t child = 0, sequence = last_pid();
    if (pipe2(told, O_CLOEXEC) < 0)
        exit(1);
    set_last_pid(wanted - 1);
    pid_t got = fork();
    if (got == 0)
        live(told[1], sequence);
    close(told[1]);
    int taken = got == wanted && read(told[0], &child, sizeof child) == sizeof child && child > 0;
    close(told[0]);
    if (taken)
        printf("got %d %d\n", got, child);
    else
        miss(got, sequence);
    return taken;
}

/* Children of strangers come to this process when their parent is gone. */
static void end_all(pid_t *taken, int count) {
    while (count > 0)
        kill(taken[--count], SIGKILL);
    while (wait(NULL) > 0)
        ;
    puts("ended");
}

int main(int count, char **arguments) {
    static pid_t taken[MOST];
    int held = 0;
    char line[64];
    sigset_t all;
    tales = count == 2 ? open(arguments[1], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644) : -1;
    if (tales < 0) {
        fprintf(stderr, "stranger LOG\n");
        return 2;
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (fgets(line, sizeof line, stdin)) {
        pid_t wanted = strncmp(line, "take ", 5) == 0 ? atoi(line + 5) : 0;
        if (wanted > 1 && held < MOST) {
            taken[held] = wanted;
            held += take(wanted);
        } else {
            end_all(taken, held);
            held = 0;
        }
    }
    return 0;
}
