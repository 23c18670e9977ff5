// Counts again, from nothing but listed bookings, what a provider has given out: no code and no table of
// the server's. Says what is wrong with it in words.

const MINUTE = 60000;

const holdsTime = ({ status, policy }) =>
    ['CONFIRMED', 'IN_PROGRESS'].includes(status) || (status === 'PENDING' && policy.pendingBlocks);

/** The times a booking keeps: its own, and another one that was asked for. Buffers are those it was agreed with. */
function staysOf(booking, seats) {
    const { id, serviceId, policy } = booking;
    const stay = (start, end) => ({
        id, serviceId, start: Date.parse(start), end: Date.parse(end),
        from: Date.parse(start) - policy.bufferBeforeMinutes * MINUTE, to: Date.parse(end) + policy.bufferAfterMinutes * MINUTE,
    });
    const own = stay(booking.scheduledTime, booking.endTime);
    const asked = booking.reschedule && stay(booking.reschedule.start, booking.reschedule.end);
    const isSeat = seats.get(serviceId) > 1; // which others may sit beside, so it is kept whole
    return asked ? [own, isSeat ? asked : beside(asked, own)] : [own];
}

/** Of the time asked for only what the booking does not have already. */
function beside(asked, own) {
    if (asked.from >= own.to || asked.to <= own.from) return asked;
    return asked.to > own.to ? { ...asked, from: own.to } : { ...asked, to: Math.min(asked.to, own.from) };
}

/** Who shares a session takes one place together. */
const placeOf = ({ id, serviceId, start, end }, seats) => (seats.get(serviceId) > 1 ? `${serviceId} ${start} ${end}` : id);

function tooManyAtOnce(stays, seats, capacity) {
    const found = [];
    for (const { from: instant } of stays) {
        const places = new Map();
        for (const stay of stays) {
            if (stay.from > instant || stay.to <= instant) continue;
            const place = placeOf(stay, seats);
            places.set(place, (places.get(place) ?? new Set()).add(stay.id));
        }
        const what = () => `${new Date(instant).toISOString()}: ${[...places.values()].map((ids) => [...ids].join('+')).join(', ')}`;
        if (places.size > capacity) found.push(`${places.size} at once where ${capacity} may be, ${what()}`);
    }
    const members = new Map();
    for (const stay of stays) {
        const all = seats.get(stay.serviceId);
        const place = placeOf(stay, seats);
        members.set(place, (members.get(place) ?? new Set()).add(stay.id));
        if (all > 1 && members.get(place).size > all) found.push(`${members.get(place).size} in a session of ${all} seats, ${place}`);
    }
    return found;
}

/** Bookings of a service that start on a day, or in a week, of UTC: each counts once there. */
function tooManyInAll(stays, limits) {
    const starting = new Map();
    for (const { id, serviceId, start } of stays) {
        const day = Math.floor(start / 86400000);
        const week = Math.floor((day + 3) / 7); // 1970 began on a Thursday
        for (const [kind, number, limit] of [['day', day, limits.get(serviceId)?.maxPerDay], ['week', week, limits.get(serviceId)?.maxPerWeek]]) {
            const key = `${kind} ${number} of ${serviceId}, at most ${limit}`;
            if (limit) starting.set(key, { limit, ids: (starting.get(key)?.ids ?? new Set()).add(id) });
        }
    }
    return [...starting].filter(([, { limit, ids }]) => ids.size > limit).map(([key, { ids }]) => `${ids.size} on ${key}`);
}

/** What is wrong with these bookings of one provider: nothing, it is to be hoped. services: as the API shows them. */
export function faultsIn(bookings, services, capacity) {
    const seats = new Map(services.map(({ id, seats: count }) => [id, count]));
    const limits = new Map(services.map((service) => [service.id, service]));
    const all = bookings.filter(holdsTime).flatMap((booking) => staysOf(booking, seats));
    return [...tooManyAtOnce(all.filter(({ from, to }) => from < to), seats, capacity), ...tooManyInAll(all, limits)];
}
