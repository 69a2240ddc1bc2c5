// Loaded before the C library by storm_store.py: lets writes and syncs of regular files under one folder fail.
//
// FAULTY_FOLDER names the folder, FAULTY_CONTROL a file of four 32-bit numbers that is looked at with every call:
//   0  what fails: 0 nothing, 1 writes with ENOSPC, 2 writes with EIO, 3 syncs with EIO
//   1  how many such calls go through first
//   2  how many fail then
//   3  counts what failed
// A write that fails is cut in half first, now and then, as a full disk does it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOTHING, FULL, WRITE_ERROR, SYNC_ERROR };

static _Atomic uint32_t *control;
static char folder[4096];
static size_t folder_length;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTY_CONTROL"), *place = getenv("FAULTY_FOLDER");
    if (!path || !place || !realpath(place, folder)) return;
    folder_length = strlen(folder);
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *map = mmap(NULL, 16, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (map != MAP_FAILED) control = map;
}

static int is_ours(int file) {
    char link[64], path[4096];
    struct stat status;
    if (fstat(file, &status) != 0 || !(S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path);
    return length >= (ssize_t)folder_length && memcmp(path, folder, folder_length) == 0;
}

// Whether this call fails, and with what.
static int fails(int file, int is_sync) {
    if (!control) return 0;
    uint32_t what = atomic_load(&control[0]);
    if (what == NOTHING || (what == SYNC_ERROR) != is_sync || !is_ours(file)) return 0;
    uint32_t first = atomic_load(&control[1]);
    while (first > 0) if (atomic_compare_exchange_weak(&control[1], &first, first - 1)) return 0;
    uint32_t left = atomic_load(&control[2]);
    while (left > 0) {
        if (atomic_compare_exchange_weak(&control[2], &left, left - 1)) {
            atomic_fetch_add(&control[3], 1);
            return what == FULL ? ENOSPC : EIO;
        }
    }
    return 0;
}

#define NEXT(name) ({ static __typeof__(name) *next; if (!next) next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name); next; })

#define PWRITE(name, offset_type)                                                   \
    ssize_t name(int file, const void *bytes, size_t count, offset_type place) {    \
        int error = fails(file, 0);                                                 \
        if (!error) return NEXT(name)(file, bytes, count, place);                   \
        if (count > 1 && (place / 8) % 3 == 0) NEXT(name)(file, bytes, count / 2, place); \
        errno = error;                                                              \
        return -1;                                                                  \
    }

PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int file, const void *bytes, size_t count) {
    int error = fails(file, 0);
    if (!error) return NEXT(write)(file, bytes, count);
    errno = error;
    return -1;
}

int fsync(int file) {
    int error = fails(file, 1);
    if (!error) return NEXT(fsync)(file);
    errno = error;
    return -1;
}

int fdatasync(int file) {
    int error = fails(file, 1);
    if (!error) return NEXT(fdatasync)(file);
    errno = error;
    return -1;
}
