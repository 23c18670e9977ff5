#include "operation/metrics.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Upper bounds of the latency buckets in µs, and as Prometheus wants them: in seconds. */
static const struct {
    int64_t us;
    const char *seconds;
} bounds[] = {
    {100, "0.0001"},  {250, "0.00025"}, {500, "0.0005"},  {1000, "0.001"},
    {2500, "0.0025"}, {5000, "0.005"},  {10000, "0.01"},  {25000, "0.025"},
    {50000, "0.05"},  {100000, "0.1"},  {250000, "0.25"}, {500000, "0.5"},
    {1000000, "1"},   {2500000, "2.5"}, {5000000, "5"},   {10000000, "10"},
};
enum { BUCKETS = COUNT_OF(bounds) + 1, STATUS_MIN = 100, STATUS_MAX = 599 };

typedef _Atomic int64_t counter;

struct histogram {
    counter buckets[BUCKETS]; /* not cumulated; the last is +Inf */
    counter sum_us;
};
struct operation_metrics {
    counter codes[ERROR_COUNT];
    struct histogram duration;
};
struct metrics {
    const struct operation_table *table;
    counter statuses[STATUS_MAX - STATUS_MIN + 1];
    struct histogram http;
    size_t operation_count;
    struct operation_metrics operations[]; /* in the table's order */
};

struct metrics *metrics_new(const struct operation_table *table)
{
    size_t count = 0;
    for (size_t i = 0; i < table->set_count; i++)
        count += table->sets[i].count;
    struct metrics *metrics =
        calloc(1, sizeof(*metrics) + count * sizeof(struct operation_metrics));
    if (!metrics)
        abort();
    metrics->table = table;
    metrics->operation_count = count;
    return metrics;
}

void metrics_free(struct metrics *metrics)
{
    free(metrics);
}

/* ---- counting ---- */

static void add(counter *to, int64_t more)
{
    atomic_fetch_add_explicit(to, more, memory_order_relaxed);
}

static int64_t get(counter *from)
{
    return atomic_load_explicit(from, memory_order_relaxed);
}

static void observe(struct histogram *histogram, int64_t duration_us)
{
    size_t at = 0;
    while (at < COUNT_OF(bounds) && duration_us > bounds[at].us)
        at++;
    add(&histogram->buckets[at], 1);
    add(&histogram->sum_us, duration_us > 0 ? duration_us : 0);
}

/* A row's number is where it stands in its set, after all sets before it. */
static struct operation_metrics *find(struct metrics *metrics, const struct operation *operation)
{
    size_t before = 0;
    for (size_t i = 0; i < metrics->table->set_count; i++) {
        const struct operation_set *set = &metrics->table->sets[i];
        if (operation >= set->operations && operation < set->operations + set->count)
            return &metrics->operations[before + (size_t)(operation - set->operations)];
        before += set->count;
    }
    return NULL;
}

void metrics_count_call(struct metrics *metrics, const struct call *call)
{
    struct operation_metrics *row = find(metrics, call->operation);
    if (!row || (unsigned)call->error >= ERROR_COUNT)
        return;
    add(&row->codes[call->error], 1);
    observe(&row->duration, clock_monotonic_us() - call->started_us);
}

void metrics_count_http(struct metrics *metrics, int status, int64_t duration_us)
{
    if (status < STATUS_MIN || status > STATUS_MAX)
        return;
    add(&metrics->statuses[status - STATUS_MIN], 1);
    observe(&metrics->http, duration_us);
}

/* ---- printing ---- */

static void print_header(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_format(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void print_number(struct buf *out, const char *name, const char *type, const char *help,
                         int64_t value)
{
    print_header(out, name, type, help);
    buf_format(out, "%s %lld\n", name, (long long)value);
}

/* label: `operation="booking.create"`, or "". The count is summed from the buckets read, so that a
 * scrape agrees with itself while counting goes on. */
static void print_histogram(struct buf *out, const char *name, const char *label,
                            struct histogram *histogram)
{
    const char *comma = *label ? "," : "";
    int64_t total = 0;
    for (size_t i = 0; i < BUCKETS; i++) {
        total += get(&histogram->buckets[i]);
        buf_format(out, "%s_bucket{%s%sle=\"%s\"} %lld\n", name, label, comma,
                   i < COUNT_OF(bounds) ? bounds[i].seconds : "+Inf", (long long)total);
    }
    int64_t sum_us = get(&histogram->sum_us);
    buf_format(out, "%s_sum%s%s%s %lld.%06lld\n", name, *label ? "{" : "", label, *label ? "}" : "",
               (long long)(sum_us / 1000000), (long long)(sum_us % 1000000));
    buf_format(out, "%s_count%s%s%s %lld\n", name, *label ? "{" : "", label, *label ? "}" : "",
               (long long)total);
}

static const struct operation *row_at(const struct operation_table *table, size_t at)
{
    size_t set = 0;
    while (at >= table->sets[set].count)
        at -= table->sets[set++].count;
    return &table->sets[set].operations[at];
}

static bool was_called(struct operation_metrics *row)
{
    for (size_t i = 0; i < BUCKETS; i++) {
        if (get(&row->duration.buckets[i]) > 0)
            return true;
    }
    return false;
}

static void print_calls(struct metrics *metrics, struct buf *out)
{
    print_header(out, "docket_calls_total", "counter", "Calls by operation and outcome.");
    for (size_t i = 0; i < metrics->operation_count; i++) {
        for (int code = 0; code < ERROR_COUNT; code++) {
            int64_t count = get(&metrics->operations[i].codes[code]);
            if (count > 0)
                buf_format(out, "docket_calls_total{operation=\"%s\",code=\"%s\"} %lld\n",
                           row_at(metrics->table, i)->name, error_info((enum error)code)->code,
                           (long long)count);
        }
    }
    print_header(out, "docket_call_duration_seconds", "histogram",
                 "From the arrival of a call to its outcome.");
    for (size_t i = 0; i < metrics->operation_count; i++) {
        char label[96];
        snprintf(label, sizeof(label), "operation=\"%s\"", row_at(metrics->table, i)->name);
        if (was_called(&metrics->operations[i]))
            print_histogram(out, "docket_call_duration_seconds", label,
                            &metrics->operations[i].duration);
    }
}

static void print_http(struct metrics *metrics, struct buf *out)
{
    print_header(out, "docket_http_responses_total", "counter", "HTTP responses by status.");
    for (int status = STATUS_MIN; status <= STATUS_MAX; status++) {
        int64_t count = get(&metrics->statuses[status - STATUS_MIN]);
        if (count > 0)
            buf_format(out, "docket_http_responses_total{status=\"%d\"} %lld\n", status,
                       (long long)count);
    }
    print_header(out, "docket_http_duration_seconds", "histogram",
                 "From a request's first byte to its answer's hand-over.");
    print_histogram(out, "docket_http_duration_seconds", "", &metrics->http);
}

static void print_store(struct db *db, struct buf *out)
{
    struct db_statistics now;
    db_statistics(db, &now);
    print_number(out, "docket_store_jobs_total", "counter", "Jobs the store has run.", now.jobs);
    print_number(out, "docket_store_batches_total", "counter", "Commits of the writer.",
                 now.batches);
    print_number(out, "docket_store_retries_total", "counter", "Jobs run again after a conflict.",
                 now.retries);
    print_header(out, "docket_store_busy_seconds_total", "counter", "Time spent running jobs.");
    buf_format(out, "docket_store_busy_seconds_total %lld.%06lld\n",
               (long long)(now.busy_us / 1000000), (long long)(now.busy_us % 1000000));
    print_number(out, "docket_store_queue_depth", "gauge", "Jobs waiting.", now.queue_depth);
    print_number(out, "docket_store_readers", "gauge", "Connections open for reading.",
                 now.readers);
}

/* The second number of /proc/self/statm: resident pages. −1: the system does not say. */
static int64_t resident_bytes(void)
{
    char text[128];
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return -1;
    size_t size = fread(text, 1, sizeof(text), file);
    fclose(file);
    struct str rest = {.data = text, .size = size}, piece;
    int64_t pages;
    bool found = str_next_piece(&rest, ' ', &piece) && str_next_piece(&rest, ' ', &piece) &&
                 str_to_int64(piece, &pages);
    return found ? pages * sysconf(_SC_PAGESIZE) : -1;
}

void metrics_print(struct metrics *metrics, struct db *db, struct buf *out)
{
    print_calls(metrics, out);
    print_http(metrics, out);
    if (db)
        print_store(db, out);
    int64_t resident = resident_bytes();
    if (resident >= 0)
        print_number(out, "process_resident_memory_bytes", "gauge", "Resident memory size.",
                     resident);
}
