/* demo_data.c: the studio edition's demo as tables. */
#include "app/demo.h"

/* The first is the demo's client. */
const struct demo_person demo_people[] = {
    {"client@example.com", "Jordan Avery", "America/Los_Angeles", ROLE_CLIENT},
    {"admin@example.com", "Alex Morgan", "America/New_York", ROLE_CLIENT | ROLE_ADMIN},
    {"mediator@example.com", "Robin Hale", "America/Chicago", ROLE_CLIENT | ROLE_MEDIATOR},
    {"maya@example.com", "Maya Fontaine", "America/New_York", ROLE_CLIENT},
    {"leo@example.com", "Leo Castellanos", "America/Denver", ROLE_CLIENT},
};
const size_t demo_person_count = COUNT_OF(demo_people);

#define PERSON(email, name, zone)                                                                  \
    {                                                                                              \
        (email), (name), (zone), ROLE_CLIENT | ROLE_PROVIDER                                       \
    }

/* The first is the demo's provider. Ratings are sums of 1…5 stars. */
const struct demo_provider demo_providers[] = {
    {PERSON("provider@example.com", "Sam Rivera", "America/Los_Angeles"),
     "Mixes that translate, masters that hold up",
     "Fifteen years between Echo Park basements and big rooms. Rock, soul and hip-hop.",
     "[\"producer\",\"engineer\"]", "Los Angeles, CA", 34052235, -118243683, 7500, 50000,
     "MIXING MASTERING", "1111110", 9, 19, 216, 45, 120, true},
    {PERSON("lucia@example.com", "Lucía Moreno", "America/Los_Angeles"),
     "Tracking room in Burbank with a tuned Steinway",
     "Live bands, strings and voice-over, with an assistant on every session.", "[\"engineer\"]",
     "Burbank, CA", 34180839, -118308968, 9500, 65000, "RECORDING MIXING", "1111101", 10, 20, 141,
     29, 64, true},
    {PERSON("nora@example.com", "Nora Lindqvist", "America/Chicago"),
     "Country, Americana and everything with a fiddle",
     "Vintage tape, modern recall. Ten minutes from Music Row.", "[\"engineer\"]", "Nashville, TN",
     36162664, -86781602, 9000, 62000, "RECORDING MIXING", "1111100", 9, 18, 188, 39, 97, true},
    {PERSON("malik@example.com", "Malik Johnson", "America/New_York"),
     "Beats, arrangement and vocal production", "From first idea to finished record, in one room.",
     "[\"producer\",\"artist\"]", "Atlanta, GA", 33748997, -84387985, 8500, 60000,
     "PRODUCTION MIXING", "0111110", 12, 22, 154, 33, 81, true},
    {PERSON("elena@example.com", "Elena Petrova", "America/New_York"),
     "Mastering for vinyl, streaming and film", "A quiet room, honest monitors, quick turnarounds.",
     "[\"engineer\"]", "New York, NY", 40712776, -74005974, 12000, 85000, "MASTERING", "1111100",
     10, 18, 310, 63, 210, true},
    {PERSON("theo@example.com", "Theo Nakamura", "America/Los_Angeles"),
     "Indie and ambient, recorded slowly", "A converted chapel with a very long reverb.",
     "[\"engineer\",\"producer\"]", "Seattle, WA", 47606209, -122332069, 6500, 45000,
     "RECORDING PRODUCTION", "0011111", 11, 20, 72, 16, 35, false},
    {PERSON("carmen@example.com", "Carmen Ortiz", "America/New_York"),
     "Latin pop and songwriting camps", "Bilingual toplines and production for artists and labels.",
     "[\"producer\",\"songwriter\"]", "Miami, FL", 25761681, -80191788, 7000, 48000,
     "PRODUCTION SONGWRITING", "1111100", 11, 19, 98, 21, 42, true},
    {PERSON("dev@example.com", "Dev Patel", "America/Chicago"), "House, jazz and the space between",
     "Analog summing, a Hammond, and patience.", "[\"engineer\"]", "Chicago, IL", 41878113,
     -87629799, 8000, 56000, "MIXING RECORDING", "1111110", 10, 20, 120, 26, 70, false},
    {PERSON("ruth@example.com", "Ruth Adeyemi", "America/Chicago"),
     "Session bass and full-band production", "Sight-reads, improvises, shows up early.",
     "[\"musician\",\"producer\"]", "Austin, TX", 30267153, -97743057, 6000, 40000,
     "SESSION_MUSICIAN PRODUCTION", "1111111", 10, 22, 233, 49, 130, true},
    {PERSON("jonas@example.com", "Jonas Weber", "America/Denver"),
     "Loud when it should be, quiet when it must", "Metal, orchestral and podcast mastering.",
     "[\"engineer\"]", "Denver, CO", 39739236, -104990251, 7200, 50000, "MASTERING MIXING",
     "1111100", 8, 16, 60, 14, 28, false},
    {PERSON("aaliyah@example.com", "Aaliyah Brooks", "America/Detroit"),
     "Soul and electronic production", "Modular synths and a choir of neighbours.",
     "[\"producer\"]", "Detroit, MI", 42331429, -83045753, 5500, 38000, "PRODUCTION", "1111110", 13,
     22, 44, 9, 17, false},
    {PERSON("kai@example.com", "Kai Kahale", "Pacific/Honolulu"),
     "Field recording and slack-key sessions", "A room that opens to the garden.",
     "[\"engineer\",\"musician\"]", "Honolulu, HI", 21306944, -157858333, 6800, 47000, "RECORDING",
     "1111100", 8, 17, 25, 5, 11, false},
    {PERSON("priya@example.com", "Priya Raman", "America/Los_Angeles"),
     "Detail-driven mixes for pop and games", "Atmos and stereo, recalled in minutes.",
     "[\"engineer\"]", "San Francisco, CA", 37774929, -122419418, 11000, 78000, "MIXING MASTERING",
     "1111100", 9, 18, 176, 36, 88, true},
};
const size_t demo_provider_count = COUNT_OF(demo_providers);

const struct demo_service demo_services[] = {
    {"MIXING", "Mixing", "A full mix from your stems, with two rounds of changes.", 1, 12, 0, true,
     true, ACCEPT_REQUEST},
    {"MASTERING", "Mastering", "Final masters for streaming and vinyl.", 1, 6, 0, true, false,
     ACCEPT_INSTANT},
    {"RECORDING", "Recording", "The room, the microphones and an engineer.", 2, 12, 30, false, true,
     ACCEPT_REQUEST},
    {"PRODUCTION", "Production", "Arrangement, programming and direction.", 2, 10, 15, true, true,
     ACCEPT_REQUEST},
    {"SONGWRITING", "Songwriting", "A co-write with topline and lyrics.", 2, 6, 0, true, true,
     ACCEPT_REQUEST},
    {"SESSION_MUSICIAN", "Session musician", "Parts played to your track, in person or remotely.",
     1, 8, 0, true, true, ACCEPT_INSTANT},
};
const size_t demo_service_count = COUNT_OF(demo_services);

/* One provider's days lie three apart, so that moving to a working day makes no two meet. */
const struct demo_booking demo_bookings[] = {
    {0, 0, "MIXING", "Single: Night Bus", -40, 10, 4, BOOKING_APPROVED, true},
    {0, 0, "MASTERING", "EP masters", -26, 13, 3, BOOKING_COMPLETED, true},
    {0, 3, "MIXING", "Two live tracks", -19, 10, 6, BOOKING_COMPLETED, false},
    {0, 4, "MIXING", "Demo clean-up", -12, 14, 2, BOOKING_CANCELLED, true},
    {0, 3, "MIXING", "Remix", -6, 11, 3, BOOKING_DECLINED, true},
    {0, 0, "MIXING", "Album, songs 1 to 3", 4, 10, 6, BOOKING_CONFIRMED, false},
    {0, 4, "MIXING", "Podcast season opener", 8, 13, 2, BOOKING_PENDING, true},
    {0, 0, "MASTERING", "Album masters", 14, 10, 4, BOOKING_CONFIRMED, true},
    {0, 0, "MIXING", "Album, songs 4 to 6", 18, 10, 6, BOOKING_PENDING, false},
    {1, 0, "RECORDING", "Strings for the album", 6, 11, 5, BOOKING_CONFIRMED, false},
    {1, 3, "RECORDING", "Voice-over day", -9, 12, 4, BOOKING_APPROVED, false},
    {2, 4, "RECORDING", "Fiddle overdubs", -15, 10, 3, BOOKING_COMPLETED, false},
    {3, 0, "PRODUCTION", "Beat session", 0, 0, 3, BOOKING_IN_PROGRESS, true},
    {4, 0, "MASTERING", "Vinyl cut", -4, 11, 3, BOOKING_REVISION, true},
    {4, 3, "MASTERING", "Film score", 9, 10, 6, BOOKING_CONFIRMED, true},
    {6, 0, "SONGWRITING", "Co-write", -20, 12, 4, BOOKING_EXPIRED, true},
    {7, 4, "MIXING", "Live album", -8, 12, 6, BOOKING_DISPUTED, false},
    {8, 0, "SESSION_MUSICIAN", "Bass on two songs", 5, 15, 2, BOOKING_CONFIRMED, true},
    {12, 3, "MIXING", "Game trailer", 7, 10, 4, BOOKING_PENDING, true},
};
const size_t demo_booking_count = COUNT_OF(demo_bookings);
