/* demo_check.c: what is wrong in a demo.json though its shape is right. Said all at once, before
 * anything is planned; else it would come out as a broken picture, or as an account that nobody can
 * log in to. */
#include "account/account_rules.h"
#include "app/demo.h"

struct check {
    struct arena *arena;
    const struct edition *edition;
    const struct demo *demo;
    struct problem problem;
};

static void complain(struct check *check, struct str key, const char *sentence)
{
    problem_add_field(&check->problem, check->arena, key, "format", str_from(sentence));
}

/* ---- addresses: people first, then providers ---- */

static size_t address_count(const struct check *check)
{
    return check->demo->people.count + check->demo->providers.count;
}

static struct str address_at(const struct check *check, size_t index)
{
    size_t people = check->demo->people.count;
    if (index < people)
        return LIST_AT(check->demo->people, struct demo_person, index)->email;
    return LIST_AT(check->demo->providers, struct demo_provider, index - people)->email;
}

static struct str address_key(const struct check *check, size_t index)
{
    size_t people = check->demo->people.count;
    return index < people ? str_format(check->arena, "people[%zu].email", index)
                          : str_format(check->arena, "providers[%zu].email", index - people);
}

static bool address_is_taken(const struct check *check, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (str_equal_ignore_case(address_at(check, i), address_at(check, index)))
            return true;
    return false;
}

static void check_addresses(struct check *check)
{
    for (size_t i = 0; i < address_count(check); i++) {
        struct str normal;
        if (!email_normalize(check->arena, address_at(check, i), &normal))
            complain(check, address_key(check, i), "This is no e-mail address.");
        else if (address_is_taken(check, i))
            complain(check, address_key(check, i), "Somebody before has this address.");
    }
}

/* ---- the rest ---- */

/* Whoever can be booked stands among the providers, with a profile. */
static void check_people(struct check *check)
{
    for (size_t i = 0; i < check->demo->people.count; i++) {
        const struct demo_person *person = LIST_AT(check->demo->people, struct demo_person, i);
        if (demo_role_bits(person->roles) & ROLE_PROVIDER)
            complain(check, str_format(check->arena, "people[%zu].roles", i),
                     "client, mediator or admin: providers have a list of their own.");
    }
}

/* What the binary carries of an embedded edition's pictures is not in its struct. */
static bool picture_is_there(const struct check *check, struct str name)
{
    const struct edition *edition = check->edition;
    struct str path =
        str_format(check->arena, "/pictures/%.*s/%.*s.svg", STR_ARG(edition->name), STR_ARG(name));
    for (size_t i = 0; i < edition->pictures.count; i++)
        if (str_equal(LIST_AT(edition->pictures, struct edition_picture, i)->path, path))
            return true;
    return edition->pictures.count == 0 && edition_is_embedded(edition->name);
}

static void check_pictures(struct check *check)
{
    for (size_t i = 0; i < check->demo->providers.count; i++) {
        const struct demo_provider *who = LIST_AT(check->demo->providers, struct demo_provider, i);
        for (size_t k = 0; k < who->portfolio.count; k++)
            if (!picture_is_there(check, LIST_AT(who->portfolio, struct demo_picture, k)->picture))
                complain(check,
                         str_format(check->arena, "providers[%zu].portfolio[%zu].picture", i, k),
                         "There is no such picture: pictures/X.svg is called X here.");
    }
}

static bool is_text(const struct json *member)
{
    return member && member->type == JSON_TEXT;
}

static bool are_answers(struct arena *arena, struct str text)
{
    const struct json *list = json_parse(arena, text, NULL, NULL);
    if (!list || list->type != JSON_ARRAY)
        return false;
    for (const struct json *one = list->first; one; one = one->next)
        if (one->type != JSON_OBJECT || !is_text(json_get(one, STR("question"))) ||
            !is_text(json_get(one, STR("answer"))))
            return false;
    return true;
}

static void check_answers(struct check *check)
{
    for (size_t i = 0; i < check->demo->bookings.count; i++) {
        struct str answers = LIST_AT(check->demo->bookings, struct demo_booking, i)->answers_json;
        if (str_is_set(answers) && !are_answers(check->arena, answers))
            complain(check, str_format(check->arena, "bookings[%zu].answers", i),
                     "A list of {question, answer}.");
    }
}

bool demo_check(struct arena *arena, const struct edition *edition, const struct demo *demo,
                struct str *ret_reason)
{
    struct check check = {.arena = arena, .edition = edition, .demo = demo};
    check_addresses(&check);
    check_people(&check);
    check_pictures(&check);
    check_answers(&check);
    if (check.problem.fields.count == 0)
        return true;
    *ret_reason = edition_explain(arena, edition->demo_file, &check.problem);
    return false;
}
