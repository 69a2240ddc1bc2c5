#pragma once
#include <sqlite3.h>

// What Swift cannot call by itself: variadic functions and destructor constants made by casts.

static inline int fera_sqlite_configure(sqlite3 *db, int option, int on) {
    return sqlite3_db_config(db, option, on, (int *)0);
}

// SQLite copies the bytes at once. A null pointer would bind NULL, so an empty run gets bytes of its own.
static inline int fera_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, index, count == 0 ? "" : bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int fera_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return count == 0 ? sqlite3_bind_zeroblob(statement, index, 0)
                      : sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

static int fera_sqlite_keep_frames(void *frames, sqlite3 *db, const char *name, int count) {
    (void)db; (void)name;
    *(int *)frames = count;
    return SQLITE_OK;
}

// Writes the frames of the write-ahead log to `frames` after each commit; turns automatic checkpoints off.
static inline void fera_sqlite_watch_wal(sqlite3 *db, int *frames) {
    sqlite3_wal_hook(db, fera_sqlite_keep_frames, frames);
}
