/* money.h: exact amounts. No floating point from JSON text to ledger and back.
 *
 * An amount is an int64 count of minor units and an ISO 4217 code whose exponent says how many
 * decimals a major unit has (JPY 0, USD 2, KWD 3). Decimals from outside are kept exactly
 * (struct decimal) until a currency is known. */
#ifndef DOCKET_BASE_MONEY_H
#define DOCKET_BASE_MONEY_H

#include "base/buf.h"

struct currency {
    char code[4]; /* "USD" */
};
#define MONEY_MINOR_MAX INT64_C(9000000000000000) /* 9e15: sums of a thousand stay in int64 */

/* unscaled × 10^-scale, exactly as sent: "74.50" → {7450, 2}. */
struct decimal {
    int64_t unscaled;
    int scale; /* 0…18 */
};

bool currency_parse(struct str code, struct currency *ret); /* any case; only listed ISO 4217 */
int currency_exponent(struct currency currency);            /* 0, 2, 3 or 4; 2 when absent */
bool currency_equal(struct currency a, struct currency b);

/* JSON number text, exponent notation included; false past 18 significant digits (1e309, NaN). */
bool decimal_parse(struct str text, struct decimal *ret);
bool decimal_to_minor(struct decimal value, struct currency currency, int64_t *ret_minor);
/* false when it is finer than the minor unit or out of ±MONEY_MINOR_MAX */
/* value × 10^places as an integer, when it is one: 1.5 hours with places 0 is false. */
bool decimal_to_integer(struct decimal value, int places, int64_t *ret);
int decimal_compare(struct decimal a, struct decimal b);
bool decimal_multiply_to_integer(struct decimal value, int64_t factor,
                                 int64_t *ret);            /* exact only */
void decimal_print(struct buf *out, struct decimal value); /* shortest exact text: 74.5 */

/* Shortest exact major text: 30000 USD → 300, 7450 USD → 74.5, 75 JPY → 75. */
void money_print_major(struct buf *out, int64_t minor, struct currency currency);

/* minor × numerator / denominator, rounded half away from zero; all checked. For rate × time:
 * rate_minor × duration_ms / 3,600,000. */
bool money_scale(int64_t minor, int64_t numerator, int64_t denominator, int64_t *ret_minor);
bool money_add(int64_t a, int64_t b, int64_t *ret); /* false out of ±MONEY_MINOR_MAX */

/* Largest remainder: floors share i of `total_minor` by weights[i], then gives what is left to the
 * largest fractions, ties to the lower index (the caller orders by member id). Σ = total, asserted.
 * Weights are ≥ 0 and not all 0; total ≥ 0. */
void money_split(int64_t total_minor, const int64_t *weights, size_t count, int64_t *ret_shares);

#endif
