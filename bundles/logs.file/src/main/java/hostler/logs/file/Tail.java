package hostler.logs.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Finds where the last lines of a log begin, reading backwards in blocks. */
final class Tail {
    private static final int BLOCK = 64 * 1024;

    private final OpenLog log;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);

    Tail(OpenLog log) {
        this.log = log;
    }

    /**
     * The offset at which the last lines begin; 0 when there are no more.
     *
     * @param lines how many
     * @param partial whether an unfinished line at the end counts as one; otherwise it comes on top
     */
    long start(int lines, boolean partial) throws IOException {
        long end = log.size();
        long floor = log.firstData();
        long feeds = lines + (partial && unfinished(end) ? 0L : 1L);
        if (feeds == 0) {
            return end;
        }
        for (long from = end; from > floor; ) {
            long to = from;
            from = Math.max(floor, to - BLOCK);
            read(from, (int) (to - from));
            for (int i = block.limit() - 1; i >= 0; i--) {
                if (block.get(i) == '\n' && --feeds == 0) {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }

    private boolean unfinished(long end) throws IOException {
        if (end == 0) {
            return false;
        }
        read(end - 1, 1);
        return block.limit() == 1 && block.get(0) != '\n';
    }

    /** Fills the block from the file; less than asked for only when the file has shrunk. */
    private void read(long offset, int length) throws IOException {
        block.clear().limit(length);
        int count = 0;
        while (block.hasRemaining() && count >= 0) {
            count = log.peek(block, offset + block.position());
        }
        block.flip();
    }
}
