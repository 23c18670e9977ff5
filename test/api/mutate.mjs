// Makes bad input of good: a seeded mutator of JSON bodies and lists of values that nobody means.

/** Text that goes into a body as it is, whether or not it is JSON. */
class Raw {
    constructor(text) {
        this.text = text;
    }
}
const raw = (text) => new Raw(text);

/** As latin1 text: one character a byte, so that bytes which are no UTF-8 can stand in it. */
function print(value) {
    if (value instanceof Raw) return value.text;
    if (Array.isArray(value)) return `[${value.map(print).join(',')}]`;
    if (value && typeof value === 'object') {
        return `{${Object.entries(value).map(([key, item]) => `${utf8(JSON.stringify(key))}:${print(item)}`).join(',')}}`;
    }
    return utf8(JSON.stringify(value));
}

const utf8 = (text) => Buffer.from(text, 'utf8').toString('latin1');
const deep = (depth) => '['.repeat(depth) + ']'.repeat(depth);

/** No JSON at all: a body with one of these must be refused. */
const broken = ['NaN', 'Infinity', '-Infinity', 'undefined', '01', '1.', '.5', '+1', '1e', '0x10', '--1', "'text'",
    '"open', '"\x01"', '"\n"', '"\\x41"', '"\\u12"', '"\xff\xfe"', '"\xc0\xaf"', '"\xed\xa0\x80"', '"\xf5\x80\x80\x80"',
    '[1,]', '{,}', '{"a"}', '{"a":}', '[1 2]', 'tru', 'nul', '/* a */1', '\0', deep(20000)].map(raw);

/** JSON, but hardly ever what a field takes. */
const odd = [null, true, false, 0, -1, -0.5, 1e20, '', ' ', 'x', '\u0000', 'a\u0000b', '\u202e', '\ufeff', '\ud83d\ude00',
    'x'.repeat(6000), '\n'.repeat(300), '../../etc/passwd', "'; DROP TABLE booking; --", '%s%n%x', '${7*7}', '<script>',
    [], {}, [null], [[]], [{}], { a: 1 }, { '': 1 }, { __proto__x: 1 }, Array(2000).fill(1), Array(300).fill({}),
    '2026-02-30T10:00:00Z', '2026-13-01T00:00:00Z', '0000-00-00T00:00:00Z', '9999-12-31T23:59:60Z', '2026-01-01T24:00:00Z',
    '292277026596-01-01T00:00:00Z', '-271821-04-20T00:00:00Z', '2026-01-01T00:00:00+99:99', '2026-01-01', '10:00', '24:01',
    'Mars/Olympus', '../UTC', 'UTC\u0000', 'XXX', 'usd', 'booking_', 'booking_7zzzzzzzzzzzzzzzzzzzzzzzzz',
    'booking_8zzzzzzzzzzzzzzzzzzzzzzzzz', 'booking_00000000000000000000000000', 'user_01h455vb4pex5vsknk084sn02q',
    'USER_01H455VB4PEX5VSKNK084SN02Q', 'session_iiiiiiiiiiiiiiiiiiiiiiiiii', 'PENDING\u0000', 'pending ',
    raw('1e309'), raw('-1e309'), raw('1e-400'), raw('-0'), raw('0e0'), raw('99999999999999999999'), raw('9223372036854775807'),
    raw('-9223372036854775808'), raw('9223372036854775808'), raw('0.00000000000000000000001'), raw(`1${'0'.repeat(400)}`),
    raw(`0.${'1'.repeat(3000)}`), raw('1E+2'), raw('"\\ud800"'), raw('"\\udc00\\ud800"'), raw('"\\u0000"'), raw('"\\ud83d"'),
    raw(deep(60)), raw(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`)];

/** Every place in a value: paths of keys. */
function places(value, path = []) {
    const here = path.length ? [path] : [];
    if (!value || typeof value !== 'object') return here;
    return [...here, ...Object.keys(value).flatMap((key) => places(value[key], [...path, key]))];
}

function replaced(value, [key, ...rest], by) {
    const copy = Array.isArray(value) ? [...value] : { ...value };
    copy[key] = rest.length ? replaced(value[key], rest, by) : by;
    return copy;
}

/** One mutation of a valid input: { text, isBroken: no server may take it for JSON }. */
export function mutate(random, input) {
    const all = places(input);
    const place = all.length ? random.pick(all) : [random.pick(['limit', 'id', 'title', 'notes'])];
    const simple = [
        () => ({ text: print(replaced(input, place, random.pick(odd))) }),
        () => ({ text: print(replaced(input, place, random.pick(odd))) }),
        () => ({ text: print(replaced(input, place, random.pick(odd))) }),
        () => ({ text: print(replaced(input, place, random.pick(broken))), isBroken: true }),
        () => ({ text: print({ ...input, [random.pick(['nonsense', '', 'Id', 'constructor', 'toString', 'x'.repeat(3000)])]: random.pick(odd) }) }),
        () => duplicate(random, input),
        () => without(input, place[0]),
        () => whole(random, print(input)),
        () => cut(random, print(input)),
        () => flip(random, print(input)),
    ];
    return random.pick(simple)();
}

function duplicate(random, input) {
    const [key] = Object.keys(input);
    const name = JSON.stringify(key ?? 'a');
    const value = key ? print(input[key]) : '1';
    const escaped = `"\\u${name.charCodeAt(1).toString(16).padStart(4, '0')}${name.slice(2)}`;
    const again = random.pick([name, escaped]);
    return { text: `{${name}:${value},${print(input).slice(1, -1) || `${name}:1`},${again}:${value}}`, isBroken: true };
}

function without(input, key) {
    const { [key]: _, ...rest } = input;
    return { text: print(rest) };
}

/** Around or instead of the whole body. */
function whole(random, text) {
    const bad = [`${text},`, `${text}${text}`, `\xef\xbb\xbf${text}`, `${text}\0`, `[${text}]`, `"${text.length}"`, '1', '[]',
        `/**/${text}`, `${text}//`, 'x=1&y=2', `)]}'${text}`, '{', '}', '\x1f\x8b\x08\x00', Buffer.from(text, 'utf16le').toString('latin1'),
        `${' '.repeat(3000)}${text}}`, '{"a":'.repeat(5000)];
    return { text: random.pick(bad), isBroken: true };
}

function cut(random, text) {
    return { text: text.slice(0, 1 + random.below(text.length - 1)), isBroken: text.length > 1 };
}

function flip(random, text) {
    const at = random.below(text.length);
    return { text: `${text.slice(0, at)}${String.fromCharCode(random.below(256))}${text.slice(at + 1)}` };
}

/** For query strings and paths: as they stand in the address, escapes included. */
export const oddWords = ['', '%00', 'a%00b', '%ff', '%c0%af', '%ed%a0%80', '%', '%z', '%1', '%u0041', '-1', '0', '1e309', '1e2', '0x10', '+5',
    '%2B5', '5.5', '99999999999999999999', 'NaN', 'null', 'undefined', '[]', '%7B%7D', 'true', '..', '%2e%2e', '%2e%2e%2fetc%2fpasswd',
    '..%5c', '%252e', '%0d%0aX-Injected:%20a', '%0a', '%7f', '%e2%80%ae', '%f0%9f%98%80', 'a'.repeat(3000), '%41'.repeat(900), "'%20OR%201=1--",
    'booking_8zzzzzzzzzzzzzzzzzzzzzzzzz', 'user_00000000000000000000000000', 'user_01H455VB4PEX5VSKNK084SN02Q', '2026-02-30T10:00:00Z',
    '9999-12-31T23:59:59Z', '99999-01-01T00:00:00Z', 'Mars/Olympus', ',', ',,,', 'PENDING,', 'PENDING,PENDING', ';', '%26', '%3D'];
