/* edition_ops.c: edition.get, which tells a client everything it needs to speak the edition. */
#include "edition/edition_ops.h"

#include "edition/edition.h"

static enum error edition_get(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)tx;
    (void)input;
    if (!call->runtime->edition)
        return ERROR_INTERNAL;
    *(struct edition *)output = *call->runtime->edition;
    return ERROR_NONE;
}

static const struct operation operations[] = {
    {.name = "edition.get",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_ANYONE,
     .input = &empty_shape,
     .output = &edition_shape,
     .rate = RATE_READ,
     .run = edition_get,
     .doc = "The words, defaults and looks of this marketplace. It changes only when the server is "
            "started anew, so keep it."},
};

const struct operation_set edition_operations = {operations, COUNT_OF(operations)};
