/* Preloaded, makes what the program writes below one folder fail from some call on, or records it.
 *
 * fault_arm(folder, after, error, once): the call number `after` that changes a file below the folder fails with
 * `error`, and so do all that follow, unless `once`. fault_record(folder, journal): every such call is appended to the
 * journal as a line "op path offset length" with the bytes behind it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/syscall.h>

static char folder[PATH_MAX];
static long left = -1;
static int failing, once;
static int journal = -1;

void fault_arm(const char *below, long after, int error, int only_once) {
    strncpy(folder, below, sizeof folder - 1);
    left = after; failing = error; once = only_once;
}

void fault_record(const char *below, const char *path) {
    strncpy(folder, below, sizeof folder - 1);
    journal = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0644);
}

static int below(const char *path) {
    size_t n = strlen(folder);
    return n && !strncmp(path, folder, n);
}

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return below(path);
}

static int fails(const char *path) {
    if (!failing || !below(path)) return 0;
    if (left > 0) { left--; return 0; }
    int error = failing;
    if (once) failing = 0;
    errno = error;
    return 1;
}

static void note(const char *op, const char *path, long offset, long length, const void *bytes) {
    if (journal < 0 || !below(path)) return;
    int saved = errno;
    char line[PATH_MAX + 64];
    int n = snprintf(line, sizeof line, "%s\t%s\t%ld\t%ld\n", op, path, offset, length);
    syscall(SYS_write, journal, line, n);
    if (bytes) for (long done = 0; done < length;) {
        long wrote = syscall(SYS_write, journal, (const char *)bytes + done, length - done);
        if (wrote <= 0) break;
        done += wrote;
    }
    errno = saved;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *bytes, size_t length) {
    char path[PATH_MAX];
    REAL(write);
    if (!folder[0] || fd == journal || !path_of(fd, path)) return real(fd, bytes, length);
    if (fails(path)) return -1;
    long offset = fcntl(fd, F_GETFL) & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
    ssize_t n = real(fd, bytes, length);
    if (n > 0) note("write", path, offset, n, bytes);
    return n;
}

#define PWRITE(name, type)                                                          \
    ssize_t name(int fd, const void *bytes, size_t length, type offset) {           \
        char path[PATH_MAX];                                                        \
        REAL(name);                                                                 \
        if (!folder[0] || !path_of(fd, path)) return real(fd, bytes, length, offset); \
        if (fails(path)) return -1;                                                 \
        ssize_t n = real(fd, bytes, length, offset);                                \
        if (n > 0) note("write", path, offset, n, bytes);                           \
        return n;                                                                   \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define ON_FD(name, op, arguments, call, length)            \
    int name arguments {                                    \
        char path[PATH_MAX];                                \
        REAL(name);                                         \
        if (!folder[0] || !path_of(fd, path)) return real call; \
        if (fails(path)) return -1;                         \
        int rc = real call;                                 \
        if (!rc) note(op, path, 0, length, NULL);           \
        return rc;                                          \
    }
ON_FD(fsync, "sync", (int fd), (fd), 0)
ON_FD(fdatasync, "sync", (int fd), (fd), 0)
ON_FD(ftruncate, "size", (int fd, off_t size), (fd, size), size)
ON_FD(ftruncate64, "size", (int fd, off64_t size), (fd, size), size)

#define ALLOCATE(name, type)                                                     \
    int name(int fd, type offset, type length) {                                 \
        char path[PATH_MAX];                                                     \
        REAL(name);                                                              \
        if (!folder[0] || !path_of(fd, path)) return real(fd, offset, length);   \
        return fails(path) ? errno : real(fd, offset, length);                   \
    }
ALLOCATE(posix_fallocate, off_t)
ALLOCATE(posix_fallocate64, off64_t)

int rename(const char *from, const char *to) {
    REAL(rename);
    if (folder[0] && fails(to)) return -1;
    int rc = real(from, to);
    if (!rc && folder[0]) { note("rename", from, 0, strlen(to), to); }
    return rc;
}

int unlink(const char *path) {
    REAL(unlink);
    int rc = real(path);
    if (!rc && folder[0]) note("unlink", path, 0, 0, NULL);
    return rc;
}

#define OPEN(name)                                                             \
    int name(const char *path, int flags, ...) {                               \
        va_list more;                                                          \
        va_start(more, flags);                                                 \
        int mode = va_arg(more, int);                                          \
        va_end(more);                                                          \
        REAL(name);                                                            \
        if (folder[0] && (flags & O_CREAT) && fails(path)) return -1;          \
        int fd = real(path, flags, mode);                                      \
        if (fd >= 0 && (flags & (O_CREAT | O_TRUNC)))                          \
            note(flags & O_TRUNC ? "empty" : "make", path, 0, 0, NULL);        \
        return fd;                                                             \
    }
OPEN(open)
OPEN(open64)
