/* What an edition's file may say, and how what it may not say is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "edition/edition.h"

/* With ' for ", as in every text below. */
static const char minimal[] =
    "{'name':'salon','title':'Docket','tagline':'A chair for you.','description':'Haircuts.',"
    "'words':{'provider':'stylist','providers':'stylists','client':'guest','clients':'guests',"
    "'booking':'visit','bookings':'visits','service':'treatment','services':'treatments',"
    "'offer':'Rent out your chair','place':'salon','hour':'hour'},"
    "'search':{'need':'Haircut','near':'Lisbon'},"
    "'start':{'service':'HAIRCUT','location':{'label':'Lisbon','lat':38.72,'lng':-9.14}},"
    "'statusNames':{'CONFIRMED':'BOOKED'},"
    "'statusLabels':{'PENDING':'Asked','CONFIRMED':'Booked','IN_PROGRESS':'Now',"
    "'REVISION':'Again','COMPLETED':'Done','APPROVED':'Happy','CANCELLED':'Off',"
    "'DECLINED':'No','EXPIRED':'Too late','DISPUTED':'Unhappy'},"
    "'catalogue':[{'serviceType':'HAIRCUT','label':'Haircut','plural':'hairdressers',"
    "'icon':'scissors'}],'roles':[{'role':'curls','label':'Good with curls'}],"
    "'defaults':{'currency':'EUR','acceptance':'instant','payment':'after','approval':'none',"
    "'revisions':0,'requestTtlHours':24,'stepMinutes':15,'minNoticeMinutes':60,'windowDays':60,"
    "'bufferBeforeMinutes':0,'bufferAfterMinutes':10,'cancellationPolicy':'flexible',"
    "'rateType':'hourly','isRemote':false,'isInPerson':true},"
    "'accent':{'day':{'cursor':'#ffc62e','on':'#13211c'},"
    "'night':{'cursor':'#ffc62e','on':'#13211c'},"
    "'terminal':{'cursor':'#ffc62e','on':'#13211c'}},"
    "'aliases':{'providerId':'stylistId'},'fees':[]}";

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* The minimal edition with one piece exchanged, quotes as JSON has them. */
static struct str variant(const char *from, const char *to)
{
    struct buf out;
    const char *found = strstr(minimal, from);
    buf_init(&out, arena, sizeof minimal);
    assert_non_null(found);
    buf_add(&out, (struct str){minimal, (size_t)(found - minimal)});
    buf_add(&out, str_from(to));
    buf_add(&out, str_from(found + strlen(from)));
    for (size_t i = 0; i < out.size; i++)
        if (out.data[i] == '\'')
            out.data[i] = '"';
    return buf_str(&out);
}

static void a_whole_edition_is_read(void **state)
{
    struct str reason = STR_NONE;
    (void)state;
    const struct edition *edition =
        edition_parse(arena, STR("f"), variant("salon", "salon"), &reason);
    assert_non_null(edition);
    assert_true(str_equal(edition->words->providers, STR("stylists")));
    assert_true(str_equal(edition->start->location->label, STR("Lisbon")));
    assert_true(str_equal(edition->status_names->texts[1], STR("BOOKED")));
    assert_false(str_is_set(edition->status_names->texts[0]));
    assert_true(str_equal(edition->status_labels->texts[9], STR("Unhappy")));
    assert_int_equal(edition->catalogue.count, 1);
    assert_int_equal(edition->defaults->acceptance, ACCEPT_INSTANT);
    assert_int_equal(edition->defaults->step_minutes, 15);
    assert_string_equal(edition->defaults->currency.code, "EUR");
    assert_true(str_equal(edition->aliases->provider_id, STR("stylistId")));
}

/* Whoever reads edition.get could run the same edition. */
static void what_is_told_reads_as_itself(void **state)
{
    struct str reason = STR_NONE;
    (void)state;
    const struct edition *first =
        edition_parse(arena, STR("f"), variant("salon", "salon"), &reason);
    assert_non_null(first);
    const struct edition *again = edition_parse(arena, STR("f"), first->json, &reason);
    assert_non_null(again);
    assert_true(str_equal(first->json, again->json));
}

static void parts_that_may_be_left_out(void **state)
{
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"'service':'HAIRCUT',", ""},
        {",'location':{'label':'Lisbon','lat':38.72,'lng':-9.14}", ""},
        {"'aliases':{'providerId':'stylistId'},", ""},
        {"{'providerId':'stylistId'}", "{}"},
        {"{'CONFIRMED':'BOOKED'}", "{}"},
        {"[{'role':'curls','label':'Good with curls'}]", "[]"},
        {"'flexible'", "{'tiers':[{'hoursBefore':24,'refundPercent':100}]}"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str reason = STR_NONE;
        struct str text = variant(rows[i].from, rows[i].to);
        if (!edition_parse(arena, STR("f"), text, &reason))
            fail_msg("%s: %.*s", rows[i].from, STR_ARG(reason));
    }
}

static const struct {
    const char *from, *to, *reason;
} wrong_rows[] = {
    {"'title':'Docket',", "", "f: title: This field is required."},
    {"'fees':[]", "'fees':[],'colour':1", "f: colour: There is no such field here."},
    {"'fees':[]", "'fees':[],'fee':1",
     "f: fee: There is no such field here; perhaps fees is meant."},
    {"'client':'guest',", "", "f: words.client: This field is required."},
    {"'near':'Lisbon'", "'near':''", "f: search.near: This may not be empty."},
    {"'lat':38.72", "'lat':138.72", "f: start.location.lat: The most allowed here is 90."},
    {"'service':'HAIRCUT'", "'service':'SHAVE'",
     "f: start.service: A serviceType of the catalogue."},
    {"'salon'", "'Salon'", "f: name: 2 to 31 lower case letters, digits and -, a letter first."},
    {"'salon'", "'1salon'", "f: name: 2 to 31 lower case letters, digits and -, a letter first."},
    {"'CONFIRMED':'BOOKED'", "'CONFIRMED':'booked'",
     "f: statusNames.CONFIRMED: Upper case letters and _ only."},
    {"'CONFIRMED':'BOOKED'", "'CONFIRMED':'PENDING'",
     "f: statusNames.CONFIRMED: Another status has this name."},
    {"'CONFIRMED':'BOOKED'", "'CONFIRMED':'SET','APPROVED':'SET'",
     "f: statusNames.APPROVED: Another status has this name."},
    {"'CONFIRMED':'BOOKED'", "'SET':'BOOKED'", "f: statusNames.SET: There is no such field here."},
    {"'PENDING':'Asked',", "", "f: statusLabels.PENDING: This field is required."},
    {"'serviceType':'HAIRCUT'", "'serviceType':'Haircut'",
     "f: catalogue[0].serviceType: Upper case letters, digits and _ only.\n"
     "f: start.service: A serviceType of the catalogue."},
    {"'icon':'scissors'}]",
     "'icon':'scissors'},{'serviceType':'HAIRCUT','label':'H','plural':'h','icon':'x'}]",
     "f: catalogue[1].serviceType: It is there twice."},
    {"'icon':'scissors'", "'icon':'Scissors!'",
     "f: catalogue[0].icon: Lower case letters, digits and - only."},
    {"'role':'curls'", "'role':'Curls'",
     "f: roles[0].role: Lower case letters, digits and - only."},
    {"'currency':'EUR'", "'currency':'EURO'",
     "f: defaults.currency: A currency code such as USD is expected here."},
    {"'acceptance':'instant'", "'acceptance':'maybe'",
     "f: defaults.acceptance: One of these is expected: request, instant."},
    {"'stepMinutes':15", "'stepMinutes':0",
     "f: defaults.stepMinutes: The least allowed here is 1."},
    {"'windowDays':60", "'windowDays':4000",
     "f: defaults.windowDays: The most allowed here is 3660."},
    {"'minNoticeMinutes':60", "'minNoticeMinutes':86400",
     "f: defaults.minNoticeMinutes: The notice must end before the booking window does."},
    {"'isInPerson':true", "'isInPerson':false",
     "f: defaults.isInPerson: Remote, in person, or both."},
    {"'rateType':'hourly'", "'rateType':'fixed'",
     "f: defaults.rateType: hourly or day: a fixed price has to be said by the service "
     "itself."},
    {"'#ffc62e'", "'yellow!'", "f: accent.day.cursor: A colour such as #ffc62e."},
    {"'#ffc62e'", "'#fff'", "f: accent.day.cursor: At least 7 characters are needed."},
    {"'stylistId'", "'clientId'",
     "f: aliases.providerId: Letters that end with Id, and no other field's name."},
    {"'stylistId'", "'stylist'",
     "f: aliases.providerId: Letters that end with Id, and no other field's name."},
    {"'fees':[]", "'fees':[1]", "f: fees: Reserved: leave it empty, []."},
    {"'fees':[]}", "'fees':[]", "f: byte "},
};

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong_rows); i++) {
        struct str reason = STR_NONE;
        struct str text = variant(wrong_rows[i].from, wrong_rows[i].to);
        bool is_refused = !edition_parse(arena, STR("f"), text, &reason);
        bool is_exact = str_equal(reason, str_from(wrong_rows[i].reason)) ||
                        (wrong_rows[i].reason[strlen(wrong_rows[i].reason) - 1] == ' ' &&
                         str_starts_with(reason, str_from(wrong_rows[i].reason)));
        if (!is_refused || !is_exact)
            fail_msg("%s gave: %.*s", wrong_rows[i].to, STR_ARG(reason));
    }
}

/* ---- those in the binary ---- */

static void each_embedded_edition_is_whole(void **state)
{
    (void)state;
    assert_true(edition_is_embedded(STR("studio")));
    assert_false(edition_is_embedded(STR("moon")));
    for (size_t i = 0; i < edition_file_count; i++) {
        struct str reason = STR_NONE, name = str_from(edition_files[i].name);
        const struct edition *edition = edition_open(arena, name, &reason);
        if (!edition)
            fail_msg("%.*s", STR_ARG(reason));
        assert_true(str_equal(edition->name, name));
        assert_true(str_is_set(edition->demo_json));
        assert_true(i == 0 || strcmp(edition_files[i - 1].name, edition_files[i].name) < 0);
    }
}

static void an_unknown_name_lists_the_known_ones(void **state)
{
    struct str reason = STR_NONE;
    (void)state;
    assert_null(edition_open(arena, STR("moon"), &reason));
    assert_true(str_contains_ignore_case(reason, STR("'moon'")));
    assert_true(str_contains_ignore_case(reason, edition_names(arena)));
}

/* ---- folders ---- */

static char folder[] = "/tmp/docket-edition-XXXXXX";

static void write_file(const char *name, struct str text)
{
    FILE *to = fopen(str_format(arena, "%s/salon/%s", folder, name).data, "w");
    assert_non_null(to);
    assert_int_equal(fwrite(text.data, 1, text.size, to), text.size);
    fclose(to);
}

static struct str salon_path(const char *below)
{
    return str_format(arena, "%s/salon%s", folder, below);
}

static void a_folder_is_an_edition_too(void **state)
{
    struct str reason = STR_NONE;
    (void)state;
    write_file("edition.json", variant("salon", "salon"));
    write_file("demo.json", STR("{}"));
    write_file("pictures/chair.svg", STR("<svg/>"));
    write_file("pictures/notes.txt", STR("no picture"));
    const struct edition *edition = edition_open(arena, salon_path("/"), &reason);
    assert_non_null(edition);
    assert_true(str_equal(edition->demo_json, STR("{}")));
    assert_int_equal(edition->pictures.count, 1);
    const struct edition_picture *picture = LIST_AT(edition->pictures, struct edition_picture, 0);
    assert_true(str_equal(picture->path, STR("/pictures/salon/chair.svg")));
    assert_true(str_equal(picture->svg, STR("<svg/>")));
}

static void a_folder_that_is_none_says_so(void **state)
{
    struct str reason = STR_NONE;
    (void)state;
    assert_null(edition_open(arena, salon_path("/nothing"), &reason));
    assert_true(str_ends_with(reason, STR("nothing/edition.json: No such file or directory")));
    write_file("edition.json", variant("salon", "barber"));
    assert_null(edition_open(arena, salon_path(""), &reason));
    assert_true(str_ends_with(reason, STR("name: It must be the folder's own name.")));
}

/* Read as a file, it would wait for whoever writes into it. */
static void a_pipe_is_no_edition(void **state)
{
    struct str reason = STR_NONE;
    (void)state;
    assert_int_equal(mkfifo(salon_path("/edition.json").data, 0600), 0);
    assert_null(edition_open(arena, salon_path(""), &reason));
    assert_true(str_ends_with(reason, STR("salon/edition.json: It is not a regular file.")));
}

static int make_folder(void **state)
{
    if (!mkdtemp(folder) || set_up(state))
        return 1;
    return mkdir(salon_path("").data, 0700) || mkdir(salon_path("/pictures").data, 0700);
}

static int remove_folder(void **state)
{
    static const char *const files[] = {"/edition.json", "/demo.json", "/pictures/chair.svg",
                                        "/pictures/notes.txt"};
    for (size_t i = 0; i < COUNT_OF(files); i++)
        unlink(salon_path(files[i]).data);
    rmdir(salon_path("/pictures").data);
    rmdir(salon_path("").data);
    rmdir(folder);
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    return tear_down(state);
}

/* ---- its language ---- */

/* Technicians say ACCEPTED of what is CONFIRMED. */
static void what_an_edition_prints_it_reads_back(void **state)
{
    struct str reason = STR_NONE;
    (void)state;
    const struct edition *edition = edition_parse(
        arena, STR("f"), variant("'CONFIRMED':'BOOKED'", "'PENDING':'ACCEPTED'"), &reason);
    assert_non_null(edition);
    edition_speak(arena, edition);
    const char *own = strstr(edition_status_spellings, "ACCEPTED=PENDING");
    const char *other = strstr(edition_status_spellings, "ACCEPTED=CONFIRMED");
    assert_non_null(own);
    assert_non_null(other);
    assert_true(own < other); /* the first counts */
    edition_status_spellings[0] = '\0';
}

/* Last: what is spoken is spoken for the rest of the program. */
static void an_edition_is_spoken(void **state)
{
    struct str reason = STR_NONE;
    (void)state;
    const struct edition *edition =
        edition_parse(arena, STR("f"), variant("salon", "salon"), &reason);
    assert_non_null(edition);
    edition_speak(arena, edition);
    assert_string_equal(edition_spoken_statuses[1], "BOOKED");
    assert_null(edition_spoken_statuses[0]);
    assert_non_null(strstr(edition_status_spellings, "BOOKED=CONFIRMED"));
    assert_string_equal(edition_provider_id_name, "stylistId");
    assert_true(str_ends_with(str_from(EDITION_PROVIDER_ID_SPELLINGS), STR(" stylistId")));
    assert_true(str_starts_with(str_from(EDITION_PROVIDER_ID_SPELLINGS), STR("technicianId ")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define FOLDER_TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_whole_edition_is_read),
        TEST(what_is_told_reads_as_itself),
        TEST(parts_that_may_be_left_out),
        TEST(what_is_wrong_is_named),
        TEST(each_embedded_edition_is_whole),
        TEST(an_unknown_name_lists_the_known_ones),
        FOLDER_TEST(a_folder_is_an_edition_too),
        FOLDER_TEST(a_folder_that_is_none_says_so),
        FOLDER_TEST(a_pipe_is_no_edition),
        TEST(what_an_edition_prints_it_reads_back),
        TEST(an_edition_is_spoken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
