/* travel.h: the way from one job to the next, for providers who have a speed. Private to calendar/.
 *
 * Two claims that are done in person, at places known, are apart by their way: the great-circle
 * distance at the provider's speed, rounded up to the minute and at most a day. Work that is done
 * remotely, or at a place nobody knows, needs no way and gives none; at one place the way is 0.
 *
 * Who does one thing at a time: the gap between the occupied intervals of two claims must be at
 * least their way. Buffers belong to what is occupied, so the way comes on top of them. A group
 * session is one job for all its members.
 *
 * Who does several at a time has several who may be under way. Seen from a claim's place, every
 * other lasts longer on both sides by the way between the two; then, at the last instant of each
 * claim (of the new one, and of each stored one where the new one stands), at most capacity groups
 * may stand, seen from there. Without ways this is the rule of capacity itself: of those that stand
 * at once, the one that ends first sees all. With ways it follows that among any capacity + 1
 * claims are two that one person can do. It is the same whichever of the claims came first, so what
 * has been claimed can be confirmed.
 *
 * Places count to a hundredth of a degree: whoever asks for times at many places may find out a
 * neighbourhood, as the profile shows one, but no door. Travel is asked of a free time only. */
#ifndef DOCKET_CALENDAR_TRAVEL_H
#define DOCKET_CALENDAR_TRAVEL_H

#include "calendar/calendar.h"

#define WAY_LONGEST_MS ((int64_t)DAY_MS) /* no way counts as longer */

bool travel_same_place(const struct place *a, const struct place *b);

/* For how many claims like the wanted one there is time, ways included: 0 … capacity. The calendar
 * has a speed. Claims that are looked at, once for each that looks, are added to *visits. Pure. */
int64_t travel_room(const struct calendar *calendar, const struct slot_request *request,
                    const struct claim *wanted, int64_t now_ms, size_t *visits);

#endif
