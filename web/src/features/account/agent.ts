// "Chrome on Linux" from what a browser calls itself; anything else stays as it is.
const browsers: [RegExp, string][] = [[/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/Chrom(e|ium)\//, 'Chrome'], [/Safari\//, 'Safari']];
const systems: [RegExp, string][] = [[/iPhone|iPad/, 'iOS'], [/Android/, 'Android'], [/Mac OS X/, 'macOS'], [/Windows/, 'Windows'], [/Linux|X11/, 'Linux']];
const first = (list: [RegExp, string][], text: string) => list.find(([pattern]) => pattern.test(text))?.[1];

export function agentName(label: string): string {
  const browser = first(browsers, label.replace('HeadlessChrome', 'Chrome'));
  const system = first(systems, label);
  return label.startsWith('Mozilla/') && browser && system ? `${browser} on ${system}` : label;
}
