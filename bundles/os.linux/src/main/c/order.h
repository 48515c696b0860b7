/*
 * What a keeper is ordered to do, in the form OrderRecord.java writes: "HKO1", u32 bytes of fields, then the fields.
 * Numbers are of the machine's byte order. Nothing here allocates but vector_of, and nothing changes an order.
 */
#ifndef HOSTLER_ORDER_H
#define HOSTLER_ORDER_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LAUNCH_SIZE = 129, LONGEST_PATH = 3000, LONGEST_SOCKET = 107 };

/* Fields of an order; the agent has the same list (OrderRecord.java). */
enum tag { LAUNCH = 1, RECORDS, PROGRAM, ARGUMENT, VARIABLE, DIRECTORY, UMASK, OUTPUT, OUTPUT_LIMIT, ACCOUNT,
           KILL_AFTER_MS, PIPED, LIMIT, CGROUP, FORKS, PID_FILE, NOTIFY_SOCKET, WATCHDOG_MS, ATTACHED, UNKNOWN_TAG };

/* "HKO1", u32 bytes of fields, then the fields. */
struct order {
    char magic[4];
    uint32_t length;
};

/* Text, a u64, or u32s; at least one zero follows the value and fills it up to a multiple of 4. */
struct field {
    uint32_t tag, length;
    unsigned char value[];
};

static const struct field *next_field(const struct field *f) {
    return (const struct field *)(f->value + (f->length / 4 + 1) * 4);
}

#define EACH_FIELD(f, o)                                                                                      \
    (const struct field *f = (const struct field *)((o) + 1); (char *)f < (char *)((o) + 1) + (o)->length;    \
     f = next_field(f))

static const struct field *find(const struct order *o, enum tag tag) {
    for EACH_FIELD(f, o)
        if (f->tag == tag)
            return f;
    return NULL;
}

static const char *text_of(const struct order *o, enum tag tag) {
    return (const char *)find(o, tag)->value;
}

static uint64_t number_of(const struct order *o, enum tag tag, uint64_t otherwise) {
    const struct field *f = find(o, tag);
    if (f && f->length == sizeof otherwise)
        memcpy(&otherwise, f->value, sizeof otherwise);
    return otherwise;
}

/* Resource of getrlimit(2), soft and hard limit, each a u64. */
static int are_limits(const struct order *o) {
    for EACH_FIELD(f, o)
        if (f->tag == LIMIT && f->length != 3 * sizeof(uint64_t))
            return 0;
    return 1;
}

/* With room for the name of a file below. */
static int fits(const struct order *o, enum tag tag, size_t most) {
    const struct field *f = find(o, tag);
    return !f || (f->length > 0 && f->length <= most);
}

/* An order is carried out completely or not at all: an unknown field makes it unreadable. */
static int is_readable(const struct order *o, size_t size) {
    if (size < sizeof *o || memcmp(o->magic, "HKO1", 4) != 0 || o->length != size - sizeof *o)
        return 0;
    for EACH_FIELD(f, o) {
        size_t room = (const char *)o + size - (const char *)f;
        if (room < sizeof *f + 4 || f->length > room - sizeof *f - 1 || f->tag == 0 || f->tag >= UNKNOWN_TAG ||
            f->value[f->length] != 0)
            return 0;
    }
    const struct field *launch = find(o, LAUNCH), *account = find(o, ACCOUNT);
    return launch && launch->length < LAUNCH_SIZE && (!account || account->length >= 2 * sizeof(uint32_t)) &&
           are_limits(o) && fits(o, CGROUP, LONGEST_PATH) && fits(o, PID_FILE, LONGEST_PATH) &&
           fits(o, NOTIFY_SOCKET, LONGEST_SOCKET) && find(o, RECORDS) && find(o, PROGRAM) && find(o, DIRECTORY) && find(o, OUTPUT);
}

/* All values of one tag as execve(2) wants them. */
static char **vector_of(const struct order *o, enum tag tag) {
    size_t n = 0, most = 1;
    for EACH_FIELD(f, o)
        most += f->tag == tag;
    char **vector = calloc(most, sizeof *vector);
    for EACH_FIELD(f, o)
        if (vector && f->tag == tag)
            vector[n++] = (char *)f->value;
    return vector;
}

#endif
