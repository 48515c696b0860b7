package hostler.os.api;

import java.time.Duration;

/**
 * What a tree of processes uses of the machine at one moment.
 *
 * @param age how long ago its main process started
 * @param cpu processor time, user and system, of its processes and of the ended ones they have
 *     waited for; see times(2). It may shrink: a process nobody waits for takes its time with it
 * @param residentBytes memory of its processes that is in RAM, what they share counted once for
 *     each; see rss in proc_pid_stat(5)
 * @param processes how many there are, zombies not counted
 */
public record TreeUsage(Duration age, Duration cpu, long residentBytes, int processes) {}
