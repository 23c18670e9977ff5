// Providers whose hours have everything in them, in a month in which the clocks change.
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const zones = ['America/New_York', 'America/Chicago', 'America/Los_Angeles', 'Europe/Paris', 'Europe/London',
    'Europe/Athens', 'Europe/Lisbon', 'Asia/Jerusalem', 'America/Halifax', 'Asia/Kolkata'];

/** The next March that is wholly ahead, as instants. */
export function theMonth(now = new Date()) {
    const year = now.getUTCFullYear() + (now.getUTCMonth() >= 1 ? 1 : 0);
    return { year, from: `${year}-03-01T05:00:00Z`, to: `${year}-04-01T04:00:00Z` };
}
const date = ({ year }, number) => `${year}-03-${String(number).padStart(2, '0')}`;

/** The one that is measured: evenings past midnight and over the change of clocks, four sessions at a time. */
export function studio(range) {
    return {
        range, hours: 1, viewer: 'Europe/Berlin', capacity: 4, profile: { capacity: 4 },
        availability: {
            timeZone: 'America/New_York',
            weekly: [
                { days: ['MO', 'TU', 'WE', 'TH'], start: '09:00', end: '12:30' },
                { days: ['MO', 'TU', 'WE', 'TH'], start: '13:30', end: '18:00' },
                { days: ['FR'], start: '10:00', end: '14:00' },
                { days: ['FR', 'SA'], start: '21:00', end: '03:30' },
            ],
            exceptions: [
                { date: date(range, 9), intervals: [{ start: '08:00', end: '10:00' }, { start: '15:00', end: '20:00' }] },
                { date: date(range, 17), intervals: [] },
            ],
            rules: [
                { rrule: 'FREQ=MONTHLY;BYDAY=1SA,3SA', from: `${range.year}-01-01`, start: '10:00', end: '16:00' },
                { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU', from: `${range.year}-01-03`, start: '12:00', end: '18:00' },
            ],
            timeOff: [{ from: date(range, 23), to: date(range, 24) }, { from: `${date(range, 11)}T18:00:00Z`, to: `${date(range, 11)}T20:15:00Z` }],
        },
        service: {
            stepMinutes: 15, bufferBeforeMinutes: 10, bufferAfterMinutes: 15, minNoticeMinutes: 120, windowDays: 365,
            maxPerDay: 14, maxPerWeek: 80, acceptance: 'instant', seats: 1,
        },
    };
}

const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

export function randomProvider(range, random) {
    const below = (most) => Math.floor(random() * most);
    const chance = (share) => random() < share;
    const pick = (list) => list[below(list.length)];
    const someIntervals = (most) => {
        const cuts = [...new Set(Array.from({ length: 2 * (1 + below(most)) }, () => below(96) * 15))].sort((a, b) => a - b);
        const found = [];
        for (let i = 0; i + 1 < cuts.length; i += 2) found.push({ start: clock(cuts[i]), end: clock(cuts[i + 1]) });
        if (found.length === 1 && chance(0.3)) found[0] = { start: found[0].end, end: found[0].start }; // past midnight
        return found;
    };
    const rules = [
        { rrule: 'FREQ=MONTHLY;BYDAY=-1SU', from: `${range.year}-01-01`, start: '00:00', end: '24:00' },
        { rrule: 'FREQ=DAILY;INTERVAL=5', from: `${range.year}-02-02`, start: '22:30', end: '04:00' },
        { rrule: 'FREQ=WEEKLY;BYDAY=SA,SU', from: `${range.year}-03-06`, start: '01:00', end: '05:00' },
        { rrule: 'FREQ=MONTHLY;BYMONTHDAY=14,28', from: `${range.year}-01-14`, start: '02:15', end: '11:00' },
    ];
    const hours = pick([0.5, 1, 2]);
    const capacity = 1 + below(3);
    return {
        range, hours, capacity, viewer: pick(zones), profile: { capacity },
        availability: {
            timeZone: pick(zones),
            weekly: weekdays.filter(() => chance(0.8)).flatMap((name) => someIntervals(2).map((interval) => ({ days: [name], ...interval }))),
            exceptions: [3, 14, 20, 28].filter(() => chance(0.5)).map((number) => ({ date: date(range, number), intervals: chance(0.3) ? [] : someIntervals(2) })),
            rules: rules.filter(() => chance(0.4)),
            timeOff: [
                ...(chance(0.5) ? [{ from: date(range, 8), to: date(range, 9) }] : []),
                ...(chance(0.5) ? [{ from: `${date(range, 21)}T03:10:00Z`, to: `${date(range, 22)}T09:40:00Z` }] : []),
            ],
        },
        service: {
            minHours: 0.5, maxHours: 4, stepMinutes: 30, bufferBeforeMinutes: below(5) * 5, bufferAfterMinutes: below(5) * 5,
            minNoticeMinutes: below(3) * 60, windowDays: chance(0.3) ? 100 + below(30) : 365, acceptance: 'instant',
            ...(chance(0.4) && { maxPerDay: 1 + below(4) }), ...(chance(0.4) && { maxPerWeek: 2 + below(8) }), seats: chance(0.3) ? 3 : 1,
        },
    };
}

/** The 16 bytes of "user_" + 26 characters of base32. */
export function idBytes(id) {
    const digits = '0123456789abcdefghjkmnpqrstvwxyz';
    let value = 0n;
    for (const digit of id.slice(id.lastIndexOf('_') + 1)) value = value * 32n + BigInt(digits.indexOf(digit));
    return Buffer.from(value.toString(16).padStart(32, '0'), 'hex');
}
