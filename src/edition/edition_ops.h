/* edition_ops.h: the edition room's one row. For app/ only: edition.h knows no operation, so that
 * whoever needs words or defaults does not depend on one. */
#ifndef DOCKET_EDITION_EDITION_OPS_H
#define DOCKET_EDITION_EDITION_OPS_H

#include "operation/operation.h"

extern const struct operation_set edition_operations; /* edition.get */

#endif
