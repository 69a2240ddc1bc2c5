#pragma once
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

// GNU functions that Swift's Glibc module leaves out.
extern int accept4(int, struct sockaddr *, socklen_t *, int);
extern void *memmem(const void *, size_t, const void *, size_t);

static inline int fera_accept(int listener, struct sockaddr_storage *address, socklen_t *length) {
    return accept4(listener, (struct sockaddr *)address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

// Where `needle` first stands in `bytes`, or -1.
static inline long fera_find(const void *bytes, size_t count, const void *needle, size_t length) {
    const char *found = memmem(bytes, count, needle, length);
    return found ? found - (const char *)bytes : -1;
}

// epoll_event is a packed struct with a union: it stays on this side.
static inline int fera_epoll_set(int poller, int operation, int fd, uint32_t events, uint64_t id) {
    struct epoll_event event = {.events = events, .data = {.u64 = id}};
    return epoll_ctl(poller, operation, fd, &event);
}

// Waits for at most 256 events and writes their ids and flags; -1 with errno on failure, 0 when interrupted.
static inline int fera_epoll_wait(int poller, uint64_t *ids, uint32_t *flags, int capacity, int timeout) {
    struct epoll_event events[256];
    int count = epoll_wait(poller, events, capacity < 256 ? capacity : 256, timeout);
    if (count < 0) return errno == EINTR ? 0 : -1;
    for (int i = 0; i < count; i++) {
        ids[i] = events[i].data.u64;
        flags[i] = events[i].events;
    }
    return count;
}

// EPOLLIN and friends are an enum whose type Swift and C disagree about.
static const uint32_t fera_epoll_in = EPOLLIN;
static const uint32_t fera_epoll_out = EPOLLOUT;
static const uint32_t fera_epoll_error = EPOLLERR;
static const uint32_t fera_epoll_hangup = EPOLLHUP;
static const uint32_t fera_epoll_exclusive = EPOLLEXCLUSIVE;

static inline int fera_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }
// Names the calling thread for top and perf, at most 15 bytes.
static inline void fera_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

// Lets malloc keep what a turn of the loop gives back, up to 16 MiB an arena: by default it returns the top of a thread's heap to the
// kernel page by page and faults it in again with the next request. Setting one of these thresholds ends malloc's own adjusting of the
// other, so both are set.
static inline void fera_keep_heap(void) {
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
}

