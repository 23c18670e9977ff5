// All copy goes through words(): one typed dictionary a feature, with the edition's own words
// ({provider}, {bookings} …) filled in. Another locale is a dictionary of the same keys.
type Values = Record<string, string | number>;
type Dictionary = Record<string, string>;
/** `found_one` and `found_other` are asked for as `found`, with a `count`. */
type Key<D extends Dictionary> = {
  [K in keyof D & string]: K extends `${infer Stem}_${'one' | 'other'}` ? Stem : K;
}[keyof D & string];

let editionWords: Values = {};
let translations: Record<string, string> = {};
let locale = 'en';
let plural = new Intl.PluralRules(locale);

export function setEditionWords(words: Values): void {
  editionWords = words;
}

/** Keys are "feature.key". What a locale does not say stays English. */
export function setLocale(name: string, dictionary: Record<string, string>): void {
  locale = name;
  plural = new Intl.PluralRules(name);
  translations = dictionary;
  document.documentElement.lang = name;
}

export function currentLocale(): string {
  return locale;
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name] ?? editionWords[name.toLowerCase()];
    if (value === undefined) return whole;
    // {Provider} is {provider} at the start of a sentence.
    const isCapital = name[0] !== name[0]?.toLowerCase();
    return isCapital ? capitalize(String(value)) : String(value);
  });
}

export function capitalize(text: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

export function words<const D extends Dictionary>(feature: string, english: D) {
  return (key: Key<D>, values: Values = {}): string => {
    let name: string = key;
    if (!(name in english) && typeof values.count === 'number')
      name = `${key}_${plural.select(values.count) === 'one' ? 'one' : 'other'}`;
    const text = translations[`${feature}.${name}`] ?? english[name];
    return text === undefined ? `${feature}.${key}` : fill(text, values);
  };
}
