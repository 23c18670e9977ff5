// A month of slots as a skilled user of luxon and rrule would write it: instants are numbers, luxon is asked
// about zones and prints, rrule says on which dates a rule opens; rules are parsed once and kept; claims
// come sorted and are walked along with the starts. The same rules as Docket's (src/calendar/calendar.h).
import { DateTime, IANAZone } from 'luxon';
import rrule from 'rrule';

const MINUTE = 60000;
const DAY = 86400000;
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** { start, end } in wall minutes; an end that is not after its start is of the next day. */
function minutesOf({ start, end }) {
    const [from, to] = [start, end].map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));
    return { from, to: to <= from ? to + 1440 : to };
}
const dateOf = (text) => Date.parse(`${text}T00:00:00Z`) / DAY; // days since 1970

/** What is saved, in the form it is asked for; a provider's stays in memory until it is saved anew. */
export function prepare({ timeZone, capacity, weekly, exceptions, rules, timeOff }) {
    const week = weekdays.map((name) => weekly.filter(({ days }) => days.includes(name)).map(minutesOf));
    return {
        zone: IANAZone.create(timeZone), capacity, week,
        exceptions: new Map(exceptions.map(({ date, intervals }) => [dateOf(date), intervals.map(minutesOf)])),
        rules: rules.map((rule) => ({
            rule: new rrule.RRule({ ...rrule.RRule.parseString(rule.rrule), dtstart: new Date(dateOf(rule.from) * DAY) }),
            hours: minutesOf(rule),
        })),
        timeOff: timeOff.map(({ from, to }) => (from.length === 10
            ? { isWall: true, start: dateOf(from) * DAY, end: (dateOf(to) + 1) * DAY }
            : { isWall: false, start: Date.parse(from), end: Date.parse(to) })),
    };
}

/** Runs of one offset within [from, to): luxon tells no transitions, so they are searched for. */
function segments(zone, from, to) {
    const offsetAt = (at) => zone.offset(at) * MINUTE;
    const found = [];
    for (let start = from; start < to;) {
        const offset = offsetAt(start);
        let end = start;
        while (end < to && offsetAt(Math.min(end + 7 * DAY, to)) === offset) end = Math.min(end + 7 * DAY, to);
        if (end < to) {
            let [same, other] = [end, Math.min(end + 7 * DAY, to)];
            while (other - same > 1000) {
                const middle = Math.floor((same + other) / 2000) * 1000;
                if (offsetAt(middle) === offset) same = middle;
                else other = middle;
            }
            end = other;
        }
        found.push({ start, end, offset });
        start = end;
    }
    return found;
}

function join(intervals) {
    intervals.sort((a, b) => a.start - b.start);
    const joined = [];
    for (const interval of intervals) {
        const last = joined.at(-1);
        if (last && interval.start <= last.end) last.end = Math.max(last.end, interval.end);
        else joined.push(interval);
    }
    return joined;
}

function subtract(open, closed) {
    const left = [];
    for (const { start, end } of open) {
        let at = start;
        for (const off of closed) {
            if (off.end <= at) continue;
            if (off.start >= end) break;
            if (off.start > at) left.push({ start: at, end: off.start });
            at = Math.max(at, off.end);
        }
        if (at < end) left.push({ start: at, end });
    }
    return left;
}

function openTime(provider, runs, from, to) {
    const open = [];
    const add = (list, start, end) => {
        for (const run of runs) {
            const [first, last] = [Math.max(start - run.offset, run.start), Math.min(end - run.offset, run.end)];
            if (first < last) list.push({ start: first, end: last });
        }
    };
    const addDay = (date, hours) => {
        for (const interval of hours) add(open, date * DAY + interval.from * MINUTE, date * DAY + interval.to * MINUTE);
    };
    const [first, last] = [Math.floor(from / DAY) - 3, Math.floor(to / DAY) + 2];
    for (let date = first; date <= last; date++) {
        addDay(date, provider.exceptions.get(date) ?? provider.week[(date + 3) % 7]);
    }
    for (const { rule, hours } of provider.rules) {
        for (const day of rule.between(new Date(first * DAY), new Date(last * DAY), true)) {
            const date = Math.floor(day.getTime() / DAY);
            if (!provider.exceptions.has(date)) addDay(date, [hours]);
        }
    }
    const off = [];
    for (const { isWall, start, end } of provider.timeOff) {
        if (isWall) add(off, start, end);
        else off.push({ start, end });
    }
    return subtract(join(open), join(off));
}

const sharesGroup = (a, b) => a.seats > 1 && b.seats > 1 && a.work_start_ms === b.work_start_ms
    && a.work_end_ms === b.work_end_ms && a.service_id === b.service_id;

/** How many groups stand at once among claims that are sorted by their start. */
function mostAtOnce(claims) {
    let most = 0;
    let standing = [];
    for (const claim of claims) {
        standing = standing.filter(({ end_ms }) => end_ms > claim.start_ms);
        const group = standing.find((other) => sharesGroup(other, claim));
        if (group) group.end_ms = Math.max(group.end_ms, claim.end_ms);
        else standing.push({ ...claim });
        most = Math.max(most, standing.length);
    }
    return most;
}

function limitsOf(provider, service, claims) {
    if (!service.max_per_day && !service.max_per_week) return () => true;
    const days = new Map();
    const weeks = new Map();
    const weekOf = (date) => Math.floor((date + 3) / 7);
    for (const claim of claims) {
        if (claim.service_id !== service.id) continue;
        const date = Math.floor((claim.work_start_ms + provider.zone.offset(claim.work_start_ms) * MINUTE) / DAY);
        days.set(date, (days.get(date) ?? 0) + 1);
        weeks.set(weekOf(date), (weeks.get(weekOf(date)) ?? 0) + 1);
    }
    return (date) => (days.get(date) ?? 0) < (service.max_per_day || Infinity)
        && (weeks.get(weekOf(date)) ?? 0) < (service.max_per_week || Infinity);
}

/** Claims are { start_ms, end_ms, work_start_ms, work_end_ms, seats, service_id }, sorted by start_ms. */
export function listSlots(provider, service, claims, { from, to, duration, now, viewer }) {
    const step = service.step_minutes * MINUTE;
    const [before, after] = [service.buffer_before_minutes * MINUTE, service.buffer_after_minutes * MINUTE];
    const first = Math.max(from, now + service.min_notice_minutes * MINUTE);
    const last = Math.min(to, now + service.window_days * DAY + 1);
    const runs = segments(provider.zone, from - 3 * DAY, to + duration + 3 * DAY);
    const isWithinLimits = limitsOf(provider, service, claims);
    const longest = claims.reduce((most, { start_ms, end_ms }) => Math.max(most, end_ms - start_ms), 0);
    const slots = [];
    let reached = 0; // claims before this one are over
    const visit = (start, date) => {
        if (!isWithinLimits(date)) return;
        const [from, to] = [start - before, start + duration + after];
        while (reached < claims.length && claims[reached].start_ms <= from - longest) reached++;
        const wanted = { seats: service.seats, service_id: service.id, work_start_ms: start, work_end_ms: start + duration };
        const others = [];
        let joined = 0;
        for (let i = reached; i < claims.length && claims[i].start_ms < to; i++) {
            if (claims[i].end_ms <= from) continue;
            if (sharesGroup(claims[i], wanted)) joined++;
            else others.push(claims[i]);
        }
        const most = others.length > 0 ? mostAtOnce(others) : 0;
        if (most >= provider.capacity) return;
        const seatsLeft = service.seats > 1 ? service.seats - joined : provider.capacity - most;
        if (seatsLeft < 1) return;
        const end = start + duration;
        slots.push({
            start: print(start), end: print(end),
            local: DateTime.fromMillis(start, { zone: viewer }).toISO({ suppressMilliseconds: true }),
            localEnd: DateTime.fromMillis(end, { zone: viewer }).toISO({ suppressMilliseconds: true }),
            seatsLeft,
        });
    };
    for (const open of openTime(provider, runs, from, to + duration)) {
        for (const run of runs) {
            const [wallStart, wallEnd] = [Math.max(open.start, first, run.start), Math.min(open.end - duration + 1, last, run.end)].map((at) => at + run.offset);
            for (let date = Math.floor(wallStart / DAY); date * DAY < wallEnd; date++) {
                const midnight = date * DAY;
                const begin = Math.ceil(Math.max(wallStart - midnight, 0) / step) * step;
                for (let at = begin; at < Math.min(DAY, wallEnd - midnight); at += step) visit(midnight + at - run.offset, date);
            }
        }
    }
    return slots;
}

const print = (at) => new Date(at).toISOString().replace('.000Z', 'Z');
