/*
 * A disk that fails and a clock that stands still, put between a program and the C library by
 * LD_PRELOAD. Only files whose path begins with FAULTS_UNDER are touched. FAULTS_PLAN is one of
 *
 *   none          nothing fails
 *   kill:N        the process is killed at its N-th step; if that is a write, half of it is done
 *   full:N        from the N-th byte on nothing can be written: "No space left on device"
 *   sync:N        the N-th sync fails, and only that: "Input/output error"
 *   sync-from:N   the N-th sync fails and all that follow
 *
 * A step is a write, a cut, a sync, a renaming or a removal. A process that ends by itself leaves
 * in FAULTS_LOG how often the disk failed, its steps, its bytes, and at which steps it synced.
 * The real calls are made without the C library, whose names are taken here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* 1 May 2026, 00:00 UTC. */
#define NOW 1777593600
#define SYNCS_KEPT 4096

static enum { NONE, KILL, FULL, SYNC, SYNC_FROM } plan;
static long limit;
static const char *under;
static atomic_long failures, steps, bytes, syncs;
static long sync_steps[SYNCS_KEPT];

__attribute__((constructor)) static void read_plan(void)
{
    static const char *const names[] = {"none", "kill", "full", "sync", "sync-from"};
    const char *text = getenv("FAULTS_PLAN");
    const char *colon = text ? strchr(text, ':') : NULL;
    size_t length = colon ? (size_t)(colon - text) : 0;

    under = getenv("FAULTS_UNDER");
    for (int at = KILL; at <= SYNC_FROM; at++)
        if (strlen(names[at]) == length && strncmp(text, names[at], length) == 0)
            plan = at;
    if (plan != NONE)
        limit = atol(colon + 1);
}

__attribute__((destructor)) static void write_log(void)
{
    const char *path = getenv("FAULTS_LOG");
    FILE *log = path ? fopen(path, "w") : NULL;

    if (!log)
        return;
    fprintf(log, "%ld %ld %ld", failures, steps, bytes);
    for (long at = 0; at < syncs && at < SYNCS_KEPT; at++)
        fprintf(log, " %ld", sync_steps[at]);
    fclose(log);
}

static int is_under(const char *path)
{
    return under && strncmp(path, under, strlen(under)) == 0;
}

static int is_watched(int file)
{
    char link[32], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return is_under(path);
}

static int fail(int error)
{
    failures++;
    errno = error;
    return -1;
}

static long count_step(void)
{
    return ++steps;
}

static int is_last(long step)
{
    return plan == KILL && step == limit;
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

static void die_if_last(long step)
{
    if (is_last(step))
        die();
}

/* How many of `count` bytes the disk takes: all, the rest that it has room for, or none: -1. */
static ssize_t room_for(size_t count)
{
    long before = atomic_fetch_add(&bytes, (long)count);
    if (plan != FULL || before + (long)count <= limit)
        return (ssize_t)count;
    return before < limit ? limit - before : fail(ENOSPC);
}

static ssize_t really_write(int file, const void *from, size_t count, off_t at)
{
    return at < 0 ? syscall(SYS_write, file, from, count) : syscall(SYS_pwrite64, file, from, count, at);
}

/* Writes at the file's own position where `at` is negative. */
static ssize_t write_at(int file, const void *from, size_t count, off_t at)
{
    if (!is_watched(file))
        return really_write(file, from, count, at);
    if (is_last(count_step())) {
        really_write(file, from, count / 2, at);
        die();
    }
    ssize_t taken = room_for(count);
    return taken < 0 ? -1 : really_write(file, from, (size_t)taken, at);
}

ssize_t write(int file, const void *from, size_t count)
{
    return write_at(file, from, count, -1);
}

ssize_t pwrite64(int file, const void *from, size_t count, off64_t at)
{
    return write_at(file, from, count, at);
}

ssize_t pwrite(int file, const void *from, size_t count, off_t at)
{
    return write_at(file, from, count, at);
}

/* The first part alone: a short write, which every caller must expect. */
ssize_t writev(int file, const struct iovec *parts, int count)
{
    if (!is_watched(file))
        return syscall(SYS_writev, file, parts, count);
    for (int at = 0; at < count; at++)
        if (parts[at].iov_len > 0)
            return write_at(file, parts[at].iov_base, parts[at].iov_len, -1);
    return 0;
}

static int grows(int file, off_t size)
{
    struct stat now;
    return fstat(file, &now) == 0 && size > now.st_size;
}

static int disk_is_full(void)
{
    return plan == FULL && bytes >= limit;
}

int ftruncate64(int file, off64_t size)
{
    if (is_watched(file)) {
        die_if_last(count_step());
        if (disk_is_full() && grows(file, size))
            return fail(ENOSPC);
    }
    return (int)syscall(SYS_ftruncate, file, size);
}

int ftruncate(int file, off_t size)
{
    return ftruncate64(file, size);
}

int fallocate64(int file, int mode, off64_t at, off64_t length)
{
    if (is_watched(file)) {
        die_if_last(count_step());
        if (disk_is_full())
            return fail(ENOSPC);
    }
    return (int)syscall(SYS_fallocate, file, mode, at, length);
}

int fallocate(int file, int mode, off_t at, off_t length)
{
    return fallocate64(file, mode, at, length);
}

int posix_fallocate64(int file, off64_t at, off64_t length)
{
    return fallocate64(file, 0, at, length) == 0 ? 0 : errno;
}

int posix_fallocate(int file, off_t at, off_t length)
{
    return posix_fallocate64(file, at, length);
}

static int sync_by(long call, int file)
{
    if (is_watched(file)) {
        long step = count_step();
        long number = atomic_fetch_add(&syncs, 1) + 1;
        if (number <= SYNCS_KEPT)
            sync_steps[number - 1] = step;
        die_if_last(step);
        if ((plan == SYNC && number == limit) || (plan == SYNC_FROM && number >= limit))
            return fail(EIO);
    }
    return (int)syscall(call, file);
}

int fsync(int file)
{
    return sync_by(SYS_fsync, file);
}

int fdatasync(int file)
{
    return sync_by(SYS_fdatasync, file);
}

int rename(const char *from, const char *to)
{
    if (is_under(from))
        die_if_last(count_step());
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path)
{
    if (is_under(path))
        die_if_last(count_step());
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    if (clock != CLOCK_REALTIME)
        return (int)syscall(SYS_clock_gettime, clock, time);
    time->tv_sec = NOW;
    time->tv_nsec = 0;
    return 0;
}
