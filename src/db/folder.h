/* folder.h: the data folder of the embedded store. Private to db/. */
#ifndef DOCKET_DB_FOLDER_H
#define DOCKET_DB_FOLDER_H

#include "base/str.h"

/* A file in the folder, made when it is not there, that nobody else may read. -1: errno says why.
 */
int folder_open(const char *directory, const char *name, struct arena *arena);

/* One process owns the folder, as long as *ret_file stays open; its number is in the lock for
 * whoever comes second. False: *ret_reason says who has it, or what else is wrong; *ret_file is -1
 * or still has to be closed. */
bool folder_lock(const char *directory, int *ret_file, struct arena *arena, struct str *ret_reason);

#endif
