package hostler.os.linux;

import hostler.os.api.Account;
import hostler.os.api.KeeperDuties;
import hostler.os.api.Output;
import hostler.os.api.ResourceLimit;
import hostler.os.api.SpawnOrder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * An order in the form the keeper reads: {@code HKO1}, the length of the fields, then the fields as
 * tag, length and value. Numbers are of the machine's byte order; a value is followed by at least
 * one zero and filled up with them to a multiple of four. {@code keeper.c} has the same tags.
 */
final class OrderRecord {

    private static final byte[] MAGIC = {'H', 'K', 'O', '1'};
    private static final int ALIGNMENT = 4;

    private static final int LAUNCH = 1;
    private static final int RECORDS = 2;
    private static final int PROGRAM = 3;
    private static final int ARGUMENT = 4;
    private static final int VARIABLE = 5;
    private static final int DIRECTORY = 6;
    private static final int UMASK = 7;
    private static final int OUTPUT = 8;
    private static final int OUTPUT_LIMIT = 9;
    private static final int ACCOUNT = 10;
    private static final int KILL_AFTER_MS = 11;
    private static final int PIPED = 12;
    private static final int LIMIT = 13;
    private static final int CGROUP = 14;
    private static final int FORKS = 15;
    private static final int PID_FILE = 16;
    private static final int NOTIFY_SOCKET = 17;
    private static final int WATCHDOG_MS = 18;
    private static final int ATTACHED = 19;

    /* sun_path of unix(7), without the zero that makes a name abstract. */
    private static final int LONGEST_SOCKET = 107;

    /* Room for the name of a file below it. */
    private static final int LONGEST_PATH = 3000;

    private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

    private OrderRecord() {}

    /**
     * @throws IllegalArgumentException when a text cannot be passed to a process as it is; the
     *     message never shows a value of the environment
     */
    static byte[] encode(SpawnOrder order) {
        OrderRecord record = new OrderRecord();
        record.text(LAUNCH, order.launchId(), "launch id");
        record.text(RECORDS, absolute(order.records(), "records directory"), "records");
        record.text(PROGRAM, absolute(order.executable(), "executable"), "executable");
        record.text(
                DIRECTORY,
                absolute(order.workingDirectory(), "working directory"),
                "working directory");
        record.text(ARGUMENT, order.executable().toString(), "executable");
        order.arguments().forEach(argument -> record.text(ARGUMENT, argument, "an argument"));
        record.environment(order);
        record.number(UMASK, order.umask());
        record.output(order.output());
        order.limits().forEach(record::limit);
        order.account()
                .filter(account -> !OwnIds.needNoChangeFor(account))
                .ifPresent(record::account);
        order.killAfter()
                .ifPresent(time -> record.number(KILL_AFTER_MS, Math.max(1, time.toMillis())));
        record.duties(order);
        return record.whole();
    }

    private void duties(SpawnOrder order) {
        KeeperDuties duties = order.duties();
        duties.cgroup().ifPresent(cgroup -> text(CGROUP, shortEnough(cgroup, "cgroup"), "cgroup"));
        if (duties.forks()) {
            number(FORKS, 1);
        }
        duties.pidFile()
                .ifPresent(file -> text(PID_FILE, shortEnough(file, "PID file"), "PID file"));
        if (duties.notifySocket()) {
            text(NOTIFY_SOCKET, socketOf(order.launchId()), "launch id");
        }
        duties.watchdog().ifPresent(time -> number(WATCHDOG_MS, Math.max(1, time.toMillis())));
    }

    /**
     * The abstract socket of a launch, without the leading {@code @}. An id that is too long for a
     * socket's name stands there as its hash.
     */
    static String socketOf(String launchId) {
        String name = "hostler/" + launchId;
        return name.length() <= LONGEST_SOCKET
                ? name
                : "hostler/" + UUID.nameUUIDFromBytes(launchId.getBytes(StandardCharsets.UTF_8));
    }

    private static String shortEnough(Path path, String what) {
        String text = absolute(path, what);
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new IllegalArgumentException(
                    what + " '" + path + "' has more than " + LONGEST_PATH + " bytes");
        }
        return text;
    }

    private static String absolute(Path path, String what) {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException(what + " '" + path + "' is not an absolute path");
        }
        return path.toString();
    }

    /** The cookie comes first, the rest in the order of names: the same order, the same bytes. */
    private void environment(SpawnOrder order) {
        text(VARIABLE, SpawnOrder.COOKIE + "=" + order.launchId(), SpawnOrder.COOKIE);
        Map<String, String> all = new TreeMap<>(order.environment());
        all.putAll(offers(order));
        all.forEach(
                (name, value) -> {
                    if (name.isEmpty() || name.contains("=")) {
                        throw new IllegalArgumentException(
                                "'" + name + "' is no name of an environment variable");
                    }
                    if (!name.equals(SpawnOrder.COOKIE)) {
                        text(VARIABLE, name + "=" + value, "variable " + name);
                    }
                });
    }

    /** What sd_notify(3) and sd_watchdog_enabled(3) look for. */
    private static Map<String, String> offers(SpawnOrder order) {
        Map<String, String> offers = new HashMap<>();
        if (order.duties().notifySocket()) {
            offers.put("NOTIFY_SOCKET", "@" + socketOf(order.launchId()));
            order.duties()
                    .watchdog()
                    .ifPresent(time -> offers.put("WATCHDOG_USEC", "" + microseconds(time)));
        }
        return offers;
    }

    private static long microseconds(Duration time) {
        return TimeUnit.MICROSECONDS.convert(time);
    }

    private void output(Output output) {
        text(OUTPUT, absolute(output.file(), "output file"), "output file");
        switch (output) {
            case Output.Append(var file) -> {}
            case Output.Capped(var file, long limit) -> number(OUTPUT_LIMIT, limit);
            case Output.Piped(var file) -> number(PIPED, 1);
            case Output.Attached() -> number(ATTACHED, 1);
        }
    }

    private void limit(ResourceLimit limit) {
        byte[] value = new byte[3 * Long.BYTES];
        buffer(value).putLong(number(limit.resource())).putLong(limit.soft()).putLong(limit.hard());
        field(LIMIT, value);
    }

    /** As in {@code asm-generic/resource.h}, which x86-64 and aarch64 follow. */
    private static int number(ResourceLimit.Resource resource) {
        return switch (resource) {
            case CPU -> 0;
            case FSIZE -> 1;
            case STACK -> 3;
            case CORE -> 4;
            case NPROC -> 6;
            case NOFILE -> 7;
            case MEMLOCK -> 8;
            case AS -> 9;
        };
    }

    private void account(Account account) {
        byte[] ids = new byte[(2 + account.groups().size()) * Integer.BYTES];
        ByteBuffer buffer = buffer(ids).putInt(account.uid()).putInt(account.gid());
        account.groups().forEach(buffer::putInt);
        field(ACCOUNT, ids);
    }

    private void text(int tag, String text, String what) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " contains a NUL character");
        }
        field(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    private void number(int tag, long number) {
        byte[] value = new byte[Long.BYTES];
        buffer(value).putLong(number);
        field(tag, value);
    }

    private void field(int tag, byte[] value) {
        int padded = (value.length / ALIGNMENT + 1) * ALIGNMENT;
        byte[] field = new byte[2 * Integer.BYTES + padded];
        buffer(field).putInt(tag).putInt(value.length).put(value);
        fields.writeBytes(field);
    }

    private byte[] whole() {
        byte[] whole = new byte[MAGIC.length + Integer.BYTES + fields.size()];
        buffer(whole).put(MAGIC).putInt(fields.size()).put(fields.toByteArray());
        return whole;
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
