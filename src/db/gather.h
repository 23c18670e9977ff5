/* gather.h: writes to SQLite's log go to the disk in large pieces. Private to db/.
 *
 * SQLite writes each page of a transaction to the log with two calls; a batch of bookings makes
 * hundreds. This is SQLite's own file system with one difference: what is written to a log is kept
 * in memory until it stops being contiguous, fills the buffer, or anything else is asked of the
 * file. Above all that is the sync which synchronous=FULL demands of each COMMIT before its pages
 * become visible to any reader; so nobody ever misses what is not in the file yet. An error of the
 * disk comes out of the sync instead of the write.
 *
 * With cache_spill=OFF nothing is written before COMMIT, so nothing is kept after it either: pages
 * of a transaction that was rolled back could come down later on what another process wrote there.
 */
#ifndef DOCKET_DB_GATHER_H
#define DOCKET_DB_GATHER_H

/* Registers it, once in the process; its name, for sqlite3_open_v2(). Only for connections
 * with journal_mode=WAL, synchronous=FULL and cache_spill=OFF. NULL: not to be had, use the
 * default. */
const char *gather_file_system(void);

#endif
